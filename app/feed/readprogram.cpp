// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readprogram.h"

#include "app/feed/feedconnection.h"

#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace twinfeed::feed {

namespace {

constexpr int streamFailed = 2;
constexpr qsizetype mostMessages = 10;
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
{
}

ReadProgram::~ReadProgram() = default;

int ReadProgram::run()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
    const int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);

    m_report.startedUs = m_clock.now();
    Result<void> result;
    std::jthread reading([&] {
        pthread_setname_np(pthread_self(), "read");
        const StreamReader::Address address{m_options.url, m_options.headers, m_options.listen,
                                            m_options.waitSeconds};
        result = StreamReader(address, m_clock, *this).run(m_stop.get_token());
        m_done = true;
    });
    wait(signals);
    reading.join();
    close(signals);
    return finish(result);
}

void ReadProgram::wait(int signals)
{
    pollfd waiting[]{{signals, POLLIN, 0}, {m_options.untilLine ? STDIN_FILENO : -1, POLLIN, 0}};
    const bool network = FeedConnection::isNetwork(m_options.url);
    while (!m_done && !m_stop.stop_requested()) {
        poll(waiting, 2, pollMs);
        if (waiting[0].revents)
            end("signal");
        if (waiting[1].revents && !readLines())
            end("line");
        // Opened but never sending: the time of the stream counts from when the waiting was to end.
        const int64_t latest = m_report.startedUs + int64_t(m_options.waitSeconds * 1e6);
        const int64_t first = m_firstPacketUs ? m_firstPacketUs.load() : latest;
        if (network && m_options.seconds > 0 && m_clock.now() - first >= int64_t(m_options.seconds * 1e6))
            end("seconds");
    }
}

/// False when it is time to end.
bool ReadProgram::readLines()
{
    char bytes[256];
    const ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
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

void ReadProgram::packet(const PacketFact &fact)
{
    if (!m_firstPacketUs)
        m_firstPacketUs = fact.arrivedUs;
    m_analyser.packet(fact);
}

void ReadProgram::picture(const LumaView &luma, int64_t ptsUs, int64_t arrivedUs, bool corrupt)
{
    if (m_stop.stop_requested())
        return;

    const PictureInspector::Look look = m_inspector.look(luma);
    const PictureFact fact{ptsUs,        arrivedUs,    luma.width,   luma.height,
                           look.reading, look.lampLit, look.damaged, corrupt};
    m_analyser.picture(fact);
    if (m_options.live && m_options.debug)
        printPicture(fact, look);
    printNews();
    checkEnd();
}

void ReadProgram::sound(std::span<const float> samples, int64_t ptsUs, int sampleRate)
{
    m_beeps.feed(samples, ptsUs, sampleRate, [this](int64_t at) { m_analyser.beep(at); });
}

void ReadProgram::format(const ReadFormat &format)
{
    m_report.format = format;
}

void ReadProgram::decodeError(const QString &message)
{
    ++m_report.decodeErrors;
    if (m_report.decodeMessages.size() < mostMessages)
        m_report.decodeMessages.append(message);
}

void ReadProgram::skipped()
{
    ++m_report.skippedBeforeKeyframe;
}

void ReadProgram::printNews()
{
    const auto &events = m_analyser.events();
    for (; m_options.live && m_printed < events.size(); ++m_printed)
        printLine(toJson(events[m_printed], m_report.startedUs));
}

void ReadProgram::printPicture(const PictureFact &fact, const PictureInspector::Look &look) const
{
    using Found = PictureReading::Found;
    const Found found = look.reading.found;
    QJsonObject json{{QStringLiteral("event"), QStringLiteral("picture")},
                     {QStringLiteral("at_us"), qint64(fact.arrivedUs)},
                     {QStringLiteral("pts_ms"), double(fact.ptsUs) / 1'000},
                     {QStringLiteral("found"),
                      found == Found::Code             ? QStringLiteral("code")
                          : found == Found::Unreadable ? QStringLiteral("unreadable")
                                                       : QStringLiteral("none")},
                     {QStringLiteral("lamp"), look.lampLit},
                     {QStringLiteral("difference"), look.worst}};
    if (found == Found::Code) {
        json[QStringLiteral("source")] = sourceWord(look.reading.code.source);
        json[QStringLiteral("counter")] = look.reading.code.counter;
        json[QStringLiteral("variant")] = toWord(look.reading.code.variant);
    }
    printLine(json);
}

void ReadProgram::checkEnd()
{
    const ReadTotals &totals = m_analyser.totals();
    if (m_options.untilSource == m_analyser.source() && m_analyser.picturesInARow() >= m_options.pictures)
        end("until-source");
    const bool file = !FeedConnection::isNetwork(m_options.url);
    if (file && m_options.seconds > 0
        && double(*totals.lastPts - *totals.firstPts) >= m_options.seconds * 1e6)
        end("seconds");
}

int ReadProgram::finish(const Result<void> &result)
{
    const char *ended = m_ended;
    m_report.url = FeedConnection::printable(m_options.url);
    m_report.totals = m_analyser.totals();
    m_report.events = m_analyser.events();
    m_report.sync = m_analyser.sync();
    const bool failed = !result && !ended;
    m_report.ended = QString::fromLatin1(ended ? ended : failed ? "error" : "end");
    if (failed)
        m_report.error = result.error().message;
    const bool nothing = m_report.totals.pictures == 0 && m_report.totals.soundPackets == 0;
    if (nothing && m_report.error.isEmpty())
        m_report.error = QStringLiteral("there was no picture and no sound");
    if (m_options.json)
        printLine(toJson(m_report));
    else
        std::fputs(toText(m_report).toUtf8().constData(), stdout);
    if (!m_report.error.isEmpty())
        std::fprintf(stderr, "twinfeed-feed: %s\n", m_report.error.toUtf8().constData());
    return failed || nothing ? streamFailed : 0;
}

} // namespace twinfeed::feed
