// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillpanel.h"

#include "models/drillguide.h"
#include "widgets/alarmwords.h"
#include "widgets/asking.h"
#include "widgets/drillchoices.h"
#include "widgets/drillrecords.h"
#include "widgets/drilltext.h"
#include "widgets/drillwords.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMetaMethod>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int64_t askedForUs = 5'000'000;

QLabel *wrapped(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void setText(QTextBrowser *browser, const QString &html, bool toEnd)
{
    if (browser->property("source").toString() == html)
        return;
    browser->setProperty("source", html);
    browser->setHtml(html);
    QScrollBar *bar = browser->verticalScrollBar();
    bar->setValue(toEnd ? bar->maximum() : 0);
}

} // namespace

DrillPanel::DrillPanel(const ConsoleState &state, DrillBoard &board, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_board(board)
    , m_chooser(makeChooser())
    , m_course(makeCourse())
    , m_message(wrapped(this))
    , m_openRecords(new QPushButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::unit, theme::unit, theme::unit, theme::unit);
    layout->setSpacing(theme::unit);
    layout->addWidget(m_chooser, 1);
    layout->addWidget(m_course, 1);
    layout->addWidget(m_message);
    layout->addWidget(m_openRecords);
    m_message->setObjectName(QStringLiteral("message"));
    m_openRecords->setObjectName(QStringLiteral("records"));
    connect(m_openRecords, &QPushButton::clicked, this, &DrillPanel::openRecords);
    follow();
    retranslate();
}

QWidget *DrillPanel::makeChooser()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(theme::unit);
    m_where = wrapped(page);
    m_where->setProperty("quiet", true);
    m_rehearse = new QPushButton(page);
    m_rehearse->setObjectName(QStringLiteral("rehearse"));
    m_rehearse->setProperty("critical", true);
    m_scenarioLabel = new QLabel(page);
    m_scenario = new QComboBox(page);
    m_scenario->setObjectName(QStringLiteral("scenario"));
    m_scenario->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_scenario->setMinimumContentsLength(16);
    m_scenarioLabel->setBuddy(m_scenario);
    m_summary = wrapped(page);
    m_kind = new QComboBox(page);
    m_kind->setObjectName(QStringLiteral("kind"));
    m_seed = new QLineEdit(page);
    m_seed->setObjectName(QStringLiteral("seed"));
    // Below 2^53, which JSON carries exactly.
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{0,15}")), m_seed));
    m_start = new QPushButton(page);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setProperty("critical", true);
    auto *line = new QHBoxLayout;
    line->addWidget(m_kind, 1);
    line->addWidget(m_seed, 1);
    layout->addWidget(m_where);
    layout->addWidget(m_rehearse);
    layout->addWidget(m_scenarioLabel);
    layout->addWidget(m_scenario);
    layout->addWidget(m_summary);
    layout->addLayout(line);
    layout->addWidget(m_start);
    m_rehearse->hide();
    layout->addStretch(1);
    // A low dock cuts nothing off.
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget *DrillPanel::makeCourse()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(theme::unit);
    m_title = wrapped(page);
    m_title->setFont(theme::font(theme::Type::Strong));
    m_clock = new QLabel(page);
    m_clock->setFont(theme::font(theme::Type::Title));
    m_now = wrapped(page);
    m_now->setObjectName(QStringLiteral("now"));
    m_now->setTextFormat(Qt::RichText);
    m_choices = new DrillChoices(page);
    m_text = new QTextBrowser(page);
    m_text->setObjectName(QStringLiteral("course"));
    m_end = new QPushButton(page);
    m_end->setObjectName(QStringLiteral("end"));
    m_again = new QPushButton(page);
    m_again->setObjectName(QStringLiteral("again"));
    m_other = new QPushButton(page);
    m_other->setObjectName(QStringLiteral("other"));
    auto *line = new QHBoxLayout;
    for (QPushButton *button : {m_end, m_again, m_other})
        line->addWidget(button, 1);
    layout->addWidget(m_title);
    layout->addWidget(m_clock);
    layout->addWidget(m_now);
    layout->addWidget(m_choices);
    layout->addWidget(m_text, 1);
    layout->addLayout(line);
    return page;
}

void DrillPanel::follow()
{
    connect(m_rehearse, &QPushButton::clicked, this, &DrillPanel::rehearsalRequested);
    connect(m_start, &QPushButton::clicked, this, &DrillPanel::pressStart);
    connect(m_seed, &QLineEdit::returnPressed, this, &DrillPanel::pressStart);
    connect(m_end, &QPushButton::clicked, this, &DrillPanel::pressEnd);
    connect(m_choices, &DrillChoices::chosen, this, [this](const QString &question, int choice) {
        if (const Drill *drill = m_board.drill())
            Q_EMIT answerRequested(drill->id, question, choice);
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (const Drill *drill = m_board.drill())
            Q_EMIT startRequested(drill->scenario.id, drill->kind, drill->seed, drill->channel);
    });
    connect(m_other, &QPushButton::clicked, this, [this] {
        m_choosing = true;
        refresh();
        m_scenario->setFocus();
    });
    connect(m_scenario, &QComboBox::currentIndexChanged, this, [this] {
        refreshKinds();
        refreshChooser();
    });
    connect(&m_board, &DrillBoard::unitChanged, this, &DrillPanel::refresh);
    connect(&m_board, &DrillBoard::scenariosChanged, this, &DrillPanel::refreshScenarios);
    connect(&m_board, &DrillBoard::orderChanged, this, &DrillPanel::refresh);
    connect(&m_board, &DrillBoard::drillChanged, this, [this] {
        m_choosing = !m_board.drill();
        if (!m_board.isRunning())
            m_endAskedAt.reset();
        refresh();
    });
    connect(&m_state, &ConsoleState::staleChanged, this, &DrillPanel::refresh);
    connect(&m_state, &ConsoleState::roleChanged, this, &DrillPanel::refresh);
}

void DrillPanel::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&DrillPanel::rehearsalRequested))
        refreshChooser();
}

void DrillPanel::setTrouble(const QString &trouble)
{
    m_trouble = trouble;
    refresh();
}

void DrillPanel::pressRehearse()
{
    if (m_rehearse->isVisibleTo(m_chooser))
        Q_EMIT rehearsalRequested();
}

const Scenario *DrillPanel::chosen() const
{
    return m_board.scenario(m_scenario->currentData().toString());
}

bool DrillPanel::mayBegin() const
{
    return m_state.mayCommand(Role::Director) && !m_board.isRunning()
        && !m_board.isPending(DrillBoard::Order::Start);
}

void DrillPanel::refresh()
{
    m_chooser->setVisible(m_choosing);
    m_course->setVisible(!m_choosing);
    QString says = m_trouble;
    if (m_board.refusal())
        says = DrillWords::problem(*m_board.refusal());
    else if (says.isEmpty())
        says = AlarmWords::blocked(m_state, Role::Director);
    m_message->setText(says);
    m_message->setVisible(!says.isEmpty());
    refreshChooser();
    refreshCourse();
}

void DrillPanel::refreshScenarios()
{
    const QSignalBlocker quiet(m_scenario);
    const QString before = m_scenario->currentData().toString();
    m_scenario->clear();
    for (const Scenario &scenario : m_board.scenarios())
        m_scenario->addItem(DrillWords::local(scenario.name), scenario.id);
    m_scenario->setCurrentIndex(std::max(m_scenario->findData(before), m_scenario->count() > 0 ? 0 : -1));
    refreshKinds();
    refresh();
}

/// Those in which the scenario can be held here.
void DrillPanel::refreshKinds()
{
    const Scenario *scenario = chosen();
    m_kind->clear();
    if (!scenario)
        return;
    const bool streams = !scenario->faults.empty() && m_board.isRehearsal().value_or(false);
    for (const DrillKind kind : {DrillKind::Tabletop, DrillKind::WalkThrough, DrillKind::Simulated}) {
        const bool tabletop = kind == DrillKind::Tabletop;
        if (tabletop ? !scenario->questions.empty() : streams)
            m_kind->addItem(DrillWords::kind(kind), int(kind));
    }
    m_kind->setCurrentIndex(std::max(m_kind->findData(int(scenario->kind)), 0));
}

void DrillPanel::refreshChooser()
{
    const bool rehearsal = m_board.isRehearsal().value_or(false);
    const bool offered = isSignalConnected(QMetaMethod::fromSignal(&DrillPanel::rehearsalRequested));
    m_where->setText(
        rehearsal
            ? tr("This is a rehearsal unit. Faults are made on its own feeds; nothing on air is touched.")
            : tr("This unit is live: only tabletops are held here. A rehearsal has a unit and a "
                 "window of its own, made from the same event."));
    m_rehearse->setVisible(!rehearsal && offered);
    const Scenario *scenario = chosen();
    m_summary->setText(scenario ? DrillWords::local(scenario->summary) : QString());
    const bool can = scenario && m_kind->count() > 0;
    if (scenario && !can)
        m_summary->setText(m_summary->text() + QLatin1Char(' ')
                           + tr("It needs streams, and so a rehearsal unit."));
    m_kind->setEnabled(can && m_kind->count() > 1);
    m_seed->setEnabled(can);
    m_start->setEnabled(can && mayBegin());
}

void DrillPanel::pressStart()
{
    if (!m_start->isEnabled())
        return;
    const QString seed = m_seed->text();
    start(seed.isEmpty() ? std::nullopt : std::optional(seed.toLongLong()));
}

void DrillPanel::start(const std::optional<qint64> &seed)
{
    m_trouble.clear();
    Q_EMIT startRequested(chosen()->id, DrillKind(m_kind->currentData().toInt()), seed,
                          chosen()->channel.isEmpty() ? m_channel : chosen()->channel);
}

void DrillPanel::pressEnd()
{
    const int64_t now = m_state.clock().now();
    const Drill *drill = m_board.drill();
    if (!drill || drill->isOver())
        return;
    // A tabletop is ended by this; what else is broken off asks first.
    if (drill->kind == DrillKind::Tabletop || (m_endAskedAt && now - *m_endAskedAt < askedForUs)) {
        m_endAskedAt.reset();
        Q_EMIT endRequested(drill->id);
    } else {
        m_endAskedAt = now;
    }
    refreshCourse();
}

void DrillPanel::refreshCourse()
{
    const Drill *drill = m_board.drill();
    if (!drill || m_choosing)
        return;
    m_title->setText(QStringLiteral("%1 · %2 · %3")
                         .arg(DrillWords::local(drill->scenario.name), DrillWords::kind(drill->kind),
                              DrillWords::seed(drill->seed)));
    const bool over = drill->isOver();
    QString html = DrillText::result(*drill);
    if (over)
        html += DrillText::heading(tr("Course"));
    setText(m_text, html + DrillText::course(*drill), !over);
    m_end->setVisible(!over);
    m_end->setText(m_endAskedAt                             ? tr("Once more: break it off")
                       : drill->kind == DrillKind::Tabletop ? tr("End the drill")
                                                            : tr("Break the drill off"));
    setAsking(m_end, m_endAskedAt.has_value());
    m_end->setEnabled(m_state.mayCommand(Role::Director) && !m_board.isPending(DrillBoard::Order::End));
    for (QPushButton *button : {m_again, m_other})
        button->setVisible(over);
    m_again->setEnabled(mayBegin());
    m_choices->setDrill(*drill);
    m_choices->setEnabled(m_state.mayCommand(Role::Operator)
                          && !m_board.isPending(DrillBoard::Order::Answer));
    refreshNow();
    refreshClock();
}

void DrillPanel::refreshClock()
{
    const Drill *drill = m_board.drill();
    if (!drill || m_choosing)
        return;
    m_clock->setText(drill->state == DrillState::Running
                         ? tr("%1 of %2", "two times: elapsed, and in all")
                               .arg(DrillWords::clockInSeconds(m_board.elapsedMs()),
                                    DrillWords::clockInSeconds(qRound64(1000 * drill->scenario.lasts)))
                         : DrillWords::state(drill->state));
}

void DrillPanel::refreshNow()
{
    const Drill *drill = m_board.drill();
    if (!drill || m_choosing)
        return;
    QString html;
    if (drill->state == DrillState::Preparing)
        html = tr("The feeds come up. The first time on a machine this takes some minutes.").toHtmlEscaped();
    else if (drill->state == DrillState::Running && drill->kind == DrillKind::WalkThrough)
        html = DrillText::guide(*drill, m_board.elapsedMs());
    else if (drill->state == DrillState::Running && drill->kind == DrillKind::Tabletop) {
        const ScenarioQuestion *question = drillguide::nextQuestion(*drill);
        html = question
            ? QString(QStringLiteral("<b>%1</b>").arg(DrillWords::local(question->ask).toHtmlEscaped()))
            : tr("All questions are answered. End the drill.").toHtmlEscaped();
    }
    m_now->setText(html);
    m_now->setVisible(!html.isEmpty());
}

DrillRecords *DrillPanel::openRecords()
{
    if (!m_records) {
        m_records = new DrillRecords(m_state, m_board, this);
        m_records->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_records, &DrillRecords::historyWanted, this, &DrillPanel::historyWanted);
        connect(m_records, &DrillRecords::noteRequested, this, &DrillPanel::noteRequested);
        connect(m_records, &DrillRecords::picturesWanted, this, &DrillPanel::picturesWanted);
        connect(m_records, &DrillRecords::fileWanted, this, &DrillPanel::fileWanted);
    }
    Q_EMIT readinessWanted();
    Q_EMIT historyWanted({});
    m_records->show();
    m_records->raise();
    m_records->activateWindow();
    return m_records;
}

void DrillPanel::tick()
{
    if (m_endAskedAt && m_state.clock().now() - *m_endAskedAt >= askedForUs) {
        m_endAskedAt.reset();
        refreshCourse();
    }
    if (!isVisible() || !m_board.isRunning())
        return;
    refreshClock();
    refreshNow();
}

void DrillPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DrillPanel::retranslate()
{
    m_rehearse->setText(tr("Start a rehearsal"));
    m_rehearse->setToolTip(tr("A unit of its own from the same event, in a window of its own (Ctrl+Shift+R). "
                              "Nothing on air is touched."));
    m_scenarioLabel->setText(tr("Scenario"));
    m_kind->setAccessibleName(tr("Kind of drill"));
    m_seed->setPlaceholderText(tr("Seed: drawn"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed repeats a drill exactly. Empty: another one each time."));
    m_start->setText(tr("Start the drill"));
    m_text->setAccessibleName(tr("Course of the drill"));
    m_again->setText(tr("The same again"));
    m_again->setToolTip(tr("The same scenario with the same seed"));
    m_other->setText(tr("Another drill"));
    m_openRecords->setText(tr("Readiness and records"));
    refreshScenarios();
}

} // namespace twinfeed
