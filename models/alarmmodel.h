// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace twinfeed {

/// Alarms as a tree: each that stands for itself, with those that follow from it under it. Rows are in order of coming; a
/// proxy sorts. Either follows a ConsoleState, or holds what it is given (history). UI thread.
class AlarmModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        AlarmRole, ///< the Alarm as a whole
        SeverityRole, ///< int of Severity
        StateRole, ///< int of AlarmState
        ChannelRole,
        RaisedRole, ///< QDateTime, UTC
        FollowersRole, ///< int: how many are folded under it
    };

    explicit AlarmModel(QObject *parent = nullptr);
    ~AlarmModel() override;

    /// Shows what is open there, and follows it from now on. The state outlives the model.
    void follow(const ConsoleState &state);
    /// These and no others. Closed ones as well.
    void setAlarms(const std::vector<Alarm> &alarms);
    /// Adds, changes, moves or (where it is closed) removes one.
    void apply(const Alarm &alarm);
    /// Invalid where it is not there.
    QModelIndex indexOf(const QString &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Node
    {
        Alarm alarm;
        Node *parent = nullptr; ///< null of the invisible root only
        std::vector<std::unique_ptr<Node>> children;
    };

    Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    static int rowOf(const Node *node);
    Node *find(const QString &id) const;
    /// Where an alarm belongs: its root, if that is there and stands for itself.
    Node *placeOf(const Alarm &alarm) const;
    void insert(std::unique_ptr<Node> node);
    std::unique_ptr<Node> take(Node *node);
    void adoptFollowers(const QString &id);

    std::unique_ptr<Node> m_root;
};

} // namespace twinfeed
