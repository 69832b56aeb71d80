// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>

namespace twinfeed::test {

/// The files of a source tree that people write: by path from its root ("app/media/packet.h"), with their content. Leaves
/// out what is hidden (but .ci/), build/ and tests/data/, which holds bad examples.
class SourceTree final
{
public:
    /// Reads everything below `root`.
    static SourceTree read(const QString &root);

    const std::map<QString, QByteArray> &files() const { return m_files; }
    bool contains(const QString &path) const { return m_files.contains(path); }

private:
    std::map<QString, QByteArray> m_files;
};

/// True for .h and .cpp.
bool isCpp(const QString &path);

/// The two lines that every source begins with (behind a script's "#!" line); one sentence for each file without them.
/// Sources are C++, CMake, shell, Python and YAML files.
QStringList missingLicences(const SourceTree &tree);

/// Sources that the CMakeLists.txt of their folder (or of the nearest folder above that has one) does not name: nobody
/// builds them, and a forgotten test fails nobody. A name without its ending counts, as in twinfeed_system_test(tst_take).
QStringList unbuiltSources(const SourceTree &tree);

} // namespace twinfeed::test
