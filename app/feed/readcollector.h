// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/beepfinder.h"
#include "app/feed/readreport.h"
#include "app/feed/streamreader.h"

#include <functional>

namespace twinfeed::feed {

/// Takes what a StreamReader decodes, looks at it, and gathers what there is to say. On the reading thread; report() also
/// after it has ended.
class ReadCollector final : public ReadSink
{
public:
    using Seen = std::function<void(const PictureFact &, const PictureInspector::Look &)>;

    /// `seen` is called after each picture.
    explicit ReadCollector(Seen seen = {});

    void packet(const PacketFact &fact) override;
    void picture(const LumaView &luma, int64_t ptsUs, int64_t arrivedUs, bool corrupt) override;
    void sound(std::span<const float> samples, int64_t ptsUs, int sampleRate) override;
    void format(const ReadFormat &format) override;
    void decodeError(const QString &message) override;
    void skipped() override;

    const Analyser &analyser() const { return m_analyser; }
    /// All but url, ended, error and startedUs.
    ReadReport report() const;

private:
    const Seen m_seen;
    ReadReport m_report;
    Analyser m_analyser;
    PictureInspector m_inspector;
    BeepFinder m_beeps;
};

} // namespace twinfeed::feed
