// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/desk.h"

#include "widgets/autobar.h"
#include "widgets/busbar.h"
#include "widgets/cardview.h"
#include "widgets/journalview.h"
#include "widgets/multiview.h"
#include "widgets/outputlist.h"
#include "widgets/sealbar.h"
#include "widgets/statusstrip.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>

namespace twinfeed {

namespace {

constexpr int margin = theme::unit;
constexpr int stripHeight = 44;
constexpr int busHeight = 64;
constexpr int autoHeight = theme::criticalTarget;
constexpr int sealHeight = theme::criticalTarget;
constexpr int titleHeight = 20;
constexpr int leastLower = titleHeight + 2 * (CardDelegate::leastSize.height() + CardView::gap);
constexpr int leastJournal = 440;
constexpr int leastEntries = 3 * 26;

} // namespace

Desk::Desk(ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QWidget(parent)
    , m_strip(new StatusStrip(state, this))
    , m_multiView(new MultiView(state, std::move(frames), this))
    , m_bus(new BusBar(state, this))
    , m_auto(new AutoBar(state, this))
    , m_seal(new SealBar(state, this))
    , m_cardsTitle(new QLabel(this))
    , m_cards(new CardView(state, this))
    , m_outputsTitle(new QLabel(this))
    , m_outputs(new OutputList(state, this))
    , m_journalTitle(new QLabel(this))
    , m_journal(new JournalView(state, this))
{
    for (QLabel *title : {m_cardsTitle, m_outputsTitle, m_journalTitle}) {
        title->setFont(theme::font(theme::Type::Small));
        title->setProperty("quiet", true);
    }
    // The bus first: what is pressed in a hurry is where the keyboard starts.
    setTabOrder(m_bus, m_auto);
    setTabOrder(m_auto, m_seal);
    setTabOrder(m_seal, m_cards);
    setTabOrder(m_cards, m_journal);
    setTabOrder(m_journal, m_strip);
    connect(m_bus, &BusBar::nextChanged, m_multiView, [this] {
        m_multiView->setNext(m_bus->next());
        m_auto->setNext(m_bus->next());
    });
    connect(m_bus, &BusBar::lockPressed, m_auto, &AutoBar::pressLock);
    connect(m_outputs, &OutputList::rowsChanged, this, &Desk::arrange);
    retranslate();
}

void Desk::setChannel(const QString &channel)
{
    m_strip->setChannel(channel);
    m_multiView->setChannel(channel);
    m_bus->setChannel(channel);
    m_auto->setChannel(channel);
    m_seal->setChannel(channel);
    m_outputs->setChannel(channel);
    m_cards->setChannel(channel);
    arrange();
}

void Desk::resizeEvent(QResizeEvent *)
{
    arrange();
}

void Desk::arrange()
{
    const int inner = width() - 2 * margin;
    m_strip->setGeometry(0, 0, width(), stripHeight);
    int y = stripHeight + margin;
    const int most = height() - y - busHeight - autoHeight - sealHeight - leastLower - 4 * margin;
    const int viewHeight = std::max(std::min(MultiView::heightFor(inner), most), 0);
    m_multiView->setGeometry(margin, y, inner, viewHeight);
    y += viewHeight + margin;
    m_bus->setGeometry(margin, y, inner, busHeight);
    y += busHeight + margin;
    m_auto->setGeometry(margin, y, inner, autoHeight);
    y += autoHeight + margin;
    m_seal->setGeometry(margin, y, inner, sealHeight);
    y += sealHeight + margin;
    // The cards bring their own gap below and at their right.
    const int lower = height() - y - margin;
    const int cardsWidth = std::min(std::max(inner * 9 / 20, m_cards->wantedWidth()), inner - leastJournal);
    const int journalLeft = margin + cardsWidth;
    m_cardsTitle->setGeometry(margin, y, cardsWidth, titleHeight);
    m_cards->setGeometry(margin, y + titleHeight, cardsWidth, lower - titleHeight + CardView::gap);
    arrangeRight(journalLeft, y, lower);
}

void Desk::arrangeRight(int left, int top, int height)
{
    // The outputs get what they need, but the journal keeps its newest entries.
    const int room = height - 2 * titleHeight - leastEntries;
    const int rows = std::max(std::min(room / OutputList::rowHeight, m_outputs->wantedRows()), 1);
    const int outputs = rows * OutputList::rowHeight;
    const int right = width() - margin;
    m_outputsTitle->setGeometry(left, top, right - left, titleHeight);
    m_outputs->setGeometry(left, top + titleHeight, right - left, outputs);
    const int y = top + titleHeight + outputs;
    m_journalTitle->setGeometry(left, y, right - left, titleHeight);
    m_journal->setGeometry(left, y + titleHeight, right - left, top + height - y - titleHeight);
}

void Desk::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Desk::retranslate()
{
    m_cardsTitle->setText(tr("Picture rate and bitrate"));
    m_outputsTitle->setText(tr("Outputs"));
    m_journalTitle->setText(tr("Journal"));
}

} // namespace twinfeed
