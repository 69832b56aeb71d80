// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QListView>
#include <QStyledItemDelegate>

namespace twinfeed {

class JournalWords;

/// Paints one entry in one line: time, who, what.
class JournalDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    JournalDelegate(const Clock &clock, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_clock(clock)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Clock &m_clock;
};

/// Everything anyone did, newest first. Stays where it was scrolled to. UI thread.
class JournalView final : public QListView
{
    Q_OBJECT

public:
    explicit JournalView(const ConsoleState &state, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();

    JournalWords *m_words;
};

} // namespace twinfeed
