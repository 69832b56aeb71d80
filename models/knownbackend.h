// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace twinfeed {

/// A backend that the person works with. Its token is elsewhere.
struct KnownBackend
{
    QString id; ///< the console's own, never shown; demoId and thisMachineId are taken
    QString name; ///< for people
    QString address; ///< "https://unit-a.example:8443"

    bool operator==(const KnownBackend &) const = default;

    static QString demoId() { return QStringLiteral("demo"); }
    static QString thisMachineId() { return QStringLiteral("this-machine"); }
};

} // namespace twinfeed
