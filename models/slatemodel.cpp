// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/slatemodel.h"

namespace twinfeed {

SlateModel::SlateModel(const ConsoleState &state, QObject *parent)
    : QAbstractListModel(parent)
    , m_state(state)
    , m_ids(state.slates().keys())
{
    connect(&state, &ConsoleState::slatesChanged, this, &SlateModel::follow);
}

int SlateModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

QVariant SlateModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto slate = m_state.slates().constFind(m_ids.at(index.row()));
    if (slate == m_state.slates().cend())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return slate->name;
    case IdRole:
        return slate->id;
    case StateRole:
        return slate->state;
    case ReasonRole:
        return slate->reason;
    case ReasonCodeRole:
        return slate->reasonCode;
    case FileRole:
        return slate->file;
    case BuiltInRole:
        return slate->builtIn;
    default:
        return {};
    }
}

QHash<int, QByteArray> SlateModel::roleNames() const
{
    return {
        {Qt::DisplayRole, "display"},   {IdRole, "id"},     {StateRole, "state"},    {ReasonRole, "reason"},
        {ReasonCodeRole, "reasonCode"}, {FileRole, "file"}, {BuiltInRole, "builtIn"}};
}

Qt::ItemFlags SlateModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool ready = data(index, StateRole).toString() == QLatin1String("ready");
    return ready ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                 : Qt::ItemNeverHasChildren;
}

void SlateModel::follow()
{
    const QStringList ids = m_state.slates().keys();
    if (ids == m_ids) {
        if (!ids.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(ids.size()) - 1));
        return;
    }
    beginResetModel();
    m_ids = ids;
    endResetModel();
}

} // namespace twinfeed
