// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "models/knownbackend.h"

#include <QToolButton>

#include <vector>

namespace twinfeed {

/// Says which role the person has at this backend, and opens the list of the others. UI thread.
class BackendButton final : public QToolButton
{
    Q_OBJECT

public:
    /// `state` outlives it. Has no list until there is one.
    explicit BackendButton(const ConsoleState &state, QWidget *parent = nullptr);

    /// The kept ones; the demo and this machine are always in the list. `current`: the id of the one that is shown.
    void setBackends(const std::vector<KnownBackend> &backends, const QString &current);

    /// Whether the list also leads to the setup of the current one.
    void setSetupVisible(bool visible);

Q_SIGNALS:
    /// Another one than the current.
    void chosen(const QString &id);
    /// The page with all of them is wanted.
    void connectionsRequested();
    void setupRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildMenu();
    void refresh();

    const ConsoleState &m_state;
    std::vector<KnownBackend> m_backends;
    QString m_current;
    bool m_setup = false;
};

} // namespace twinfeed
