// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/unit/house/libraries.h"
#include "tests/unit/house/sourcetree.h"

#include <QStringList>

namespace twinfeed::test {

/// Reads every #include of a tree and says which are forbidden, one sentence each, "file:line: ...":
/// - an own header that the room may not include (see rooms.h);
/// - a library that the room may not use, also when it comes in through headers of ours: media's headers may not bring
///   FFmpeg to whoever includes them, and nothing may bring QtGui into the daemon;
/// - an include in "" that is no file from the source root, and one of ours in <>;
/// - an include that no reader can follow (a macro).
QStringList forbiddenIncludes(const SourceTree &tree, const Libraries &libraries);

/// What a room links without permission. `links` is what CMake says of every target, a line each:
/// "<folder> <target>: <linked target> ...".
QStringList forbiddenLinks(const QString &links);

struct Include
{
    int line = 0;
    bool quoted = false; ///< "" and not <>
    QString header; ///< as written; empty when it cannot be read
};

/// The includes of one file; those in comments and in raw strings do not count.
std::vector<Include> includesOf(const QByteArray &content);

} // namespace twinfeed::test
