// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QWidget>

class QComboBox;
class QToolButton;

namespace twinfeed {

class CardView;

/// The cards: at first the overview of the channel that is shown; or all that is measured, filtered by channel, node, metric
/// and severity, in three sizes, the troubled ones first where that is wanted. UI thread.
class CardPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit CardPanel(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    void setEverything(bool on);
    bool showsEverything() const;
    /// All of one place: of an alarm, say. Empty: not filtered by it.
    void showOnly(const QString &channel, const QString &node);
    CardView *view() const { return m_view; }

    QSize sizeHint() const override { return {520, 190}; }

Q_SIGNALS:
    /// This card's trend is wanted; `more`: beside those that are shown.
    void chosen(const QString &channel, const QString &node, const QString &metric, bool more);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildFilters();
    void fillChoices();
    void apply();
    void retranslate();

    const ConsoleState &m_state;
    CardView *m_view;
    QToolButton *m_everything;
    QWidget *m_filters;
    QComboBox *m_channel;
    QComboBox *m_node;
    QComboBox *m_metric;
    QComboBox *m_severity;
    QComboBox *m_size;
    QToolButton *m_trouble;
};

} // namespace twinfeed
