// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/buswords.h"

#include <QWidget>

#include <array>

namespace twinfeed {

class BusButton;
class LockButton;
class MessagePanel;
class SlateChooser;

/// PRIMARY, BACKUP, SLATE choose NEXT; TAKE cuts; beside them the answer, where the eye is. Decides nothing itself: see
/// TakeBus. UI thread.
class BusBar final : public QWidget
{
    Q_OBJECT

public:
    explicit BusBar(ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    void setAddSlateVisible(bool visible);
    /// Whether a padlock can be pressed; where it cannot, it is only there for a source that is locked.
    void setLocksVisible(bool visible);
    SlateChooser *slates() const { return m_slates; }
    std::optional<Source> next() const { return m_bus.next(); }

    // What keys and buttons do.
    void chooseNext(Source source);
    void clearNext();
    void pressTake();
    void pressDirect(Source source);

    /// Ten times a second: a first press lapses, an answer is late.
    void tick();

    BusMessage message() const;

Q_SIGNALS:
    void takeRequested(twinfeed::Source source, bool force);
    void slateChosen(const QString &slateId);
    void nextChanged();
    /// The padlock of this source was pressed.
    void lockPressed(twinfeed::Source source);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void act(const TakeBus::Press &press);
    void refresh();
    void refreshButton(Source source);
    void refreshLock(Source source);
    QString noteOf(Source source, bool *bad) const;
    void keepKeyboard(bool blocked);
    void retranslate();
    BusMessage currentMessage() const;
    BusMessage newestCommandMessage() const;
    const CommandRecord *newestOwn() const;
    const Verdict *verdict() const; ///< null on old truth

    ConsoleState &m_state;
    TakeBus m_bus;
    std::array<BusButton *, 3> m_buttons{};
    std::array<LockButton *, 3> m_locks{};
    bool m_locksCanBePressed = false;
    BusButton *m_take;
    MessagePanel *m_panel;
    SlateChooser *m_slates;
    /// What a press was answered with here, until something newer happens.
    std::optional<TakeBus::Press> m_answer;
    int64_t m_answeredAt = 0;
    bool m_nextIsNewest = false; ///< chosen after the newest command
    QWidget *m_focusBack = nullptr; ///< had the keyboard when the bus was switched off
};

} // namespace twinfeed
