// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/controlbutton.h"

#include "widgets/asking.h"
#include "widgets/words.h"

#include <QEvent>
#include <QInputDialog>
#include <QMenu>

namespace twinfeed {

using Who = ControlSwitch::Who;

ControlButton::ControlButton(const ConsoleState &state, QWidget *parent)
    : QToolButton(parent)
    , m_control(state)
{
    setObjectName(QStringLiteral("control"));
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QToolButton::clicked, this, &ControlButton::press);
    for (const auto signal : {&ConsoleState::connectionChanged, &ConsoleState::staleChanged,
                              &ConsoleState::roleChanged, &ConsoleState::channelsReset})
        connect(&state, signal, this, &ControlButton::refresh);
    connect(&state, &ConsoleState::controlChanged, this, &ControlButton::refresh);
    refresh();
}

void ControlButton::setChannel(const QString &channel)
{
    m_control.setChannel(channel);
    refresh();
}

void ControlButton::press()
{
    if (m_control.canAsk() && m_control.who() == Who::Me)
        return openMenu();
    if (const auto order = m_control.press())
        Q_EMIT ordered(*order);
    refresh();
}

void ControlButton::tick()
{
    if (m_wasAsking && !m_control.asking())
        refresh();
}

void ControlButton::clear()
{
    m_control.clear();
    refresh();
}

void ControlButton::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Let go of the channel"), this, [this] {
        Q_EMIT ordered({ControlOrder::Verb::Release, {}});
    });
    menu->addAction(tr("Hand it over..."), this, &ControlButton::askForName);
    menu->popup(mapToGlobal(QPoint(0, height() + 4)));
}

void ControlButton::askForName()
{
    // Not modal: it would switch the bus and its keys off.
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Hand the channel over"));
    dialog->setLabelText(tr("To whom? The name as it stands in the journal:"));
    dialog->setOkButtonText(tr("Hand over"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (const QString known = name.trimmed(); !known.isEmpty())
            Q_EMIT ordered({ControlOrder::Verb::HandOver, known});
    });
    dialog->setModal(false);
    dialog->show();
}

void ControlButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QToolButton::changeEvent(event);
}

void ControlButton::refresh()
{
    const QString holder = fontMetrics().elidedText(m_control.holder(), Qt::ElideRight, 120);
    m_wasAsking = m_control.asking();
    setEnabled(m_control.canAsk());
    setAsking(this, m_wasAsking);
    switch (m_control.who()) {
    case Who::Unknown:
        setText(tr("Who has it: not known", "the channel"));
        setToolTip(tr("Who has the channel is not known now."));
        break;
    case Who::Nobody:
        setText(tr("Nobody has it", "the channel"));
        setToolTip(tr("Nobody has the channel: all directors may take. Press (F7) to have it alone."));
        break;
    case Who::Me:
        setText(tr("You have it", "the channel"));
        setToolTip(tr("Only you may take. Press (F7) to let go of the channel or to hand it over."));
        break;
    case Who::Other:
        setText(m_wasAsking ? tr("Take it over?", "the channel")
                            : tr("%1 has it", "the channel").arg(holder));
        setToolTip(m_wasAsking
                       ? tr("Press again: then you have the channel, and %1 is told.").arg(m_control.holder())
                       : tr("Only %1 may take. Press (F7), and once more, to take the channel over.")
                             .arg(m_control.holder()));
        break;
    }
    if (const auto role = m_control.roleTooLow())
        setToolTip(tr("Your role is %1; to have the channel takes the role %2.")
                       .arg(Words::role(*role), Words::role(Role::Director)));
    setAccessibleName(tr("Who has the channel"));
    setAccessibleDescription(text());
}

} // namespace twinfeed
