// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rulesdialog.h"

#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/rulestable.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

RulesDialog::RulesDialog(const ConsoleState &state, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_channelLabel(new QLabel(this))
    , m_channels(new QComboBox(this))
    , m_table(new RulesTable(this))
    , m_says(new QLabel(this))
    , m_save(new QPushButton(this))
    , m_undo(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connect(&state.judgements(), &Judgements::rulesChanged, this, &RulesDialog::follow);
    connect(&state, &ConsoleState::commandChanged, this, &RulesDialog::followCommand);
    connect(&state, &ConsoleState::channelsReset, this, &RulesDialog::fillChannels);
    for (const auto signal : {&ConsoleState::staleChanged, &ConsoleState::roleChanged})
        connect(&state, signal, this, &RulesDialog::refresh);
    follow();
    retranslate();
}

void RulesDialog::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    m_says->setObjectName(QStringLiteral("says"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    m_channels->setObjectName(QStringLiteral("channels"));
    m_channelLabel->setBuddy(m_channels);
    auto *top = new QHBoxLayout;
    top->addWidget(m_channelLabel);
    top->addWidget(m_channels);
    top->addStretch(1);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_says);
    auto *row = new QHBoxLayout;
    row->addWidget(m_reset);
    row->addStretch(1);
    for (QPushButton *button : {m_close, m_undo, m_save}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    layout->addLayout(row);
    resize(1120, 660);
    connect(m_channels, &QComboBox::activated, this,
            [this] { setChannel(m_channels->currentData().toString()); });
    connect(m_table, &RulesTable::channelChanged, this, &RulesDialog::fillChannels);
    connect(m_table, &RulesTable::edited, this, [this] {
        clearProblem();
        refresh();
    });
    connect(m_save, &QPushButton::clicked, this, &RulesDialog::save);
    connect(m_reset, &QPushButton::clicked, this, &RulesDialog::askToReset);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        setEdited(m_seen);
        follow();
    });
}

const RuleSet &RulesDialog::edited() const
{
    return m_table->rules();
}

void RulesDialog::setEdited(const RuleSet &rules)
{
    m_table->setRules(rules, m_state.mayCommand(Role::Engineer));
}

bool RulesDialog::isChanged() const
{
    return edited() != m_seen;
}

void RulesDialog::setChannel(const QString &channel)
{
    clearProblem();
    m_table->setChannel(channel);
    refresh();
}

void RulesDialog::fillChannels()
{
    m_channels->clear();
    m_channels->addItem(tr("All channels"), QString());
    for (const QString &id : m_state.channelIds()) {
        const ChannelDocument *document = m_state.channel(id);
        m_channels->addItem(document ? document->config.name : id, id);
    }
    const int chosen = m_channels->findData(m_table->channel());
    m_channels->setCurrentIndex(std::max(0, chosen));
    if (chosen < 0)
        m_table->setChannel({}); // it is gone
}

void RulesDialog::follow()
{
    // What a person is typing is theirs; saving it then is refused as changed meanwhile, and they are told.
    if (isChanged()) {
        refresh();
        return;
    }
    m_seen = m_state.judgements().rules();
    setEdited(m_seen);
    m_revision = m_state.judgements().rulesRevision();
    clearProblem();
    refresh();
}

void RulesDialog::fill()
{
    setEdited(edited());
    refresh();
}

void RulesDialog::save()
{
    if (m_save->isEnabled())
        Q_EMIT rulesRequested(edited(), m_revision);
}

void RulesDialog::askToReset()
{
    auto *box =
        new QMessageBox(QMessageBox::Question, tr("Rules of the program"),
                        tr("Put all rules back to those that came with the program? Your changes are lost."),
                        QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *yes = box->addButton(tr("Put them back"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep mine"), QMessageBox::RejectRole));
    connect(yes, &QAbstractButton::clicked, this, [this] { Q_EMIT resetRequested(m_revision); });
    box->setModal(false);
    box->show();
}

void RulesDialog::followCommand(const QString &localId)
{
    const CommandRecord *command = m_state.command(localId);
    const bool ours = command
        && (command->kind == QLatin1String("set-rules") || command->kind == QLatin1String("reset-rules"));
    if (!ours)
        return;
    if (command->refusal)
        return showProblem(*command->refusal);
    if (!command->operation)
        return;
    // Taken: the rules that come with the event are the ones to go on with.
    m_seen = edited();
    follow();
}

void RulesDialog::showProblem(const Error &error)
{
    clearProblem();
    m_says->setText(BusWords::problem(error));
    m_says->setProperty("bad", true);
    m_table->mark(error.where, m_says->text());
}

void RulesDialog::clearProblem()
{
    m_says->setProperty("bad", false);
    m_says->clear();
}

void RulesDialog::refresh()
{
    const QString why = AlarmWords::blocked(m_state, Role::Engineer);
    m_save->setEnabled(why.isEmpty() && isChanged());
    m_undo->setEnabled(isChanged());
    m_reset->setEnabled(why.isEmpty());
    for (QPushButton *button : {m_save, m_reset})
        button->setToolTip(why);
    if (m_says->property("bad").toBool())
        return;
    m_says->setText(!why.isEmpty() ? why
                        : m_revision != m_state.judgements().rulesRevision() && isChanged()
                        ? tr("Somebody else has changed the rules meanwhile. Undo to see them.")
                        : isChanged() ? tr("Changed here, not yet saved.")
                                      : tr("Double click a number to change it."));
}

void RulesDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void RulesDialog::retranslate()
{
    setWindowTitle(tr("Rules"));
    m_channelLabel->setText(tr("Channel:"));
    m_channels->setAccessibleName(tr("Channel whose rules are shown"));
    m_save->setText(tr("Save"));
    m_undo->setText(tr("Undo"));
    m_reset->setText(tr("Rules of the program…"));
    m_close->setText(tr("Close"));
    fillChannels();
    fill();
}

} // namespace twinfeed
