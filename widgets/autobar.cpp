// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/autobar.h"

#include "widgets/asking.h"
#include "widgets/autowords.h"
#include "widgets/statecell.h"
#include "widgets/theme.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace twinfeed {

namespace {

constexpr std::array modes{FailoverMode::Off, FailoverMode::Once, FailoverMode::Floating,
                           FailoverMode::Reverting};

} // namespace

AutoBar::AutoBar(ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_automation(state)
    , m_mode(new QToolButton(this))
    , m_modes(new QMenu(this))
    , m_auto(new StateCell(this))
    , m_cut(new StateCell(this))
    , m_hold(new StateCell(this))
    , m_arm(new QPushButton(this))
    , m_end(new QPushButton(this))
    , m_settings(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit);
    layout->addWidget(m_mode);
    layout->addWidget(m_auto, 5);
    layout->addWidget(m_arm);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_cut, 4);
    layout->addWidget(m_hold, 4);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_settings);
    layout->addWidget(m_end);
    for (QWidget *button : std::initializer_list<QWidget *>{m_mode, m_arm, m_end, m_settings}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setFixedHeight(theme::criticalTarget);
    }
    m_mode->setObjectName(QStringLiteral("mode"));
    m_mode->setMinimumWidth(152);
    m_arm->setObjectName(QStringLiteral("arm"));
    m_end->setObjectName(QStringLiteral("end"));
    m_settings->setObjectName(QStringLiteral("settings"));
    connect(m_mode, &QToolButton::clicked, this, &AutoBar::pressMode);
    connect(m_arm, &QPushButton::clicked, this, &AutoBar::pressArm);
    connect(m_end, &QPushButton::clicked, this, &AutoBar::pressEnd);
    connect(m_settings, &QToolButton::clicked, this, &AutoBar::settingsRequested);
    buildModes();
    follow();
    setControlsVisible(false);
    setSettingsVisible(false);
    retranslate();
}

void AutoBar::buildModes()
{
    auto *group = new QActionGroup(m_modes);
    for (const FailoverMode mode : modes) {
        QAction *action = m_modes->addAction(QString());
        action->setCheckable(true);
        action->setData(int(mode));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] { choose(mode); });
    }
}

void AutoBar::follow()
{
    for (const auto signal : {&ConsoleState::connectionChanged, &ConsoleState::staleChanged,
                              &ConsoleState::roleChanged, &ConsoleState::channelsReset})
        connect(&m_state, signal, this, &AutoBar::refresh);
    connect(&m_state, &ConsoleState::controlChanged, this, &AutoBar::refresh);
    connect(&m_state, &ConsoleState::channelChanged, this, &AutoBar::refresh);
    connect(&m_state, &ConsoleState::statusChanged, this, &AutoBar::refresh);
}

void AutoBar::setChannel(const QString &channel)
{
    m_automation.setChannel(channel);
    m_next.reset();
    refresh();
}

void AutoBar::setNext(std::optional<Source> next)
{
    m_next = next;
    refresh();
}

void AutoBar::setControlsVisible(bool visible)
{
    m_controls = visible;
    for (QWidget *button : std::initializer_list<QWidget *>{m_mode, m_arm, m_end})
        button->setVisible(visible);
}

void AutoBar::setSettingsVisible(bool visible)
{
    m_settings->setVisible(visible);
}

void AutoBar::pressArm()
{
    if (m_automation.pressArm() == Automation::Press::Send)
        Q_EMIT armRequested();
    refresh();
}

void AutoBar::pressEnd()
{
    if (m_automation.pressEnd() == Automation::Press::Send)
        Q_EMIT endRequested();
    refresh();
}

void AutoBar::pressLock(Source source)
{
    if (m_automation.block() == TakeBus::Block::None)
        Q_EMIT locksRequested(m_automation.toggledLocks(source));
}

void AutoBar::pressMode()
{
    // The question stands on this button: its second press answers it, anything else opens the choice.
    if (m_automation.question() == Automation::Question::Off)
        choose(FailoverMode::Off);
    else
        openModes();
}

void AutoBar::openModes()
{
    if (m_mode->isEnabled() && m_mode->isVisible())
        m_modes->popup(m_mode->mapToGlobal(QPoint(0, -m_modes->sizeHint().height() - 4)));
}

void AutoBar::choose(FailoverMode mode)
{
    if (m_automation.pressMode(mode) == Automation::Press::Send)
        Q_EMIT modeRequested(mode);
    refresh();
}

void AutoBar::clear()
{
    m_automation.clear();
    refresh();
}

void AutoBar::tick()
{
    const ChannelStatus *status = m_state.status(m_automation.channel());
    if (m_mode->property("asking").toBool() || m_end->property("asking").toBool())
        refresh();
    else if (status && (status->failover.clearsInMs || status->hold.remainingMs > 0))
        refreshCells();
}

Source AutoBar::target() const
{
    if (m_next)
        return *m_next;
    const ChannelDocument *document = m_state.channel(m_automation.channel());
    return document && document->onAir == Source::Primary ? Source::Backup : Source::Primary;
}

void AutoBar::refresh()
{
    refreshCells();
    refreshButtons();
}

void AutoBar::refreshCells()
{
    const ChannelDocument *document = m_state.channel(m_automation.channel());
    const ChannelStatus *status = m_state.status(m_automation.channel());
    const bool sure = m_state.connected() && !m_state.stale();
    if (!document || !status || !sure) {
        const BusMessage unknown{BusMessage::Tone::Quiet, tr("Not known now", "state of automation"), {}};
        for (StateCell *cell : {m_auto, m_cut, m_hold})
            cell->setMessage(unknown);
        return;
    }
    const int64_t age = m_state.statusAgeMs(m_automation.channel());
    const auto question = m_automation.question();
    m_auto->setMessage(question ? AutoWords::question(*question, m_automation.questionRemainingMs())
                                : AutoWords::automation(*status, age));
    m_cut->setMessage(AutoWords::nextCut(*document, *status, target()));
    m_hold->setMessage(AutoWords::hold(status->hold, age));
}

void AutoBar::refreshButtons()
{
    const TakeBus::Block block = m_automation.block();
    const QString why = block == TakeBus::Block::None
        ? QString()
        : BusWords::block(block, m_state, m_automation.channel()).headline;
    const auto question = m_automation.question();
    const bool askingOff = question == Automation::Question::Off;
    const bool askingEnd = question == Automation::Question::End;
    const auto mode = m_automation.mode();
    m_mode->setText(askingOff  ? tr("AUTO OFF?")
                        : mode ? tr("AUTO: %1", "%1: mode of automation").arg(AutoWords::mode(*mode))
                               : tr("AUTO"));
    m_mode->setEnabled(why.isEmpty());
    m_mode->setToolTip(
        !why.isEmpty() ? why
            : mode     ? tr("What the engine does by itself (F6). %1").arg(AutoWords::modeExplained(*mode))
                       : QString());
    for (QAction *action : m_modes->actions())
        action->setChecked(mode && action->data().toInt() == int(*mode));
    m_arm->setEnabled(why.isEmpty() && m_automation.canArm());
    m_arm->setToolTip(!why.isEmpty() ? why
                          : m_arm->isEnabled()
                          ? tr("The engine acts on everything again, with all its switches (F5)")
                          : tr("There is nothing to arm again (F5)"));
    m_end->setEnabled(why.isEmpty() && !m_automation.ended());
    m_end->setText(askingEnd ? tr("END NOW?") : tr("End event"));
    m_end->setToolTip(!why.isEmpty()             ? why
                          : m_automation.ended() ? tr("The event has ended; a take goes on")
                                                 : tr("From then on nothing is a failure (Ctrl+F12, twice)"));
    setAsking(m_mode, askingOff);
    setAsking(m_end, askingEnd);
}

void AutoBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void AutoBar::retranslate()
{
    for (QAction *action : m_modes->actions()) {
        const auto mode = FailoverMode(action->data().toInt());
        action->setText(tr("%1:  %2", "a mode of automation and what it does")
                            .arg(AutoWords::mode(mode), AutoWords::modeExplained(mode)));
    }
    m_mode->setAccessibleName(tr("Mode of automation"));
    m_arm->setText(tr("Re-arm  F5"));
    m_arm->setAccessibleName(tr("Arm automation again"));
    m_end->setAccessibleName(tr("End the event"));
    m_settings->setText(tr("Channel…"));
    m_settings->setAccessibleName(tr("Settings of the channel"));
    m_settings->setToolTip(tr("Hold, loss, trims, cut and automation of this channel (Ctrl+,)"));
    m_auto->setExplanation(
        tr("State of automation"),
        tr("Whether the engine would leave a path that fails, and how often it still may."));
    m_cut->setExplanation(tr("Next cut"), tr("What kind of cut a take would be now."));
    m_hold->setExplanation(tr("Hold"),
                           tr("How far the programme is behind arrival, and what that promises."));
    refresh();
}

} // namespace twinfeed
