// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/framesource.h"

#include <QWidget>

#include <array>
#include <optional>

namespace twinfeed {

class VideoTile;

/// The programme large; both paths, the slate and what is NEXT small. Lays its tiles out so that 16:9 pictures fill them.
/// UI thread.
class MultiView final : public QWidget
{
    Q_OBJECT

public:
    MultiView(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    void setNext(std::optional<Source> next);
    /// Twenty times a second.
    void poll();

    /// On all tiles.
    void setSafeArea(bool shown);
    void setAgeShown(bool shown);
    /// A click on a tile's meter asks for its sound.
    void setListenable(bool listenable);
    /// For how long the window had no time at worst, in microseconds: shown with the age.
    void setLongestTurn(int64_t us);

    VideoTile *programmeTile() const { return m_programme; }
    VideoTile *tile(Source source) const { return m_tiles[size_t(source)]; }
    /// Shows what its source's tile shows: nothing is decoded twice.
    VideoTile *nextTile() const { return m_nextTile; }

    static constexpr int gap = 8;
    /// The height at which the tiles fill this width.
    static int heightFor(int width);

Q_SIGNALS:
    /// This tile is to be seen over the whole screen; `word` as of FrameSourceFactory.
    void opened(const QString &word);
    /// The sound of this one is wanted, or not any more.
    void listenRequested(twinfeed::VideoTile *tile);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QList<VideoTile *> tiles() const;
    void refresh();
    void refreshTile(Source source);
    void refreshProgramme();
    void refreshNext();
    std::optional<InputState> inputWithoutChannel() const;
    QStringList faults(const QString &node) const;
    QStringList figures(const QString &node, const StreamFormat &format) const;

    const ConsoleState &m_state;
    FrameSourceFactory m_frames;
    QString m_channel;
    std::optional<Source> m_next;
    bool m_ageShown = false;
    int64_t m_longestTurn = 0;
    VideoTile *m_programme;
    std::array<VideoTile *, 3> m_tiles{};
    VideoTile *m_nextTile;
};

} // namespace twinfeed
