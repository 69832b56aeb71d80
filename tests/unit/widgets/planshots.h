// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QString>

namespace twinfeed::test {

/// Pictures of the window with plans in every state; `only`: those whose names have this in them.
void takePlanShots(const QDir &folder, const QString &only);

} // namespace twinfeed::test
