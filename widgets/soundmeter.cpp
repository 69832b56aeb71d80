// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/soundmeter.h"

#include "widgets/paint.h"
#include "widgets/words.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

namespace twinfeed {

namespace {

constexpr double margin = 6;
constexpr double barWidth = 8;
constexpr double barGap = 2;
constexpr double figuresWidth = 20;
constexpr double loudnessHeight = 18; // and as much again for the unit where it is wide
// Where programme sound lives gets the most marks; -18 dBFS is EBU's alignment level, -9 its permitted maximum.
constexpr double marks[]{0, -9, -18, -30, -40, -60};
constexpr double midFrom = -18;
constexpr double highFrom = -9;

} // namespace

SoundMeter::SoundMeter(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    retranslate();
}

void SoundMeter::retranslate()
{
    setAccessibleName(tr("Sound level"));
    const QString level = tr(
        "Sound level in dBFS, left and right, with the peak of the last 1.5 s; momentary loudness in LUFS");
    setToolTip(m_listenable ? tr("%1. Click: hear it, again: not any more", "%1: what it shows").arg(level)
                            : level);
}

void SoundMeter::setListenable(bool listenable)
{
    m_listenable = listenable;
    setCursor(listenable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    retranslate();
}

void SoundMeter::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

double SoundMeter::barsBottom() const
{
    return height() - margin - (width() >= wide ? 2 : 1) * loudnessHeight;
}

QString SoundMeter::loudness() const
{
    if (!m_ballistics.present() || m_ballistics.momentaryLufs() < silentLufs)
        return QStringLiteral("–");
    return Words::number(m_ballistics.momentaryLufs(), width() >= wide ? 1 : 0);
}

double SoundMeter::yOf(double db) const
{
    const double span = barsBottom() - margin;
    return margin + span * db / MeterBallistics::floorDb;
}

void SoundMeter::feed(const SoundLevel &level, int64_t now)
{
    const bool was = m_ballistics.present();
    m_ballistics.feed(level, now);
    const QString text = loudness();
    bool moved = was != m_ballistics.present() || text != m_paintedLoudness;
    m_paintedLoudness = text;
    for (int channel = 0; channel < 2; ++channel) {
        const int bar = qRound(yOf(m_ballistics.level(channel)));
        const int held = qRound(yOf(m_ballistics.held(channel)));
        moved = moved || m_painted[channel] != bar || m_painted[2 + channel] != held;
        m_painted[channel] = bar;
        m_painted[2 + channel] = held;
    }
    if (moved)
        update();
}

void SoundMeter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    const double barsWidth = 2 * barWidth + barGap;
    const double left = (width() - barsWidth - (width() >= wide ? figuresWidth : 0)) / 2;
    for (int channel = 0; channel < 2; ++channel)
        paintBar(painter,
                 QRectF(left + channel * (barWidth + barGap), margin, barWidth, barsBottom() - margin),
                 channel);
    if (width() >= wide)
        paintScale(painter, left + barsWidth + 4);
    paintLoudness(painter);
}

void SoundMeter::paintLoudness(QPainter &painter) const
{
    QFont font = theme::font(theme::Type::Small);
    font.setPixelSize(11);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme::color(theme::Token::Text));
    const QRectF value(0, barsBottom() + 2, width(), loudnessHeight);
    paint::tabular(painter, value, Qt::AlignHCenter,
                   m_paintedLoudness.isEmpty() ? loudness() : m_paintedLoudness);
    if (width() < wide)
        return;
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.drawText(value.translated(0, loudnessHeight - 4), Qt::AlignCenter, QStringLiteral("LUFS"));
}

void SoundMeter::paintBar(QPainter &painter, const QRectF &bar, int channel) const
{
    painter.fillRect(bar, theme::color(theme::Token::MeterOff));
    if (m_ballistics.present()) {
        const auto zone = [&](double from, double to, theme::Token token) {
            const double level = std::min(m_ballistics.level(channel), to);
            if (level > from) {
                const QRectF part(bar.left(), yOf(level), bar.width(), yOf(from) - yOf(level));
                painter.fillRect(part, theme::color(token));
            }
        };
        zone(MeterBallistics::floorDb, midFrom, theme::Token::MeterLow);
        zone(midFrom, highFrom, theme::Token::MeterMid);
        zone(highFrom, 0, theme::Token::MeterHigh);
        const double held = m_ballistics.held(channel);
        if (held > MeterBallistics::floorDb)
            painter.fillRect(QRectF(bar.left(), yOf(held) - 1, bar.width(), 2),
                             theme::color(theme::Token::Text));
    }
    // Marks across the bars: a level can be read where there is no room for figures.
    for (const double mark : marks) {
        if (mark < 0 && mark > MeterBallistics::floorDb)
            painter.fillRect(QRectF(bar.left(), yOf(mark), bar.width(), 1),
                             theme::color(theme::Token::Panel));
    }
}

void SoundMeter::paintScale(QPainter &painter, double left) const
{
    QFont font = theme::font(theme::Type::Small);
    font.setPixelSize(11);
    painter.setFont(font);
    painter.setPen(theme::color(theme::Token::Quiet));
    for (const double mark : marks) {
        const QRectF place(left, yOf(mark) - 7, width() - left - 2, 14);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QString::number(int(-mark)));
    }
}

} // namespace twinfeed
