// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cardmodel.h"

namespace twinfeed {

namespace {

const QString fpsMetric = QStringLiteral("fps");
const QString bitrateMetric = QStringLiteral("bitrate");

} // namespace

CardModel::CardModel(const ConsoleState &state, QObject *parent)
    : QAbstractListModel(parent)
    , m_state(state)
{
    connect(&state, &ConsoleState::channelsReset, this, &CardModel::rebuild);
    connect(&state, &ConsoleState::channelChanged, this, &CardModel::rebuild);
    connect(&state, &ConsoleState::metricsChanged, this, &CardModel::refresh);
    connect(&state, &ConsoleState::staleChanged, this, &CardModel::refresh);
    connect(&state, &ConsoleState::secondPassed, this, &CardModel::refresh);
}

void CardModel::setChannel(const QString &channel)
{
    m_channel = channel;
    rebuild();
    refresh();
}

int CardModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const bool isRate = row.metric == fpsMetric;
    const MetricHistory *history = m_state.metric(m_channel, row.node, row.metric);
    switch (role) {
    case NodeRole:
        return row.node;
    case MetricRole:
        return row.metric;
    case UnitRole:
        return isRate ? QStringLiteral("1/s") : QStringLiteral("bit/s");
    case WorthRole:
        return QVariant::fromValue(history ? history->worth(m_state.clock().now(), declaredRate(row.node))
                                           : MetricWorth::Missing);
    case Qt::DisplayRole: {
        const QString value = history && history->newest().value ? QString::number(*history->newest().value)
                                                                 : QStringLiteral("N/A");
        const QString text = row.node % QLatin1Char(' ') % row.metric % QLatin1Char(' ') % value;
        return text;
    }
    default:
        break;
    }
    if (!history)
        return {};
    switch (role) {
    case ValueRole:
        return history->newest().value ? QVariant(*history->newest().value) : QVariant();
    case WindowRole:
        return history->newest().windowMs;
    case AgeRole:
        return qint64(history->ageMs(m_state.clock().now()));
    case ThresholdRole: {
        const std::optional<double> threshold = history->threshold(declaredRate(row.node));
        return threshold ? QVariant(*threshold) : QVariant();
    }
    case HistoryRole:
        return QVariant::fromValue(QList<double>(history->values().cbegin(), history->values().cend()));
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
            {WorthRole, "worth"},
            {HistoryRole, "history"}};
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
        rows.push_back({node, fpsMetric});
        rows.push_back({node, bitrateMetric});
    }
    return rows;
}

void CardModel::rebuild()
{
    std::vector<Row> rows = rowsOfChannel();
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

double CardModel::declaredRate(const QString &node) const
{
    std::optional<Source> source = fromWord<Source>(node);
    if (!source) {
        // The programme and its outputs carry what is on air.
        if (const ChannelStatus *status = m_state.status(m_channel))
            source = status->programme;
    }
    const SourceStatus *status = source ? m_state.sourceStatus(m_channel, *source) : nullptr;
    return status ? status->format.frameRate : 0;
}

} // namespace twinfeed
