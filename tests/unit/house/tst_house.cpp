// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/includecheck.h"
#include "tests/unit/house/rooms.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace twinfeed::test;

/// The rules of the house on the tree itself: who includes whom, what links what, whose code it is.
class TestHouse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheTree();
    void everyFolderHasARoom();
    void includesAreAllowed();
    void linksAreAllowed();
    void licencesAreNamed();
    void everySourceIsBuilt();
    void daemonLinksNoWindow();

private:
    const SourceTree m_tree = SourceTree::read(QStringLiteral(TWINFEED_SOURCE_DIR));
};

void TestHouse::readsTheTree()
{
    // A check of nothing would find nothing.
    QVERIFY(m_tree.contains(QStringLiteral("models/domain/channel.h")));
    QVERIFY(m_tree.contains(QStringLiteral("app/media/packet.cpp")));
    QVERIFY(m_tree.contains(QStringLiteral(".ci/run")));
    QVERIFY(m_tree.files().size() > 50);
    for (const auto &[path, content] : m_tree.files())
        QVERIFY2(!path.startsWith(QLatin1String("build/")) && !path.startsWith(QLatin1String(".git/")),
                 qPrintable(path));
}

void TestHouse::everyFolderHasARoom()
{
    for (const auto &[path, content] : m_tree.files()) {
        if (isCpp(path))
            QVERIFY2(roomOf(path), qPrintable(path));
    }
}

void TestHouse::includesAreAllowed()
{
    const Libraries libraries;
    QVERIFY(libraries.qtModules().contains(QStringLiteral("QtGui")));
    const QStringList found = forbiddenIncludes(m_tree, libraries);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestHouse::linksAreAllowed()
{
    QFile file(QStringLiteral(TWINFEED_BUILD_DIR "/links.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString links = QString::fromUtf8(file.readAll());
    QVERIFY(links.contains(QLatin1String("\napp/media twinfeed_media: ")));
    QVERIFY(links.contains(QLatin1String("PkgConfig::FFMPEG")));
    const QStringList found = forbiddenLinks(links);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestHouse::licencesAreNamed()
{
    const QStringList found = missingLicences(m_tree);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestHouse::everySourceIsBuilt()
{
    const QStringList found = unbuiltSources(m_tree);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestHouse::daemonLinksNoWindow()
{
    // What the loader would load, whichever library asks for it. The test program itself shows that the question works.
    const auto loads = [](const QString &program) {
        QProcess ldd;
        ldd.start(QStringLiteral("ldd"), {program});
        ldd.waitForFinished();
        return QString::fromUtf8(ldd.readAllStandardOutput());
    };
    QVERIFY(loads(QCoreApplication::applicationFilePath()).contains(QLatin1String("libQt6Test")));

    const QString libraries = loads(QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"));
    QVERIFY2(libraries.contains(QLatin1String("libQt6Core")), "twinfeedd is not built, or not by Qt");
    // FFmpeg's libraries bring libX11 for devices of their own; it is Qt's that must not come.
    static const QRegularExpression window(
        QStringLiteral("libQt6(Gui|Widgets|OpenGL|Multimedia|Charts|Svg)"));
    const auto match = window.match(libraries);
    QVERIFY2(!match.hasMatch(), qPrintable(match.captured()));
}

QTEST_GUILESS_MAIN(TestHouse)
#include "tst_house.moc"
