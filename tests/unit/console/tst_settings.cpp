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
            settings.setLanguage(QStringLiteral("zh_CN"));
            settings.setGeometry(QByteArray("\0\1geometry", 10));
        }
        const Settings settings(file);
        QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
        QCOMPARE(settings.geometry(), QByteArray("\0\1geometry", 10));
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
