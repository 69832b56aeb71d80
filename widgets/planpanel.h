// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/plandeck.h"
#include "widgets/planbutton.h"

#include <QPointer>
#include <QWidget>

#include <map>

class QComboBox;
class QGridLayout;
class QLabel;
class QScrollArea;
class QTabBar;

namespace twinfeed {

class PlanDetail;
class PlanRecords;

/// The plan deck: a page of what is lit and one for each phase, a button for each plan and place, and beneath them the one that is
/// chosen in full. Shows PlanBoard and emits intent; whoever sends it tells the board at once. UI thread.
class PlanPanel final : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    PlanPanel(const ConsoleState &state, PlanBoard &board, QWidget *parent = nullptr);

    /// Ten times a second.
    void tick();

    // As their keys do.
    /// Goes to the deck: chooses the foremost plan where none is chosen.
    void enter();
    /// The chosen plan's press, else the foremost one's; `key` of the keyboard is held down.
    void pressChosen(int key);
    /// A plan's own key, at `channel`.
    void pressPlan(const QString &plan, const QString &channel);
    /// Whatever this console has armed is armed no more.
    void disarm();
    void pressAbort();
    void stepPage(int by);

    void choose(const std::optional<PlanPlace> &place);
    const std::optional<PlanPlace> &chosen() const { return m_chosen; }
    DeckPage page() const;
    void setPage(DeckPage page);

    QSize minimumSizeHint() const override { return {260, 236}; }
    QSize sizeHint() const override { return {340, 420}; }

Q_SIGNALS:
    void armRequested(const twinfeed::PlanPlace &place);
    void disarmRequested(const twinfeed::PlanPlace &place);
    /// `arm` empty: the plan needs none; `reason` empty: there is a green rehearsal.
    void fireRequested(const twinfeed::PlanPlace &place, const QString &arm, bool held,
                       const QString &reason);
    void abortRequested(const twinfeed::PlanPlace &place, const QString &run);
    void answerRequested(const twinfeed::PlanPlace &place, const QString &run, const QString &answer);
    /// The runs of a plan (empty: all) with these words in them are to be asked for.
    void runsWanted(const QString &plan, const QString &search);
    void reviewRequested(const QString &run, const QString &rootCause, const QString &notes);
    void enableRequested(const QString &plan, bool enabled, const QString &reason);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void follow();
    void retranslate();
    void rebuild();
    void refreshFaces();
    int columns() const;
    void arrangeGrid();
    void share();
    void refreshChannels();
    void press(const PlanPlace &place, bool held);
    void openRecords(const QString &plan);
    QString channel() const;

    const ConsoleState &m_state;
    PlanBoard &m_board;
    PlanDeck m_deck;
    std::optional<PlanPlace> m_chosen;
    std::map<PlanPlace, PlanButton *> m_buttons;

    QTabBar *m_pages;
    QComboBox *m_channels;
    QScrollArea *m_scroll;
    QWidget *m_deckArea;
    QGridLayout *m_grid;
    QLabel *m_empty;
    PlanDetail *m_detail;
    QPointer<PlanRecords> m_records;
};

} // namespace twinfeed
