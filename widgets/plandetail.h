// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/plandeck.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace twinfeed {

class FireButton;
class MessagePanel;
struct BusMessage;

/// One plan, in full: why it is lit, what it would do, its steps while they run; and at the foot what is pressed: arm, fire, hold,
/// answer, abort. Nothing at the foot moves while its words change. Emits intent; the deck decides what a press means. UI thread.
class PlanDetail final : public QWidget
{
    Q_OBJECT

public:
    /// An abort is asked for by a second press within this time.
    static constexpr int64_t confirmWithinUs = 5'000'000;

    /// All outlive it.
    PlanDetail(const ConsoleState &state, const PlanBoard &board, const PlanDeck &deck,
               QWidget *parent = nullptr);

    /// Which plan; nothing: an invitation to choose one. What was typed and pressed before is forgotten.
    void setPlace(const std::optional<PlanPlace> &place);
    const std::optional<PlanPlace> &place() const { return m_place; }
    /// Without room for the deck beside it: with a button that leads back there, and what is said stands in the text.
    void setCompact(bool compact);

    /// As its main button is pressed. `key`: of the keyboard, 0: a plain press.
    void pressMain(int key);
    void pressAbort();
    void pressDisarm();
    void focusMain();
    QString reason() const;

    /// Ten times a second: count-downs.
    void tick();
    void refresh();

Q_SIGNALS:
    /// What the main button stands for; `held`: it was held down.
    void pressed(const twinfeed::PlanPlace &place, bool held);
    void disarmRequested(const twinfeed::PlanPlace &place);
    void abortRequested(const twinfeed::PlanPlace &place, const QString &run);
    void answerRequested(const twinfeed::PlanPlace &place, const QString &run, const QString &answer);
    void backRequested();
    void recordsRequested(const QString &plan);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void retranslate();
    void refreshText(const BusMessage &message);
    void refreshFoot();
    void refreshAnswers(const PlanRun *run);
    /// Asks for a reason where one is missing: the keyboard goes there.
    void askForReason();
    QString mainText(PlanDeck::Look look) const;

    const ConsoleState &m_state;
    const PlanBoard &m_board;
    const PlanDeck &m_deck;
    std::optional<PlanPlace> m_place;
    std::optional<int64_t> m_abortAsked; ///< unit clock, microseconds
    bool m_compact = false;
    QString m_html;
    QString m_asked; ///< the question's run and step, whose answers stand at the foot

    QPushButton *m_back;
    QLabel *m_title;
    QPushButton *m_records;
    MessagePanel *m_message;
    QScrollArea *m_scroll;
    QLabel *m_text;
    QLineEdit *m_reason;
    QHBoxLayout *m_answers;
    FireButton *m_main;
    QPushButton *m_disarm;
    QPushButton *m_abort;
};

} // namespace twinfeed
