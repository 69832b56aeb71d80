// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planrecords.h"

#include "models/consolestate.h"
#include "widgets/plantext.h"
#include "widgets/planwords.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTextBrowser>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int searchAfterMs = 300;
constexpr int longestCause = 1000;

/// Says it anew only where it changed: what was scrolled to and selected stays.
void setHtml(QTextBrowser *browser, const QString &html)
{
    if (browser->property("source").toString() == html)
        return;
    browser->setProperty("source", html);
    const int place = browser->verticalScrollBar()->value();
    browser->setHtml(html);
    browser->verticalScrollBar()->setValue(place);
}

} // namespace

PlanRecords::PlanRecords(const ConsoleState &state, const PlanBoard &board, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_board(board)
    , m_tabs(new QTabWidget(this))
    , m_search(new QLineEdit)
    , m_times(new QLabel)
    , m_runs(new QListWidget)
    , m_run(new QTextBrowser)
    , m_causeLabel(new QLabel)
    , m_cause(new QLineEdit)
    , m_notesLabel(new QLabel)
    , m_notes(new QPlainTextEdit)
    , m_save(new QPushButton)
    , m_text(new QTextBrowser)
    , m_reason(new QLineEdit)
    , m_enable(new QPushButton)
    , m_close(new QPushButton)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    m_tabs->addTab(makeRuns(), QString());
    m_tabs->addTab(makePlan(), QString());
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_close, 0, Qt::AlignRight);
    m_typing.setSingleShot(true);
    m_typing.setInterval(searchAfterMs);
    connect(&m_typing, &QTimer::timeout, this, &PlanRecords::ask);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_runs, &QListWidget::currentRowChanged, this, &PlanRecords::showRun);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(&board, &PlanBoard::historyChanged, this, &PlanRecords::fillRuns);
    connect(&board, &PlanBoard::runChanged, this, [this](const QString &run) {
        const PlanRun *known = m_board.run(run);
        // A run that ended meanwhile belongs into the list.
        if (known && known->isOver())
            ask();
    });
    connect(&board, &PlanBoard::plansChanged, this, &PlanRecords::fillPlan);
    connect(&state, &ConsoleState::staleChanged, this, &PlanRecords::refreshButtons);
    connect(&state, &ConsoleState::roleChanged, this, &PlanRecords::refreshButtons);
    retranslate();
    resize(860, 640);
}

QWidget *PlanRecords::makeRuns()
{
    auto *page = new QWidget;
    auto *columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 12, 0, 0);
    columns->setSpacing(12);
    auto *left = new QVBoxLayout;
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setMinimumHeight(32);
    m_search->setClearButtonEnabled(true);
    m_times->setWordWrap(true);
    m_times->setProperty("quiet", true);
    m_runs->setObjectName(QStringLiteral("runs"));
    m_runs->setWordWrap(true);
    m_runs->setSpacing(2);
    left->addWidget(m_search);
    left->addWidget(m_runs, 1);
    left->addWidget(m_times);
    auto *right = new QVBoxLayout;
    m_cause->setObjectName(QStringLiteral("cause"));
    m_cause->setMaxLength(longestCause);
    m_cause->setMinimumHeight(32);
    m_notes->setObjectName(QStringLiteral("notes"));
    m_notes->setTabChangesFocus(true);
    m_notes->setMaximumHeight(84);
    m_save->setObjectName(QStringLiteral("save"));
    m_causeLabel->setBuddy(m_cause);
    m_notesLabel->setBuddy(m_notes);
    right->addWidget(m_run, 1);
    right->addWidget(m_causeLabel);
    right->addWidget(m_cause);
    right->addWidget(m_notesLabel);
    right->addWidget(m_notes);
    right->addWidget(m_save, 0, Qt::AlignRight);
    columns->addLayout(left, 2);
    columns->addLayout(right, 3);
    connect(m_cause, &QLineEdit::textChanged, this, &PlanRecords::refreshButtons);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (const PlanRun *run = chosenRun())
            Q_EMIT reviewRequested(run->id, m_cause->text().trimmed(), m_notes->toPlainText().trimmed());
    });
    return page;
}

QWidget *PlanRecords::makePlan()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->addWidget(m_text, 1);
    auto *line = new QHBoxLayout;
    m_reason->setObjectName(QStringLiteral("change-reason"));
    m_reason->setMaxLength(longestCause);
    m_reason->setMinimumHeight(32);
    m_enable->setObjectName(QStringLiteral("enable"));
    line->addWidget(m_reason, 1);
    line->addWidget(m_enable);
    layout->addLayout(line);
    connect(m_reason, &QLineEdit::textChanged, this, &PlanRecords::refreshButtons);
    connect(m_enable, &QPushButton::clicked, this, [this] {
        const PlanDocument *document = m_board.document(m_plan);
        if (document)
            Q_EMIT enableRequested(m_plan, !document->plan.enabled, m_reason->text().trimmed());
        m_reason->clear();
    });
    return page;
}

void PlanRecords::setPlan(const QString &plan)
{
    m_plan = plan;
    m_search->clear();
    m_shownRun.clear();
    m_tabs->setTabVisible(1, !plan.isEmpty());
    m_tabs->setCurrentIndex(0);
    fillPlan();
    fillRuns();
    ask();
}

void PlanRecords::ask()
{
    m_typing.stop();
    Q_EMIT runsWanted(m_plan, m_search->text().trimmed());
}

void PlanRecords::fillRuns()
{
    const QSignalBlocker quiet(m_runs);
    const QString before = m_shownRun;
    m_runs->clear();
    for (const PlanRun &run : m_board.history()) {
        const QString when = QLocale().toString(run.firedAt.toLocalTime(), QLocale::ShortFormat);
        const QString title =
            PlanWords::local(run.title).isEmpty() ? run.place.plan : PlanWords::local(run.title);
        const QString cause = run.review ? run.review->rootCause : QString();
        auto *item = new QListWidgetItem(
            tr("%1\n%2 · %3 · %4 · %5", "title of a plan, state, time, kind, who")
                    .arg(title, PlanWords::runState(run.state), when, PlanWords::runKind(run.kind), run.by)
                + (cause.isEmpty() ? QString() : QLatin1Char('\n') + cause),
            m_runs);
        item->setData(Qt::UserRole, run.id);
        if (run.id == before)
            m_runs->setCurrentItem(item);
    }
    if (m_runs->count() == 0) {
        const auto &problem = m_board.historyProblem();
        auto *item = new QListWidgetItem(problem ? PlanWords::problem(*problem) : tr("No runs."), m_runs);
        item->setFlags(Qt::NoItemFlags);
    } else if (!m_runs->currentItem()) {
        m_runs->setCurrentRow(0);
    }
    const PlanTimes *times = m_board.times(m_plan);
    m_times->setText(times ? tr("Mean times: %1").arg(PlanText::times(*times)) : QString());
    m_times->setVisible(times);
    showRun();
}

const PlanRun *PlanRecords::chosenRun() const
{
    const QListWidgetItem *item = m_runs->currentItem();
    const QString id = item ? item->data(Qt::UserRole).toString() : QString();
    const auto found = std::find_if(m_board.history().begin(), m_board.history().end(),
                                    [&id](const PlanRun &run) { return run.id == id; });
    return found == m_board.history().end() ? nullptr : &*found;
}

void PlanRecords::showRun()
{
    const PlanRun *run = chosenRun();
    setHtml(m_run, run ? PlanText::run(m_board, *run, m_board.now()) : QString());
    if (run && run->id != m_shownRun) {
        m_cause->setText(run->review ? run->review->rootCause : QString());
        m_notes->setPlainText(run->review ? run->review->notes : QString());
    }
    m_shownRun = run ? run->id : QString();
    refreshButtons();
}

void PlanRecords::fillPlan()
{
    const PlanDocument *document = m_board.document(m_plan);
    setHtml(m_text, document ? PlanText::document(*document) : QString());
    const QString title = document ? PlanWords::local(document->plan.title) : QString();
    setWindowTitle(title.isEmpty() ? tr("Runs of plans") : tr("Plan: %1").arg(title));
    refreshButtons();
}

void PlanRecords::refreshButtons()
{
    const auto may = [this](Role least) {
        return !m_state.stale() && (!m_state.role() || *m_state.role() >= least);
    };
    const PlanRun *run = chosenRun();
    const bool over = run && run->isOver();
    m_cause->setEnabled(over && may(Role::Operator));
    m_notes->setEnabled(m_cause->isEnabled());
    m_save->setEnabled(m_cause->isEnabled() && !m_cause->text().trimmed().isEmpty());
    const PlanDocument *document = m_board.document(m_plan);
    m_enable->setText(document && !document->plan.enabled ? tr("Switch the plan on")
                                                          : tr("Switch the plan off"));
    m_reason->setEnabled(document && may(Role::Engineer));
    m_enable->setEnabled(m_reason->isEnabled() && !m_reason->text().trimmed().isEmpty());
    m_enable->setToolTip(may(Role::Engineer) ? QString() : tr("Only an engineer changes plans."));
}

void PlanRecords::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void PlanRecords::retranslate()
{
    m_tabs->setTabText(0, tr("Runs"));
    m_tabs->setTabText(1, tr("The plan"));
    m_search->setPlaceholderText(tr("Search titles, people, reasons, causes, notes"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_runs->setAccessibleName(tr("Runs, newest first"));
    m_run->setAccessibleName(tr("The run in full"));
    m_causeLabel->setText(tr("Root cause"));
    m_notesLabel->setText(tr("Notes: what helped, what did not, what is to be changed"));
    m_cause->setPlaceholderText(tr("\"Not known\" where it is not"));
    m_save->setText(tr("Write it down"));
    m_text->setAccessibleName(tr("The plan as it is kept"));
    m_reason->setPlaceholderText(tr("Why is it changed?"));
    m_reason->setAccessibleName(m_reason->placeholderText());
    m_close->setText(tr("Close"));
    fillPlan();
    fillRuns();
}

} // namespace twinfeed
