// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/outputlist.h"

#include "widgets/paint.h"
#include "widgets/seallamp.h"
#include "widgets/sealwords.h"
#include "widgets/tone.h"
#include "widgets/words.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int padding = 8;
constexpr int signWidth = 26;
constexpr int nameWidth = 92;
constexpr int stateWidth = 80;
constexpr int sealWidth = 172;
constexpr int sealSignWidth = 24;

BusMessage::Tone toneOf(OutputState state)
{
    switch (state) {
    case OutputState::Off:
        return BusMessage::Tone::Quiet;
    case OutputState::Connecting:
        return BusMessage::Tone::Working;
    case OutputState::Live:
        return BusMessage::Tone::Good;
    case OutputState::Failed:
        break;
    }
    return BusMessage::Tone::Bad;
}

} // namespace

OutputList::OutputList(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::channelsReset})
        connect(&state, signal, this, &OutputList::refresh);
    connect(&state, &ConsoleState::channelChanged, this, &OutputList::refresh);
    connect(&state, &ConsoleState::statusChanged, this, &OutputList::refresh);
    connect(&state, &ConsoleState::secondPassed, this, &OutputList::refresh); // what was seen grows old
    refresh();
}

void OutputList::setChannel(const QString &channel)
{
    m_channel = channel;
    refresh();
}

void OutputList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

QString OutputList::counts(const OutputStatus &status, int most)
{
    // What its audience missed, first; each part whole in itself, as figures on a tile.
    QStringList parts;
    if (status.missingMs > 0)
        parts << tr("%1 missing", "how much of the programme an output never sent")
                     .arg(Words::seconds(double(status.missingMs) / 1000));
    if (status.droppedPictures > 0)
        parts << tr("%n picture(s) dropped", "", int(status.droppedPictures));
    if (status.reconnects > 0)
        parts << tr("%n reconnect(s)", "", status.reconnects);
    return parts.mid(0, most).join(QStringLiteral("   "));
}

std::vector<OutputList::Line> OutputList::lines() const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const ChannelStatus *status = m_state.status(m_channel);
    std::vector<Line> lines;
    if (!document || !status)
        return lines;
    for (const OutputStatus &output : status->outputs) {
        Line line;
        line.name = output.id;
        const auto config = std::find_if(document->config.outputs.cbegin(), document->config.outputs.cend(),
                                         [&](const OutputConfig &other) { return other.id == output.id; });
        if (config != document->config.outputs.cend())
            line.kind = Words::outputKind(config->kind);
        line.state = output.state;
        line.why = Words::reason(output.reasonCode, output.reason);
        line.counts = counts(output, 2);
        line.allCounts = counts(output, -1);
        line.file = output.file;
        const SealView seal = sealViewOf(output, m_state.statusAgeMs(m_channel), m_state.stale());
        line.seal = seal.look;
        line.sealed = SealWords::ofOutput(seal);
        lines.push_back(line);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) {
        const auto rank = [](const Line &line) {
            return line.state == OutputState::Failed ? 0 : line.state == OutputState::Connecting ? 1 : 2;
        };
        return rank(a) < rank(b);
    });
    return lines;
}

QString OutputList::told(const Line &line)
{
    QStringList parts{tr("%1: %2", "an output and its state").arg(line.name, Words::output(line.state))};
    for (const QString &part : {line.why, line.sealed, line.allCounts, line.file}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(QLatin1Char('\n'));
}

void OutputList::refresh()
{
    setEnabled(m_state.connected() && !m_state.stale());
    std::vector<Line> now = lines();
    setAccessibleName(tr("Outputs"));
    if (now == m_lines)
        return update();
    const size_t before = m_lines.size();
    m_lines = std::move(now);
    QStringList text;
    for (const Line &line : m_lines)
        text << told(line);
    setAccessibleDescription(text.join(QLatin1String("; ")));
    if (m_lines.size() != before)
        Q_EMIT rowsChanged();
    update();
}

size_t OutputList::shown() const
{
    const size_t room = size_t(std::max(height() / rowHeight, 1));
    return m_lines.size() <= room ? m_lines.size() : room - 1;
}

bool OutputList::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto row = size_t(std::max(help->pos().y() / rowHeight, 0));
    QStringList text;
    for (size_t i = row; i < m_lines.size(); ++i) {
        text << told(m_lines[i]);
        if (i < shown())
            break;
    }
    QToolTip::showText(help->globalPos(), text.join(QLatin1Char('\n')), this);
    return true;
}

void OutputList::paintLine(QPainter &painter, const QRectF &place, const Line &line) const
{
    const BusMessage::Tone tone = isEnabled() ? toneOf(line.state) : BusMessage::Tone::Quiet;
    const bool bad = tone == BusMessage::Tone::Bad;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.left() + padding - 2 + signWidth / 2.0 - 4, place.center().y());
    painter.scale(0.75, 0.75);
    tone::paintSign(painter, QRectF(-12, -12, 24, 24), tone);
    painter.restore();
    QRectF rest = place.adjusted(padding + signWidth, 0, -padding, 0);
    const auto cell = [&](double width, theme::Type type, theme::Token token, const QString &text) {
        painter.setFont(theme::font(type));
        painter.setPen(theme::color(isEnabled() ? token : theme::Token::Disabled));
        paint::line(painter, QRectF(rest.left(), rest.top(), width - padding, rest.height()), Qt::AlignLeft,
                    text);
        rest.setLeft(rest.left() + width);
    };
    cell(nameWidth, theme::Type::Strong, theme::Token::Text, line.name);
    cell(stateWidth, theme::Type::Strong, bad ? theme::Token::Low : theme::Token::Text,
         Words::output(line.state));
    painter.setFont(theme::font(theme::Type::Small));
    const double counted =
        line.counts.isEmpty() ? 0 : paint::tabularWidth(painter.font(), line.counts) + padding;
    painter.setPen(theme::color(isEnabled() ? theme::Token::Quiet : theme::Token::Disabled));
    paint::tabular(painter, rest, Qt::AlignRight, line.counts);
    paintSeal(painter, rest, line);
    rest.setLeft(rest.left() + sealWidth);
    // Why it is not live matters more than what it is.
    cell(rest.width() - counted, theme::Type::Small, bad ? theme::Token::Low : theme::Token::Quiet,
         line.why.isEmpty() ? line.kind : line.why);
}

/// What was seen of its encryption, as on the lamp.
void OutputList::paintSeal(QPainter &painter, const QRectF &place, const Line &line) const
{
    if (line.sealed.isEmpty())
        return;
    const bool bad = line.seal == SealView::Look::Disagrees;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.left() + sealSignWidth / 2.0 - 2, place.center().y());
    painter.scale(0.62, 0.62);
    if (isEnabled())
        seal::paintSign(painter, QRectF(-12, -12, 24, 24), line.seal);
    painter.restore();
    painter.setPen(theme::color(!isEnabled() ? theme::Token::Disabled
                                    : bad    ? theme::Token::Low
                                             : theme::Token::Text));
    paint::line(painter,
                QRectF(place.left() + sealSignWidth, place.top(), sealWidth - sealSignWidth - padding,
                       place.height()),
                Qt::AlignLeft, line.sealed);
}

void OutputList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    painter.setPen(theme::color(theme::Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const size_t shown = this->shown();
    double y = 0;
    for (size_t i = 0; i < shown; ++i, y += rowHeight)
        paintLine(painter, QRectF(0, y, width(), rowHeight), m_lines[i]);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Quiet));
    const QRectF last(padding, y, width() - 2 * padding, rowHeight);
    if (m_lines.empty())
        paint::line(painter, last, Qt::AlignLeft, tr("No output is configured."));
    else if (shown < m_lines.size())
        paint::line(painter, last, Qt::AlignLeft, tr("%n more output(s)", "", int(m_lines.size() - shown)));
}

} // namespace twinfeed
