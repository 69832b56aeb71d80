// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembers()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("console.conf"));
        {
            Settings settings(file);
            QVERIFY(settings.language().isEmpty());
            QVERIFY(settings.geometry().isEmpty());
            QVERIFY(settings.theme().isEmpty());
            settings.setTheme(QStringLiteral("light"));
            settings.setLanguage(QStringLiteral("zh_CN"));
            settings.setGeometry(QByteArray("\0\1geometry", 10));
        }
        const Settings settings(file);
        QCOMPARE(settings.theme(), QStringLiteral("light"));
        QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
        QCOMPARE(settings.geometry(), QByteArray("\0\1geometry", 10));
    }

    void remembersPanelsOfEachScreenAndOwnLayouts()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("console.conf"));
        const QMap<QString, QByteArray> layouts{{QStringLiteral("a/b = 夜"), QByteArray("\0x", 2)},
                                                {QStringLiteral("second"), QByteArray("y")}};
        {
            Settings settings(file);
            settings.setPanels(QStringLiteral("HDMI-1 1920x1080"), QByteArray("one"));
            settings.setPanels(QStringLiteral("DP/2 3840x2160"), QByteArray("two"));
            settings.setOwnLayouts({{QStringLiteral("gone"), QByteArray("x")}});
            settings.setOwnLayouts(layouts);
        }
        const Settings settings(file);
        QCOMPARE(settings.panels(QStringLiteral("HDMI-1 1920x1080")), QByteArray("one"));
        QCOMPARE(settings.panels(QStringLiteral("DP/2 3840x2160")), QByteArray("two"));
        QVERIFY(settings.panels(QStringLiteral("other")).isEmpty());
        QCOMPARE(settings.ownLayouts(), layouts);
    }

    void remembersBackendsAndNoSecret()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("console.conf"));
        const std::vector<KnownBackend> backends{
            {QStringLiteral("1"), QStringLiteral("Hall / 一"), QStringLiteral("https://hall.example:8443")},
            {QStringLiteral("2"), QStringLiteral("Van"), QStringLiteral("https://van.example")}};
        {
            Settings settings(file);
            QVERIFY(settings.backends().empty());
            QVERIFY(settings.chosenBackend().isEmpty());
            settings.setBackends({backends[0], backends[1], backends[0]});
            settings.setBackends(backends); // nothing of the longer list stays
            settings.setChosenBackend(QStringLiteral("2"));
        }
        const Settings settings(file);
        QCOMPARE(settings.backends(), backends);
        QCOMPARE(settings.chosenBackend(), QStringLiteral("2"));
    }

    void whatIsNoLanguageIsNone()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("console.conf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("language=klingon\n");
        file.close();
        QVERIFY(Settings(file.fileName()).language().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
