// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace twinfeed {

/// The style sheet fills what waits for its second press.
inline void setAsking(QWidget *button, bool asking)
{
    if (button->property("asking").toBool() == asking)
        return;
    button->setProperty("asking", asking);
    button->style()->unpolish(button);
    button->style()->polish(button);
}

} // namespace twinfeed
