// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>

namespace twinfeed {

/// What went wrong, in words an operator understands. Becomes a problem document (RFC 9457) in server/, an alarm
/// in backend/ or a message in widgets/, in exactly one place each. Never holds a secret.
struct Error
{
    /// Stable, kebab-case, for programs: "unknown-field", "stale-revision", "input-refused".
    QString code;
    /// One sentence: what happened.
    QString message;
    /// The field at fault as a JSON pointer ("/outputs/0/url"), or "file:line:column"; empty where there is none.
    QString where;
    /// What can be done; empty where nothing can.
    QString remedy;
    /// Further members of the problem document, such as the state that was current ("current").
    QJsonObject details;

    bool operator==(const Error &) const = default;
};

} // namespace twinfeed
