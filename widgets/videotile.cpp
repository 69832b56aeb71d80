// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/videotile.h"

#include "widgets/paint.h"
#include "widgets/soundmeter.h"
#include "widgets/words.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace twinfeed {

namespace {

using tilechrome::footerHeight;
using tilechrome::frameWidth;
using tilechrome::headerHeight;
constexpr int mostMeterExtra = 32;

} // namespace

VideoTile::VideoTile(bool large, QWidget *parent)
    : QWidget(parent)
    , m_large(large)
    , m_meter(new SoundMeter(this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    describe();
}

VideoTile::~VideoTile()
{
    if (m_frames)
        m_frames->setWakeUp(nullptr);
}

int VideoTile::widthFor(int height, bool large)
{
    const int picture = std::max(height - 2 * frameWidth - headerHeight - footerHeight, 0);
    return int(std::lround(picture * 16.0 / 9)) + 2 * frameWidth
        + (large ? SoundMeter::wide : SoundMeter::narrow);
}

int VideoTile::heightFor(int width, bool large)
{
    const int picture = std::max(width - 2 * frameWidth - (large ? SoundMeter::wide : SoundMeter::narrow), 0);
    return int(std::lround(picture * 9.0 / 16)) + 2 * frameWidth + headerHeight + footerHeight;
}

QRect VideoTile::headerRect() const
{
    return {frameWidth, frameWidth, width() - 2 * frameWidth, headerHeight};
}

QRect VideoTile::footerRect() const
{
    return {frameWidth, height() - frameWidth - footerHeight, width() - 2 * frameWidth, footerHeight};
}

QRect VideoTile::pictureRect() const
{
    const int meter = m_large ? SoundMeter::wide : SoundMeter::narrow;
    const int room = width() - 2 * frameWidth - meter;
    const int pictureHeight = height() - 2 * frameWidth - headerHeight - footerHeight;
    // A few pixels too many are no black bars: the sound meter takes them.
    const int filled = int(std::lround(pictureHeight * 16.0 / 9));
    const int pictureWidth = room > filled && room - filled <= mostMeterExtra ? filled : room;
    return {frameWidth, frameWidth + headerHeight, pictureWidth, pictureHeight};
}

void VideoTile::setFrames(std::unique_ptr<FrameSource> frames)
{
    if (m_frames)
        m_frames->setWakeUp(nullptr);
    m_frames = std::move(frames);
    m_picture = {};
    m_catchingUp = false;
    if (m_frames) {
        m_frames->setMotion(m_most);
        m_frames->setHeard(m_heard);
        m_frames->setWakeUp([this, woken = m_woken] {
            if (!woken->exchange(true))
                QMetaObject::invokeMethod(
                    this, [this] { takePicture(); }, Qt::QueuedConnection);
        });
        tellTargetSize();
    }
    updateState();
    update();
}

void VideoTile::follow(const VideoTile *other)
{
    if (m_followed == other)
        return;
    if (m_followed)
        disconnect(m_followed, nullptr, this, nullptr);
    m_followed = other;
    m_picture = {};
    m_catchingUp = false;
    if (other) {
        connect(other, &VideoTile::pictureChanged, this, &VideoTile::takeFromFollowed);
        takeFromFollowed();
    }
    updateState();
    update();
}

void VideoTile::takeFromFollowed()
{
    m_picture = m_followed->m_picture;
    m_catchingUp = m_followed->m_catchingUp;
    updateState();
    update(pictureRect());
}

SoundLevel VideoTile::soundNow() const
{
    if (m_followed)
        return m_followed->soundNow();
    return m_frames ? m_frames->sound() : SoundLevel{};
}

void VideoTile::setLabels(const TileLabels &labels)
{
    if (m_labels == labels)
        return;
    m_labels = labels;
    describe();
    update();
}

void VideoTile::setTally(Tally tally)
{
    if (m_tally == tally)
        return;
    m_tally = tally;
    describe();
    update();
}

void VideoTile::showAs(const VideoTile &other)
{
    setLabels(other.m_labels);
    setTally(other.m_tally);
    m_facts.wanted = other.m_facts.wanted;
    m_modelHearing = other.m_hearing;
    setFacts(other.m_facts.connected, other.m_facts.stale, other.m_facts.input);
}

void VideoTile::setMotion(Motion most)
{
    m_most = most;
    if (m_frames)
        m_frames->setMotion(most);
    updateState();
}

void VideoTile::setListenable(bool listenable)
{
    m_listenable = listenable;
    m_meter->setListenable(listenable);
}

void VideoTile::setHeard(bool heard)
{
    m_heard = heard;
    if (m_frames)
        m_frames->setHeard(heard);
    updateState();
}

void VideoTile::setPressable(bool pressable)
{
    m_pressable = pressable;
    setFocusPolicy(pressable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(pressable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void VideoTile::setSafeArea(bool shown)
{
    m_safeArea = shown;
    update(pictureRect());
}

void VideoTile::setAgeShown(bool shown, const QString &note)
{
    m_ageShown = shown;
    m_ageNote = note;
    update(pictureRect());
}

void VideoTile::setFacts(bool connected, bool stale, std::optional<InputState> input)
{
    m_facts.connected = connected;
    m_facts.stale = stale;
    m_facts.input = input;
    updateState();
}

void VideoTile::setWanted(bool wanted)
{
    m_facts.wanted = wanted;
    updateState();
}

void VideoTile::poll(int64_t now)
{
    m_meter->feed(soundNow(), now);
    const MeterBallistics &sound = m_meter->ballistics();
    QString remark;
    if (sound.present() && sound.momentaryLufs() < SoundMeter::silentLufs)
        remark = tr("silent");
    else if (!sound.present() && m_state.kind == TileState::Kind::Live)
        remark = tr("no sound");
    if (remark != m_soundRemark) {
        m_soundRemark = remark;
        update(footerRect());
    }
    updateState();
}

void VideoTile::takePicture()
{
    m_woken->store(false);
    if (!m_frames)
        return;
    bool catchingUp = false;
    QImage picture = m_frames->takeNewest(&catchingUp);
    if (picture.isNull())
        return;
    picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture = std::move(picture);
    m_catchingUp = catchingUp;
    updateState();
    update(pictureRect());
    Q_EMIT pictureChanged();
}

void VideoTile::tellTargetSize()
{
    if (!m_frames)
        return;
    const QSize size = isVisible() ? pictureRect().size() : QSize(0, 0);
    m_frames->setTargetSize((QSizeF(size) * devicePixelRatioF()).toSize());
}

void VideoTile::updateState()
{
    const FrameSource *frames = m_followed ? m_followed->m_frames.get() : m_frames.get();
    m_facts.hasFrames = frames != nullptr;
    m_facts.hasPicture = !m_picture.isNull();
    m_facts.catchingUp = m_catchingUp;
    m_facts.pictureAgeMs = frames ? frames->pictureAgeMs() : -1;
    m_facts.problem = frames ? frames->problem() : QString();
    m_facts.motion = frames ? frames->motion() : Motion::All;
    m_hearing = hearingNow();
    const TileState state = tileState(m_facts);
    const bool changed = state != m_state;
    m_state = state;
    const TileMarks shown = marks();
    const QString text = overlay() + ageText() + shown.motion + shown.heard;
    if (!changed && text == m_shownOverlay)
        return;
    m_shownOverlay = text;
    describe();
    update(pictureRect());
}

Hearing VideoTile::hearingNow() const
{
    if (m_followed)
        return m_followed->m_hearing;
    return m_heard && m_frames ? m_frames->hearing() : m_modelHearing;
}

QString VideoTile::overlay() const
{
    return Words::tileTitle(m_state.kind);
}

QString VideoTile::ageText() const
{
    if (!m_state.dimmed || m_facts.pictureAgeMs <= TileState::oldAfter(m_facts.motion))
        return {};
    return tr("Picture %1 old").arg(Words::age(m_facts.pictureAgeMs));
}

void VideoTile::describe()
{
    QString tally;
    if (m_tally == Tally::OnAir)
        tally = Words::onAir();
    else if (m_tally == Tally::Next)
        tally = Words::next();
    setAccessibleName(m_labels.name);
    const TileMarks shown = marks();
    QStringList parts{tally, overlay(), m_labels.note, shown.motion, shown.heard};
    parts << m_labels.faults << m_labels.figures;
    parts.removeAll(QString());
    setAccessibleDescription(parts.join(QLatin1String(", ")));
}

void VideoTile::resizeEvent(QResizeEvent *)
{
    const QRect picture = pictureRect();
    m_meter->setGeometry(picture.right() + 1, picture.top(), width() - frameWidth - picture.right() - 1,
                         picture.height());
    tellTargetSize();
}

void VideoTile::showEvent(QShowEvent *)
{
    tellTargetSize();
}

void VideoTile::hideEvent(QHideEvent *)
{
    tellTargetSize();
}

void VideoTile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_soundRemark.clear();
        describe();
        update();
    }
    QWidget::changeEvent(event);
}

void VideoTile::mousePressEvent(QMouseEvent *event)
{
    const bool left = event->button() == Qt::LeftButton;
    if (m_listenable && left && m_meter->geometry().contains(event->position().toPoint()))
        Q_EMIT listenRequested();
    else if (m_pressable && left)
        Q_EMIT pressed();
    else
        QWidget::mousePressEvent(event);
}

void VideoTile::mouseDoubleClickEvent(QMouseEvent *event)
{
    const bool meter = m_listenable && m_meter->geometry().contains(event->position().toPoint());
    if (event->button() == Qt::LeftButton && !meter)
        Q_EMIT opened();
}

void VideoTile::keyPressEvent(QKeyEvent *event)
{
    const bool press =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_pressable && press && !event->isAutoRepeat())
        Q_EMIT pressed();
    else if (m_listenable && event->key() == Qt::Key_M && !event->isAutoRepeat())
        Q_EMIT listenRequested();
    else
        QWidget::keyPressEvent(event);
}

void VideoTile::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void VideoTile::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void VideoTile::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    // Thirty times a second only the picture is to be painted.
    if (pictureRect().contains(event->rect())) {
        paintPicture(painter);
        return;
    }
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    tilechrome::paintHeader(painter, headerRect(), m_labels, m_tally, m_large);
    paintPicture(painter);
    tilechrome::paintFooter(painter, footerRect(), m_labels.figures, m_soundRemark);
    tilechrome::paintFrame(painter, rect(), m_tally);
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1), 0);
}

void VideoTile::paintPicture(QPainter &painter) const
{
    const QRect place = pictureRect();
    painter.fillRect(place, theme::color(theme::Token::Picture));
    if (m_state.showPicture && !m_picture.isNull()) {
        const QSizeF size = m_picture.deviceIndependentSize();
        // A picture made for another size (the tile has just been resized) is scaled until the next one comes.
        if (size.width() > place.width() || size.height() > place.height()) {
            const QSizeF fitting = size.scaled(place.size(), Qt::KeepAspectRatio);
            QRectF target(QPointF(0, 0), fitting);
            target.moveCenter(QRectF(place).center());
            painter.drawImage(target, m_picture);
        } else {
            const QPoint at(place.left() + int((place.width() - size.width()) / 2),
                            place.top() + int((place.height() - size.height()) / 2));
            painter.drawImage(at, m_picture);
        }
    }
    if (m_state.kind != TileState::Kind::Live)
        paintOverlay(painter, place);
    if (m_state.showPicture && !m_state.dimmed)
        paintMarks(painter, place);
    TileMarks shown = marks();
    // What is written over the picture has its corner.
    if (m_state.kind != TileState::Kind::Live)
        shown.motion = shown.age = shown.note = QString();
    paintTileMarks(painter, place, shown);
}

TileMarks VideoTile::marks() const
{
    TileMarks shown;
    if (m_facts.motion == Motion::Fewer)
        shown.motion = tr("fewer pictures", "how many pictures a tile shows");
    else if (m_facts.motion == Motion::Keyframes)
        shown.motion = tr("keyframes only", "how many pictures a tile shows");
    else if (m_facts.motion == Motion::Stills)
        shown.motion = tr("stills only", "how many pictures a tile shows");
    if (m_hearing == Hearing::On)
        shown.heard = tr("HEARD", "whose sound the person at the desk hears");
    else if (m_hearing == Hearing::NoDevice)
        shown.heard = tr("no sound device", "on the tile that is to be heard");
    shown.isHeard = m_hearing == Hearing::On;
    if (m_ageShown && m_facts.pictureAgeMs >= 0)
        shown.age = tr("Picture %1 old").arg(Words::milliseconds(double(m_facts.pictureAgeMs)));
    shown.note = m_ageShown ? m_ageNote : QString();
    return shown;
}

void VideoTile::paintMarks(QPainter &painter, const QRect &place) const
{
    if (m_safeArea)
        paintSafeArea(painter, place);
    paintTileFaults(painter, place, m_labels.faults, m_large);
}

void VideoTile::paintOverlay(QPainter &painter, const QRect &place) const
{
    using Kind = TileState::Kind;
    const Kind kind = m_state.kind;
    if (kind == Kind::CatchingUp) {
        const QRectF corner(place.left(), place.top() + theme::unit, place.width() - theme::unit, 20);
        paint::badge(painter, corner, overlay(), theme::Token::Raised, theme::Token::Text);
        return;
    }
    TileOverlay text;
    text.title = overlay();
    text.overPicture = m_state.dimmed;
    text.large = m_large;
    if (kind == Kind::Lost || kind == Kind::Refused)
        text.titleToken = theme::Token::Low;
    else if (kind == Kind::Old || kind == Kind::NoPreview)
        text.titleToken = theme::Token::Caution;
    text.lines = QStringList{kind == Kind::Lost ? m_labels.since : QString(), ageText()};
    text.lines.removeAll(QString());
    text.reason = kind == Kind::NoPreview && !m_facts.problem.isEmpty() ? m_facts.problem : m_labels.reason;
    paintTileOverlay(painter, place, text);
}

} // namespace twinfeed
