// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/shottaker.h"

#include "tests/support/wait.h"

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::waitUntil;

class TestShotTaker : public QObject
{
    Q_OBJECT

    QWidget m_window;
    QTemporaryDir m_folder;
    quint64 m_pictures = 0;

    std::unique_ptr<ShotTaker> taker(std::vector<ShotTaker::Shot> shots)
    {
        return std::make_unique<ShotTaker>(
            m_window, m_folder.path(), [this] { return m_pictures += 10; }, std::move(shots));
    }

private Q_SLOTS:
    void initTestCase() { m_window.resize(320, 200); }

    void takesOneAfterAnother()
    {
        bool backup = false;
        const auto shots = taker(
            {{QStringLiteral("1-a"), QStringLiteral("A"), nullptr, [] { return true; }},
             {QStringLiteral("2-b"), QStringLiteral("B"), [&] { backup = true; }, [&] { return backup; }}});
        QSignalSpy taken(shots.get(), &ShotTaker::taken);
        QSignalSpy finished(shots.get(), &ShotTaker::finished);
        shots->start();
        QVERIFY(waitUntil([&] { return finished.size() == 1; }, 20s, "the end"));
        QCOMPARE(finished[0][0].toString(), QString());
        QCOMPARE(taken.size(), 2);
        QCOMPARE(taken[0][0].toString(), m_folder.filePath(QStringLiteral("1-a.png")));
        QCOMPARE(QImage(m_folder.filePath(QStringLiteral("2-b.png"))).size(), QSize(320, 200));
    }

    void saysWhatDidNotCome()
    {
        const auto shots =
            taker({{QStringLiteral("1-a"), QStringLiteral("The moon"), nullptr, [] { return false; }, 200}});
        QSignalSpy finished(shots.get(), &ShotTaker::finished);
        shots->start();
        QVERIFY(waitUntil([&] { return finished.size() == 1; }, 20s, "the end"));
        QVERIFY(finished[0][0].toString().contains(QLatin1String("The moon")));
    }

    void aPictureThatStandsStillIsNoPicture()
    {
        ShotTaker shots(m_window, m_folder.path(), [] { return quint64(7); },
                        {{QStringLiteral("1-a"), QStringLiteral("A"), nullptr, [] { return true; }, 200}});
        QSignalSpy finished(&shots, &ShotTaker::finished);
        shots.start();
        QVERIFY(waitUntil([&] { return finished.size() == 1; }, 20s, "the end"));
        QVERIFY(!finished[0][0].toString().isEmpty());
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        ShotTaker shots(m_window, QStringLiteral("/proc/nothing"), [] { return quint64(0); }, {});
        QSignalSpy finished(&shots, &ShotTaker::finished);
        shots.start();
        QCOMPARE(finished.size(), 1);
        QVERIFY(finished[0][0].toString().contains(QLatin1String("/proc/nothing")));
    }
};

QTEST_MAIN(TestShotTaker)
#include "tst_shottaker.moc"
