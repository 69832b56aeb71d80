// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/decodelog.h"

#include "app/media/ffmpeg.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <mutex>

namespace twinfeed::feed {

namespace {

// Of one call of a decoder; a damaged picture can have thousands.
constexpr qsizetype mostMessages = 100;

// FFmpeg's callback carries no pointer of ours.
std::mutex mutex; // guards the next two
std::vector<const void *> watched;
QStringList messages;

void collect(void *context, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_ERROR)
        return;
    {
        const std::lock_guard lock(mutex);
        if (std::find(watched.begin(), watched.end(), context) != watched.end()) {
            char line[512];
            std::vsnprintf(line, sizeof line, format, arguments);
            if (messages.size() < mostMessages)
                messages.append(QString::fromUtf8(line).trimmed());
            return;
        }
    }
    if (level <= AV_LOG_FATAL)
        av_log_default_callback(context, level, format, arguments);
}

} // namespace

DecodeLog::DecodeLog()
{
    av_log_set_callback(collect);
}

DecodeLog::~DecodeLog()
{
    media::installAvLog();
    const std::lock_guard lock(mutex);
    watched.clear();
    messages.clear();
}

void DecodeLog::watch(const void *decoder)
{
    const std::lock_guard lock(mutex);
    watched.push_back(decoder);
}

QStringList DecodeLog::take()
{
    const std::lock_guard lock(mutex);
    QStringList taken;
    taken.swap(messages);
    return taken;
}

} // namespace twinfeed::feed
