// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readprogram.h"

#include "app/feed/endsignals.h"
#include "app/feed/feedconnection.h"

#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <poll.h>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace twinfeed::feed {

namespace {

constexpr int streamFailed = 2;
constexpr int pollMs = 50;

void printLine(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace

ReadProgram::ReadProgram(ReadOptions options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_startedUs(clock.now())
    , m_collector([this](const PictureFact &fact, const PictureInspector::Look &look) { seen(fact, look); })
{
}

int ReadProgram::run()
{
    const int signals = openEndSignals();

    Result<void> result;
    std::jthread reading([&] {
        pthread_setname_np(pthread_self(), "read");
        result = read();
        m_done = true;
    });
    wait(signals);
    reading.join();
    close(signals);
    return finish(result);
}

Result<void> ReadProgram::read()
{
    sealing::Unsealer::FindKey findKey;
    if (m_options.keys.any()) {
        auto keys = findKeys(m_options.keys, m_clock, m_stop.get_token(), {});
        if (!keys)
            return keys.error();
        findKey = std::move(*keys);
    }
    StreamReader reader({m_options.url, m_options.headers, m_options.listen, m_options.waitSeconds}, m_clock,
                        m_collector, std::move(findKey));
    auto result = reader.run(m_stop.get_token());
    m_sealing = reader.sealing();
    return result;
}

void ReadProgram::wait(int signals)
{
    pollfd waiting[]{{signals, POLLIN, 0}, {m_options.untilLine ? STDIN_FILENO : -1, POLLIN, 0}};
    const bool network = FeedConnection::isNetwork(m_options.url);
    // A stream that opens and never sends counts from when the waiting was to end.
    const int64_t latest = m_startedUs + int64_t(m_options.waitSeconds * 1e6);
    while (!m_done && !m_stop.stop_requested()) {
        poll(waiting, 2, pollMs);
        if (waiting[0].revents)
            end("signal");
        if (waiting[1].revents && !readLines())
            end("line");
        const int64_t arrived = m_collector.analyser().firstArrivalUs();
        const int64_t since = arrived ? arrived : latest;
        if (network && m_options.seconds > 0 && m_clock.now() - since >= int64_t(m_options.seconds * 1e6))
            end("seconds");
    }
}

/// False when it is time to end.
bool ReadProgram::readLines()
{
    char bytes[256];
    const ssize_t size = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (size <= 0)
        return false;
    m_input.append(bytes, size);
    for (qsizetype newline = m_input.indexOf('\n'); newline >= 0; newline = m_input.indexOf('\n')) {
        if (m_input.left(newline).trimmed() == "end")
            return false;
        m_input.remove(0, newline + 1);
    }
    return true;
}

void ReadProgram::end(const char *why)
{
    const char *none = nullptr;
    m_ended.compare_exchange_strong(none, why);
    m_stop.request_stop();
}

void ReadProgram::seen(const PictureFact &fact, const PictureInspector::Look &look)
{
    if (m_options.live && m_options.everyPicture)
        printLine(toJson(fact, look));
    printNews();
    checkEnd(fact);
}

void ReadProgram::printNews()
{
    const auto &events = m_collector.analyser().events();
    for (; m_options.live && m_printed < events.size(); ++m_printed)
        printLine(toJson(events[m_printed], m_startedUs));
}

void ReadProgram::checkEnd(const PictureFact &fact)
{
    const Analyser &analyser = m_collector.analyser();
    if (m_options.untilSource == analyser.source() && analyser.picturesInARow() >= m_options.pictures)
        end("until-source");
    const bool file = !FeedConnection::isNetwork(m_options.url);
    const int64_t first = *analyser.totals().firstPts;
    if (file && m_options.seconds > 0 && double(fact.ptsUs - first) >= m_options.seconds * 1e6)
        end("seconds");
}

int ReadProgram::finish(const Result<void> &result)
{
    ReadReport report = m_collector.report();
    const char *ended = m_ended;
    const bool failed = !result && !ended;
    report.sealing = m_sealing;
    report.url = FeedConnection::printable(m_options.url);
    report.startedUs = m_startedUs;
    report.ended = QString::fromLatin1(ended ? ended : failed ? "error" : "end");
    if (failed)
        report.error = result.error().message;
    const bool nothing = report.totals.pictures == 0 && report.totals.soundPackets == 0;
    if (nothing && report.error.isEmpty())
        report.error = QStringLiteral("there was no picture and no sound");
    if (m_options.json)
        printLine(toJson(report));
    else
        std::fputs(toText(report).toUtf8().constData(), stdout);
    if (!report.error.isEmpty())
        std::fprintf(stderr, "twinfeed-feed: %s\n", report.error.toUtf8().constData());
    return failed || nothing ? streamFailed : 0;
}

} // namespace twinfeed::feed
