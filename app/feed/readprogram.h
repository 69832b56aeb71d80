// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/beepfinder.h"
#include "app/feed/readoptions.h"
#include "app/feed/readreport.h"
#include "app/feed/streamreader.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace twinfeed::feed {

/// `twinfeed-feed read`: reads on its own thread ("read") while the main thread waits for signals, lines and the time.
class ReadProgram final : private ReadSink
{
public:
    ReadProgram(ReadOptions options, const Clock &clock);
    ~ReadProgram() override;

    /// The exit code.
    int run();

private:
    void packet(const PacketFact &fact) override;
    void picture(const LumaView &luma, int64_t ptsUs, int64_t arrivedUs, bool corrupt) override;
    void sound(std::span<const float> samples, int64_t ptsUs, int sampleRate) override;
    void format(const ReadFormat &format) override;
    void decodeError(const QString &message) override;
    void skipped() override;

    void printNews();
    void printPicture(const PictureFact &fact, const PictureInspector::Look &look) const;
    void checkEnd();
    void end(const char *why);
    bool readLines();
    void wait(int signals);
    int finish(const Result<void> &result);

    const ReadOptions m_options;
    const Clock &m_clock;
    std::atomic<int64_t> m_firstPacketUs{0}; // clock; 0: none yet
    std::atomic<const char *> m_ended{nullptr}; // the first reason counts
    std::stop_source m_stop;
    std::atomic<bool> m_done{false};
    QByteArray m_input; // main thread

    // The reading thread; the main thread after it is joined.
    ReadReport m_report;
    Analyser m_analyser;
    PictureInspector m_inspector;
    BeepFinder m_beeps;
    size_t m_printed = 0;
};

} // namespace twinfeed::feed
