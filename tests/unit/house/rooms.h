// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace twinfeed::test {

/// A folder with its permissions: the table of rooms is the whole of "who may include whom".
struct Room
{
    /// "app/media"; the longest that fits a path is its room.
    QString folder;
    /// Folders (and single headers) of ours that it may include, besides itself. "*" is everything but the tests.
    QStringList mayInclude;
    /// Libraries it may use: "QtCore", "QtGui", ..., "FFmpeg", "microhttpd", "srt", "ebur128", "yaml-cpp", "JSON", "HTTP".
    /// What is in no such family (the C++ and C libraries) is free to all.
    QStringList mayUse;
    /// Targets of ours that its CMakeLists.txt may link; "*" is all.
    QStringList mayLink;
};

const std::vector<Room> &rooms();

/// The room of a file; null outside all of them (the top folder, resources).
const Room *roomOf(const QString &path);

} // namespace twinfeed::test
