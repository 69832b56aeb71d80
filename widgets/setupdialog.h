// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/setupdraft.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QTabWidget;

namespace twinfeed {

class ChannelForm;
class MessagePanel;
class RulesTable;

/// How the whole unit is set up: channels with their outputs, slates, rules. Checks as one types; all that was changed goes in one
/// order, and what the backend refuses is said at its field. Not modal. UI thread.
class SetupDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `state` outlives it.
    explicit SetupDialog(const ConsoleState &state, QWidget *parent = nullptr);

    const SetupDraft &draft() const { return m_draft; }

Q_SIGNALS:
    void changeRequested(const twinfeed::SetupChange &change);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    QWidget *buildChannels();
    QWidget *buildSlates();
    void follow();
    void followCommand(const QString &localId);
    /// Forgets what was entered.
    void readAgain();
    void fillChannels();
    void fillSlates();
    void fillForm();
    QString titleOf(const SetupDraft::Item &item) const;
    void takeForm();
    void takeSlate(const QListWidgetItem *item);
    void addChannel();
    void toggleGone();
    void save();
    void refresh();
    /// At the field it belongs to, where that can be seen; `error` null: nothing is wrong.
    void showProblem(const Error *error);
    bool mayEdit() const;
    void retranslate();

    const ConsoleState &m_state;
    SetupDraft m_draft;
    std::optional<Error> m_refusal; ///< of the newest order; until something is changed
    bool m_sent = false;
    bool m_filling = false;
    QTabWidget *m_tabs;
    QListWidget *m_channels;
    QPushButton *m_add;
    QPushButton *m_gone;
    ChannelForm *m_form;
    QListWidget *m_slates;
    QLabel *m_slatesSay;
    RulesTable *m_rules;
    MessagePanel *m_panel;
    QPushButton *m_again;
    QPushButton *m_close;
    QPushButton *m_save;
};

} // namespace twinfeed
