// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/channelengine.h"
#include "app/media/slate.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

/// What the backend needs of a running channel; media::ChannelEngine is the real one, tests have another.
namespace twinfeed::backend {

/// Contract of each method: media::ChannelEngine.
class Engine
{
public:
    virtual ~Engine() = default;
    virtual void reconfigure(const ChannelConfig &config) = 0;
    virtual void setSlate(std::shared_ptr<const media::SlateClip> slate) = 0;
    virtual void setOrders(const media::FailoverOrders &orders) = 0;
    virtual void arm() = 0;
    virtual void setContentFaults(Source path, std::vector<media::ContentFault> faults) = 0;
    virtual void take(Source target, Cut cut, int64_t acceptedAt, media::ChannelEngine::TakeDone done) = 0;
    virtual std::chrono::milliseconds expectTake(std::optional<Source> next) = 0;
    virtual void setEncryption(std::vector<media::OutputSeal> seals, int64_t acceptedAt, bool soon,
                               media::EncryptionDone done) = 0;
    virtual ChannelStatus status() const = 0;
    virtual std::vector<Metric> metrics() const = 0;
    virtual std::shared_ptr<const media::GopBuffer> buffer(Source source) const = 0;
    virtual std::shared_ptr<const media::GopBuffer> programme() const = 0;
};

class EngineFactory
{
public:
    virtual ~EngineFactory() = default;
    /// The listener outlives the engine.
    virtual std::unique_ptr<Engine> create(media::ChannelEngine::Start start,
                                           media::EngineListener &listener) = 0;
};

/// media::encodeSlate or a fake.
using SlateEncoder = std::function<Result<std::shared_ptr<const media::SlateClip>>(
    const QString &file, const media::SlateFormat &format, std::stop_token stop)>;

} // namespace twinfeed::backend
