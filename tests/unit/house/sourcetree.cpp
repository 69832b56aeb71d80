// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/sourcetree.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace twinfeed::test {

namespace {

bool isLeftOut(const QString &path)
{
    if (path.startsWith(QLatin1String(".ci/")))
        return false;
    return path.startsWith(QLatin1Char('.')) || path.contains(QLatin1String("/."))
        || path.contains(QLatin1String("__pycache__")) || path == QLatin1String("build")
        || path == QLatin1String("tests/data");
}

void readFolder(const QDir &root, const QString &folder, std::map<QString, QByteArray> &files)
{
    const QDir dir(root.filePath(folder));
    for (const QFileInfo &entry :
         dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot | QDir::NoSymLinks)) {
        const QString path =
            folder.isEmpty() ? entry.fileName() : QString(folder % QLatin1Char('/') % entry.fileName());
        if (isLeftOut(path) && path != QLatin1String(".ci"))
            continue;
        if (entry.isDir()) {
            readFolder(root, path, files);
            continue;
        }
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            files.emplace(path, file.readAll());
    }
}

/// What opens a comment in this kind of file; empty for what is no source.
QByteArray commentOf(const QString &path, const QByteArray &content)
{
    if (isCpp(path))
        return "// ";
    const bool hashes = path.endsWith(QLatin1String("CMakeLists.txt"))
        || path.endsWith(QLatin1String(".cmake")) || path.endsWith(QLatin1String(".sh"))
        || path.endsWith(QLatin1String(".py")) || path.endsWith(QLatin1String(".yaml"))
        || content.startsWith("#!");
    return hashes ? "# " : QByteArray();
}

} // namespace

SourceTree SourceTree::read(const QString &root)
{
    SourceTree tree;
    readFolder(QDir(root), {}, tree.m_files);
    return tree;
}

bool isCpp(const QString &path)
{
    return path.endsWith(QLatin1String(".h")) || path.endsWith(QLatin1String(".cpp"));
}

QStringList missingLicences(const SourceTree &tree)
{
    QStringList missing;
    for (const auto &[path, content] : tree.files()) {
        const QByteArray comment = commentOf(path, content);
        if (comment.isEmpty())
            continue;
        const QByteArray wanted = comment + "SPDX-FileCopyrightText: The Twinfeed authors\n" + comment
            + "SPDX-License-Identifier: GPL-3.0-or-later\n";
        const qsizetype begin = content.startsWith("#!") ? content.indexOf('\n') + 1 : 0;
        if (!content.mid(begin).startsWith(wanted))
            missing << QString(path % QLatin1String(": does not begin with the two SPDX lines"));
    }
    return missing;
}

QStringList unbuiltSources(const SourceTree &tree)
{
    QStringList unbuilt;
    for (const auto &[path, content] : tree.files()) {
        if (!path.endsWith(QLatin1String(".cpp")))
            continue;
        QString folder = path.section(QLatin1Char('/'), 0, -2);
        const auto list = [&folder] { return QString(folder % QLatin1String("/CMakeLists.txt")); };
        while (!folder.isEmpty() && !tree.contains(list()))
            folder = folder.section(QLatin1Char('/'), 0, -2);
        const auto lists = tree.files().find(list());
        const QString text = lists == tree.files().end() ? QString() : QString::fromUtf8(lists->second);
        // A list of test classes may leave out their common prefix: foreach(name client endpoint).
        QString name = path.section(QLatin1Char('/'), -1).chopped(4);
        if (name.startsWith(QLatin1String("tst_")))
            name = QLatin1String("(tst_)?") % name.mid(4);
        const QRegularExpression named(QStringLiteral("(?<![\\w-])%1(\\.cpp)?(?![\\w.-])").arg(name));
        if (!named.match(text).hasMatch())
            unbuilt << QString(path % QLatin1String(": no CMakeLists.txt names it"));
    }
    return unbuilt;
}

} // namespace twinfeed::test
