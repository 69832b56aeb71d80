// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QMenu>

namespace twinfeed {

/// What can be done with slates beside choosing one: bring a file, keep the picture on air, write a running time into one,
/// delete one. Emits what the person chose; made anew each time it opens. UI thread.
class SlateMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit SlateMenu(const ConsoleState &state, QWidget *parent = nullptr);

Q_SIGNALS:
    void fileRequested();
    void pictureRequested();
    void textRequested();
    void deleteRequested(const QString &slateId);

private:
    void fill();

    const ConsoleState &m_state;
};

} // namespace twinfeed
