// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/channelmodel.h"

namespace twinfeed {

ChannelModel::ChannelModel(const ConsoleState &state, QObject *parent)
    : QAbstractListModel(parent)
    , m_state(state)
{
    m_ids = state.channelIds();
    connect(&state, &ConsoleState::channelsReset, this, &ChannelModel::rebuild);
    connect(&state, &ConsoleState::channelChanged, this, &ChannelModel::refresh);
    connect(&state, &ConsoleState::statusChanged, this, &ChannelModel::refresh);
}

int ChannelModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

QVariant ChannelModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString &id = m_ids.at(index.row());
    const ChannelDocument *document = m_state.channel(id);
    if (!document)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return document->config.name;
    case IdRole:
        return id;
    case OnAirRole:
        return QVariant::fromValue(document->onAir);
    case ProgrammeRole:
        if (const ChannelStatus *status = m_state.status(id); status && status->programme)
            return QVariant::fromValue(*status->programme);
        return {};
    case RevisionRole:
        return document->revision;
    case SlateRole:
        return document->slate;
    default:
        return {};
    }
}

QHash<int, QByteArray> ChannelModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {IdRole, "id"},
            {OnAirRole, "onAir"},         {ProgrammeRole, "programme"},
            {RevisionRole, "revision"},   {SlateRole, "slate"}};
}

void ChannelModel::rebuild()
{
    const QStringList ids = m_state.channelIds();
    if (ids == m_ids) {
        // The same channels with perhaps other content: who has one selected keeps it.
        if (!ids.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(ids.size()) - 1));
        return;
    }
    beginResetModel();
    m_ids = ids;
    endResetModel();
}

void ChannelModel::refresh(const QString &channel)
{
    if (const int row = rowOf(channel); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

} // namespace twinfeed
