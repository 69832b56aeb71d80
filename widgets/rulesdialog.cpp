// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rulesdialog.h"

#include "models/ruleoverrides.h"
#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/rulecells.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int rowHeight = 36;

} // namespace

RulesDialog::RulesDialog(const ConsoleState &state, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_channelLabel(new QLabel(this))
    , m_channels(new QComboBox(this))
    , m_table(new QTableWidget(0, ColumnCount, this))
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
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_channels->setObjectName(QStringLiteral("channels"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_channelLabel);
    top->addWidget(m_channels);
    top->addStretch(1);
    m_channelLabel->setBuddy(m_channels);
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
    connect(m_table, &QTableWidget::itemChanged, this, &RulesDialog::takeCell);
    connect(m_save, &QPushButton::clicked, this, &RulesDialog::save);
    connect(m_reset, &QPushButton::clicked, this, &RulesDialog::askToReset);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_edited = m_seen;
        follow();
    });
}

bool RulesDialog::isChanged() const
{
    return m_edited != m_seen;
}

void RulesDialog::setChannel(const QString &channel)
{
    m_channel = channel;
    clearProblem();
    fillChannels();
    fill();
}

void RulesDialog::fillChannels()
{
    m_channels->clear();
    m_channels->addItem(tr("All channels"), QString());
    for (const QString &id : m_state.channelIds()) {
        const ChannelDocument *document = m_state.channel(id);
        m_channels->addItem(document ? document->config.name : id, id);
    }
    const int chosen = m_channels->findData(m_channel);
    m_channels->setCurrentIndex(std::max(0, chosen));
    if (chosen < 0)
        setChannel({}); // it is gone
}

Rule RulesDialog::ruleAt(int row) const
{
    const Rule &rule = m_edited.rules[size_t(row)];
    return m_channel.isEmpty() ? rule : m_edited.effective(rule, m_channel);
}

void RulesDialog::putRule(int row, const Rule &rule)
{
    if (m_channel.isEmpty())
        m_edited.rules[size_t(row)] = rule;
    else
        setInChannel(m_edited, rule, m_channel);
}

void RulesDialog::follow()
{
    // What a person is typing is theirs; saving it then is refused as changed meanwhile, and they are told.
    if (isChanged()) {
        refresh();
        return;
    }
    m_seen = m_edited = m_state.judgements().rules();
    m_revision = m_state.judgements().rulesRevision();
    clearProblem();
    fill();
}

void RulesDialog::fill()
{
    m_filling = true;
    m_table->setRowCount(int(m_edited.rules.size()));
    for (int row = 0; row < m_table->rowCount(); ++row)
        fillRow(row);
    m_filling = false;
    refresh();
}

void RulesDialog::fillRow(int row)
{
    const Rule rule = ruleAt(row);
    const Rule &base = m_edited.rules[size_t(row)];
    const bool may = m_state.mayCommand(Role::Engineer);
    RuleCells::fill(*m_table, row, rule, may);
    fillSeverity(row, rule, may);
    RuleCells::markOwn(*m_table, row, rule, base);
    const QStringList others = channelsWithOwn(m_edited, base.id);
    if (m_channel.isEmpty())
        RuleCells::nameOthers(*m_table, row, base, others);
    else if (others.contains(m_channel))
        RuleCells::nameOwn(*m_table, row, base);
}

void RulesDialog::fillSeverity(int row, const Rule &rule, bool may)
{
    auto *severity = new QComboBox(m_table);
    for (const Severity one : {Severity::Notice, Severity::Warning, Severity::Critical})
        severity->addItem(AlarmWords::severity(one), int(one));
    severity->setCurrentIndex(severity->findData(int(rule.severity)));
    severity->setAccessibleName(tr("Severity of %1", "a rule").arg(AlarmWords::rule(rule.id, rule.name)));
    severity->setEnabled(may);
    connect(severity, &QComboBox::activated, this, [this, row, severity] {
        Rule rule = ruleAt(row);
        rule.severity = Severity(severity->currentData().toInt());
        putRule(row, rule);
        refill(row);
    });
    m_table->setCellWidget(row, SeverityColumn, severity);
}

void RulesDialog::takeCell(QTableWidgetItem *item)
{
    if (m_filling)
        return;
    Rule rule = ruleAt(item->row());
    clearProblem();
    RuleCells::take(*item, rule);
    putRule(item->row(), rule);
    refill(item->row());
}

void RulesDialog::refill(int row)
{
    m_filling = true;
    fillRow(row);
    m_filling = false;
    refresh();
}

void RulesDialog::save()
{
    if (m_save->isEnabled())
        Q_EMIT rulesRequested(m_edited, m_revision);
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
    m_seen = m_edited;
    follow();
}

/// Brings a channel's own rule into sight; its row.
int RulesDialog::showOverride(const RuleOverride &own)
{
    if (m_channel != own.channel) {
        const QString said = m_says->text();
        setChannel(own.channel);
        m_says->setProperty("bad", true);
        m_says->setText(said);
    }
    const auto rule = std::ranges::find(m_edited.rules, own.rule, &Rule::id);
    return int(rule - m_edited.rules.begin());
}

void RulesDialog::showProblem(const Error &error)
{
    clearProblem();
    m_says->setText(BusWords::problem(error));
    m_says->setProperty("bad", true);
    // "/rules/3/forMs", "/overrides/0/value"
    const QStringList parts = error.where.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    const auto number = size_t(parts.value(1).toUInt());
    int row = int(number);
    if (parts.value(0) == QLatin1String("overrides") && number < m_edited.overrides.size())
        row = showOverride(m_edited.overrides[number]);
    else if (parts.value(0) != QLatin1String("rules"))
        return;
    if (QTableWidgetItem *item = m_table->item(row, RuleCells::columnOf(parts.value(2)))) {
        m_filling = true;
        item->setBackground(theme::color(theme::Token::Low));
        item->setForeground(theme::color(theme::Token::CautionText));
        item->setToolTip(m_says->text());
        m_filling = false;
        m_table->setCurrentItem(item);
        m_table->scrollToItem(item);
    }
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
    m_table->setAccessibleName(tr("Rules"));
    m_table->setHorizontalHeaderLabels({tr("On", "a rule is in force"), tr("Rule"), tr("Metric"),
                                        tr("Wrong when"), tr("Under"), tr("Value"), tr("Right at"),
                                        tr("For (s)"), tr("Right for (s)"), tr("Severity"), tr("Failover")});
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
