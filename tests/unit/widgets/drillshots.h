// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QString>

namespace twinfeed::test {

/// Pictures of a rehearsal, of drills, of readiness, and a report; `only`: those whose names have this in them.
void takeDrillShots(const QDir &folder, const QString &only);

} // namespace twinfeed::test
