// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/includecheck.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace twinfeed::test;

/// The checker on small made-up trees (tests/data/house/trees/<case>/): each holds what it must find in expected.txt.
class TestIncludeCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsForbidden_data();
    void findsWhatIsForbidden();
    void readsIncludes();
    void findsUnbuiltSources();
    void knowsLibraries_data();
    void knowsLibraries();

private:
    /// tests/data/house: trees/<case>/ for findsWhatIsForbidden(), and unbuilt/.
    const QDir m_cases{QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/house")};
    const Libraries m_libraries;
};

void TestIncludeCheck::findsWhatIsForbidden_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name :
         QDir(m_cases.filePath(QStringLiteral("trees"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QTest::addRow("%s", qPrintable(name)) << name;
}

void TestIncludeCheck::findsWhatIsForbidden()
{
    QFETCH(const QString, name);
    const QDir folder(m_cases.filePath(QString(QLatin1String("trees/") % name)));
    const auto text = [&folder](const char *fileName) {
        QFile file(folder.filePath(QLatin1String(fileName)));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    };
    const SourceTree tree = SourceTree::read(folder.filePath(QStringLiteral("tree")));
    QStringList found =
        forbiddenIncludes(tree, m_libraries) + forbiddenLinks(text("links.txt")) + missingLicences(tree);
    found.sort();
    QCOMPARE(found.join(QLatin1Char('\n')), text("expected.txt"));
}

void TestIncludeCheck::readsIncludes()
{
    const auto includes = includesOf("#include <QString>\n"
                                     "  #  include   \"app/media/packet.h\"   // why\n"
                                     "// #include <QImage>\n"
                                     "/* #include <QImage>\n"
                                     "#include <QPainter> */\n"
                                     "const char *a = \"/* no comment\";\n"
                                     "const char *b = R\"x(\n"
                                     "#include <QPixmap>\n"
                                     ")x\";\n"
                                     "#include HEADER\n"
                                     "#include <vector>\n");
    QCOMPARE(includes.size(), 4U);
    QCOMPARE(includes[0].header, QStringLiteral("QString"));
    QVERIFY(!includes[0].quoted);
    QCOMPARE(includes[1].header, QStringLiteral("app/media/packet.h"));
    QVERIFY(includes[1].quoted);
    QCOMPARE(includes[1].line, 2);
    QVERIFY(includes[2].header.isEmpty());
    QCOMPARE(includes[2].line, 10);
    QCOMPARE(includes[3].header, QStringLiteral("vector"));
    QCOMPARE(includes[3].line, 11);
}

void TestIncludeCheck::findsUnbuiltSources()
{
    const SourceTree tree = SourceTree::read(m_cases.filePath(QStringLiteral("unbuilt")));
    QCOMPARE(unbuiltSources(tree).join(QLatin1Char('\n')),
             QStringLiteral("app/media/old-splicer.cpp: no CMakeLists.txt names it\n"
                            "models/lost.cpp: no CMakeLists.txt names it\n"
                            "tests/unit/tst_tile.cpp: no CMakeLists.txt names it"));
}

void TestIncludeCheck::knowsLibraries_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("family");
    const auto row = [](const char *header, const char *family) {
        QTest::addRow("%s", header) << QString::fromLatin1(header) << QString::fromLatin1(family);
    };
    row("QString", "QtCore");
    row("QtCore/QString", "QtCore");
    row("QImage", "QtGui");
    row("qimage.h", "QtGui");
    row("QtGui/QImage", "QtGui");
    row("QWidget", "QtWidgets");
    row("QTcpSocket", "QtNetwork");
    row("QNetworkAccessManager", "HTTP");
    row("QSqlDatabase", "QtSql");
    row("QJsonObject", "JSON");
    row("libavcodec/avcodec.h", "FFmpeg");
    row("libswscale/swscale.h", "FFmpeg");
    row("microhttpd.h", "microhttpd");
    row("srt/srt.h", "srt");
    row("vector", "");
    row("sys/socket.h", "");
}

void TestIncludeCheck::knowsLibraries()
{
    QFETCH(const QString, header);
    QFETCH(const QString, family);
    QCOMPARE(m_libraries.familyOf(header), family);
}

QTEST_GUILESS_MAIN(TestIncludeCheck)
#include "tst_includecheck.moc"
