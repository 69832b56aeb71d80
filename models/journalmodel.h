// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractListModel>

#include <deque>

namespace twinfeed {

/// The journal, newest first, at most ConsoleState::journalLimit entries. Displays the backend's own sentence; widgets/
/// make words of kind and data. UI thread.
class JournalModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        AtRole, ///< QDateTime, UTC
        ActorRole,
        ActorRoleRole, ///< role of the actor as a word
        KindRole,
        ChannelRole,
        DataRole, ///< QJsonObject
        EntryRole, ///< the JournalEntry as a whole
    };

    explicit JournalModel(const ConsoleState &state, QObject *parent = nullptr);
    /// Of what was asked for: shows what it is given.
    explicit JournalModel(QObject *parent = nullptr);

    /// These and no others, newest first; not for one that follows a state.
    void setEntries(const std::vector<JournalEntry> &entries);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void follow(qsizetype count);

    const ConsoleState *m_state = nullptr; ///< null: set by hand
    /// Own rows, since a view must still see the old ones when it is told that some are about to come. Shared strings.
    std::deque<JournalEntry> m_rows;
};

} // namespace twinfeed

Q_DECLARE_METATYPE(twinfeed::JournalEntry)
