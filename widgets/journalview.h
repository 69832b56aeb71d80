// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QListView>
#include <QStyledItemDelegate>

namespace twinfeed {

class JournalFilter;
class JournalModel;
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

    enum class Kind { All, Programme, Trouble, Alarms, Notes };
    /// Only entries with this in their sentence, actor, kind or channel, and of this kind.
    void setFilter(const QString &text, Kind kind);
    /// What the backend found in all that was ever written, in place of what happens; nothing: what happens again.
    void setFound(const std::optional<std::vector<JournalEntry>> &entries);
    /// What is to be seen now, newest first.
    std::vector<JournalEntry> shown() const;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();

    JournalModel *m_live;
    JournalModel *m_found;
    JournalWords *m_words;
    JournalFilter *m_filter;
};

} // namespace twinfeed
