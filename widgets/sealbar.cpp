// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sealbar.h"

#include "widgets/asking.h"
#include "widgets/seallamp.h"
#include "widgets/sealwords.h"
#include "widgets/statecell.h"
#include "widgets/theme.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QToolButton>
#include <QWidgetAction>

namespace twinfeed {

namespace {

constexpr int longestReason = 200;

} // namespace

SealBar::SealBar(ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_encryption(state)
    , m_switch(new QToolButton(this))
    , m_choice(new QMenu(this))
    , m_lamp(new SealLamp(this))
    , m_working(new StateCell(this))
    , m_stop(new QToolButton(this))
    , m_why(new QToolButton(this))
    , m_reasons(new QMenu(this))
    , m_other(new QLineEdit(m_reasons))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit);
    layout->addWidget(m_switch);
    layout->addWidget(m_lamp, 5);
    layout->addWidget(m_working, 5);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_stop);
    layout->addWidget(m_why);
    for (QToolButton *button : {m_switch, m_stop, m_why}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setFixedHeight(theme::criticalTarget);
    }
    m_switch->setObjectName(QStringLiteral("encryption"));
    m_switch->setMinimumWidth(152);
    m_stop->setObjectName(QStringLiteral("emergency"));
    m_stop->setProperty("danger", true);
    m_why->setObjectName(QStringLiteral("emergencyReason"));
    connect(m_switch, &QToolButton::clicked, this, &SealBar::pressSwitch);
    connect(m_stop, &QToolButton::clicked, this, &SealBar::pressEmergency);
    connect(m_why, &QToolButton::clicked, this,
            [this] { m_reasons->popup(m_why->mapToGlobal(QPoint(0, -m_reasons->sizeHint().height() - 4))); });
    buildReasons();
    follow();
    setControlsVisible(false);
    retranslate();
}

void SealBar::buildReasons()
{
    auto *group = new QActionGroup(m_reasons);
    const auto count = SealWords::emergencyReasons().size();
    for (int i = 0; i < count; ++i) {
        QAction *action = m_reasons->addAction(QString());
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            m_preset = i;
            refreshStop();
        });
    }
    m_other->setMaxLength(longestReason);
    auto *typed = new QWidgetAction(m_reasons);
    typed->setDefaultWidget(m_other);
    m_reasons->addAction(typed);
    connect(m_other, &QLineEdit::returnPressed, this, [this] {
        chooseReason(m_other->text());
        m_reasons->close();
    });
}

void SealBar::chooseReason(const QString &reason)
{
    if (reason.trimmed().isEmpty())
        return;
    m_typed = reason.trimmed();
    m_preset = -1;
    refreshStop();
}

void SealBar::follow()
{
    for (const auto signal : {&ConsoleState::connectionChanged, &ConsoleState::staleChanged,
                              &ConsoleState::roleChanged, &ConsoleState::channelsReset})
        connect(&m_state, signal, this, &SealBar::refresh);
    connect(&m_state, &ConsoleState::controlChanged, this, &SealBar::refresh);
    connect(&m_state, &ConsoleState::channelChanged, this, &SealBar::refresh);
    connect(&m_state, &ConsoleState::statusChanged, this, &SealBar::refresh);
    connect(&m_state, &ConsoleState::operationChanged, this, &SealBar::refresh);
    connect(&m_state, &ConsoleState::commandChanged, this, &SealBar::refresh);
}

void SealBar::setChannel(const QString &channel)
{
    m_encryption.setChannel(channel);
    refresh();
}

void SealBar::setControlsVisible(bool visible)
{
    m_controls = visible;
    for (QToolButton *button : {m_switch, m_stop, m_why})
        button->setVisible(visible);
}

void SealBar::send(const std::optional<EncryptionOrder> &order)
{
    if (order)
        Q_EMIT encryptionRequested(*order);
    refresh();
}

void SealBar::pressSwitch()
{
    // The question stands on this button: its second press answers it, anything else opens the choice.
    const auto asked = m_encryption.asked();
    if (!asked)
        return openChoice();
    send(asked->isEmpty() ? m_encryption.pressOff() : m_encryption.pressOutput(*asked));
}

void SealBar::openChoice()
{
    if (!m_controls || !m_switch->isEnabled())
        return;
    fillChoice();
    m_choice->popup(m_switch->mapToGlobal(QPoint(0, -m_choice->sizeHint().height() - 4)));
}

void SealBar::fillChoice()
{
    m_choice->clear();
    const bool any = m_encryption.anyOn();
    QAction *on = m_choice->addAction(tr("ON: seal all outputs at the next keyframe"));
    on->setEnabled(!m_encryption.allOn());
    connect(on, &QAction::triggered, this, [this] { send(m_encryption.pressOn()); });
    QAction *off = m_choice->addAction(tr("OFF: send all outputs clear (asks once more)"));
    off->setEnabled(any);
    connect(off, &QAction::triggered, this, [this] { send(m_encryption.pressOff()); });
    QAction *key = m_choice->addAction(tr("New key for what is sealed"));
    key->setEnabled(any);
    connect(key, &QAction::triggered, this, [this] { send(m_encryption.pressNewKey()); });
    m_choice->addSeparator();
    for (const QString &output : m_encryption.outputs()) {
        QAction *one =
            m_choice->addAction(tr("Seal the output %1", "%1: its id; checked where it is").arg(output));
        one->setCheckable(true);
        one->setChecked(m_encryption.isOn(output));
        connect(one, &QAction::triggered, this, [this, output] { send(m_encryption.pressOutput(output)); });
    }
}

void SealBar::pressEmergency()
{
    if (!m_controls)
        return;
    send(m_encryption.pressEmergency(m_preset < 0 ? m_typed : SealWords::emergencyReasons().value(m_preset)));
}

void SealBar::clear()
{
    m_encryption.clear();
    refresh();
}

void SealBar::tick()
{
    refreshLamp();
    if (m_switch->property("asking").toBool())
        refreshSwitch();
}

void SealBar::refresh()
{
    refreshLamp();
    refreshSwitch();
    refreshStop();
}

void SealBar::refreshLamp()
{
    const SealView view = sealViewOf(m_state, m_encryption.channel());
    QStringList outputs;
    if (const ChannelStatus *status = m_state.status(m_encryption.channel())) {
        for (const OutputStatus &output : status->outputs) {
            const SealView one =
                sealViewOf(output, m_state.statusAgeMs(m_encryption.channel()), m_state.stale());
            if (const QString words = SealWords::ofOutput(one); !words.isEmpty())
                outputs << tr("%1: %2", "an output and its encryption").arg(output.id, words);
        }
    }
    m_lamp->setView(view, SealWords::lamp(view), outputs);
    const bool sure = m_state.connected() && !m_state.stale();
    m_working->setMessage(
        sure || m_encryption.asked()
            ? SealWords::working(m_state, m_encryption)
            : BusMessage{BusMessage::Tone::Quiet, tr("Not known now", "state of encryption"), {}});
}

void SealBar::refreshSwitch()
{
    const TakeBus::Block block = m_encryption.block();
    const bool none = m_encryption.outputs().isEmpty();
    const QString why = block != TakeBus::Block::None
        ? BusWords::block(block, m_state, m_encryption.channel()).headline
        : none ? tr("The channel has no output that could be sealed")
               : QString();
    const bool asking = m_encryption.asked().has_value();
    m_switch->setText(asking                      ? tr("SEND CLEAR?")
                          : !m_encryption.anyOn() ? tr("SEAL: OFF", "encryption, as commanded")
                          : m_encryption.allOn()  ? tr("SEAL: ON", "encryption, as commanded")
                                                  : tr("SEAL: PARTLY", "encryption, as commanded"));
    m_switch->setEnabled(why.isEmpty());
    m_switch->setToolTip(!why.isEmpty() ? why
                             : asking
                             ? tr("Press again: everybody can play it then")
                             : tr("What is asked for. Switch encryption on, off or to a new key (Ctrl+E)"));
    setAsking(m_switch, asking);
}

void SealBar::refreshStop()
{
    const TakeBus::Block block = m_encryption.emergencyBlock();
    const QStringList reasons = SealWords::emergencyReasons();
    const QString reason = m_preset < 0 ? m_typed : reasons.value(m_preset);
    const QString why = block != TakeBus::Block::None
        ? BusWords::block(block, m_state, m_encryption.channel()).headline
        : !m_encryption.canStop() ? tr("Nothing is encrypted")
                                  : QString();
    m_stop->setEnabled(why.isEmpty());
    m_stop->setToolTip(
        why.isEmpty()
            ? tr("One press sends all outputs clear, at once (Ctrl+Shift+E). Reason: %1").arg(reason)
            : why);
    m_stop->setAccessibleDescription(m_stop->toolTip());
    m_why->setText(tr("Why: %1", "reason of an emergency stop")
                       .arg(m_why->fontMetrics().elidedText(reason, Qt::ElideRight, 190)));
    m_why->setToolTip(tr("The reason that the emergency stop gives: %1").arg(reason));
    const QList<QAction *> actions = m_reasons->actions();
    for (int i = 0; i < reasons.size(); ++i) {
        actions[i]->setText(reasons[i]);
        actions[i]->setChecked(i == m_preset);
    }
}

void SealBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SealBar::retranslate()
{
    m_switch->setAccessibleName(tr("Encryption"));
    m_stop->setText(tr("STOP SEALING", "emergency stop of encryption"));
    m_stop->setAccessibleName(tr("Emergency stop of encryption"));
    m_why->setAccessibleName(tr("Reason of the emergency stop"));
    m_other->setPlaceholderText(tr("Another reason, then Return"));
    m_other->setAccessibleName(tr("Another reason"));
    m_other->setToolTip(tr("A reason in your own words; Return takes it"));
    m_lamp->setExplanation(tr("Encryption as seen"),
                           tr("What was seen in the outputs, never what was asked for."));
    m_working->setExplanation(tr("Change of encryption"),
                              tr("What is under way, and what was measured of it."));
    refresh();
}

} // namespace twinfeed
