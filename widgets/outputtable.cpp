// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/outputtable.h"

#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int heightOfRow = 36;
constexpr int leastAddress = 220;
constexpr int kindWidth = 150; // a choice in a cell does not count as contents

// As a refusal's place names them.
constexpr std::pair<const char *, int> members[]{
    {"enabled", OutputTable::OnColumn},        {"id", OutputTable::IdColumn},
    {"kind", OutputTable::KindColumn},         {"url", OutputTable::AddressColumn},
    {"probeUrl", OutputTable::ReadBackColumn}, {"keyUrl", OutputTable::KeyColumn}};
constexpr OutputKind kinds[]{OutputKind::Rtmp, OutputKind::Srt, OutputKind::Udp, OutputKind::Hls,
                             OutputKind::Recording};

} // namespace

OutputTable::OutputTable(QWidget *parent)
    : QTableWidget(0, ColumnCount, parent)
{
    setSelectionMode(QAbstractItemView::SingleSelection);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(heightOfRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setMinimumSectionSize(60);
    horizontalHeader()->setSectionResizeMode(AddressColumn, QHeaderView::Stretch);
    setColumnWidth(AddressColumn, leastAddress);
    horizontalHeader()->setSectionResizeMode(KindColumn, QHeaderView::Fixed);
    setColumnWidth(KindColumn, kindWidth);
    setShowGrid(false);
    setTabKeyNavigation(false);
    connect(this, &QTableWidget::itemChanged, this, &OutputTable::takeCell);
    retranslate();
}

void OutputTable::setOutputs(const std::vector<OutputConfig> &outputs, bool editable)
{
    m_outputs = outputs;
    m_editable = editable;
    fill();
}

void OutputTable::addOutput()
{
    const auto isUsed = [this](const QString &id) {
        return std::ranges::any_of(m_outputs, [&id](const OutputConfig &one) { return one.id == id; });
    };
    OutputConfig output;
    for (int number = 1; output.id.isEmpty() || isUsed(output.id); ++number)
        output.id = QStringLiteral("out-%1").arg(number);
    m_outputs.push_back(output);
    fill();
    setCurrentCell(rowCount() - 1, AddressColumn);
    Q_EMIT edited();
}

void OutputTable::removeCurrent()
{
    const int row = currentRow();
    if (row < 0)
        return;
    m_outputs.erase(m_outputs.begin() + row);
    fill();
    Q_EMIT edited();
}

void OutputTable::fill()
{
    m_filling = true;
    setRowCount(int(m_outputs.size()));
    for (int row = 0; row < rowCount(); ++row)
        fillRow(row);
    m_filling = false;
}

void OutputTable::fillRow(int row)
{
    const OutputConfig &output = m_outputs[size_t(row)];
    const auto put = [&](int column, const QString &text, const QString &tip) {
        auto *item = new QTableWidgetItem(text);
        item->setFlags(m_editable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable
                                  : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setToolTip(tip);
        setItem(row, column, item);
        return item;
    };
    QTableWidgetItem *on = put(OnColumn, {}, tr("Sends while it is on"));
    on->setFlags(m_editable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                            : Qt::ItemIsSelectable);
    on->setCheckState(output.enabled ? Qt::Checked : Qt::Unchecked);
    put(IdColumn, output.id, tr("Small letters, digits and hyphens"));
    put(AddressColumn, output.url, tr("An address, a folder (HLS) or a file that ends in .ts (recording)"));
    put(ReadBackColumn, output.probeUrl, tr("Where it can be read back as the audience gets it"));
    put(KeyColumn, output.keyUrl, tr("Of HLS: where players get the key, with {key} where its id goes"));
    auto *kind = new QComboBox(this);
    for (const OutputKind one : kinds)
        kind->addItem(Words::outputKind(one), int(one));
    kind->setCurrentIndex(kind->findData(int(output.kind)));
    kind->setAccessibleName(tr("Kind of output %1").arg(output.id));
    kind->setEnabled(m_editable);
    connect(kind, &QComboBox::activated, this, [this, row, kind] {
        m_outputs[size_t(row)].kind = OutputKind(kind->currentData().toInt());
        Q_EMIT edited();
    });
    setCellWidget(row, KindColumn, kind);
}

void OutputTable::takeCell(const QTableWidgetItem *item)
{
    if (m_filling)
        return;
    OutputConfig &output = m_outputs[size_t(item->row())];
    const QString text = item->text().trimmed();
    switch (item->column()) {
    case OnColumn:
        output.enabled = item->checkState() == Qt::Checked;
        break;
    case IdColumn:
        output.id = text;
        break;
    case AddressColumn:
        output.url = text;
        break;
    case ReadBackColumn:
        output.probeUrl = text;
        break;
    case KeyColumn:
        output.keyUrl = text;
        break;
    default:
        break;
    }
    Q_EMIT edited();
}

void OutputTable::mark(const QString &where, const QString &why)
{
    const QStringList parts = where.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    const bool ours = parts.value(0) == QLatin1String("outputs");
    m_filling = true;
    for (int row = 0; row < rowCount(); ++row) {
        for (const auto &[member, column] : members) {
            QTableWidgetItem *one = item(row, column);
            const bool wrong = ours && parts.value(1).toInt() == row
                && (parts.value(2) == QLatin1String(member) || (parts.size() < 3 && column == AddressColumn));
            if (!one)
                continue;
            const auto brush = [wrong](theme::Token token) {
                return wrong ? QVariant(QBrush(theme::color(token))) : QVariant();
            };
            one->setData(Qt::BackgroundRole, brush(theme::Token::Low));
            one->setData(Qt::ForegroundRole, brush(theme::Token::CautionText));
            if (wrong)
                one->setToolTip(why);
        }
    }
    m_filling = false;
}

void OutputTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fill();
    }
    QTableWidget::changeEvent(event);
}

void OutputTable::retranslate()
{
    setAccessibleName(tr("Outputs"));
    setHorizontalHeaderLabels({tr("On", "an output sends"), tr("Id"), tr("Kind"), tr("Address"),
                               tr("Read back at"), tr("Keys at")});
}

} // namespace twinfeed
