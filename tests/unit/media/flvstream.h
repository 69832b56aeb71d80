// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/unit/client/fakehttp.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTimer>

#include <vector>

namespace twinfeed::test {

/// Splits an FLV file into its header and tags.
struct Flv
{
    QByteArray header;
    struct Tag
    {
        QByteArray bytes;
        int ms = 0;
    };
    std::vector<Tag> tags;

    /// Six seconds of one colour at 25 pictures a second, GOP of 2 s with B-frames, and a sine of -23 dBFS in stereo; made by
    /// ffmpeg. No tags when it could not be.
    static Flv made(const char *size, const char *colour)
    {
        const QString picture =
            QStringLiteral("color=c=%1:s=%2:r=25").arg(QLatin1String(colour), QLatin1String(size));
        QStringList arguments =
            QStringLiteral("-v error -f lavfi -i PICTURE -f lavfi -i "
                           "sine=f=1000:r=48000,volume=-2dB,aformat=channel_layouts=stereo -t 6 "
                           "-c:v libx264 -preset veryfast -g 50 -bf 2 -pix_fmt yuv420p -c:a aac -f flv -")
                .split(QLatin1Char(' '));
        arguments.replaceInStrings(QStringLiteral("PICTURE"), picture);
        QProcess ffmpeg;
        ffmpeg.start(QStringLiteral("ffmpeg"), arguments);
        const bool ended = ffmpeg.waitForFinished(60'000) && ffmpeg.exitCode() == 0;
        return ended ? of(ffmpeg.readAllStandardOutput()) : Flv();
    }

    static Flv of(const QByteArray &file)
    {
        Flv flv{file.first(13), {}};
        for (qsizetype at = 13; at + 11 < file.size();) {
            const auto byte = [&](qsizetype i) { return int(uint8_t(file.at(at + i))); };
            const qsizetype size = 11 + (byte(1) << 16 | byte(2) << 8 | byte(3)) + 4;
            flv.tags.push_back(
                {file.sliced(at, size), byte(7) << 24 | byte(4) << 16 | byte(5) << 8 | byte(6)});
            at += size;
        }
        return flv;
    }
};

/// Sends a stream as a backend does: what is buffered at once, the rest in its own time.
inline void feed(const FakeHttp::Request &request, const Flv &flv, int bufferedMs, int speed = 1)
{
    FakeHttp::begin(request, "video/x-flv");
    request.socket->write(flv.header);
    auto *timer = new QTimer(request.socket);
    QElapsedTimer since;
    since.start();
    const auto send = [request, flv, bufferedMs, speed, since, at = size_t(0)]() mutable {
        for (; at < flv.tags.size() && flv.tags[at].ms <= bufferedMs + speed * since.elapsed(); ++at)
            request.socket->write(flv.tags[at].bytes);
    };
    QObject::connect(timer, &QTimer::timeout, request.socket, send);
    timer->start(5);
}

} // namespace twinfeed::test
