// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillrecords.h"

#include "models/consolestate.h"
#include "widgets/drillreport.h"
#include "widgets/drilltext.h"
#include "widgets/drillwords.h"
#include "widgets/readinesswords.h"
#include "widgets/theme.h"

#include <QDate>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int searchAfterMs = 300;
constexpr int longestNote = 4000;
constexpr int longestOwner = 80;

} // namespace

DrillRecords::DrillRecords(const ConsoleState &state, const DrillBoard &board, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_board(board)
    , m_tabs(new QTabWidget(this))
    , m_verdict(new QLabel)
    , m_table(new QTableView)
    , m_search(new QLineEdit)
    , m_drills(new QListWidget)
    , m_text(new QTextBrowser)
    , m_note(new QLineEdit)
    , m_owner(new QLineEdit)
    , m_due(new QLineEdit)
    , m_save(new QPushButton)
    , m_pdf(new QPushButton)
    , m_page(new QPushButton)
    , m_close(new QPushButton)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    m_tabs->addTab(makeReadiness(), QString());
    m_tabs->addTab(makeDrills(), QString());
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_close, 0, Qt::AlignRight);
    follow();
    retranslate();
    resize(960, 640);
}

QWidget *DrillRecords::makeReadiness()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    m_verdict->setFont(theme::font(theme::Type::Title));
    m_verdict->setWordWrap(true);
    m_table->setObjectName(QStringLiteral("readiness"));
    auto *words = new ReadinessWords(m_table);
    words->setSourceModel(new ReadinessTable(m_board, words));
    m_table->setModel(words);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ReadinessTable::What, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    layout->addWidget(m_verdict);
    layout->addWidget(m_table, 1);
    return page;
}

QWidget *DrillRecords::makeDrills()
{
    auto *page = new QWidget;
    auto *columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 12, 0, 0);
    columns->setSpacing(12);
    auto *left = new QVBoxLayout;
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setClearButtonEnabled(true);
    m_drills->setObjectName(QStringLiteral("drills"));
    m_drills->setWordWrap(true);
    m_drills->setSpacing(2);
    left->addWidget(m_search);
    left->addWidget(m_drills, 1);
    auto *right = new QVBoxLayout;
    m_text->setObjectName(QStringLiteral("drill"));
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMaxLength(longestNote);
    m_owner->setObjectName(QStringLiteral("owner"));
    m_owner->setMaxLength(longestOwner);
    m_due->setObjectName(QStringLiteral("due"));
    m_save->setObjectName(QStringLiteral("save"));
    m_pdf->setObjectName(QStringLiteral("report-pdf"));
    m_page->setObjectName(QStringLiteral("report-page"));
    auto *reports = new QHBoxLayout;
    reports->addWidget(m_pdf);
    reports->addWidget(m_page);
    reports->addStretch(1);
    auto *line = new QHBoxLayout;
    line->addWidget(m_owner, 1);
    line->addWidget(m_due, 1);
    line->addWidget(m_save);
    right->addWidget(m_text, 1);
    right->addLayout(reports);
    right->addWidget(m_note);
    right->addLayout(line);
    columns->addLayout(left, 2);
    columns->addLayout(right, 3);
    return page;
}

void DrillRecords::follow()
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(searchAfterMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { Q_EMIT historyWanted(m_search->text().trimmed()); });
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_drills, &QListWidget::currentRowChanged, this, &DrillRecords::showDrill);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    for (QLineEdit *edit : {m_note, m_owner, m_due})
        connect(edit, &QLineEdit::textChanged, this, &DrillRecords::refreshButtons);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const Drill *drill = chosen();
        if (!drill)
            return;
        Q_EMIT noteRequested(drill->id, m_note->text().trimmed(), m_owner->text().trimmed(),
                             m_due->text().trimmed());
        m_note->clear();
    });
    connect(m_pdf, &QPushButton::clicked, this, [this] { askForReport(true); });
    connect(m_page, &QPushButton::clicked, this, [this] { askForReport(false); });
    connect(&m_board, &DrillBoard::picturesChanged, this, &DrillRecords::writeReport);
    connect(&m_board, &DrillBoard::readinessChanged, this, &DrillRecords::fillReadiness);
    connect(&m_board, &DrillBoard::historyChanged, this, &DrillRecords::fillDrills);
    connect(&m_board, &DrillBoard::drillChanged, this, &DrillRecords::showDrill);
    connect(&m_state, &ConsoleState::staleChanged, this, &DrillRecords::refreshButtons);
    connect(&m_state, &ConsoleState::roleChanged, this, &DrillRecords::refreshButtons);
}

void DrillRecords::fillReadiness()
{
    const auto &readiness = m_board.readiness();
    m_verdict->setText(!readiness ? tr("Not known yet.")
                           : readiness->isReady()
                           ? tr("Ready: all that the calendar asks for was rehearsed.")
                           : tr("Not ready: the calendar asks for more than was rehearsed."));
}

void DrillRecords::fillDrills()
{
    const QSignalBlocker quiet(m_drills);
    const Drill *before = chosen();
    const QString id = before ? before->id : QString();
    m_drills->clear();
    for (const Drill &drill : m_board.history()) {
        const QString when = QLocale().toString(drill.startedAt.toLocalTime(), QLocale::ShortFormat);
        const QString result = drill.state == DrillState::Ended ? DrillWords::score(drill.score)
                                                                : DrillWords::state(drill.state);
        auto *item = new QListWidgetItem(
            QStringLiteral("%1\n%2 · %3 · %4")
                .arg(DrillWords::local(drill.scenario.name), result, DrillWords::kind(drill.kind), when),
            m_drills);
        item->setData(Qt::UserRole, drill.id);
        if (drill.id == id)
            m_drills->setCurrentItem(item);
    }
    if (m_drills->count() == 0)
        (new QListWidgetItem(tr("No drills."), m_drills))->setFlags(Qt::NoItemFlags);
    else if (!m_drills->currentItem())
        m_drills->setCurrentRow(0);
    showDrill();
}

const Drill *DrillRecords::chosen() const
{
    const QListWidgetItem *item = m_drills->currentItem();
    const QString id = item ? item->data(Qt::UserRole).toString() : QString();
    const auto &drills = m_board.history();
    const auto found = std::ranges::find(drills, id, &Drill::id);
    return found == drills.end() ? nullptr : &*found;
}

void DrillRecords::showDrill()
{
    const Drill *drill = chosen();
    QString html;
    if (drill) {
        html = DrillText::facts(*drill) + DrillText::result(*drill) + DrillText::heading(tr("Course"))
            + DrillText::course(*drill);
        if (const QString notes = DrillText::notes(*drill); !notes.isEmpty())
            html += DrillText::heading(tr("Notes")) + notes;
    }
    if (m_text->property("source").toString() != html) {
        m_text->setProperty("source", html);
        m_text->setHtml(html);
    }
    refreshButtons();
}

void DrillRecords::askForReport(bool pdf)
{
    const Drill *drill = chosen();
    if (!drill)
        return;
    m_reported = drill->id;
    m_asPdf = pdf;
    Q_EMIT picturesWanted(drill->id);
}

void DrillRecords::writeReport(const QString &id)
{
    const auto &drills = m_board.history();
    const auto found = std::ranges::find(drills, id, &Drill::id);
    if (id != m_reported || found == drills.end())
        return;
    m_reported.clear();
    const DrillReport::Content content{*found, DrillReport::earlierOf(*found, drills), m_board.pictures()};
    const QString name = QStringLiteral("drill-%1-%2.%3")
                             .arg(found->id, found->scenario.id, QLatin1String(m_asPdf ? "pdf" : "html"));
    Q_EMIT fileWanted(
        name, m_asPdf ? DrillReport::pdf(content, m_board.now()) : DrillReport::page(content, m_board.now()));
}

void DrillRecords::refreshButtons()
{
    const Drill *drill = chosen();
    for (QPushButton *button : {m_pdf, m_page})
        button->setEnabled(drill && drill->isOver());
    const bool may = drill && drill->isOver() && m_state.mayCommand(Role::Operator);
    for (QLineEdit *edit : {m_note, m_owner, m_due})
        edit->setEnabled(may);
    const QString due = m_due->text().trimmed();
    const bool date = due.isEmpty() || QDate::fromString(due, Qt::ISODate).isValid();
    m_save->setEnabled(may && date && !m_note->text().trimmed().isEmpty());
}

void DrillRecords::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void DrillRecords::retranslate()
{
    setWindowTitle(tr("Readiness and drills"));
    m_tabs->setTabText(0, tr("Readiness"));
    m_tabs->setTabText(1, tr("Drills"));
    m_table->setAccessibleName(tr("Readiness"));
    m_search->setPlaceholderText(tr("Search scenarios, people, notes"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_drills->setAccessibleName(tr("Drills, newest first"));
    m_text->setAccessibleName(tr("The drill in full"));
    m_note->setPlaceholderText(tr("What is to be done afterwards?"));
    m_note->setAccessibleName(m_note->placeholderText());
    m_owner->setPlaceholderText(tr("By whom?"));
    m_owner->setAccessibleName(m_owner->placeholderText());
    m_due->setPlaceholderText(tr("Until (2026-12-24)", "a date as it is to be written"));
    m_due->setAccessibleName(m_due->placeholderText());
    m_save->setText(tr("Write it down"));
    m_pdf->setText(tr("Report as PDF"));
    m_page->setText(tr("Report as HTML"));
    m_close->setText(tr("Close"));
    static_cast<ReadinessWords *>(m_table->model())->retranslate();
    fillReadiness();
    fillDrills();
}

} // namespace twinfeed
