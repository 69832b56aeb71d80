// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planpanel.h"

#include "widgets/plandetail.h"
#include "widgets/planrecords.h"
#include "widgets/planwords.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTabBar>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int gap = 6;
/// With less height the deck gives way to the plan that is chosen.
constexpr int roomForBoth = 420;

} // namespace

PlanPanel::PlanPanel(const ConsoleState &state, PlanBoard &board, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_board(board)
    , m_deck(state, board)
    , m_pages(new QTabBar(this))
    , m_channels(new QComboBox(this))
    , m_scroll(new QScrollArea(this))
    , m_deckArea(new QWidget)
    , m_grid(new QGridLayout(m_deckArea))
    , m_empty(new QLabel(this))
    , m_detail(new PlanDetail(state, board, m_deck, this))
{
    build();
    follow();
    retranslate();
    rebuild();
}

void PlanPanel::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::unit, theme::unit, theme::unit, theme::unit);
    layout->setSpacing(theme::unit);
    for (const DeckPage page : allDeckPages)
        m_pages->addTab(PlanWords::page(page));
    m_pages->setObjectName(QStringLiteral("pages"));
    m_pages->setExpanding(true);
    m_pages->setDrawBase(false);
    m_pages->setUsesScrollButtons(false);
    m_channels->setObjectName(QStringLiteral("channels"));
    layout->addWidget(m_pages);
    layout->addWidget(m_channels);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(gap);
    m_scroll->setWidget(m_deckArea);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_empty->setProperty("quiet", true);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_empty->setMargin(8);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_scroll, 2);
    layout->addWidget(m_detail, 3);
    m_detail->hide();
}

void PlanPanel::follow()
{
    connect(m_pages, &QTabBar::currentChanged, this, &PlanPanel::rebuild);
    connect(m_channels, &QComboBox::currentIndexChanged, this, &PlanPanel::rebuild);
    connect(&m_board, &PlanBoard::plansChanged, this, &PlanPanel::rebuild);
    connect(&m_board, &PlanBoard::stateChanged, this, &PlanPanel::rebuild);
    connect(&m_board, &PlanBoard::runChanged, this, &PlanPanel::rebuild);
    connect(&m_board, &PlanBoard::orderChanged, this, &PlanPanel::refreshFaces);
    connect(&m_board, &PlanBoard::lit, this, [this](const PlanPlace &place) {
        // What lights is seen, and nobody loses what they look at.
        if (!m_chosen)
            setPage(DeckPage::Lit);
        Q_UNUSED(place)
    });
    for (const auto signal : {&ConsoleState::connectionChanged, &ConsoleState::staleChanged,
                              &ConsoleState::roleChanged, &ConsoleState::channelsReset})
        connect(&m_state, signal, this, &PlanPanel::rebuild);
    connect(m_detail, &PlanDetail::pressed, this, &PlanPanel::press);
    connect(m_detail, &PlanDetail::disarmRequested, this, &PlanPanel::disarmRequested);
    connect(m_detail, &PlanDetail::abortRequested, this, &PlanPanel::abortRequested);
    connect(m_detail, &PlanDetail::answerRequested, this, &PlanPanel::answerRequested);
    connect(m_detail, &PlanDetail::backRequested, this, [this] { choose({}); });
    connect(m_detail, &PlanDetail::recordsRequested, this, &PlanPanel::openRecords);
}

DeckPage PlanPanel::page() const
{
    return allDeckPages[size_t(std::max(m_pages->currentIndex(), 0))];
}

void PlanPanel::setPage(DeckPage page)
{
    m_pages->setCurrentIndex(int(page));
}

void PlanPanel::stepPage(int by)
{
    m_pages->setCurrentIndex((m_pages->currentIndex() + by + m_pages->count()) % m_pages->count());
}

QString PlanPanel::channel() const
{
    return m_channels->currentData().toString();
}

void PlanPanel::refreshChannels()
{
    const QSignalBlocker quiet(m_channels);
    const QString before = channel();
    m_channels->clear();
    m_channels->addItem(tr("All channels"));
    for (const QString &id : m_state.channelIds())
        m_channels->addItem(m_state.channel(id)->config.name, id);
    m_channels->setCurrentIndex(std::max(m_channels->findData(before), 0));
}

/// Buttons stay where they are as long as the same places are shown: none is made anew under a finger.
void PlanPanel::rebuild()
{
    refreshChannels();
    const std::vector<PlanPlace> places = m_deck.placesOn(page(), channel());
    const bool same = places.size() == m_buttons.size()
        && std::all_of(places.begin(), places.end(),
                       [this](const PlanPlace &place) { return m_buttons.count(place) > 0; });
    if (!same) {
        std::erase_if(m_buttons, [&places](const auto &entry) {
            const bool gone = std::find(places.begin(), places.end(), entry.first) == places.end();
            if (gone) {
                entry.second->hide();
                entry.second->deleteLater();
            }
            return gone;
        });
        for (const PlanPlace &place : places) {
            if (m_buttons.count(place) > 0)
                continue;
            auto *button = new PlanButton(place, m_state.clock(), m_deckArea);
            connect(button, &HoldButton::fired, this, [this, place](bool held) {
                if (m_chosen != place)
                    choose(place);
                press(place, held);
            });
            m_buttons[place] = button;
        }
    }
    if (m_chosen && !m_board.state(*m_chosen))
        choose({});
    m_empty->setText(page() == DeckPage::Lit ? tr("Nothing is lit. The other pages have all plans.")
                                             : tr("There are no plans for this phase."));
    arrangeGrid();
    refreshFaces();
    share();
}

int PlanPanel::columns() const
{
    return std::max(1, (width() - 2 * theme::unit + gap) / (PlanButton::leastWidth + gap));
}

void PlanPanel::arrangeGrid()
{
    const int columns = this->columns();
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    int index = 0;
    QWidget *before = m_pages;
    for (const PlanPlace &place : m_deck.placesOn(page(), channel())) {
        PlanButton *button = m_buttons.at(place);
        m_grid->addWidget(button, index / columns, index % columns);
        button->show();
        setTabOrder(before, button);
        before = button;
        ++index;
    }
    for (int column = 0; column < 16; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (int line = 0; line < m_grid->rowCount(); ++line)
        m_grid->setRowStretch(line, 0);
    m_grid->setRowStretch(index / columns + 1, 1);
}

void PlanPanel::refreshFaces()
{
    for (const auto &[place, button] : m_buttons) {
        PlanFace face = PlanWords::face(m_deck, m_board, place);
        face.chosen = m_chosen == place;
        if (face.chosen)
            face.keys = face.keys.isEmpty() ? QStringLiteral("F4") : face.keys;
        button->setFace(face);
        button->setHold(face.look == PlanDeck::Look::Armed && m_deck.danger(place) == PlanDanger::Hold);
    }
    for (const DeckPage page : allDeckPages) {
        const size_t count = m_deck.placesOn(page, channel()).size();
        m_pages->setTabText(
            int(page),
            page == DeckPage::Lit && count > 0
                ? tr("%1 (%2)", "%1: page, %2: how many").arg(PlanWords::page(page)).arg(count)
                : PlanWords::page(page));
    }
    m_detail->refresh();
}

void PlanPanel::share()
{
    const bool both = height() >= roomForBoth;
    const bool empty = m_buttons.empty();
    m_detail->setVisible(m_chosen.has_value());
    m_detail->setCompact(!both);
    m_pages->setVisible(both || !m_chosen);
    m_channels->setVisible(m_pages->isVisibleTo(this) && m_state.channelIds().size() > 1);
    m_scroll->setVisible(!empty && (both || !m_chosen));
    m_empty->setVisible(empty && (both || !m_chosen));
    // Rows that are there are seen, up to two; the rest of the height is the chosen plan's.
    const int rows = m_chosen ? std::min((int(m_buttons.size()) + columns() - 1) / columns(), 2) : 0;
    const int high = rows * (PlanButton::fixedHeight + gap) - gap;
    m_scroll->setMinimumHeight(rows > 0 ? high : 0);
    m_scroll->setMaximumHeight(rows > 0 ? high : QWIDGETSIZE_MAX);
}

void PlanPanel::choose(const std::optional<PlanPlace> &place)
{
    m_chosen = place;
    m_detail->setPlace(place);
    share();
    refreshFaces();
}

void PlanPanel::press(const PlanPlace &place, bool held)
{
    using Outcome = PlanDeck::Press::Outcome;
    const QString reason = m_detail->reason();
    const PlanDeck::Press press = m_deck.press(place, held, reason);
    switch (press.outcome) {
    case Outcome::Arm:
        Q_EMIT armRequested(place);
        break;
    case Outcome::Fire:
        Q_EMIT fireRequested(place, press.arm, held, m_deck.needsReason(place) ? reason : QString());
        break;
    case Outcome::NeedsReason:
        m_detail->pressMain(0); // asks for it
        break;
    case Outcome::Blocked:
    case Outcome::Wait:
    case Outcome::ShowRun:
    case Outcome::NeedsHold:
        break;
    }
    refreshFaces();
}

void PlanPanel::enter()
{
    if (!m_chosen || !m_board.state(*m_chosen)) {
        if (const auto foremost = m_deck.foremost())
            choose(foremost);
    }
    if (m_chosen)
        m_detail->focusMain();
    else if (!m_buttons.empty())
        m_buttons.begin()->second->setFocus();
    else
        m_pages->setFocus();
}

void PlanPanel::pressChosen(int key)
{
    const auto foremost = m_deck.foremost();
    if (!m_chosen && foremost)
        choose(foremost);
    if (m_chosen)
        m_detail->pressMain(key);
}

void PlanPanel::pressPlan(const QString &plan, const QString &channel)
{
    for (const auto &[place, state] : m_board.states()) {
        if (place.plan != plan || place.channel != channel)
            continue;
        // The first press of a key that means several outputs shows them; which one is chosen by hand.
        if (m_chosen && m_chosen->plan == plan && m_chosen->channel == channel)
            break;
        if (const PlanDocument *document = m_board.document(plan))
            setPage(DeckPage(int(document->plan.phase) + 1));
        choose(place);
        break;
    }
    if (m_chosen && m_chosen->plan == plan)
        m_detail->pressMain(0);
}

void PlanPanel::disarm()
{
    for (const auto &[place, state] : std::map(m_board.states())) {
        if (m_deck.canDisarm(place))
            Q_EMIT disarmRequested(place);
        m_board.forgetRefusal(place);
    }
}

void PlanPanel::pressAbort()
{
    m_detail->pressAbort();
}

void PlanPanel::openRecords(const QString &plan)
{
    if (!m_records) {
        m_records = new PlanRecords(m_state, m_board, this);
        m_records->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_records, &PlanRecords::runsWanted, this, &PlanPanel::runsWanted);
        connect(m_records, &PlanRecords::reviewRequested, this, &PlanPanel::reviewRequested);
        connect(m_records, &PlanRecords::enableRequested, this, &PlanPanel::enableRequested);
    }
    m_records->setPlan(plan);
    m_records->show();
    m_records->raise();
    m_records->activateWindow();
}

void PlanPanel::tick()
{
    if (!isVisible())
        return;
    refreshFaces();
    m_detail->tick();
}

void PlanPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeGrid();
    share();
}

void PlanPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PlanPanel::retranslate()
{
    m_pages->setAccessibleName(tr("Pages of the deck"));
    m_channels->setAccessibleName(tr("Channel whose plans are shown"));
    setAccessibleName(tr("Plan deck"));
    rebuild();
}

} // namespace twinfeed
