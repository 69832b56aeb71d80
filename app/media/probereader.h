// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/iogate.h"
#include "app/media/outputseal.h"
#include "app/media/sealjudge.h"
#include "models/domain/channel.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <functional>

namespace twinfeed::media {

struct HlsPlaylist;

/// Where an output can be read back, as its audience gets it.
struct ProbePlace
{
    enum class Kind {
        None, ///< nowhere
        Stream, ///< a connection: rtmp, or FLV and TS over http
        Playlist, ///< HLS, here or over http
        File ///< a TS that grows
    };
    Kind kind = Kind::None;
    QString url; ///< an address, or a path
    /// The files are encrypted themselves (HLS outputs), with keys at addresses of this pattern; else units are sealed.
    bool sealedFiles = false;
    QString keyUrl = {};

    /// `file` is the one that a recording writes now.
    static ProbePlace of(const OutputConfig &output, const QString &file);
    /// For people: without secrets.
    QString shown() const;
};

/// Reads one output back and judges what comes. One thread; whatever blocks is cut short by a stop.
class ProbeReader final
{
public:
    ProbeReader(ProbePlace place, FindSealingKey findKey, const Clock &clock, std::stop_token stop);

    struct Look
    {
        Sight sight;
        int wholeGroups = 0; ///< of pictures, since read() began
        int unopened = 0; ///< units, since read() began
    };
    /// Calls `look` for each unit or file, and now and then in between, until it says false. Errors: "interrupted"; "not-reached"
    /// with the reason.
    Result<void> read(const std::function<bool(const Look &)> &look);

private:
    Result<void> readStream(const std::function<bool(const Look &)> &look);
    Result<void> readFiles(const std::function<bool(const Look &)> &look);
    Result<std::optional<Look>> readList(const QString &url, int depth);
    Look lookAtSegment(const QByteArray &segment, const HlsPlaylist &list) const;
    Look judged(const QByteArray &ts) const;
    Result<QByteArray> fetch(const QString &url, qint64 most);
    bool pause(int64_t us) const;

    const ProbePlace m_place;
    const FindSealingKey m_findKey;
    const Clock &m_clock;
    const std::stop_token m_stop;
    IoGate m_gate;
    QString m_newest; // the segment judged last
};

} // namespace twinfeed::media
