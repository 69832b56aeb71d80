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
#include <utility>

namespace twinfeed::media {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.ffmpeg")

thread_local AvLogTap *tap = nullptr; // the innermost one

// A damaged stream makes a decoder say thousands of lines a second; this many tell as much.
constexpr int maxLinesPerSecond = 20;
// So many are compared with others at all: it costs two regular expressions and a lock that all streams' threads share.
constexpr int maxLookedAtPerSecond = 1'000;

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

/// So many lines in each second. Any thread.
class LinesPerSecond
{
public:
    explicit LinesPerSecond(int most)
        : m_most(most)
    {
    }
    /// False when this second has had its lines.
    bool take()
    {
        const int64_t now = microsecondsNow() / 1'000'000;
        if (m_second.exchange(now) != now)
            m_leftOut += std::max(0, m_lines.exchange(0) - m_most);
        return m_lines.fetch_add(1) < m_most;
    }
    /// In the seconds before, since this was asked last.
    int leftOut() { return m_leftOut.exchange(0); }

private:
    const int m_most;
    std::atomic<int64_t> m_second{0};
    std::atomic<int> m_lines{0};
    std::atomic<int> m_leftOut{0};
};
LinesPerSecond lookedAt{maxLookedAtPerSecond};
LinesPerSecond logged{maxLinesPerSecond};

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
    const QByteArray whole = std::exchange(line, {}).trimmed();
    if (whole.isEmpty() || !lookedAt.take())
        return;
    const auto text = notTooOften(withoutPlaces(withoutSecrets(QString::fromUtf8(whole))));
    if (!text || !logged.take())
        return;
    if (const int leftOut = lookedAt.leftOut() + logged.leftOut(); leftOut > 0)
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
