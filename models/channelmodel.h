// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractListModel>

namespace twinfeed {

/// The channels, in order of id. Displays the name. UI thread.
class ChannelModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        OnAirRole, ///< Source, as commanded
        ProgrammeRole, ///< Source, as measured; invalid where nothing is
        RevisionRole,
        SlateRole, ///< id of the slate that stands ready
    };

    explicit ChannelModel(const ConsoleState &state, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// -1 when there is no such channel.
    int rowOf(const QString &channel) const { return int(m_ids.indexOf(channel)); }

private:
    void rebuild();
    void refresh(const QString &channel);

    const ConsoleState &m_state;
    QStringList m_ids;
};

} // namespace twinfeed
