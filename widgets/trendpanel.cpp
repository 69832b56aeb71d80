// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/trendpanel.h"

#include "models/trendtable.h"
#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/theme.h"
#include "widgets/trendchart.h"
#include "widgets/words.h"

#include <QBuffer>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int ranges[]{1, 5, 15, 60, 360};

} // namespace

TrendPanel::TrendPanel(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_chart(new TrendChart(this))
    , m_ranges(new QButtonGroup(this))
    , m_says(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit / 2);
    buildTools();
    m_says->setProperty("quiet", true);
    m_says->setWordWrap(true);
    m_says->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_says, 1);
    layout->addWidget(m_chart, 1);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &TrendPanel::ask);
    connect(&state.judgements(), &Judgements::rulesChanged, this, &TrendPanel::refresh);
    connect(m_chart, &TrendChart::zoomChanged, this, &TrendPanel::refresh);
    retranslate();
}

QToolButton *TrendPanel::tool(const char *name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void TrendPanel::buildTools()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit / 2);
    for (const int minutes : ranges) {
        QToolButton *button = tool("range");
        button->setCheckable(true);
        m_ranges->addButton(button, minutes);
        row->addWidget(button);
    }
    m_ranges->setExclusive(false);
    m_ranges->button(m_minutes)->setChecked(true);
    keepTabStops();
    m_now = tool("now");
    m_picture = tool("picture");
    m_table = tool("table");
    m_clear = tool("clear");
    row->addWidget(m_now);
    row->addStretch(1);
    for (QToolButton *button : {m_clear, m_picture, m_table})
        row->addWidget(button);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(m_ranges, &QButtonGroup::idClicked, this, &TrendPanel::setMinutes);
    connect(m_now, &QToolButton::clicked, this, [this] {
        m_middle.reset();
        m_chart->zoomOut();
        ask();
    });
    connect(m_clear, &QToolButton::clicked, this, [this] {
        m_lines.clear();
        m_trends.clear();
        refresh();
    });
    connect(m_picture, &QToolButton::clicked, this, &TrendPanel::savePicture);
    connect(m_table, &QToolButton::clicked, this, &TrendPanel::saveTable);
}

void TrendPanel::keepTabStops()
{
    // A button of a group that is checked takes the tab stop from the others.
    for (QAbstractButton *button : m_ranges->buttons())
        button->setFocusPolicy(Qt::StrongFocus);
}

void TrendPanel::setInquiries(Inquiries *inquiries)
{
    m_inquiries = inquiries;
    ask();
}

void TrendPanel::showLine(const Line &line)
{
    m_lines = {line};
    m_trends.assign(1, {});
    m_chart->zoomOut();
    ask();
}

void TrendPanel::toggle(const Line &line)
{
    const auto known = std::find(m_lines.begin(), m_lines.end(), line);
    if (known != m_lines.end()) {
        m_trends.erase(m_trends.begin() + (known - m_lines.begin()));
        m_lines.erase(known);
    } else if (m_lines.size() < mostLines) {
        m_lines.push_back(line);
        m_trends.emplace_back();
    }
    ask();
}

void TrendPanel::setMinutes(int minutes)
{
    m_minutes = minutes;
    for (QAbstractButton *button : m_ranges->buttons())
        button->setChecked(m_ranges->id(button) == minutes);
    keepTabStops();
    m_chart->zoomOut();
    ask();
}

void TrendPanel::showTime(const QDateTime &at, int minutes)
{
    m_middle = at;
    setMinutes(minutes);
}

void TrendPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void TrendPanel::ask()
{
    refresh();
    if (!m_inquiries || m_lines.empty() || !isVisible())
        return;
    const qint64 spanMs = 60'000LL * m_minutes;
    const QDateTime now = m_state.clock().wall().toUTC();
    const QDateTime to = m_middle ? std::min(m_middle->toUTC().addMSecs(spanMs / 2), now) : now;
    ++m_question;
    for (const Line &line : m_lines) {
        Inquiries::TrendQuery query;
        query.channel = line.channel;
        query.metric = line.metric;
        query.node = line.node;
        query.from = to.addMSecs(-spanMs);
        query.to = to;
        query.points = pointsPerLine;
        m_inquiries->trend(query, [self = QPointer(this), line, question = m_question](const auto &answer) {
            if (!self || question != self->m_question)
                return;
            if (answer)
                self->take(line, *answer);
            else
                self->m_says->setText(BusWords::problem(answer.error()));
        });
    }
    // No oftener than a point comes.
    if (isLive())
        m_again.start(int(std::max<qint64>(spanMs / pointsPerLine, 1000)));
    else
        m_again.stop();
}

void TrendPanel::take(const Line &line, const Trend &trend)
{
    const auto known = std::find(m_lines.begin(), m_lines.end(), line);
    if (known == m_lines.end())
        return;
    m_trends[size_t(known - m_lines.begin())] = trend;
    refresh();
}

void TrendPanel::refresh()
{
    std::vector<TrendChart::Line> lines;
    std::vector<TrendChart::Limit> limits;
    std::vector<TrendMark> marks;
    QDateTime from;
    QDateTime to;
    const bool manyChannels = m_state.channelIds().size() > 1;
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        const Trend &trend = m_trends[i];
        if (!trend.from.isValid())
            continue;
        TrendChart::Line drawn;
        drawn.name = manyChannels
            ? tr("%1, %2, %3", "channel, node, metric")
                  .arg(line.channel, Words::node(line.node), Words::metric(line.metric))
            : tr("%1, %2", "node, metric").arg(Words::node(line.node), Words::metric(line.metric));
        drawn.trend = trend;
        for (const TrendSeries &series : trend.series) {
            if (series.node == line.node)
                drawn.series = series;
        }
        drawn.unit = drawn.series.unit;
        if (drawn.unit.isEmpty()) {
            const MetricHistory *history = m_state.metric(line.channel, line.node, line.metric);
            drawn.unit = history ? history->newest().unit : QString();
        }
        for (const Rule &rule : m_state.judgements().rulesFor(line.channel, line.node, line.metric)) {
            const QString name = AlarmWords::rule(rule.id, rule.name);
            if (rule.compare == Comparison::Below || rule.compare == Comparison::Above
                || rule.compare == Comparison::Outside)
                limits.push_back({rule.value, name, drawn.unit});
            if (rule.compare == Comparison::Outside)
                limits.push_back({rule.low, name, drawn.unit});
        }
        for (const TrendMark &mark : trend.marks) {
            if (std::find(marks.begin(), marks.end(), mark) == marks.end())
                marks.push_back(mark);
        }
        from = from.isValid() ? std::min(from, trend.from) : trend.from;
        to = to.isValid() ? std::max(to, trend.to) : trend.to;
        lines.push_back(std::move(drawn));
    }
    const bool any = !lines.empty();
    m_says->setVisible(!any);
    m_chart->setVisible(any);
    if (m_lines.empty())
        m_says->setText(tr("Click a card to see how its value has been; Ctrl and a click adds one more."));
    else if (!any)
        m_says->setText(tr("Asking the backend"));
    for (QToolButton *button : {m_picture, m_table, m_clear})
        button->setEnabled(any);
    m_now->setEnabled(m_middle || m_chart->isZoomed());
    if (any)
        m_chart->setLines(std::move(lines), std::move(limits), std::move(marks), from, to);
}

QString TrendPanel::fileName(const char *ending) const
{
    const QString what = m_lines.empty() ? QStringLiteral("trend") : m_lines.front().metric;
    const QDateTime now = m_state.clock().wall().toLocalTime();
    return QStringLiteral("%1-%2.%3")
        .arg(what, now.toString(QStringLiteral("yyyyMMdd-HHmmss")), QLatin1String(ending));
}

void TrendPanel::savePicture()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    m_chart->grab().save(&buffer, "PNG");
    Q_EMIT fileWanted(fileName("png"), buffer.data());
}

void TrendPanel::saveTable()
{
    std::vector<Trend> trends;
    for (const TrendChart::Line &line : m_chart->lines()) {
        trends.push_back(line.trend);
        trends.back().series = {line.series};
    }
    Q_EMIT fileWanted(fileName("csv"), trendtable::csvOf(trends));
}

void TrendPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TrendPanel::retranslate()
{
    const auto name = [](QAbstractButton *button, const QString &text, const QString &tip) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tip);
    };
    for (const int minutes : ranges) {
        name(m_ranges->button(minutes),
             minutes < 60 ? tr("%1 min", "a time").arg(minutes) : tr("%1 h", "a time").arg(minutes / 60),
             tr("How far back is shown"));
    }
    name(m_now, tr("Now"), tr("All of it again, up to now"));
    name(m_picture, QStringLiteral("PNG"), tr("Keep the chart as a picture"));
    name(m_table, QStringLiteral("CSV"), tr("Keep the values as a table"));
    m_picture->setAccessibleName(tr("Keep the chart as a picture"));
    m_table->setAccessibleName(tr("Keep the values as a table"));
    name(m_clear, tr("Clear"), tr("Take all lines away"));
    m_chart->setAccessibleName(tr("Trend"));
    m_chart->setToolTip(tr("Drag: zoom into a time. Wheel: zoom. Double click: all of it."));
    refresh();
}

} // namespace twinfeed
