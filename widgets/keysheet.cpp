// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/keysheet.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace twinfeed {

KeySheet::KeySheet(QWidget *parent)
    : QDialog(parent)
    , m_grid(new QGridLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(20);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(10);
    layout->addLayout(m_grid);
    auto *close = new QPushButton(this);
    close->setObjectName(QStringLiteral("close"));
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    layout->addWidget(close, 0, Qt::AlignRight);
    fill();
}

std::vector<KeySheet::Line> KeySheet::lines()
{
    return {
        {QStringLiteral("1   2   3"), tr("Choose PRIMARY, BACKUP, SLATE as NEXT; again: not any more")},
        {QStringLiteral("F12"), tr("TAKE: put NEXT on air")},
        {tr("Return", "a key"), tr("The same, while the keyboard is on the bus")},
        {QStringLiteral("F1   F2   F3"), tr("Take PRIMARY, BACKUP, SLATE at once")},
        {tr("Esc", "a key"), tr("Nothing is NEXT any more")},
        {QStringLiteral("Ctrl+1   Ctrl+2   Ctrl+3"), tr("Lock PRIMARY, BACKUP, SLATE; again: unlock")},
        {QStringLiteral("F5"), tr("Arm automation again")},
        {QStringLiteral("F6"), tr("Choose what the engine does by itself")},
        {QStringLiteral("Shift+F7"), tr("Silence: this console is quiet until a new alarm comes")},
        {QStringLiteral("F9"), tr("Acknowledge the alarm that calls, or the chosen one")},
        {QStringLiteral("Ctrl+I"), tr("Bring the list of alarms to sight")},
        {QStringLiteral("Ctrl+F12"), tr("End the event; a second time within 5 s")},
        {QStringLiteral("Ctrl+E"), tr("Switch encryption on, off or to a new key")},
        {QStringLiteral("Ctrl+Shift+E"), tr("Emergency stop of encryption: all clear, at once")},
        {QStringLiteral("Ctrl+P"), tr("Go to the plan deck")},
        {QStringLiteral("F4"), tr("Arm the plan that is chosen or lit; again: fire it, or hold")},
        {QStringLiteral("Shift+F4"), tr("Abort the plan that runs; a second time within 5 s")},
        {QStringLiteral("Ctrl+D   Ctrl+Shift+R"), tr("Drills; start a rehearsal, in a window of its own")},
        {QStringLiteral("Ctrl+,"), tr("Hold, loss, trims and cut of this channel")},
        {QStringLiteral("Ctrl+U"), tr("Setup: channels, outputs, slates, rules in one change")},
        {QStringLiteral("Ctrl+B"), tr("Another backend, and the page with all of them")},
        {QStringLiteral("Ctrl+PgUp   Ctrl+PgDown"), tr("Show the channel before, the channel after")},
        {QStringLiteral("Alt+1   2   3   4"), tr("The layouts Director, Engineer, Rehearsal, Wall")},
        {QStringLiteral("Ctrl+L"), tr("Layouts and panels: keep one, open, close, lock")},
        {QStringLiteral("F7"), tr("Have the channel; take it over (twice), let go of it or hand it over")},
        {QStringLiteral("Shift+F1   F2   F3   F12"),
         tr("PRIMARY, BACKUP, SLATE, programme over the whole screen, and back")},
        {QStringLiteral("Ctrl+F1   F2   F3   Ctrl+M"),
         tr("Hear PRIMARY, BACKUP, SLATE, programme; again: nothing")},
        {QStringLiteral("M"), tr("Hear the small channel that has the keyboard")},
        {QStringLiteral("Ctrl+F9   Shift+F9"), tr("How old each picture is; the safe area: shown or not")},
        {QStringLiteral("F8"), tr("The wall in a window of its own, and away")},
        {tr("Tab   Shift+Tab", "keys"), tr("Go to the next control, and back")},
        {tr("Space", "a key"), tr("Press the button that has the keyboard")},
        {QStringLiteral("F10   ?"), tr("This sheet")},
        {QStringLiteral("Ctrl+H"), tr("The handbook")},
        {QStringLiteral("F11"), tr("Full screen, and back")},
    };
}

void KeySheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        fill();
    QDialog::changeEvent(event);
}

void KeySheet::fill()
{
    setWindowTitle(tr("Keys"));
    findChild<QPushButton *>(QStringLiteral("close"))->setText(tr("Close"));
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const Line &line : lines()) {
        auto *keys = new QLabel(line.keys, this);
        keys->setFont(theme::font(theme::Type::Strong));
        m_grid->addWidget(keys, row, 0);
        m_grid->addWidget(new QLabel(line.does, this), row, 1);
        ++row;
    }
}

} // namespace twinfeed
