// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/engine.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace twinfeed::test {

/// What a fake engine was told, and what it shall say. Outlives its engine. Any thread.
class FakeChannel final
{
public:
    struct Take
    {
        Source target = Source::Slate;
        Cut cut = Cut::Cached;
        int64_t acceptedAt = 0;
        media::ChannelEngine::TakeDone done;
        bool finished = false;
    };

    struct Sealing
    {
        std::vector<media::OutputSeal> seals;
        int64_t acceptedAt = 0;
        bool soon = false;
        media::EncryptionDone done;
        bool finished = false;
    };

    explicit FakeChannel(media::ChannelEngine::Start start);

    /// Both paths live and fit, the slate too; the programme is what was taken last.
    void setSource(const SourceStatus &status);
    void setOutput(const OutputStatus &status);
    ChannelStatus status() const;

    media::ChannelEngine::Start start() const;
    ChannelConfig config() const;
    std::shared_ptr<const media::SlateClip> slate() const;
    std::vector<Take> takes() const;
    bool alive() const;
    /// Ends a take as the engine would.
    void finish(size_t take, const Result<TakeEvidence> &result);
    std::vector<Sealing> sealings() const;
    /// Ends a change of encryption; the outputs' status says it from then on.
    void finishSealing(size_t sealing, const media::EncryptionOutcome &outcome);
    /// The listener's calls, from this thread.
    void tellInput(Source path);
    void tellOutput(const QString &id);
    /// As the engine's automation tells it; the programme follows a switch.
    void decide(const Decision &decision);
    void switched(const Decision &decision, const Result<TakeEvidence> &result);
    media::FailoverOrders orders() const;
    int arms() const;
    std::optional<Source> expected() const; ///< see Engine::expectTake()
    /// What the engine measures from now on.
    void setMetrics(std::vector<Metric> metrics);
    /// The rules that speak against a path.
    std::vector<media::ContentFault> faults(Source path) const;

    const std::shared_ptr<media::GopBuffer> buffers[3];
    const std::shared_ptr<media::GopBuffer> programme;

private:
    friend class FakeEngine;
    friend class FakeEngineFactory;

    mutable std::mutex m_mutex; // guards all below
    media::ChannelEngine::Start m_start;
    ChannelConfig m_config;
    ChannelStatus m_status;
    std::shared_ptr<const media::SlateClip> m_slate;
    std::vector<Take> m_takes;
    std::vector<Sealing> m_sealings;
    media::FailoverOrders m_orders;
    int m_arms = 0;
    std::optional<Source> m_expected;
    std::optional<std::vector<Metric>> m_metrics;
    std::map<Source, std::vector<media::ContentFault>> m_faults;
    media::EngineListener *m_listener = nullptr;
    bool m_alive = true;
};

/// Makes engines that do nothing and remember everything.
class FakeEngineFactory final : public backend::EngineFactory
{
public:
    std::unique_ptr<backend::Engine> create(media::ChannelEngine::Start start,
                                            media::EngineListener &listener) override;
    /// The newest engine of this channel; null before the first.
    std::shared_ptr<FakeChannel> channel(const QString &id) const;
    int made() const;

private:
    mutable std::mutex m_mutex; // guards both below
    std::map<QString, std::shared_ptr<FakeChannel>> m_channels;
    int m_made = 0;
};

TakeEvidence evidenceOf(Source from, Source to, double firstPictureMs = 42);

} // namespace twinfeed::test
