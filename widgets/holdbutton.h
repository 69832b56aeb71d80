// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QTimer>

#include <optional>

namespace twinfeed {

/// A button that is pressed, or, where it is dangerous, held down for a second while it fills. With the mouse, with Space or
/// Return, and by a key from elsewhere. Let go too early it does nothing. UI thread.
class HoldButton : public QAbstractButton
{
    Q_OBJECT

public:
    static constexpr int64_t holdUs = 1'000'000;

    explicit HoldButton(const Clock &clock, QWidget *parent = nullptr);

    /// It must be held. A hold under way ends.
    void setHold(bool hold);
    bool hold() const { return m_hold; }
    /// How far the hold is: 0 to 1; 0 where it is not held.
    double progress() const;
    /// As if it were pressed by that key of the keyboard, which somebody else got: let go when the key is.
    void pressByKey(int key);
    /// Looks at the clock; by itself thirty times a second while it is held.
    void poll();

Q_SIGNALS:
    /// Pressed, or held long enough (`held`).
    void fired(bool held);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void begin();
    void end();

    const Clock &m_clock;
    bool m_hold = false;
    std::optional<int64_t> m_since; ///< unit clock, microseconds
    int m_key = 0; ///< from elsewhere, while it is down
    QTimer m_timer;
};

/// A HoldButton with a word: the one that fires. Filled where a press changes the programme.
class FireButton final : public HoldButton
{
    Q_OBJECT

public:
    explicit FireButton(const Clock &clock, QWidget *parent = nullptr);

    /// Ready: filled bright; else plain.
    void setReady(bool ready);
    /// In the corner, as "F4".
    void setKeys(const QString &keys);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_ready = false;
    QString m_keys;
};

} // namespace twinfeed
