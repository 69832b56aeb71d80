// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/busbar.h"

#include "widgets/autowords.h"
#include "widgets/busbutton.h"
#include "widgets/lockbutton.h"
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
// Long enough to look up from something else and read it.
constexpr int64_t newsStandsUs = 20'000'000;

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
        button->setMinimumWidth(146);
        connect(button, &QAbstractButton::clicked, this, [this, source] { chooseNext(source); });
        m_buttons[size_t(source)] = button;
        auto *lock = new LockButton(button);
        connect(lock, &QAbstractButton::clicked, this, [this, source] { Q_EMIT lockPressed(source); });
        button->setCorner(lock);
        m_locks[size_t(source)] = lock;
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
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::roleChanged,
          &ConsoleState::channelsReset, &ConsoleState::slatesChanged})
        connect(&m_state, signal, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::controlChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::channelChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::statusChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::operationChanged, this, &BusBar::refresh);
    connect(&m_state, &ConsoleState::decided, this, &BusBar::refresh);
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
    m_slates->setMenuVisible(visible);
}

void BusBar::setLocksVisible(bool visible)
{
    m_locksCanBePressed = visible;
    refresh();
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
        BusMessage message = BusWords::block(block, m_state, m_bus.channel());
        // A press that was under way is not forgotten over that.
        const CommandRecord *own = m_state.newestCommand(m_bus.channel(), QStringLiteral("take"));
        if (own && !own->ended())
            return BusWords::command(*own, m_state.clock().now());
        return message;
    }
    if (m_answer)
        return BusWords::press(*m_answer);
    if (m_bus.next() && m_nextIsNewest)
        return BusWords::hint(m_bus.next(), verdict());
    return newestCommandMessage();
}

const Verdict *BusBar::verdict() const
{
    return m_state.stale() ? nullptr : m_state.judgements().verdict(m_bus.channel());
}

const CommandRecord *BusBar::newestOwn() const
{
    const CommandRecord *own = nullptr;
    const auto note = [&](const QString &channel, std::initializer_list<const char *> kinds) {
        for (const char *kind : kinds) {
            const CommandRecord *other = m_state.newestCommand(channel, QLatin1String(kind));
            if (other && (!own || other->sentAt > own->sentAt))
                own = other;
        }
    };
    note({}, {"add-slate", "delete-slate"});
    note(m_bus.channel(),
         {"take", "arm-slate", "set-failover", "set-locks", "end-event", "replace-channel", "control"});
    return own;
}

BusMessage BusBar::newestCommandMessage() const
{
    const CommandRecord *take = m_state.newestCommand(m_bus.channel(), QStringLiteral("take"));
    const CommandRecord *own = newestOwn();
    const Operation *newest = m_state.newestTake(m_bus.channel());
    // What the engine did by itself comes first, for a while; a person's press after it is newer.
    const DecisionNews *news = m_state.newestDecision(m_bus.channel());
    if (news && m_state.clock().now() - news->seenAt < newsStandsUs && (!own || own->sentAt < news->seenAt)
        && (!newest || newest->acceptedAt < news->entry.at)) {
        if (const BusMessage message = AutoWords::news(*news); !message.headline.isEmpty())
            return message;
    }
    // Somebody else's take is told when it is newer than what we did ourselves.
    const bool foreign = newest && (!take || !take->operation || take->operation->id != newest->id)
        && (!own || (own->ended() && (!own->operation || newest->acceptedAt > own->operation->acceptedAt)));
    if (foreign)
        return BusWords::foreign(*newest);
    return own ? BusWords::command(*own, m_state.clock().now()) : BusWords::hint(m_bus.next(), verdict());
}

void BusBar::refresh()
{
    const TakeBus::Block block = m_bus.block();
    keepKeyboard(block != TakeBus::Block::None);
    const QString why =
        block == TakeBus::Block::None ? QString() : BusWords::block(block, m_state, m_bus.channel()).headline;
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

QString BusBar::noteOf(Source source, bool *bad) const
{
    const TakeBus::Block block = m_bus.block();
    const bool known = block != TakeBus::Block::NoBackend && block != TakeBus::Block::Stale;
    const SourceStatus *status = m_state.sourceStatus(m_bus.channel(), source);
    const bool locked = m_state.isLocked(m_bus.channel(), source);
    *bad = known && status && !status->fit;
    if (known && m_bus.isOnAir(source))
        return *bad ? tr("ON AIR, not fit") : locked ? tr("ON AIR, locked") : Words::onAir();
    if (m_bus.confirming() == source)
        return tr("press again, %1 s", "seconds left").arg((m_bus.confirmRemainingMs() + 999) / 1000);
    if (m_bus.next() == source)
        return Words::next();
    if (!known || !status)
        return tr("unknown", "whether a source is fit");
    if (locked)
        return *bad ? tr("locked, not fit") : tr("locked", "a source");
    return *bad ? tr("not fit") : tr("fit");
}

void BusBar::refreshButton(Source source)
{
    BusButton *button = m_buttons[size_t(source)];
    const TakeBus::Block block = m_bus.block();
    const bool known = block != TakeBus::Block::NoBackend && block != TakeBus::Block::Stale;
    const bool onAir = known && m_bus.isOnAir(source);
    const bool isNext = m_bus.next() == source;
    const SourceStatus *status = m_state.sourceStatus(m_bus.channel(), source);
    bool bad = false;
    const QString note = noteOf(source, &bad);
    button->setEnabled(block == TakeBus::Block::None);
    button->setLook(onAir                               ? BusButton::Look::OnAir
                        : m_bus.confirming() == source  ? BusButton::Look::Asking
                        : isNext && button->isEnabled() ? BusButton::Look::Next
                                                        : BusButton::Look::Plain);
    refreshLock(source);
    button->setNote(note, bad);
    QString tip = tr("Click or %1: choose as NEXT. F%1: take at once.").arg(int(source) + 1);
    if (block != TakeBus::Block::None)
        tip = BusWords::block(block, m_state, m_bus.channel()).headline;
    else if (bad && !status->reason.isEmpty())
        tip = Words::reason(status->reasonCode, status->reason);
    else if (m_state.isLocked(m_bus.channel(), source))
        tip = tr("Locked: the engine does not take it by itself, and you only at the second press.");
    button->setToolTip(tip);
    button->setAccessibleDescription(note);
}

void BusBar::refreshLock(Source source)
{
    LockButton *lock = m_locks[size_t(source)];
    const bool locked = m_state.isLocked(m_bus.channel(), source);
    lock->setLocked(locked);
    // A question takes its place: the button must not grow, or TAKE would move under the hand.
    lock->setVisible((locked || m_locksCanBePressed) && m_bus.confirming() != source);
    lock->setEnabled(m_locksCanBePressed && m_bus.block() == TakeBus::Block::None);
    const BusButton *button = m_buttons[size_t(source)];
    lock->setInk(button->look() == BusButton::Look::Plain && !locked ? theme::Token::Quiet : button->ink());
    const QString name = Words::source(source);
    lock->setAccessibleName(locked ? tr("Unlock %1").arg(name) : tr("Lock %1").arg(name));
    lock->setToolTip(
        locked
            ? tr("%1 is locked. Unlock it (Ctrl+%2)").arg(name).arg(int(source) + 1)
            : tr("Lock %1: the engine does not take it by itself (Ctrl+%2)").arg(name).arg(int(source) + 1));
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
