// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rulecells.h"

#include "widgets/alarmwords.h"
#include "widgets/measures.h"
#include "widgets/rulestable.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QLocale>
#include <QTableWidget>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

// The members that have a column, as a refusal's pointer names them.
constexpr std::pair<const char *, int> members[]{
    {"enabled", RulesTable::OnColumn},        {"low", RulesTable::LowColumn},
    {"value", RulesTable::ValueColumn},       {"clear", RulesTable::ClearColumn},
    {"forMs", RulesTable::ForColumn},         {"clearForMs", RulesTable::ClearForColumn},
    {"severity", RulesTable::SeverityColumn}, {"failover", RulesTable::FailoverColumn},
    {"metric", RulesTable::MetricColumn},     {"name", RulesTable::NameColumn}};

QString figure(double value)
{
    return QLocale().toString(value, 'g', 9);
}

/// Megabits are easier to read than bits; a percentage is one of the mean.
QString unitOf(const Rule &rule)
{
    if (rule.compare == Comparison::OffMean)
        return QStringLiteral("%");
    const MetricKind *kind = metricKind(rule.metric);
    return kind ? QLatin1String(kind->unit) : QString();
}

double scaleOf(const Rule &rule)
{
    return Measures::scale(unitOf(rule));
}

QTableWidgetItem *cell(QTableWidget &table, int row, int column, const QString &text, bool editable)
{
    auto *item = new QTableWidgetItem(text);
    item->setFlags(editable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable
                            : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    if (!editable)
        item->setForeground(theme::color(theme::Token::Quiet));
    table.setItem(row, column, item);
    return item;
}

} // namespace

void RuleCells::fill(QTableWidget &table, int row, const Rule &rule, bool may)
{
    const auto check = [&](int column, bool on) {
        QTableWidgetItem *item = cell(table, row, column, {}, false);
        item->setFlags(may ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                           : Qt::ItemIsSelectable);
        item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    };
    check(RulesTable::OnColumn, rule.enabled);
    check(RulesTable::FailoverColumn, rule.failover);
    const QString name = AlarmWords::rule(rule.id, rule.name);
    cell(table, row, RulesTable::NameColumn, name, false)->setForeground(theme::color(theme::Token::Text));
    cell(table, row, RulesTable::MetricColumn, Words::metric(rule.metric), false);
    cell(table, row, RulesTable::CompareColumn, AlarmWords::comparison(rule.compare), false);
    const bool outside = rule.compare == Comparison::Outside;
    const QString unit = Measures::unit(unitOf(rule));
    cell(table, row, RulesTable::LowColumn, outside ? figure(rule.low / scaleOf(rule)) : QString(),
         may && outside);
    cell(table, row, RulesTable::ValueColumn, figure(rule.value / scaleOf(rule)), may)->setToolTip(unit);
    cell(table, row, RulesTable::ClearColumn, figure(rule.clear / scaleOf(rule)), may)->setToolTip(unit);
    cell(table, row, RulesTable::ForColumn, figure(rule.forMs / 1000.0), may);
    cell(table, row, RulesTable::ClearForColumn, figure(rule.clearForMs / 1000.0), may);
}

void RuleCells::take(const QTableWidgetItem &cell, Rule &rule)
{
    if (cell.column() == RulesTable::OnColumn)
        rule.enabled = cell.checkState() == Qt::Checked;
    if (cell.column() == RulesTable::FailoverColumn)
        rule.failover = cell.checkState() == Qt::Checked;
    bool ok = false;
    const double typed = QLocale().toDouble(cell.text().trimmed(), &ok);
    if (ok && std::isfinite(typed)) {
        switch (cell.column()) {
        case RulesTable::LowColumn:
            rule.low = typed * scaleOf(rule);
            break;
        case RulesTable::ValueColumn:
            rule.value = typed * scaleOf(rule);
            break;
        case RulesTable::ClearColumn:
            rule.clear = typed * scaleOf(rule);
            break;
        case RulesTable::ForColumn:
            rule.forMs = int(std::lround(std::clamp(typed, 0.0, 3600.0) * 1000));
            break;
        case RulesTable::ClearForColumn:
            rule.clearForMs = int(std::lround(std::clamp(typed, 0.0, 3600.0) * 1000));
            break;
        default:
            break;
        }
    }
}

void RuleCells::markOwn(QTableWidget &table, int row, const Rule &rule, const Rule &base)
{
    const auto mark = [&](int column, bool own, const QString &otherwise) {
        QTableWidgetItem *item = table.item(row, column);
        QFont font = table.font();
        font.setBold(own);
        item->setFont(font);
        if (own)
            item->setToolTip(tr("In all other channels: %1").arg(otherwise));
    };
    const auto onOff = [](bool on) { return on ? tr("on", "a rule") : tr("off", "a rule"); };
    const double scale = scaleOf(base);
    mark(RulesTable::OnColumn, rule.enabled != base.enabled, onOff(base.enabled));
    mark(RulesTable::FailoverColumn, rule.failover != base.failover, onOff(base.failover));
    mark(RulesTable::LowColumn, rule.low != base.low, figure(base.low / scale));
    mark(RulesTable::ValueColumn, rule.value != base.value, figure(base.value / scale));
    mark(RulesTable::ClearColumn, rule.clear != base.clear, figure(base.clear / scale));
    mark(RulesTable::ForColumn, rule.forMs != base.forMs, figure(base.forMs / 1000.0));
    mark(RulesTable::ClearForColumn, rule.clearForMs != base.clearForMs, figure(base.clearForMs / 1000.0));
    if (QWidget *severity = table.cellWidget(row, RulesTable::SeverityColumn);
        severity && rule.severity != base.severity)
        severity->setToolTip(tr("In all other channels: %1").arg(AlarmWords::severity(base.severity)));
}

void RuleCells::nameOwn(QTableWidget &table, int row, const Rule &rule)
{
    table.item(row, RulesTable::NameColumn)
        ->setText(tr("%1 (its own)", "a rule that is otherwise in this channel")
                      .arg(AlarmWords::rule(rule.id, rule.name)));
}

void RuleCells::nameOthers(QTableWidget &table, int row, const Rule &rule, const QStringList &channels)
{
    if (!channels.isEmpty())
        table.item(row, RulesTable::NameColumn)
            ->setText(tr("%1 (otherwise in %2)", "a rule; the channels")
                          .arg(AlarmWords::rule(rule.id, rule.name), channels.join(QLatin1String(", "))));
}

int RuleCells::columnOf(const QString &member)
{
    for (const auto &[name, column] : members) {
        if (member == QLatin1String(name))
            return column;
    }
    return -1;
}

} // namespace twinfeed
