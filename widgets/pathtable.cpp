// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pathtable.h"

#include "widgets/alarmwords.h"
#include "widgets/autowords.h"
#include "widgets/measures.h"
#include "widgets/paint.h"
#include "widgets/words.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <functional>

namespace twinfeed {

namespace {

constexpr Source paths[]{Source::Primary, Source::Backup};
constexpr int headerHeight = 26;
constexpr double leastStep = 16;
constexpr double mostStep = 28;
/// From here on the verdict has two lines.
constexpr int roomyFrom = 250;

} // namespace

PathTable::PathTable(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&state.judgements(), &Judgements::verdictChanged, this, &PathTable::refresh);
    connect(&state, &ConsoleState::metricsChanged, this, &PathTable::refresh);
    connect(&state, &ConsoleState::statusChanged, this, &PathTable::refresh);
    connect(&state, &ConsoleState::staleChanged, this, &PathTable::refresh);
    connect(&state, &ConsoleState::secondPassed, this, &PathTable::refresh);
    refresh();
}

void PathTable::setChannel(const QString &channel)
{
    m_channel = channel;
    refresh();
}

void PathTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

PathTable::Cell PathTable::stateCell(Source path) const
{
    const SourceStatus *status = m_state.sourceStatus(m_channel, path);
    if (!status)
        return {Words::notMeasured(), MetricWorth::Missing};
    if (m_state.stale())
        return {Words::input(status->state), MetricWorth::Stale};
    if (status->fit)
        return {tr("fit"), MetricWorth::InOrder};
    if (status->state == InputState::Live)
        return {tr("not fit"), MetricWorth::Low};
    return {Words::input(status->state), MetricWorth::Low};
}

PathTable::Cell PathTable::sizeCell(Source path) const
{
    const SourceStatus *status = m_state.sourceStatus(m_channel, path);
    if (!status || status->format.width == 0)
        return {Words::notMeasured(), MetricWorth::Missing};
    const StreamFormat &format = status->format;
    return {QStringLiteral("%1×%2").arg(format.width).arg(format.height),
            m_state.stale() ? MetricWorth::Stale : MetricWorth::InOrder};
}

PathTable::Cell PathTable::metricCell(Source path, const QString &name) const
{
    const MetricHistory *history = m_state.metric(m_channel, toWord(path), name);
    if (!history || !history->newest().value)
        return {Words::notMeasured(), MetricWorth::Missing};
    const SourceStatus *status = m_state.sourceStatus(m_channel, path);
    const double declared = status ? status->format.frameRate : 0;
    return {Measures::text(*history->newest().value, history->newest().unit),
            history->worth(m_state.clock().now(), declared)};
}

PathTable::Cell PathTable::trimCell(Source path) const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    if (!document)
        return {Words::notMeasured(), MetricWorth::Missing};
    const int delay = document->config.input(path).delayMs;
    return {Words::milliseconds(delay), delay == 0 ? MetricWorth::Missing : MetricWorth::InOrder};
}

std::vector<PathTable::Line> PathTable::lines() const
{
    std::vector<Line> lines;
    lines.push_back({tr("State"), {stateCell(paths[0]), stateCell(paths[1])}});
    lines.push_back({tr("Size"), {sizeCell(paths[0]), sizeCell(paths[1])}, true});
    const Verdict *verdict = m_state.judgements().verdict(m_channel);
    for (const char *name :
         {"fps", "bitrate", "keyframeInterval", "jitter", "largestGap", "lostPackets", "reconnects"}) {
        const QString metric = QLatin1String(name);
        lines.push_back({Words::metric(metric),
                         {metricCell(paths[0], metric), metricCell(paths[1], metric)},
                         metric == QLatin1String("keyframeInterval"),
                         metric == QLatin1String("jitter")});
        if (!verdict || !verdict->current || m_state.stale())
            continue;
        for (const VerdictLine &line : verdict->lines) {
            if (line.metric == metric)
                lines.back().better = line.better;
        }
    }
    lines.push_back(
        {tr("Trim", "how long a path is held back"), {trimCell(paths[0]), trimCell(paths[1])}, false, true});
    return lines;
}

void PathTable::refreshVerdict()
{
    const Verdict *verdict = m_state.judgements().verdict(m_channel);
    Verdict now = verdict ? *verdict : Verdict();
    // What the backend last said may be as old as everything else that is shown.
    now.current = now.current && !m_state.stale();
    const QString sentence = verdict ? AlarmWords::verdict(now) : QString();
    const QString prediction = AlarmWords::prediction(now);
    const bool recommends = now.current && now.better.has_value();
    if (sentence == m_verdict && prediction == m_prediction && recommends == m_recommends)
        return;
    m_verdict = sentence;
    m_prediction = prediction;
    m_recommends = recommends;
    m_lines.clear(); // painted anew
}

void PathTable::refresh()
{
    refreshVerdict();
    std::vector<Line> now = lines();
    const ChannelStatus *status = m_state.status(m_channel);
    const QString alignment =
        status && !m_state.stale() ? AutoWords::alignment(status->alignment) : QString();
    if (now == m_lines && alignment == m_alignment)
        return;
    m_lines = std::move(now);
    m_alignment = alignment;
    setAccessibleName(tr("Paths compared"));
    QStringList text{m_verdict, m_prediction};
    text.removeAll(QString());
    for (const Line &line : m_lines)
        text << tr("%1: PRIMARY %2, BACKUP %3").arg(line.label, line.cells[0].text, line.cells[1].text);
    text << m_alignment;
    setAccessibleDescription(text.join(QLatin1String("; ")));
    QStringList tip{m_verdict, m_prediction, m_alignment};
    tip.removeAll(QString());
    setToolTip(tip.join(QLatin1Char('\n')));
    update();
}

QRectF PathTable::column(int index, const QRectF &place) const
{
    const double labels = place.width() * 0.36;
    const double width = (place.width() - labels) / 2;
    return {place.left() + labels + index * width, place.top(), width, place.height()};
}

void PathTable::paintLine(QPainter &painter, const QRectF &place, const Line &line) const
{
    painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), theme::color(theme::Token::Line));
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.setFont(theme::font(theme::Type::Small));
    paint::line(painter, QRectF(place.left(), place.top(), place.width() * 0.36, place.height()),
                Qt::AlignLeft, line.label);
    for (int index = 0; index < 2; ++index) {
        const Cell &cell = line.cells[index];
        const bool better = line.better == paths[index];
        QFont font = theme::font(theme::Type::Small);
        font.setWeight(better ? QFont::Bold : QFont::Normal);
        font.setStrikeOut(cell.worth == MetricWorth::Stale);
        painter.setFont(font);
        painter.setPen(theme::color(cell.worth == MetricWorth::Low           ? theme::Token::Low
                                        : cell.worth == MetricWorth::InOrder ? theme::Token::Text
                                                                             : theme::Token::Disabled));
        paint::tabular(painter, column(index, place), Qt::AlignRight, cell.text);
        if (!better)
            continue;
        // The better one in this has a mark as well as weight.
        const double x = column(index, place).right() - paint::tabularWidth(font, cell.text) - 9;
        const double y = place.center().y();
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::color(theme::Token::InOrder));
        painter.drawPolygon(QPolygonF({{x - 4, y + 3}, {x + 4, y + 3}, {x, y - 4}}));
    }
}

int PathTable::verdictHeight() const
{
    return m_verdict.isEmpty() ? 0 : height() >= roomyFrom ? 58 : 40;
}

void PathTable::paintVerdict(QPainter &painter, const QRectF &place) const
{
    painter.fillRect(QRectF(0, 0, 3, place.bottom()),
                     theme::color(m_recommends ? theme::Token::InOrder : theme::Token::Edge));
    const bool roomy = height() >= roomyFrom;
    painter.setFont(theme::font(theme::Type::Strong));
    painter.setPen(theme::color(m_recommends ? theme::Token::Text : theme::Token::Quiet));
    const QRectF first(place.left(), place.top() + 3, place.width(), roomy ? 34 : 18);
    if (roomy)
        painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_verdict);
    else
        paint::line(painter, first, Qt::AlignLeft, m_verdict);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Quiet));
    paint::line(painter, QRectF(place.left(), first.bottom(), place.width(), 18), Qt::AlignLeft,
                m_prediction);
}

void PathTable::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    painter.setPen(theme::color(theme::Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const double left = theme::unit + 3;
    const int top = verdictHeight();
    QRectF place(left, top + 2, width() - 2 * left, headerHeight);
    if (top > 0)
        paintVerdict(painter, QRectF(left, 0, width() - 2 * left, top));
    painter.setFont(theme::font(theme::Type::Strong));
    painter.setPen(theme::color(theme::Token::Text));
    for (int index = 0; index < 2; ++index)
        paint::line(painter, column(index, place), Qt::AlignRight, Words::source(paths[index]));
    const double room = height() - top - headerHeight - 6;
    size_t count = m_lines.size() + 1;
    const auto tooMany = [&] { return room / double(count) < leastStep; };
    const bool tight = tooMany();
    if (tight)
        count -= size_t(std::count_if(m_lines.begin(), m_lines.end(), std::mem_fn(&Line::onTiles)));
    const bool tighter = tooMany();
    if (tighter)
        count -= size_t(std::count_if(m_lines.begin(), m_lines.end(), std::mem_fn(&Line::spare)));
    // Still too many: the first ones, and how the paths lie to each other.
    count = std::min(count, std::max<size_t>(2, size_t(std::max(room, 0.0) / leastStep)));
    size_t shown = 0;
    const double step = std::min(room / double(count), mostStep);
    place.moveTop(top + headerHeight + 2);
    place.setHeight(step);
    for (const Line &line : m_lines) {
        if ((tight && line.onTiles) || (tighter && line.spare))
            continue;
        if (shown++ + 1 == count)
            break;
        paintLine(painter, place, line);
        place.translate(0, step);
    }
    painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), theme::color(theme::Token::Line));
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Text));
    paint::line(painter, place, Qt::AlignLeft, m_alignment);
}

} // namespace twinfeed
