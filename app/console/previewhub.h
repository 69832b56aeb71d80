// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/endpoint.h"
#include "app/console/prefade.h"
#include "app/console/previewframesource.h"
#include "app/console/previewload.h"
#include "models/consolestate.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace twinfeed {

/// Makes the frame sources of all tiles and keeps them on the right address: when the backend comes back with another
/// port or token, and when a source changes to a codec that only MPEG-TS carries. Looks once a second whether the machine keeps up, and
/// lets all of them show less where it does not (PreviewLoad). At most one of them is heard. Owned by the composition root,
/// outlives the window. UI thread.
class PreviewHub final : public QObject
{
public:
    explicit PreviewHub(const ConsoleState &state, std::unique_ptr<SoundDevice> device = systemSoundDevice(),
                        QObject *parent = nullptr);

    void setEndpoint(const client::Endpoint &endpoint);
    /// `sourceWord`: "primary", "backup", "slate", "programme".
    std::unique_ptr<FrameSource> make(const QString &channel, const QString &sourceWord);
    /// Live pictures shown so far of the tile's source; 0 where there is no tile.
    quint64 livePictures(const QString &channel, const QString &sourceWord) const;

    /// What a second has shown, as of PreviewLoad::note(); asked for once a second.
    void judge(std::optional<int64_t> lateness);
    const PreviewLoad &load() const { return m_load; }

private:
    friend class PreviewFrameSource;
    void forget(PreviewFrameSource *frames);
    void hear(PreviewFrameSource &frames, bool on);
    Hearing hearing(const PreviewFrameSource &frames) const;
    void look();
    Motion motionOf(const QString &sourceWord) const;
    void follow(const QString &channel);

    struct Tile
    {
        QString channel;
        QString source;
        QString url;
        PreviewFrameSource *frames;
    };
    QString urlFor(const QString &channel, const QString &sourceWord) const;
    bool needsTs(const QString &channel, const QString &sourceWord) const;

    const ConsoleState &m_state;
    client::Endpoint m_endpoint;
    std::vector<Tile> m_tiles; ///< frames are their tiles'
    PreviewLoad m_load;
    QTimer m_second;
    PreFade m_preFade;
    PreviewFrameSource *m_heard = nullptr; ///< of m_tiles
};

} // namespace twinfeed
