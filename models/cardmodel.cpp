// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cardmodel.h"

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

const QString fpsMetric = QStringLiteral("fps");
const QString bitrateMetric = QStringLiteral("bitrate");
constexpr int leastValuesForMean = 10;

/// Of the last so many seconds; nothing before there is ground for one.
std::optional<double> meanOf(const MetricHistory &history, int seconds)
{
    const std::deque<double> &values = history.values();
    double sum = 0;
    int count = 0;
    for (size_t i = values.size() - std::min(values.size(), size_t(std::max(seconds, 1))); i < values.size();
         ++i) {
        if (std::isfinite(values[i])) {
            sum += values[i];
            ++count;
        }
    }
    return count < leastValuesForMean ? std::nullopt : std::optional(sum / count);
}

} // namespace

CardModel::CardModel(const ConsoleState &state, QObject *parent)
    : QAbstractListModel(parent)
    , m_state(state)
{
    connect(&state, &ConsoleState::channelsReset, this, &CardModel::rebuild);
    connect(&state, &ConsoleState::channelChanged, this, &CardModel::rebuild);
    connect(&state, &ConsoleState::metricsChanged, this, [this] {
        if (m_scope == Scope::Everything)
            rebuild();
        refresh();
    });
    connect(&state, &ConsoleState::staleChanged, this, &CardModel::refresh);
    connect(&state, &ConsoleState::secondPassed, this, &CardModel::refresh);
    connect(&state.judgements(), &Judgements::rulesChanged, this, &CardModel::refresh);
    connect(&state.judgements(), &Judgements::alarmsReset, this, &CardModel::followAlarms);
    connect(&state.judgements(), &Judgements::alarmChanged, this, &CardModel::followAlarms);
    followAlarms();
}

void CardModel::setChannel(const QString &channel)
{
    m_channel = channel;
    rebuild();
    refresh();
}

void CardModel::setScope(Scope scope)
{
    m_scope = scope;
    rebuild();
    refresh();
}

int CardModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

CardModel::Limits CardModel::limitsOf(const Row &row, const MetricHistory &history) const
{
    Limits limits;
    if (m_state.judgements().rulesRevision() == 0) {
        limits.low = history.threshold(declaredRate(row));
        return limits;
    }
    const auto narrow = [](std::optional<double> &limit, double value, bool lower) {
        limit = !limit ? value : lower ? std::max(*limit, value) : std::min(*limit, value);
    };
    for (const Rule &rule : m_state.judgements().rulesFor(row.channel, row.node, row.metric)) {
        switch (rule.compare) {
        case Comparison::Below:
            narrow(limits.low, rule.value, true);
            break;
        case Comparison::Above:
            narrow(limits.high, rule.value, false);
            break;
        case Comparison::Outside:
            narrow(limits.low, rule.low, true);
            narrow(limits.high, rule.value, false);
            break;
        case Comparison::OffMean:
            if (const auto mean = meanOf(history, rule.meanMs / 1000)) {
                narrow(limits.low, *mean * (1 - rule.value / 100), true);
                narrow(limits.high, *mean * (1 + rule.value / 100), false);
            }
            break;
        case Comparison::Rising:
            break; // of a total nothing is wrong by itself
        }
    }
    return limits;
}

MetricWorth CardModel::worthOf(const MetricHistory *history, const Limits &limits) const
{
    if (!history)
        return MetricWorth::Missing;
    if (history->isStale(m_state.clock().now()))
        return MetricWorth::Stale;
    const std::optional<double> &value = history->newest().value;
    if (!value)
        return MetricWorth::Missing;
    const bool wrong = (limits.low && *value < *limits.low) || (limits.high && *value > *limits.high);
    return wrong ? MetricWorth::Low : MetricWorth::InOrder;
}

QString CardModel::unitOf(const Row &row, const MetricHistory *history) const
{
    if (row.metric == fpsMetric)
        return QStringLiteral("1/s");
    if (row.metric == bitrateMetric)
        return QStringLiteral("bit/s");
    return history ? history->newest().unit : QString();
}

CardFacts CardModel::factsOf(const Row &row, const MetricHistory *history) const
{
    CardFacts facts{row.channel, row.node, row.metric, unitOf(row, history), {},
                    -1,          {},       false,      MetricWorth::Missing, {}};
    if (history) {
        const Limits limits = limitsOf(row, *history);
        facts.value = history->newest().value;
        facts.ageMs = history->ageMs(m_state.clock().now());
        facts.upper = limits.isUpper(facts.value);
        facts.threshold = facts.upper ? limits.high : limits.low;
        facts.worth = worthOf(history, limits);
    }
    if (const auto alarm = m_alarms.find({row.channel, row.node, row.metric}); alarm != m_alarms.end())
        facts.severity = alarm->second;
    return facts;
}

QVariant CardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const MetricHistory *history = m_state.metric(row.channel, row.node, row.metric);
    switch (role) {
    case NodeRole:
        return row.node;
    case MetricRole:
        return row.metric;
    case ChannelRole:
        return row.channel;
    case UnitRole:
        return unitOf(row, history);
    case FactsRole:
        return QVariant::fromValue(factsOf(row, history));
    case WorthRole:
        return QVariant::fromValue(worthOf(history, history ? limitsOf(row, *history) : Limits()));
    case SeverityRole: {
        const auto alarm = m_alarms.find({row.channel, row.node, row.metric});
        return alarm == m_alarms.end() ? QVariant() : QVariant(int(alarm->second));
    }
    case Qt::DisplayRole: {
        const QString value = history && history->newest().value ? QString::number(*history->newest().value)
                                                                 : QStringLiteral("N/A");
        const QString text = row.node % QLatin1Char(' ') % row.metric % QLatin1Char(' ') % value;
        return text;
    }
    default:
        return history ? historyData(row, *history, role) : QVariant();
    }
}

QVariant CardModel::historyData(const Row &row, const MetricHistory &history, int role) const
{
    switch (role) {
    case ValueRole:
        return history.newest().value ? QVariant(*history.newest().value) : QVariant();
    case WindowRole:
        return history.newest().windowMs;
    case AgeRole:
        return qint64(history.ageMs(m_state.clock().now()));
    case ThresholdRole:
    case UpperRole: {
        const Limits limits = limitsOf(row, history);
        const bool upper = limits.isUpper(history.newest().value);
        if (role == UpperRole)
            return upper;
        const std::optional<double> &threshold = upper ? limits.high : limits.low;
        return threshold ? QVariant(*threshold) : QVariant();
    }
    case HistoryRole:
        return QVariant::fromValue(QList<double>(history.values().cbegin(), history.values().cend()));
    default:
        return {};
    }
}

QHash<int, QByteArray> CardModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"},
            {NodeRole, "node"},
            {MetricRole, "metric"},
            {ValueRole, "value"},
            {UnitRole, "unit"},
            {WindowRole, "window"},
            {AgeRole, "age"},
            {ThresholdRole, "threshold"},
            {UpperRole, "upper"},
            {WorthRole, "worth"},
            {HistoryRole, "history"},
            {ChannelRole, "channel"},
            {SeverityRole, "severity"},
            {FactsRole, "facts"}};
}

std::vector<CardModel::Row> CardModel::rowsOfChannel() const
{
    std::vector<Row> rows;
    const ChannelDocument *document = m_state.channel(m_channel);
    if (!document)
        return rows;
    QStringList nodes{QStringLiteral("primary"), QStringLiteral("backup"), QStringLiteral("programme")};
    for (const OutputConfig &output : document->config.outputs) {
        if (output.enabled)
            nodes << QStringLiteral("output:") + output.id;
    }
    for (const QString &node : nodes) {
        rows.push_back({m_channel, node, fpsMetric});
        rows.push_back({m_channel, node, bitrateMetric});
    }
    return rows;
}

std::vector<CardModel::Row> CardModel::rowsOfEverything() const
{
    std::vector<Row> rows;
    rows.reserve(m_state.metrics().size());
    for (const auto &[key, history] : m_state.metrics())
        rows.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key)});
    return rows;
}

void CardModel::rebuild()
{
    // Each second five times with hundreds of rows: their number tells most often that nothing came or went.
    if (m_scope == Scope::Everything && m_rows.size() == m_state.metrics().size()
        && std::equal(
            m_rows.begin(), m_rows.end(), m_state.metrics().begin(), [](const Row &row, const auto &entry) {
                return row.channel == std::get<0>(entry.first) && row.node == std::get<1>(entry.first)
                    && row.metric == std::get<2>(entry.first);
            }))
        return;
    std::vector<Row> rows = m_scope == Scope::Everything ? rowsOfEverything() : rowsOfChannel();
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void CardModel::refresh()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void CardModel::followAlarms()
{
    m_alarms.clear();
    for (const auto &[number, alarm] : m_state.judgements().alarms()) {
        if (!alarm.active || alarm.shelf)
            continue;
        const auto [known, isNew] =
            m_alarms.try_emplace({alarm.channel, alarm.node, alarm.metric}, alarm.severity);
        known->second = std::max(known->second, alarm.severity);
    }
    // Said as such: it is seen at once, whatever waits for its turn.
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), {SeverityRole, FactsRole});
}

double CardModel::declaredRate(const Row &row) const
{
    std::optional<Source> source = fromWord<Source>(row.node);
    if (!source) {
        // The programme and its outputs carry what is on air.
        if (const ChannelStatus *status = m_state.status(row.channel))
            source = status->programme;
    }
    const SourceStatus *status = source ? m_state.sourceStatus(row.channel, *source) : nullptr;
    return status ? status->format.frameRate : 0;
}

} // namespace twinfeed
