// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"
#include "widgets/tilestate.h"

#include <QPointer>
#include <QWidget>

#include <atomic>
#include <memory>

namespace twinfeed {

class SoundMeter;

/// Who or what is seen of a source now.
enum class Tally { None, OnAir, WasOnAir, Next };

/// What a tile is told by the multiview; texts are ready to be shown.
struct TileLabels
{
    QString name; ///< "PRIMARY"
    QString note; ///< beside the name, quiet: what the programme carries, the slate's name
    QStringList figures; ///< size, rate, bitrate, keyframe interval: the first that fit are shown
    QString reason; ///< why there is no picture, in one sentence
    QStringList faults; ///< what is wrong with a picture that comes: "BLACK 4 s", "SILENT 3 s"
    QString since; ///< "since 14:23:05 (12 s)"

    bool operator==(const TileLabels &) const = default;
};

/// One live picture with its name, tally, figures and sound. Paints the newest picture 1:1, converts nothing. UI thread.
///
/// The wake-up of its FrameSource comes on any thread; it is queued once until it has been served, so that a burst of
/// pictures costs one turn of the event loop.
class VideoTile final : public QWidget
{
    Q_OBJECT

public:
    /// `large`: with figures at the sound meter.
    explicit VideoTile(bool large, QWidget *parent = nullptr);
    ~VideoTile() override;

    /// Null: there is no preview.
    void setFrames(std::unique_ptr<FrameSource> frames);
    /// Shows what `other` shows, pictures and sound, without decoding it a second time; null ends that. `other` outlives it
    /// or is taken back.
    void follow(const VideoTile *other);
    void setLabels(const TileLabels &labels);
    void setTally(Tally tally);
    void setFacts(bool connected, bool stale, std::optional<InputState> input);
    /// False: there is nothing to show a picture of, and that is in order.
    void setWanted(bool wanted);

    /// Twenty times a second: sound level, age of the picture. `now`: unit clock, microseconds.
    void poll(int64_t now);

    const TileState &state() const { return m_state; }
    Tally tally() const { return m_tally; }
    const TileLabels &labels() const { return m_labels; }
    /// What is written over the picture now, for tests and screen readers; empty while it is live.
    QString overlay() const;

    /// The width that holds a 16:9 picture at this height.
    static int widthFor(int height, bool large);
    /// The height that holds a 16:9 picture at this width.
    static int heightFor(int width, bool large);
    QRect pictureRect() const;

Q_SIGNALS:
    /// Another picture, or another state of it, is shown.
    void pictureChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takePicture();
    void takeFromFollowed();
    SoundLevel soundNow() const;
    void tellTargetSize();
    void updateState();
    void describe();
    void paintHeader(QPainter &painter) const;
    void paintPicture(QPainter &painter) const;
    void paintOverlay(QPainter &painter, const QRect &place) const;
    void paintFaults(QPainter &painter, const QRect &place) const;
    void paintFooter(QPainter &painter) const;
    void paintFrame(QPainter &painter) const;
    QRect headerRect() const;
    QRect footerRect() const;
    QString ageText() const;

    const bool m_large;
    SoundMeter *m_meter;
    std::shared_ptr<std::atomic_bool> m_woken = std::make_shared<std::atomic_bool>(false);
    std::unique_ptr<FrameSource> m_frames;
    QPointer<const VideoTile> m_followed;
    QImage m_picture;
    bool m_catchingUp = false;
    TileFacts m_facts;
    TileState m_state;
    TileLabels m_labels;
    Tally m_tally = Tally::None;
    QString m_shownOverlay;
    QString m_soundRemark;
};

} // namespace twinfeed
