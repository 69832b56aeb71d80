// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/nginxrtmp.h"

#include <QString>

#include <memory>
#include <vector>

namespace twinfeed::bench {

/// Where the two feeds come in and the programme goes out: streams "a", "b" and "out" of one nginx-rtmp.
struct Hub
{
    test::NginxRtmp &nginx;
    QString in(int feed) const { return nginx.url(feed == 1 ? QStringLiteral("a") : QStringLiteral("b")); }
    QString out() const { return nginx.patientUrl(QStringLiteral("out")); }
};

/// What somebody may use to switch between two streams. Starts with feed 1. Bench's main thread.
class Rival
{
public:
    virtual ~Rival() = default;
    virtual QString name() const = 0;
    virtual bool start() = 0;
    virtual void take(int feed) = 0;
    /// Where who watches has to look.
    virtual QString programme() const = 0;
    /// Its processes; none where the server of the streams does it.
    virtual std::vector<qint64> pids() const = 0;
    virtual QString report() const = 0;
};

/// Twinfeed that pulls both streams from the hub, with this cut.
std::unique_ptr<Rival> twinfeedRival(const Hub &hub, const QString &cut);
/// `ffmpeg -c copy`, ended and started anew on the other stream.
std::unique_ptr<Rival> ffmpegRival(const Hub &hub);
/// nginx-rtmp's control/redirect: the players get the other stream.
std::unique_ptr<Rival> redirectRival(const Hub &hub);
/// GStreamer's input-selector: "copy" or "encode".
std::unique_ptr<Rival> gstreamerRival(const Hub &hub, const QString &kind);

} // namespace twinfeed::bench
