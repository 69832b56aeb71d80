// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/busbar.h"

#include "widgets/busbutton.h"
#include "widgets/messagepanel.h"
#include "widgets/slatechooser.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QShortcut>

namespace twinfeed {

namespace {

// An answer that no command follows is read by then.
constexpr int64_t answerStandsUs = TakeBus::confirmWithinMs * 1000;

} // namespace

BusBar::BusBar(ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_bus(state)
    , m_take(new BusButton(QStringLiteral("F12"), this))
    , m_panel(new MessagePanel(this))
    , m_slates(new SlateChooser(state, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit);
    for (const Source source : allSources) {
        const int number = int(source) + 1;
        auto *button = new BusButton(QStringLiteral("%1 · F%1").arg(number), this);
        button->setMinimumWidth(144);
        connect(button, &QAbstractButton::clicked, this, [this, source] { chooseNext(source); });
        m_buttons[size_t(source)] = button;
        layout->addWidget(button);
    }
    layout->addSpacing(theme::unit);
    m_take->setMinimumWidth(176);
    connect(m_take, &QAbstractButton::clicked, this, &BusBar::pressTake);
    layout->addWidget(m_take);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_panel, 1);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_slates);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        // Return cuts only while the keyboard is on the bus: elsewhere it is pressed for other things.
        auto *shortcut =
            new QShortcut(QKeySequence(key), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, &BusBar::pressTake);
    }
    follow();
    retranslate();
}

void BusBar::follow()
{
    connect(m_slates, &SlateChooser::chosen, this, &BusBar::slateChosen);
    connect(m_slates, &SlateChooser::addRequested, this, &BusBar::addSlateRequested);
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::roleChanged,
          &ConsoleState::channelsReset, &ConsoleState::slatesChanged})
        connect(&m_state, signal, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::channelChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::statusChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::operationChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::commandChanged, this, [this] {
        m_answer.reset();
        m_nextIsNewest = false;
        refresh();
    });
}

void BusBar::setChannel(const QString &channel)
{
    m_bus.setChannel(channel);
    m_slates->setChannel(channel);
    m_answer.reset();
    refresh();
}

void BusBar::setAddSlateVisible(bool visible)
{
    m_slates->setAddVisible(visible);
}

void BusBar::chooseNext(Source source)
{
    m_answer.reset();
    m_nextIsNewest = true;
    if (m_bus.toggleNext(source) && m_bus.isOnAir(source))
        act({TakeBus::Press::Outcome::AlreadyOnAir, source, false, {}, {}});
    refresh();
    Q_EMIT nextChanged();
}

void BusBar::clearNext()
{
    m_answer.reset();
    m_bus.clear();
    refresh();
    Q_EMIT nextChanged();
}

void BusBar::pressTake()
{
    act(m_bus.pressTake());
}

void BusBar::pressDirect(Source source)
{
    act(m_bus.pressDirect(source));
}

void BusBar::act(const TakeBus::Press &press)
{
    m_answer.reset();
    if (press.outcome == TakeBus::Press::Outcome::Take) {
        Q_EMIT takeRequested(press.target, press.force);
    } else {
        m_answer = press;
        m_answeredAt = m_state.clock().now();
    }
    refresh();
    Q_EMIT nextChanged();
}

void BusBar::tick()
{
    const bool asking = m_answer && m_answer->outcome == TakeBus::Press::Outcome::Confirm;
    if (m_answer && (asking ? !m_bus.confirming() : m_state.clock().now() - m_answeredAt >= answerStandsUs)) {
        m_answer.reset();
        refresh();
        return;
    }
    if (asking)
        refreshButton(m_answer->target);
    m_panel->setMessage(currentMessage());
}

BusMessage BusBar::message() const
{
    return m_panel->message();
}

BusMessage BusBar::currentMessage() const
{
    if (const TakeBus::Block block = m_bus.block(); block != TakeBus::Block::None) {
        BusMessage message = BusWords::block(block, m_state);
        // A press that was under way is not forgotten over that.
        const CommandRecord *own = m_state.newestCommand(m_bus.channel(), QStringLiteral("take"));
        if (own && !own->ended())
            return BusWords::command(*own, m_state.clock().now());
        return message;
    }
    if (m_answer)
        return BusWords::press(*m_answer);
    if (m_bus.next() && m_nextIsNewest)
        return BusWords::hint(m_bus.next());
    return newestCommandMessage();
}

BusMessage BusBar::newestCommandMessage() const
{
    const CommandRecord *take = m_state.newestCommand(m_bus.channel(), QStringLiteral("take"));
    const CommandRecord *slate = m_state.newestCommand(m_bus.channel(), QStringLiteral("arm-slate"));
    const CommandRecord *added = m_state.newestCommand(QString(), QStringLiteral("add-slate"));
    const CommandRecord *own = take;
    for (const CommandRecord *other : {slate, added}) {
        if (other && (!own || other->sentAt > own->sentAt))
            own = other;
    }
    // Somebody else's take is told when it is newer than what we did ourselves.
    const Operation *newest = m_state.newestTake(m_bus.channel());
    const bool foreign = newest && (!take || !take->operation || take->operation->id != newest->id)
        && (!own || (own->ended() && (!own->operation || newest->acceptedAt > own->operation->acceptedAt)));
    if (foreign)
        return BusWords::foreign(*newest);
    return own ? BusWords::command(*own, m_state.clock().now()) : BusWords::hint(m_bus.next());
}

void BusBar::refresh()
{
    const TakeBus::Block block = m_bus.block();
    keepKeyboard(block != TakeBus::Block::None);
    const QString why = block == TakeBus::Block::None ? QString() : BusWords::block(block, m_state).headline;
    for (const Source source : allSources)
        refreshButton(source);
    const std::optional<Source> next = m_bus.next();
    const bool asking = m_bus.confirming() && m_bus.confirming() == next;
    m_take->setEnabled(block == TakeBus::Block::None && next);
    m_take->setLook(!m_take->isEnabled() ? BusButton::Look::Plain
                        : asking         ? BusButton::Look::Asking
                                         : BusButton::Look::Armed);
    m_take->setNote(!why.isEmpty() ? tr("off", "the bus cannot be used")
                        : next ? tr("%1 on air", "what TAKE will do; %1: a source").arg(Words::source(*next))
                               : tr("choose NEXT first"),
                    false);
    m_take->setToolTip(why.isEmpty() ? tr("Puts NEXT on air (F12, or Return on the bus)") : why);
    m_take->setAccessibleDescription(m_take->note());
    m_slates->setBlocked(why);
    m_panel->setMessage(currentMessage());
    if (block == TakeBus::Block::None && hasFocus())
        (m_focusBack && m_focusBack->isEnabled() ? m_focusBack : m_buttons[0])->setFocus();
}

void BusBar::keepKeyboard(bool blocked)
{
    // What is switched off loses the keyboard, which would then be on the next list, and Return would not take when the
    // bus is back: the bar itself keeps it for its buttons.
    QWidget *focus = QApplication::focusWidget();
    if (blocked && focus && focus != this && isAncestorOf(focus)) {
        m_focusBack = focus;
        setFocus();
    }
}

void BusBar::refreshButton(Source source)
{
    BusButton *button = m_buttons[size_t(source)];
    const TakeBus::Block block = m_bus.block();
    const bool known = block != TakeBus::Block::NoBackend && block != TakeBus::Block::Stale;
    const bool onAir = known && m_bus.isOnAir(source);
    const bool isNext = m_bus.next() == source;
    const SourceStatus *status = m_state.sourceStatus(m_bus.channel(), source);
    QString note = tr("unknown", "whether a source is fit");
    bool bad = false;
    if (onAir) {
        bad = status && !status->fit;
        note = bad ? tr("ON AIR, not fit") : Words::onAir();
    } else if (m_bus.confirming() == source) {
        const int64_t left = (m_bus.confirmRemainingMs() + 999) / 1000;
        note = tr("press again, %1 s", "seconds left").arg(left);
    } else if (isNext) {
        note = Words::next();
    } else if (known && status) {
        note = status->fit ? tr("fit") : tr("not fit");
        bad = !status->fit;
    }
    button->setEnabled(block == TakeBus::Block::None);
    button->setLook(onAir                               ? BusButton::Look::OnAir
                        : m_bus.confirming() == source  ? BusButton::Look::Asking
                        : isNext && button->isEnabled() ? BusButton::Look::Next
                                                        : BusButton::Look::Plain);
    button->setNote(note, bad);
    QString tip = tr("Click or %1: choose as NEXT. F%1: take at once.").arg(int(source) + 1);
    if (block != TakeBus::Block::None)
        tip = BusWords::block(block, m_state).headline;
    else if (bad && !status->reason.isEmpty())
        tip = Words::reason(status->reasonCode, status->reason);
    button->setToolTip(tip);
    button->setAccessibleDescription(note);
}

void BusBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void BusBar::retranslate()
{
    for (const Source source : allSources) {
        BusButton *button = m_buttons[size_t(source)];
        button->setText(Words::source(source));
        button->setAccessibleName(Words::source(source));
        button->updateGeometry();
    }
    m_take->setText(tr("TAKE"));
    m_take->setAccessibleName(tr("TAKE"));
    refresh();
}

} // namespace twinfeed
