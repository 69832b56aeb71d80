// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmmodel.h"

#include <algorithm>

namespace twinfeed {

AlarmModel::AlarmModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

AlarmModel::~AlarmModel() = default;

void AlarmModel::follow(const ConsoleState &state)
{
    const auto fill = [this, &state] {
        std::vector<Alarm> alarms;
        for (const auto &[number, alarm] : state.judgements().alarms())
            alarms.push_back(alarm);
        setAlarms(alarms);
    };
    connect(&state.judgements(), &Judgements::alarmsReset, this, fill);
    connect(&state.judgements(), &Judgements::alarmChanged, this, [this](const Alarm &alarm) {
        if (!alarm.closed)
            return apply(alarm);
        if (Node *node = find(alarm.id)) {
            const std::unique_ptr<Node> gone = take(node);
            // What was folded under it stands for itself now.
            for (std::unique_ptr<Node> &child : gone->children)
                insert(std::move(child));
        }
    });
    fill();
}

void AlarmModel::setAlarms(const std::vector<Alarm> &alarms)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    // Roots first, so that what follows finds its place.
    for (const bool folded : {false, true}) {
        for (const Alarm &alarm : alarms) {
            const bool follows = std::any_of(alarms.begin(), alarms.end(),
                                             [&](const Alarm &other) { return other.id == alarm.root; });
            if (follows != folded)
                continue;
            auto node = std::make_unique<Node>();
            node->alarm = alarm;
            node->parent = placeOf(alarm);
            node->parent->children.push_back(std::move(node));
        }
    }
    endResetModel();
}

void AlarmModel::apply(const Alarm &alarm)
{
    Node *known = find(alarm.id);
    if (known && known->alarm.root == alarm.root) {
        known->alarm = alarm;
        const QModelIndex index = indexOf(known);
        Q_EMIT dataChanged(index, index);
        return;
    }
    std::unique_ptr<Node> node = known ? take(known) : std::make_unique<Node>();
    node->alarm = alarm;
    // What follows from something cannot have followers of its own: they go with it.
    std::vector<std::unique_ptr<Node>> followers = std::move(node->children);
    node->children.clear();
    insert(std::move(node));
    for (std::unique_ptr<Node> &follower : followers)
        insert(std::move(follower));
    adoptFollowers(alarm.id);
}

void AlarmModel::adoptFollowers(const QString &id)
{
    std::vector<Node *> late;
    for (const auto &node : m_root->children) {
        if (node->alarm.root == id && placeOf(node->alarm) != m_root.get())
            late.push_back(node.get());
    }
    for (Node *node : late)
        insert(take(node));
}

AlarmModel::Node *AlarmModel::placeOf(const Alarm &alarm) const
{
    if (!alarm.root.isEmpty() && alarm.root != alarm.id) {
        for (const auto &node : m_root->children) {
            if (node->alarm.id == alarm.root)
                return node.get();
        }
    }
    return m_root.get();
}

void AlarmModel::insert(std::unique_ptr<Node> node)
{
    Node *parent = placeOf(node->alarm);
    node->parent = parent;
    const int row = int(parent->children.size());
    beginInsertRows(indexOf(parent), row, row);
    parent->children.push_back(std::move(node));
    endInsertRows();
    const QModelIndex changed = indexOf(parent);
    if (changed.isValid())
        Q_EMIT dataChanged(changed, changed);
}

std::unique_ptr<AlarmModel::Node> AlarmModel::take(Node *node)
{
    Node *parent = node->parent;
    const int row = rowOf(node);
    beginRemoveRows(indexOf(parent), row, row);
    std::unique_ptr<Node> taken = std::move(parent->children[size_t(row)]);
    parent->children.erase(parent->children.begin() + row);
    endRemoveRows();
    const QModelIndex changed = indexOf(parent);
    if (changed.isValid())
        Q_EMIT dataChanged(changed, changed);
    return taken;
}

AlarmModel::Node *AlarmModel::find(const QString &id) const
{
    for (const auto &node : m_root->children) {
        if (node->alarm.id == id)
            return node.get();
        for (const auto &child : node->children) {
            if (child->alarm.id == id)
                return child.get();
        }
    }
    return nullptr;
}

int AlarmModel::rowOf(const Node *node)
{
    const auto &all = node->parent->children;
    return int(std::find_if(all.begin(), all.end(), [node](const auto &other) { return other.get() == node; })
               - all.begin());
}

AlarmModel::Node *AlarmModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex AlarmModel::indexOf(const Node *node) const
{
    return node->parent ? createIndex(rowOf(node), 0, node) : QModelIndex();
}

QModelIndex AlarmModel::indexOf(const QString &id) const
{
    const Node *node = find(id);
    return node ? indexOf(node) : QModelIndex();
}

QModelIndex AlarmModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->children[size_t(row)].get());
}

QModelIndex AlarmModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->parent) : QModelIndex();
}

int AlarmModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int AlarmModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant AlarmModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node *node = nodeOf(index);
    const Alarm &alarm = node->alarm;
    switch (role) {
    case Qt::DisplayRole:
        return alarm.text;
    case IdRole:
        return alarm.id;
    case AlarmRole:
        return QVariant::fromValue(alarm);
    case SeverityRole:
        return int(alarm.severity);
    case StateRole:
        return int(alarm.state());
    case ChannelRole:
        return alarm.channel;
    case RaisedRole:
        return alarm.raisedAt;
    case FollowersRole:
        return int(node->children.size());
    default:
        return {};
    }
}

QHash<int, QByteArray> AlarmModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {IdRole, "id"},
            {AlarmRole, "alarm"},         {SeverityRole, "severity"},
            {StateRole, "state"},         {ChannelRole, "channel"},
            {RaisedRole, "raised"},       {FollowersRole, "followers"}};
}

} // namespace twinfeed
