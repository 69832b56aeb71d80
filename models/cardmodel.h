// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractListModel>

#include <vector>

namespace twinfeed {

/// One row per node and metric of one channel: picture rate and bitrate of both paths, of the programme and of each
/// output that is configured, in that order. A row is there whether or not anything is measured: missing is not zero.
/// UI thread.
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
        ThresholdRole, ///< double; below it is too low; invalid while there is none
        WorthRole, ///< MetricWorth
        HistoryRole, ///< QList<double>, one a second, oldest first, NaN where nothing was measured
    };

    explicit CardModel(const ConsoleState &state, QObject *parent = nullptr);

    /// Empty: no rows.
    void setChannel(const QString &channel);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Row
    {
        QString node;
        QString metric;
        bool operator==(const Row &) const = default;
    };

    std::vector<Row> rowsOfChannel() const;
    void rebuild();
    void refresh();
    double declaredRate(const QString &node) const;

    const ConsoleState &m_state;
    QString m_channel;
    std::vector<Row> m_rows;
};

} // namespace twinfeed

Q_DECLARE_METATYPE(twinfeed::MetricWorth)
