// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/slatemenu.h"

namespace twinfeed {

SlateMenu::SlateMenu(const ConsoleState &state, QWidget *parent)
    : QMenu(parent)
    , m_state(state)
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &SlateMenu::fill);
}

void SlateMenu::fill()
{
    clear();
    addAction(tr("From a file…"), this, &SlateMenu::fileRequested)
        ->setToolTip(tr("Make a slate from a picture or a clip"));
    addAction(tr("From the picture on air"), this, &SlateMenu::pictureRequested)
        ->setToolTip(tr("Keep the programme's newest keyframe as a slate"));
    addAction(tr("Clock or countdown…"), this, &SlateMenu::textRequested)
        ->setToolTip(tr("Make a slate of another one's picture, with a running time in it"));
    addSeparator();
    QSet<QString> ready;
    for (const QString &channel : m_state.channelIds())
        ready << m_state.channel(channel)->slate;
    QMenu *removal = addMenu(tr("Delete"));
    removal->setToolTipsVisible(true);
    for (const Slate &slate : m_state.slates()) {
        if (slate.builtIn)
            continue;
        QAction *action =
            removal->addAction(slate.name, this, [this, id = slate.id] { Q_EMIT deleteRequested(id); });
        action->setEnabled(!ready.contains(slate.id));
        if (!action->isEnabled())
            action->setToolTip(tr("It stands ready in a channel. Choose another slate there first."));
    }
    removal->setEnabled(!removal->isEmpty());
}

} // namespace twinfeed
