// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"

#include <QStyledItemDelegate>
#include <QTreeView>

#include <optional>

namespace twinfeed {

class ConsoleState;

/// Paints one alarm in one line: sign and word of its severity, its sentence, how it stands, its age.
class AlarmDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 28;

    AlarmDelegate(const ConsoleState &state, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_state(state)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintRight(QPainter *painter, QRectF &place, const Alarm &alarm, int followers) const;

    const ConsoleState &m_state;
};

/// A list of alarms over a model with AlarmModel's roles; what follows from another alarm is folded under it. UI thread.
class AlarmView final : public QTreeView
{
    Q_OBJECT

public:
    explicit AlarmView(const ConsoleState &state, QWidget *parent = nullptr);

    /// Said in the middle while there is nothing to show.
    void setEmptyText(const QString &text);
    /// The one the person has chosen.
    std::optional<Alarm> current() const;

Q_SIGNALS:
    void currentChosen();

protected:
    void paintEvent(QPaintEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    QString m_empty;
};

} // namespace twinfeed
