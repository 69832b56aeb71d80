// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/record.h"

#include <QByteArray>

#include <functional>
#include <vector>

/// What leaves the console as text. Pure.
namespace twinfeed::csv {

/// One field by RFC 4180: quoted where it must be; what a spreadsheet would take for a formula is led by an apostrophe.
QByteArray field(const QString &text);
/// A line an entry: id,at,actor,role,kind,channel,text; UTC. `sentence`: the text of an entry in the person's language.
QByteArray journal(const std::vector<JournalEntry> &entries,
                   const std::function<QString(const JournalEntry &)> &sentence);
/// A JSON object a line, as the interface gives entries: nothing is left out.
QByteArray journalLines(const std::vector<JournalEntry> &entries);

} // namespace twinfeed::csv
