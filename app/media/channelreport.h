// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/alignthread.h"
#include "app/media/analysisthread.h"
#include "app/media/chainprobe.h"
#include "app/media/encryptiondesk.h"
#include "app/media/failoverwatch.h"
#include "app/media/input.h"
#include "app/media/meter.h"
#include "app/media/retired.h"
#include "app/media/slate.h"
#include "app/media/splicethread.h"

namespace twinfeed::media {

/// One of a channel's two paths: what arrives, and what it is measured by.
struct SourcePath
{
    Meter meter;
    std::shared_ptr<GopBuffer> buffer;
    std::unique_ptr<Input> input; // last: its thread feeds the others
};

/// What there is to say of a running channel: brings its parts' facts and figures together. Any thread; waits for no I/O.
/// Owned by the engine, whose parts it looks at; those behind pointers may not be there yet while only judged() is asked.
class ChannelReport final
{
public:
    struct Parts
    {
        const Clock &clock;
        const QString &channel;
        std::array<SourcePath, 2> &paths; ///< by Source
        const GopBuffer &slate;
        const GopBuffer &programme;
        Meter &slateMeter;
        Meter &programmeMeter;
        const std::unique_ptr<FailoverWatch> &failover;
        const std::unique_ptr<SpliceThread> &splice;
        const std::unique_ptr<EncryptionDesk> &encryption;
        const std::unique_ptr<AlignThread> &align;
        const std::unique_ptr<ChainProbe> &chain;
        std::function<std::shared_ptr<AnalysisThread>()> analysis; ///< null where it is not wanted
        std::function<ChannelConfig()> config;
        std::function<std::shared_ptr<const SlateClip>()> clip;
        std::function<std::vector<std::shared_ptr<Sink>>()> sinks; ///< in the order of the configuration
    };

    explicit ChannelReport(Parts parts)
        : m_parts(std::move(parts))
    {
    }

    /// How a source is, content rules aside.
    SourceStatus judged(Source source) const;
    SourceStatus judged(Source path, const Input::Status &input) const;
    /// Nothing where there is none.
    std::optional<OutputStatus> output(const QString &id) const;
    ChannelStatus status() const;
    std::vector<Metric> metrics() const;

private:
    SourceStatus sourceStatus(Source source) const;
    std::vector<OutputStatus> outputStatuses() const;
    AlignmentStatus alignment() const;

    const Parts m_parts;
};

} // namespace twinfeed::media
