// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/journalmodel.h"

namespace twinfeed {

JournalModel::JournalModel(const ConsoleState &state, QObject *parent)
    : QAbstractListModel(parent)
    , m_state(&state)
    , m_rows(state.journal())
{
    connect(&state, &ConsoleState::journalChanged, this, &JournalModel::follow);
}

JournalModel::JournalModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void JournalModel::setEntries(const std::vector<JournalEntry> &entries)
{
    beginResetModel();
    m_rows.assign(entries.begin(), entries.end());
    endResetModel();
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JournalEntry &entry = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return entry.text;
    case IdRole:
        return entry.id;
    case AtRole:
        return entry.at;
    case ActorRole:
        return entry.actor;
    case ActorRoleRole:
        return entry.role;
    case KindRole:
        return entry.kind;
    case ChannelRole:
        return entry.channel;
    case DataRole:
        return entry.data;
    case EntryRole:
        return QVariant::fromValue(entry);
    default:
        return {};
    }
}

QHash<int, QByteArray> JournalModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {IdRole, "id"},          {AtRole, "at"},
            {ActorRole, "actor"},         {ActorRoleRole, "role"}, {KindRole, "kind"},
            {ChannelRole, "channel"},     {DataRole, "data"},      {EntryRole, "entry"}};
}

void JournalModel::follow(qsizetype count)
{
    const std::deque<JournalEntry> &journal = m_state->journal();
    if (count <= 0 || count >= qsizetype(journal.size())) {
        beginResetModel();
        m_rows = journal;
        endResetModel();
        return;
    }
    beginInsertRows({}, 0, int(count) - 1);
    m_rows.insert(m_rows.begin(), journal.begin(), journal.begin() + count);
    endInsertRows();
    if (m_rows.size() > journal.size()) {
        beginRemoveRows({}, int(journal.size()), int(m_rows.size()) - 1);
        m_rows.resize(journal.size());
        endRemoveRows();
    }
}

} // namespace twinfeed
