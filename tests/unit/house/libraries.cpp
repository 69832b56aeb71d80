// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/libraries.h"

#include <QDir>
#include <QLibraryInfo>

namespace twinfeed::test {

namespace {

struct Family
{
    const char *name;
    std::initializer_list<const char *> prefixes;
};

const Family families[] = {
    {"FFmpeg", {"libav", "libsw", "libpostproc"}},
    {"microhttpd", {"microhttpd"}},
    {"srt", {"srt/"}},
    {"ebur128", {"ebur128"}},
    {"freetype", {"freetype/"}},
    {"fontconfig", {"fontconfig/"}},
    {"openssl", {"openssl/"}},
    {"yaml-cpp", {"yaml-cpp/"}},
    {"keychain", {"qt6keychain/", "qtkeychain/"}},
    {"sqlite", {"sqlite3"}},
    {"curl", {"curl/"}},
    // Speaking HTTP is more than knowing what an address is.
    {"HTTP", {"QNetwork", "QtNetwork/QNetwork", "qnetwork", "QHttp", "QtNetwork/QHttp"}},
    // Lives in QtCore, but not every room that knows QtCore is to know JSON.
    {"JSON", {"QJson", "QtCore/QJson", "qjson", "QtCore/qjson"}},
};

} // namespace

Libraries::Libraries()
{
    const QDir root(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    for (const QString &module : root.entryList({QStringLiteral("Qt*")}, QDir::Dirs)) {
        m_modules << module;
        const QDir folder(root.filePath(module));
        for (const QString &header : folder.entryList(QDir::Files))
            m_moduleOf.insert(header, module);
    }
}

QString Libraries::familyOf(const QString &header) const
{
    for (const Family &family : families) {
        for (const char *prefix : family.prefixes) {
            if (header.startsWith(QLatin1String(prefix)))
                return QLatin1String(family.name);
        }
    }
    const QString folder = header.section(QLatin1Char('/'), 0, 0);
    if (m_modules.contains(folder))
        return folder;
    return m_moduleOf.value(header);
}

} // namespace twinfeed::test
