// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/controlswitch.h"

#include <QToolButton>

class QMenu;

namespace twinfeed {

/// Says who has the channel; a press has it, takes it over (asks once more), or opens what whoever has it can do with it.
/// UI thread.
class ControlButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit ControlButton(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    /// What a key and a click do.
    void press();
    /// Ten times a second: a first press lapses.
    void tick();
    void clear();

Q_SIGNALS:
    void ordered(const twinfeed::ControlOrder &order);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void openMenu();
    void askForName();

    ControlSwitch m_control;
    bool m_wasAsking = false;
};

} // namespace twinfeed
