// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/videotile.h"

#include "widgets/paint.h"
#include "widgets/soundmeter.h"
#include "widgets/tileoverlay.h"
#include "widgets/words.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace twinfeed {

namespace {

constexpr int frameWidth = 3;
constexpr int headerHeight = 28;
constexpr int footerHeight = 24;
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
    const TileState state = tileState(m_facts);
    const bool changed = state != m_state;
    m_state = state;
    const QString text = overlay() + ageText();
    if (!changed && text == m_shownOverlay)
        return;
    m_shownOverlay = text;
    if (changed)
        describe();
    update(pictureRect());
}

QString VideoTile::overlay() const
{
    return Words::tileTitle(m_state.kind);
}

QString VideoTile::ageText() const
{
    if (!m_state.dimmed || m_facts.pictureAgeMs <= TileState::oldAfterMs)
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
    QStringList parts{tally, overlay(), m_labels.note};
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

void VideoTile::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    // Thirty times a second only the picture is to be painted.
    if (pictureRect().contains(event->rect())) {
        paintPicture(painter);
        return;
    }
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    paintHeader(painter);
    paintPicture(painter);
    paintFooter(painter);
    paintFrame(painter);
}

void VideoTile::paintHeader(QPainter &painter) const
{
    QRectF place = QRectF(headerRect()).adjusted(theme::unit, 0, -theme::unit + 2, 0);
    double badge = 0;
    if (m_tally == Tally::OnAir)
        badge = paint::badge(painter, place, Words::onAir(), theme::Token::OnAir, theme::Token::OnAirText);
    else if (m_tally == Tally::Next)
        badge = paint::badge(painter, place, Words::next(), theme::Token::Next, theme::Token::NextText);
    else if (m_tally == Tally::WasOnAir)
        badge = paint::outlineBadge(painter, place, tr("was ON AIR"), theme::Token::Caution);
    place.setRight(place.right() - badge - (badge > 0 ? theme::unit : 0));
    painter.setFont(theme::font(m_large ? theme::Type::Title : theme::Type::Strong));
    painter.setPen(theme::color(theme::Token::Text));
    paint::line(painter, place, Qt::AlignLeft, m_labels.name);
    place.setLeft(place.left() + QFontMetricsF(painter.font()).horizontalAdvance(m_labels.name) + 12);
    if (place.width() > 24) {
        painter.setFont(theme::font(m_large ? theme::Type::Title : theme::Type::Body));
        painter.setPen(theme::color(m_large ? theme::Token::Text : theme::Token::Quiet));
        paint::line(painter, place, Qt::AlignLeft, m_labels.note);
    }
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
        paintFaults(painter, place);
}

void VideoTile::paintFaults(QPainter &painter, const QRect &place) const
{
    // Shape and word, not colour alone: a filled plate in the middle of the lower third, where no tally is.
    const QFont font = theme::font(m_large ? theme::Type::Value : theme::Type::Title);
    const int height = QFontMetrics(font).height() + theme::unit;
    int bottom = place.bottom() - place.height() / 8;
    for (auto fault = m_labels.faults.crbegin(); fault != m_labels.faults.crend(); ++fault) {
        const int width = int(paint::tabularWidth(font, *fault)) + 3 * theme::unit;
        QRect plate(0, 0, std::min(width, place.width()), height);
        plate.moveCenter(QPoint(place.center().x(), bottom - height / 2));
        painter.fillRect(plate, theme::color(theme::Token::Caution));
        painter.setFont(font);
        painter.setPen(theme::color(theme::Token::CautionText));
        paint::tabular(painter, plate, Qt::AlignCenter, *fault);
        bottom -= height + 2;
    }
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

void VideoTile::paintFooter(QPainter &painter) const
{
    QRectF place = QRectF(footerRect()).adjusted(theme::unit, 0, -theme::unit, 0);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Quiet));
    paint::tabular(painter, place, Qt::AlignRight, m_soundRemark);
    if (!m_soundRemark.isEmpty())
        place.setRight(place.right() - paint::tabularWidth(painter.font(), m_soundRemark) - theme::unit);
    // What does not fit is left out whole: half a number is a wrong number.
    const QString gap = QStringLiteral("   ");
    QString text;
    for (const QString &figure : m_labels.figures) {
        const QString longer = text.isEmpty() ? figure : QString(text % gap % figure);
        if (paint::tabularWidth(painter.font(), longer) > place.width())
            break;
        text = longer;
    }
    painter.setPen(theme::color(theme::Token::Text));
    paint::tabular(painter, place, Qt::AlignLeft, text);
}

void VideoTile::paintFrame(QPainter &painter) const
{
    painter.setBrush(Qt::NoBrush);
    if (m_tally == Tally::None || m_tally == Tally::WasOnAir) {
        const bool was = m_tally == Tally::WasOnAir;
        painter.setPen(QPen(theme::color(was ? theme::Token::Caution : theme::Token::Line), 1,
                            was ? Qt::DashLine : Qt::SolidLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        return;
    }
    const theme::Token token = m_tally == Tally::OnAir ? theme::Token::OnAir : theme::Token::Next;
    painter.setPen(QPen(theme::color(token), frameWidth, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(
        QRectF(rect()).adjusted(frameWidth / 2.0, frameWidth / 2.0, -frameWidth / 2.0, -frameWidth / 2.0));
}

} // namespace twinfeed
