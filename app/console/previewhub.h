// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/endpoint.h"
#include "app/console/previewframesource.h"
#include "models/consolestate.h"

#include <QObject>

#include <vector>

namespace twinfeed {

/// Makes the frame sources of all tiles and keeps them on the right address: when the backend comes back with another
/// port or token, and when a source changes to a codec that only MPEG-TS carries. Owned by the composition root, outlives
/// the window. UI thread.
class PreviewHub final : public QObject
{
public:
    PreviewHub(const ConsoleState &state, QObject *parent = nullptr);

    void setEndpoint(const client::Endpoint &endpoint);
    /// `sourceWord`: "primary", "backup", "slate", "programme".
    std::unique_ptr<FrameSource> make(const QString &channel, const QString &sourceWord);
    /// Live pictures shown so far of the tile's source; 0 where there is no tile.
    quint64 livePictures(const QString &channel, const QString &sourceWord) const;

private:
    friend class PreviewFrameSource;
    void forget(PreviewFrameSource *frames);
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
};

} // namespace twinfeed
