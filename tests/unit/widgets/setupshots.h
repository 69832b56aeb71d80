// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QDir;
class QString;

namespace twinfeed::test {

/// The first page and the dialog of the setup, in order and with mistakes, in the language that is applied.
void takeSetupShots(const QDir &folder, const QString &language);

} // namespace twinfeed::test
