// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/backendbutton.h"

#include "widgets/words.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenu>

#include <utility>

namespace twinfeed {

BackendButton::BackendButton(const ConsoleState &state, QWidget *parent)
    : QToolButton(parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("backend"));
    setFocusPolicy(Qt::StrongFocus);
    setPopupMode(QToolButton::InstantPopup);
    setEnabled(false);
    for (const auto signal : {&ConsoleState::roleChanged, &ConsoleState::connectionChanged})
        connect(&state, signal, this, &BackendButton::refresh);
    refresh();
}

void BackendButton::setBackends(const std::vector<KnownBackend> &backends, const QString &current)
{
    m_backends = backends;
    m_current = current;
    setEnabled(true);
    buildMenu();
    refresh();
}

void BackendButton::setSetupVisible(bool visible)
{
    if (std::exchange(m_setup, visible) != visible && menu())
        buildMenu();
}

void BackendButton::buildMenu()
{
    auto *list = new QMenu(this);
    auto *group = new QActionGroup(list);
    const auto add = [&](const QString &id, const QString &name, const QString &tip) {
        // An ampersand in a name is one, and no key.
        QAction *action = list->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(id == m_current);
        action->setToolTip(tip);
        action->setData(id);
        group->addAction(action);
        if (id != m_current)
            connect(action, &QAction::triggered, this, [this, id] { Q_EMIT chosen(id); });
    };
    for (const KnownBackend &backend : m_backends)
        add(backend.id, backend.name, backend.address);
    add(KnownBackend::thisMachineId(), tr("This machine", "a backend"),
        tr("The backend of this machine; it is started if none runs."));
    add(KnownBackend::demoId(), tr("Demo event", "a backend"),
        tr("A backend and two live feeds of its own, which end with the window."));
    list->setToolTipsVisible(true);
    list->addSeparator();
    list->addAction(tr("Connections..."), this, &BackendButton::connectionsRequested);
    if (m_setup)
        list->addAction(tr("Setup..."), this, &BackendButton::setupRequested);
    if (QMenu *old = menu())
        old->deleteLater();
    setMenu(list);
}

void BackendButton::refresh()
{
    const auto role = m_state.role();
    setText(role ? Words::role(*role) : tr("No role", "which role the person has at the backend"));
    setAccessibleName(tr("Role and backend"));
    setAccessibleDescription(text());
    const QString what = tr("Your role at this backend. Press to choose another backend.");
    setToolTip(m_state.me().isEmpty() || !m_state.connected()
                   ? what
                   : tr("The backend calls you %1.", "%1: the name of a token").arg(m_state.me())
                       + QLatin1Char('\n') + what);
}

void BackendButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        if (menu())
            buildMenu();
        refresh();
    }
    QToolButton::changeEvent(event);
}

} // namespace twinfeed
