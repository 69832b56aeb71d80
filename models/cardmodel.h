// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractListModel>

#include <map>
#include <vector>

namespace twinfeed {

/// All that one card says, in one look-up: a wall of hundreds looks each of them up several times a second.
struct CardFacts
{
    QString channel;
    QString node;
    QString metric;
    QString unit;
    std::optional<double> value;
    qint64 ageMs = -1; ///< -1: nothing ever came
    std::optional<double> threshold;
    bool upper = false; ///< over the threshold is wrong, not under it
    MetricWorth worth = MetricWorth::Missing;
    std::optional<Severity> severity; ///< of the worst alarm that holds there

    bool operator==(const CardFacts &) const = default;
};

/// One row per node and metric. Overview: of one channel the picture rate and bitrate of both paths, of the programme and of
/// each output that is configured, in that order; a row is there whether or not anything is measured: missing is not zero.
/// Everything: all that was ever measured of all channels. UI thread.
class CardModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        NodeRole = Qt::UserRole, ///< "primary", "backup", "programme", "output:<id>"
        MetricRole, ///< "fps", "bitrate"
        ValueRole, ///< double; invalid where nothing is measured
        UnitRole, ///< "1/s", "bit/s"
        WindowRole, ///< milliseconds
        AgeRole, ///< milliseconds; invalid where nothing ever came
        ThresholdRole, ///< double; by the rules in force, or their defaults; invalid while there is none
        UpperRole, ///< bool: over the threshold is wrong, not under it
        WorthRole, ///< MetricWorth; Low: on the wrong side of a threshold
        HistoryRole, ///< QList<double>, one a second, oldest first, NaN where nothing was measured
        ChannelRole,
        SeverityRole, ///< int of Severity: of the worst alarm that holds there; invalid without one
        FactsRole, ///< CardFacts
    };
    enum class Scope { Overview, Everything };

    explicit CardModel(const ConsoleState &state, QObject *parent = nullptr);

    /// Of the overview; empty: no rows.
    void setChannel(const QString &channel);
    void setScope(Scope scope);
    Scope scope() const { return m_scope; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Row
    {
        QString channel;
        QString node;
        QString metric;
        bool operator==(const Row &) const = default;
    };
    struct Limits
    {
        std::optional<double> low;
        std::optional<double> high;

        /// Of two the one that the value is beyond; else the lower, which is what fails first.
        bool isUpper(std::optional<double> value) const
        {
            return high && (!low || (value && *value > *high));
        }
    };

    std::vector<Row> rowsOfChannel() const;
    std::vector<Row> rowsOfEverything() const;
    void rebuild();
    void refresh();
    void followAlarms();
    double declaredRate(const Row &row) const;
    Limits limitsOf(const Row &row, const MetricHistory &history) const;
    MetricWorth worthOf(const MetricHistory *history, const Limits &limits) const;
    QString unitOf(const Row &row, const MetricHistory *history) const;
    CardFacts factsOf(const Row &row, const MetricHistory *history) const;
    QVariant historyData(const Row &row, const MetricHistory &history, int role) const;

    const ConsoleState &m_state;
    QString m_channel;
    Scope m_scope = Scope::Overview;
    std::vector<Row> m_rows;
    std::map<ConsoleState::MetricKey, Severity> m_alarms; ///< the worst that holds
};

} // namespace twinfeed

Q_DECLARE_METATYPE(twinfeed::MetricWorth)
Q_DECLARE_METATYPE(twinfeed::CardFacts)
