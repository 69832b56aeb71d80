// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QSortFilterProxyModel>

namespace twinfeed {

/// The cards somebody wants to see, in the order of a CardModel or the troubled ones first. UI thread.
class CardFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit CardFilter(QObject *parent = nullptr);

    // Empty, or nothing: all.
    void setChannel(const QString &channel);
    void setNode(const QString &node); ///< "primary", or a kind as in nodeKind(): "output"
    void setMetric(const QString &metric);
    /// At least this one's alarm holds there.
    void setSeverity(std::optional<Severity> severity);
    void setTroubleFirst(bool first);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString m_channel;
    QString m_node;
    QString m_metric;
    std::optional<Severity> m_severity;
};

} // namespace twinfeed
