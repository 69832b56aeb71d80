// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rulestable.h"

#include "models/ruleoverrides.h"
#include "widgets/alarmwords.h"
#include "widgets/rulecells.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int heightOfRow = 36;

} // namespace

RulesTable::RulesTable(QWidget *parent)
    : QTableWidget(0, ColumnCount, parent)
{
    setSelectionMode(QAbstractItemView::SingleSelection);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(heightOfRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    setShowGrid(false);
    setTabKeyNavigation(false);
    connect(this, &QTableWidget::itemChanged, this, &RulesTable::takeCell);
    retranslate();
}

void RulesTable::setRules(const RuleSet &rules, bool editable)
{
    m_rules = rules;
    m_editable = editable;
    fill();
}

void RulesTable::setChannel(const QString &channel)
{
    if (m_channel == channel)
        return;
    m_channel = channel;
    fill();
    Q_EMIT channelChanged();
}

Rule RulesTable::ruleAt(int row) const
{
    const Rule &rule = m_rules.rules[size_t(row)];
    return m_channel.isEmpty() ? rule : m_rules.effective(rule, m_channel);
}

void RulesTable::putRule(int row, const Rule &rule)
{
    if (m_channel.isEmpty())
        m_rules.rules[size_t(row)] = rule;
    else
        setInChannel(m_rules, rule, m_channel);
}

void RulesTable::fill()
{
    m_filling = true;
    setRowCount(int(m_rules.rules.size()));
    for (int row = 0; row < rowCount(); ++row)
        fillRow(row);
    m_filling = false;
}

void RulesTable::fillRow(int row)
{
    const Rule rule = ruleAt(row);
    const Rule &base = m_rules.rules[size_t(row)];
    RuleCells::fill(*this, row, rule, m_editable);
    fillSeverity(row, rule);
    RuleCells::markOwn(*this, row, rule, base);
    const QStringList others = channelsWithOwn(m_rules, base.id);
    if (m_channel.isEmpty())
        RuleCells::nameOthers(*this, row, base, others);
    else if (others.contains(m_channel))
        RuleCells::nameOwn(*this, row, base);
}

void RulesTable::fillSeverity(int row, const Rule &rule)
{
    auto *severity = new QComboBox(this);
    for (const Severity one : {Severity::Notice, Severity::Warning, Severity::Critical})
        severity->addItem(AlarmWords::severity(one), int(one));
    severity->setCurrentIndex(severity->findData(int(rule.severity)));
    severity->setAccessibleName(tr("Severity of %1", "a rule").arg(AlarmWords::rule(rule.id, rule.name)));
    severity->setEnabled(m_editable);
    connect(severity, &QComboBox::activated, this, [this, row, severity] {
        Rule rule = ruleAt(row);
        rule.severity = Severity(severity->currentData().toInt());
        putRule(row, rule);
        refill(row);
    });
    setCellWidget(row, SeverityColumn, severity);
}

void RulesTable::takeCell(QTableWidgetItem *item)
{
    if (m_filling)
        return;
    const int row = item->row();
    Rule rule = ruleAt(row);
    RuleCells::take(*item, rule);
    putRule(row, rule);
    refill(row);
}

void RulesTable::refill(int row)
{
    m_filling = true;
    fillRow(row);
    m_filling = false;
    Q_EMIT edited();
}

/// -1 where it names no rule.
int RulesTable::rowOf(const QString &where)
{
    const QStringList parts = where.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    const auto number = size_t(parts.value(1).toUInt());
    if (parts.value(0) == QLatin1String("rules"))
        return int(number);
    if (parts.value(0) != QLatin1String("overrides") || number >= m_rules.overrides.size())
        return -1;
    const RuleOverride own = m_rules.overrides[number];
    setChannel(own.channel);
    return int(std::ranges::find(m_rules.rules, own.rule, &Rule::id) - m_rules.rules.begin());
}

void RulesTable::mark(const QString &where, const QString &why)
{
    const int column = RuleCells::columnOf(where.section(QLatin1Char('/'), -1));
    QTableWidgetItem *marked = item(rowOf(where), column);
    if (!marked)
        return;
    m_filling = true;
    marked->setBackground(theme::color(theme::Token::Low));
    marked->setForeground(theme::color(theme::Token::CautionText));
    marked->setToolTip(why);
    m_filling = false;
    setCurrentItem(marked);
    scrollToItem(marked);
}

void RulesTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fill();
    }
    QTableWidget::changeEvent(event);
}

void RulesTable::retranslate()
{
    setAccessibleName(tr("Rules"));
    setHorizontalHeaderLabels({tr("On", "a rule is in force"), tr("Rule"), tr("Metric"), tr("Wrong when"),
                               tr("Under"), tr("Value"), tr("Right at"), tr("For (s)"), tr("Right for (s)"),
                               tr("Severity"), tr("Failover")});
}

} // namespace twinfeed
