// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plankeys.h"

#include "widgets/planpanel.h"

#include <QKeySequence>
#include <QShortcut>
#include <QWidget>

#include <algorithm>

namespace twinfeed {

PlanKeys::PlanKeys(PlanPanel &panel, const PlanBoard &board, std::function<QString()> channel,
                   QWidget *window)
    : QObject(window)
    , m_panel(panel)
    , m_board(board)
    , m_channel(std::move(channel))
    , m_window(window)
{
    add(QKeySequence(Qt::CTRL | Qt::Key_P), [this] {
        Q_EMIT deckWanted();
        m_panel.enter();
    });
    add(QKeySequence(Qt::Key_F4), [this] {
        Q_EMIT deckWanted();
        m_panel.pressChosen(Qt::Key_F4);
    });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F4), [this] {
        Q_EMIT deckWanted();
        m_panel.pressAbort();
    });
    connect(&board, &PlanBoard::plansChanged, this, &PlanKeys::followPlans);
    followPlans();
}

QShortcut *PlanKeys::add(const QKeySequence &keys, const std::function<void()> &does)
{
    auto *shortcut = new QShortcut(keys, m_window);
    // A key held down is one press: else holding it would fire what it has just armed.
    shortcut->setAutoRepeat(false);
    connect(shortcut, &QShortcut::activated, this, does);
    return shortcut;
}

bool PlanKeys::isTaken(const QKeySequence &keys) const
{
    const QList<QShortcut *> all = m_window->findChildren<QShortcut *>();
    return std::any_of(all.begin(), all.end(), [&keys](const QShortcut *one) { return one->key() == keys; });
}

void PlanKeys::followPlans()
{
    std::map<QString, QKeySequence> wanted;
    for (const auto &[place, state] : m_board.states()) {
        const PlanDocument *document = m_board.document(place.plan);
        if (document && !document->plan.key.isEmpty())
            wanted[place.plan] = QKeySequence::fromString(document->plan.key, QKeySequence::PortableText);
    }
    std::erase_if(m_own, [&wanted](const auto &entry) {
        const auto still = wanted.find(entry.first);
        const bool gone = still == wanted.end() || still->second != entry.second->key();
        if (gone)
            delete entry.second;
        return gone;
    });
    for (const auto &[plan, keys] : wanted) {
        if (m_own.count(plan) > 0 || keys.isEmpty() || isTaken(keys))
            continue;
        m_own[plan] = add(keys, [this, plan = plan] {
            Q_EMIT deckWanted();
            m_panel.pressPlan(plan, m_channel());
        });
    }
}

} // namespace twinfeed
