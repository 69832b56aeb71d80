// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/ffmpeg.h"

#include "app/media/logthrottle.h"
#include "models/domain/channel.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <atomic>
#include <chrono>
#include <cstdarg>
#include <mutex>
#include <optional>

namespace twinfeed::media {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.ffmpeg")

thread_local AvLogTap *tap = nullptr; // the innermost one

// A damaged stream makes a decoder say thousands of lines a second; this many tell as much.
constexpr int maxLinesPerSecond = 20;

QString withoutSecrets(QString line)
{
    static const QRegularExpression address(QStringLiteral("[a-z0-9+]{2,8}://[^\\s'\",]+"));
    // FFmpeg's RTMP listener prints both keys when a publisher brings another one than expected.
    static const QRegularExpression keys(QStringLiteral("(Unexpected stream|App field don't match up:).*"));
    line.replace(keys, QStringLiteral("\\1 ***"));
    qsizetype from = 0;
    for (auto match = address.match(line); match.hasMatch(); match = address.match(line, from)) {
        const QString safe = redactedUrl(match.captured());
        line.replace(match.capturedStart(), match.capturedLength(), safe);
        from = match.capturedStart() + safe.size();
    }
    return line;
}

int64_t microsecondsNow()
{
    using namespace std::chrono;
    return duration_cast<std::chrono::microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The line without the place of some object in memory, which is another one at every attempt.
QString withoutPlaces(QString line)
{
    static const QRegularExpression place(QStringLiteral(" @ 0x[0-9a-f]+"));
    return line.remove(place);
}

/// What is to be said of it, as LogThrottle has it.
std::optional<QString> notTooOften(const QString &line)
{
    static std::mutex mutex;
    static LogThrottle throttle; // guarded by mutex
    const std::lock_guard lock(mutex);
    return throttle.say(line, microsecondsNow());
}

/// False when this second has had its lines; the first line of the next second says how many were left out.
bool mayLog(int &leftOut)
{
    static std::atomic<int64_t> second{0};
    static std::atomic<int> lines{0};
    const int64_t now = microsecondsNow() / 1'000'000;
    leftOut = 0;
    if (second.exchange(now) != now)
        leftOut = std::max(0, lines.exchange(0) - maxLinesPerSecond);
    return lines.fetch_add(1) < maxLinesPerSecond;
}

void logLine(void *context, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_WARNING)
        return;
    // FFmpeg gives lines in pieces; the rest of a line belongs to the thread that began it.
    thread_local QByteArray line;
    thread_local int printPrefix = 1;
    char piece[1024];
    av_log_format_line2(context, level, format, arguments, piece, sizeof piece, &printPrefix);
    line += piece;
    if (!line.endsWith('\n') && line.size() < 4096)
        return;
    if (tap)
        tap->add(line);
    const QString said = withoutPlaces(withoutSecrets(QString::fromUtf8(line.trimmed())));
    line.clear();
    int leftOut = 0;
    const auto text = said.isEmpty() ? std::nullopt : notTooOften(said);
    if (!text || !mayLog(leftOut))
        return;
    if (leftOut > 0)
        qCWarning(log).noquote() << QStringLiteral("%1 more lines were left out").arg(leftOut);
    qCWarning(log).noquote() << *text;
}

} // namespace

QString avErrorText(int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return QString::fromUtf8(text);
}

Error avError(const QString &what, int code, const QString &errorCode)
{
    const QString message = what + QStringLiteral(": ") + avErrorText(code);
    return Error{errorCode, message, {}, {}, {}};
}

void installAvLog()
{
    av_log_set_callback(logLine);
}

AvLogTap::AvLogTap()
    : m_outer(std::exchange(tap, this))
{
}

AvLogTap::~AvLogTap()
{
    tap = m_outer;
}

void AvLogTap::add(const QByteArray &line)
{
    if (m_lines.size() < 16'384)
        m_lines += line;
}

} // namespace twinfeed::media
