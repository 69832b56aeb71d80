// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"
#include "widgets/tilechrome.h"
#include "widgets/tileoverlay.h"
#include "widgets/tilestate.h"

#include <QPointer>
#include <QWidget>

#include <atomic>
#include <memory>

namespace twinfeed {

class SoundMeter;

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
    /// Name, tally, facts and faults of another tile, without its pictures.
    void showAs(const VideoTile &other);
    /// The most it shows; that it is less than all is said on the tile.
    void setMotion(Motion most);
    /// A click on its meter asks for its sound.
    void setListenable(bool listenable);
    /// Its sound is heard: see Listening.
    void setHeard(bool heard);
    Hearing hearing() const { return m_hearing; }
    /// It can be pressed, and has the keyboard.
    void setPressable(bool pressable);
    bool isPressable() const { return m_pressable; }
    /// The lines inside which action (93 %) and titles (90 %) are safe: EBU R 95.
    void setSafeArea(bool shown);
    /// How old the picture is, in its corner; `note` below it.
    void setAgeShown(bool shown, const QString &note = {});
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
    /// What stands in its corners: how much is shown, that it is heard, its age.
    TileMarks marks() const;

    /// The width that holds a 16:9 picture at this height.
    static int widthFor(int height, bool large);
    /// The height that holds a 16:9 picture at this width.
    static int heightFor(int width, bool large);
    QRect pictureRect() const;

Q_SIGNALS:
    /// Another picture, or another state of it, is shown.
    void pictureChanged();
    void pressed();
    /// It was clicked twice.
    void opened();
    /// Its sound is wanted, or not any more.
    void listenRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void takePicture();
    void takeFromFollowed();
    SoundLevel soundNow() const;
    void tellTargetSize();
    void updateState();
    Hearing hearingNow() const;
    void describe();
    void paintPicture(QPainter &painter) const;
    void paintOverlay(QPainter &painter, const QRect &place) const;
    void paintMarks(QPainter &painter, const QRect &place) const;
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
    bool m_pressable = false;
    bool m_safeArea = false;
    bool m_ageShown = false;
    QString m_ageNote;
    Motion m_most = Motion::All;
    bool m_listenable = false;
    bool m_heard = false;
    Hearing m_modelHearing = Hearing::Off; ///< of whom showAs() was told
    Hearing m_hearing = Hearing::Off;
    TileFacts m_facts;
    TileState m_state;
    TileLabels m_labels;
    Tally m_tally = Tally::None;
    QString m_shownOverlay;
    QString m_soundRemark;
};

} // namespace twinfeed
