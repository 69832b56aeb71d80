// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/qualitydialog.h"

#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QTableWidget>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int againMs = 30'000;
constexpr int hours[]{1, 8, 24, 168};
// EEMUA 191 and ISA-18.2: what one person can handle.
constexpr double acceptableRate = 1;
constexpr int flood = 10;

QTableWidget *table(int columns, QWidget *parent)
{
    auto *table = new QTableWidget(0, columns, parent);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(28);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
    return table;
}

void setCell(QTableWidget *table, int row, int column, const QString &text,
             theme::Token token = theme::Token::Text)
{
    auto *item = new QTableWidgetItem(text);
    item->setForeground(theme::color(token));
    table->setItem(row, column, item);
}

} // namespace

QualityDialog::QualityDialog(Inquiries &inquiries, QWidget *parent)
    : QDialog(parent)
    , m_inquiries(inquiries)
    , m_hours(new QComboBox(this))
    , m_figures(table(3, this))
    , m_often(table(2, this))
    , m_oftenTitle(new QLabel(this))
    , m_says(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    m_says->setWordWrap(true);
    m_says->setProperty("quiet", true);
    m_oftenTitle->setFont(theme::font(theme::Type::Strong));
    for (const int one : hours)
        m_hours->addItem(QString(), one);
    m_hours->setCurrentIndex(2);
    layout->addWidget(m_hours, 0, Qt::AlignLeft);
    layout->addWidget(m_figures, 3);
    layout->addWidget(m_oftenTitle);
    layout->addWidget(m_often, 2);
    layout->addWidget(m_says);
    resize(680, 700);
    connect(m_hours, &QComboBox::activated, this, &QualityDialog::ask);
    connect(&m_again, &QTimer::timeout, this, &QualityDialog::ask);
    m_again.start(againMs);
    retranslate();
    ask();
}

void QualityDialog::ask()
{
    m_inquiries.alarmQuality(m_hours->currentData().toInt(), [self = QPointer(this)](const auto &answer) {
        if (self)
            self->take(answer);
    });
}

void QualityDialog::take(const Result<AlarmQuality> &answer)
{
    if (answer)
        m_quality = *answer;
    m_says->setText(
        answer ? tr("One alarm in ten minutes is what a person can handle; more than ten in ten minutes "
                    "are a flood. What is folded under another alarm calls nobody and does not count.")
               : BusWords::problem(answer.error()));
    fill();
}

std::vector<QualityDialog::Figure> QualityDialog::figuresOf(const AlarmQuality &quality)
{
    const QString none = tr("none");
    const QString number = QStringLiteral("%1");
    const auto count = [&](const QString &name, int value, const QString &wanted, bool good) {
        return Figure{name, number.arg(value), wanted, good};
    };
    return {
        {tr("Alarms in ten minutes, on average"), Words::number(quality.per10Minutes, 2), tr("at most 1"),
         quality.per10Minutes <= acceptableRate},
        count(tr("Most in any ten minutes"), quality.most10Minutes, tr("at most 10"),
              quality.most10Minutes <= flood),
        count(tr("Floods"), quality.floods, none, quality.floods == 0),
        count(tr("Alarms that chatter"), quality.chattering, none, quality.chattering == 0),
        count(tr("Standing for over ten minutes"), quality.standing, none, quality.standing == 0),
        count(tr("Shelved now"), quality.shelved, {}, true),
        count(tr("Alarms in all"), quality.alarms, {}, true),
        count(tr("Folded under another"), quality.folded, {}, true),
        {tr("Critical / warnings / notices"),
         QStringLiteral("%1 / %2 / %3").arg(quality.criticals).arg(quality.warnings).arg(quality.notices),
         tr("about 5 / 15 / 80 %"), true},
    };
}

void QualityDialog::fill()
{
    m_figures->setRowCount(0);
    m_often->setRowCount(0);
    if (!m_quality)
        return;
    const std::vector<Figure> figures = figuresOf(*m_quality);
    m_figures->setRowCount(int(figures.size()));
    for (int row = 0; row < int(figures.size()); ++row) {
        const Figure &figure = figures[size_t(row)];
        setCell(m_figures, row, 0, figure.name, theme::Token::Quiet);
        // Told by a word as well as by its colour.
        setCell(m_figures, row, 1, figure.good ? figure.value : tr("%1, too many").arg(figure.value),
                figure.good ? theme::Token::Text : theme::Token::Low);
        setCell(m_figures, row, 2, figure.wanted, theme::Token::Quiet);
    }
    m_often->setRowCount(int(m_quality->often.size()));
    for (int row = 0; row < int(m_quality->often.size()); ++row) {
        const AlarmQuality::Often &often = m_quality->often[size_t(row)];
        setCell(m_often, row, 0, AlarmWords::rule(often.rule, {}));
        setCell(m_often, row, 1, QString::number(often.alarms));
    }
}

void QualityDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void QualityDialog::retranslate()
{
    setWindowTitle(tr("How good the alarms are"));
    for (int i = 0; i < m_hours->count(); ++i)
        m_hours->setItemText(i, tr("The last %n hour(s)", "", hours[i]));
    m_hours->setAccessibleName(tr("How far back"));
    m_figures->setAccessibleName(tr("How good the alarms are"));
    m_figures->setHorizontalHeaderLabels({tr("Figure"), tr("Is", "a figure"), tr("Wanted", "a figure")});
    m_often->setAccessibleName(tr("The rules that call most"));
    m_often->setHorizontalHeaderLabels({tr("Rule"), tr("Alarms")});
    m_oftenTitle->setText(tr("The rules that call most"));
    m_figures->setColumnWidth(1, 150);
    m_figures->setColumnWidth(2, 150);
    fill();
}

} // namespace twinfeed
