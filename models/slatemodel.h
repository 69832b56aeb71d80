// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractListModel>

namespace twinfeed {

/// The slates, in order of id. Displays the name. UI thread.
class SlateModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        StateRole, ///< "ready", "encoding", "failed"
        ReasonRole, ///< why it failed
        ReasonCodeRole, ///< see Slate
        FileRole,
        BuiltInRole,
    };

    explicit SlateModel(const ConsoleState &state, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// Only what is ready can be chosen.
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    int rowOf(const QString &slate) const { return int(m_ids.indexOf(slate)); }

private:
    void follow();

    const ConsoleState &m_state;
    QStringList m_ids;
};

} // namespace twinfeed
