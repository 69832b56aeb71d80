// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plandetail.h"

#include "widgets/asking.h"
#include "widgets/holdbutton.h"
#include "widgets/messagepanel.h"
#include "widgets/plantext.h"
#include "widgets/planwords.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

namespace twinfeed {

namespace {

using Look = PlanDeck::Look;
constexpr int longestReason = 300;

QPushButton *footButton(const char *name, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setProperty("critical", true);
    return button;
}

} // namespace

PlanDetail::PlanDetail(const ConsoleState &state, const PlanBoard &board, const PlanDeck &deck,
                       QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_board(board)
    , m_deck(deck)
    , m_back(new QPushButton(this))
    , m_title(new QLabel(this))
    , m_records(new QPushButton(this))
    , m_message(new MessagePanel(this))
    , m_scroll(new QScrollArea(this))
    , m_text(new QLabel)
    , m_reason(new QLineEdit(this))
    , m_answers(new QHBoxLayout)
    , m_main(new FireButton(state.clock(), this))
    , m_disarm(footButton("disarm", this))
    , m_abort(footButton("abort", this))
{
    build();
    connect(m_back, &QPushButton::clicked, this, &PlanDetail::backRequested);
    connect(m_records, &QPushButton::clicked, this, [this] {
        if (m_place)
            Q_EMIT recordsRequested(m_place->plan);
    });
    connect(m_main, &HoldButton::fired, this, [this](bool held) {
        if (!m_place)
            return;
        if (m_deck.press(*m_place, held, reason()).outcome == PlanDeck::Press::Outcome::NeedsReason)
            askForReason();
        else
            Q_EMIT pressed(*m_place, held);
    });
    connect(m_reason, &QLineEdit::textChanged, this, &PlanDetail::refresh);
    // Return in the reason goes on to the button, and never fires by itself.
    connect(m_reason, &QLineEdit::returnPressed, m_main, qOverload<>(&QWidget::setFocus));
    connect(m_disarm, &QPushButton::clicked, this, &PlanDetail::pressDisarm);
    connect(m_abort, &QPushButton::clicked, this, &PlanDetail::pressAbort);
    retranslate();
}

void PlanDetail::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme::unit);
    m_title->setFont(theme::font(theme::Type::Strong));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_records);
    layout->addLayout(head);
    m_message->setMinimumHeight(46);
    layout->addWidget(m_message);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop);
    m_text->setMargin(8);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_scroll->setWidget(m_text);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setMinimumHeight(60);
    layout->addWidget(m_scroll, 1);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setMaxLength(longestReason);
    m_reason->setMinimumHeight(theme::criticalTarget);
    m_reason->setMinimumWidth(60);
    m_answers->setSpacing(theme::unit);
    layout->addLayout(m_answers);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(theme::unit);
    m_main->setObjectName(QStringLiteral("fire"));
    m_main->setKeys(QStringLiteral("F4"));
    foot->addWidget(m_reason, 3);
    foot->addWidget(m_main, 2);
    foot->addWidget(m_abort, 2);
    foot->addWidget(m_disarm);
    layout->addLayout(foot);
}

QString PlanDetail::reason() const
{
    return m_reason->text().trimmed();
}

void PlanDetail::setPlace(const std::optional<PlanPlace> &place)
{
    if (m_place == place)
        return;
    m_place = place;
    m_abortAsked.reset();
    m_reason->clear();
    m_scroll->ensureVisible(0, 0);
    refresh();
}

void PlanDetail::setCompact(bool compact)
{
    m_compact = compact;
    m_back->setVisible(compact);
    m_message->setVisible(!compact);
    refresh();
}

void PlanDetail::pressMain(int key)
{
    if (!m_place)
        return;
    if (key != 0)
        m_main->pressByKey(key);
    else
        m_main->click();
}

void PlanDetail::pressAbort()
{
    const PlanRun *run = m_place ? m_board.runOf(*m_place) : nullptr;
    if (!run || !m_deck.canAbort(*m_place))
        return;
    const int64_t now = m_board.clock().now();
    const bool asked = m_abortAsked && now - *m_abortAsked < confirmWithinUs;
    m_abortAsked = asked ? std::nullopt : std::optional(now);
    if (asked)
        Q_EMIT abortRequested(*m_place, run->id);
    refresh();
}

void PlanDetail::pressDisarm()
{
    if (m_place && m_deck.canDisarm(*m_place))
        Q_EMIT disarmRequested(*m_place);
}

void PlanDetail::focusMain()
{
    if (m_main->isVisible() && m_main->isEnabled())
        m_main->setFocus();
    else if (m_abort->isVisible())
        m_abort->setFocus();
}

void PlanDetail::askForReason()
{
    m_reason->setFocus();
}

void PlanDetail::tick()
{
    if (m_abortAsked && m_board.clock().now() - *m_abortAsked >= confirmWithinUs)
        m_abortAsked.reset();
    m_main->poll();
    refresh();
}

void PlanDetail::refresh()
{
    if (!m_place)
        return;
    const QString title = PlanWords::title(m_board, *m_place);
    m_title->setText(title);
    m_title->setToolTip(title);
    const BusMessage message = PlanWords::message(m_state, m_deck, m_board, *m_place);
    m_message->setMessage(message);
    refreshText(message);
    refreshFoot();
}

void PlanDetail::refreshText(const BusMessage &message)
{
    const Look look = m_deck.look(*m_place);
    const PlanRun *run = m_board.runOf(*m_place);
    // While the button shows the run or its end, so do its details; an arm shows what would come.
    const bool showRun =
        run && look != Look::Armed && look != Look::SecondMissing && look != Look::SecondWanted;
    QString html = showRun ? PlanText::run(m_board, *run, m_board.now()) : PlanText::plan(m_board, *m_place);
    if (m_compact) {
        BusMessage head = message;
        // A run that is over says itself why.
        if (showRun && run->isOver() && look != Look::NotRestored)
            head.detail.clear();
        html.prepend(PlanText::message(head));
    }
    if (html == m_html)
        return;
    m_html = html;
    m_text->setText(html);
}

QString PlanDetail::mainText(Look look) const
{
    const PlanDanger danger = m_deck.danger(*m_place);
    if (look == Look::Armed)
        return danger == PlanDanger::Hold ? tr("HOLD TO FIRE") : tr("FIRE");
    if (look == Look::SecondWanted)
        return tr("CONFIRM");
    return danger == PlanDanger::Press ? tr("FIRE") : tr("ARM");
}

void PlanDetail::refreshFoot()
{
    using Outcome = PlanDeck::Press::Outcome;
    const Look look = m_deck.look(*m_place);
    const Outcome outcome = m_deck.press(*m_place, true, QStringLiteral("-")).outcome;
    const bool runs = look == Look::Running || look == Look::Asking || look == Look::RollingBack;
    const bool fires = outcome == Outcome::Fire;
    m_main->setVisible(!runs);
    m_main->setText(mainText(look));
    m_main->setAccessibleName(m_main->text());
    m_main->setEnabled(outcome == Outcome::Fire || outcome == Outcome::Arm);
    m_main->setHold(fires && m_deck.danger(*m_place) == PlanDanger::Hold);
    m_main->setReady(fires && (!m_deck.needsReason(*m_place) || !reason().isEmpty()));
    m_reason->setVisible(!runs && fires && m_deck.needsReason(*m_place));
    m_disarm->setVisible(m_deck.canDisarm(*m_place));
    m_abort->setVisible(runs);
    m_abort->setEnabled(m_deck.canAbort(*m_place));
    m_abort->setText(m_abortAsked ? tr("Press again to abort") : tr("Abort and undo"));
    setAsking(m_abort, m_abortAsked.has_value());
    refreshAnswers(runs ? m_board.runOf(*m_place) : nullptr);
}

void PlanDetail::refreshAnswers(const PlanRun *run)
{
    const RunStep *asking = nullptr;
    if (run && run->state == RunState::Asking) {
        for (const RunStep &step : run->steps) {
            if ((step.state == RunStepState::Running || step.state == RunStepState::Checking)
                && std::holds_alternative<AskAction>(step.step.action))
                asking = &step;
        }
    }
    const QString asked =
        asking ? run->id + QLatin1Char(' ') + asking->plan + QLatin1Char(' ') + asking->step.id : QString();
    for (int i = 0; i < m_answers->count(); ++i)
        m_answers->itemAt(i)->widget()->setEnabled(m_deck.block(*m_place) == TakeBus::Block::None);
    if (asked == m_asked)
        return;
    m_asked = asked;
    while (QLayoutItem *item = m_answers->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    if (!asking)
        return;
    for (const AskAction::Answer &answer : std::get<AskAction>(asking->step.action).answers) {
        QPushButton *button = footButton("answer", this);
        button->setText(PlanWords::local(answer.text));
        connect(button, &QPushButton::clicked, this,
                [this, run = run->id, id = answer.id] { Q_EMIT answerRequested(*m_place, run, id); });
        m_answers->addWidget(button, 1);
    }
}

void PlanDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PlanDetail::retranslate()
{
    m_back->setText(tr("Deck"));
    m_back->setAccessibleName(tr("Back to the deck"));
    m_records->setText(tr("Runs ..."));
    m_records->setAccessibleName(tr("Runs and text of this plan"));
    m_disarm->setText(tr("Disarm (Esc)"));
    m_reason->setPlaceholderText(tr("Why is it fired without a rehearsal?"));
    m_reason->setAccessibleName(m_reason->placeholderText());
    m_text->setAccessibleName(tr("The plan in full"));
    m_html.clear();
    m_asked.clear();
    refresh();
}

} // namespace twinfeed
