// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "widgets/drillpanel.h"
#include "widgets/drillrecords.h"
#include "widgets/mainwindow.h"
#include "widgets/rehearsalframe.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

/// A scripted operator holds drills through the real window, with a real rehearsal unit and real feeds: who does everything right
/// has full marks, known mistakes are exactly those that are found, and a console that goes away takes no drill with it.
class TestOperator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void theWindowIsARehearsals();
    void rightPressesAreFullMarks();
    void aReportIsMade();
    void mistakesAreFoundAlsoWithoutAConsole();

private:
    static MainWindow *window();
    static DrillPanel *panel() { return window()->findChild<DrillPanel *>(); }
    static QPushButton *push(const char *name)
    {
        return panel()->findChild<QPushButton *>(QLatin1String(name));
    }
    static QString course()
    {
        return panel()->findChild<QTextBrowser *>(QStringLiteral("course"))->toPlainText();
    }
    static QJsonObject quick();
    QJsonObject newest()
    {
        return m_unit->api()
            .get(QStringLiteral("/v1/drills?limit=1"))
            .json.value(QLatin1String("drills"))
            .toArray()
            .at(0)
            .toObject();
    }
    bool begin();
    bool waitForFault();

    QTemporaryDir m_home;
    std::unique_ptr<Daemon> m_unit;
    std::unique_ptr<Console> m_console;
};

MainWindow *TestOperator::window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

/// The primary dies after 5 to 7 s; the backup belongs on air, the slate does not.
QJsonObject TestOperator::quick()
{
    return QJsonDocument::fromJson(
               QByteArray("{'id': 'a-quick', 'name': {'en': 'Quick', 'zh': '快'}, 'summary': {'en': 'Q.', "
                          "'zh': '快'}, "
                          "'kind': 'simulated', 'lasts': 14, "
                          "'faults': [{'id': 'dies', 'at': 6, 'spread': 1, 'do': 'cut', 'on': 'primary', "
                          "'raises': {'rule': 'no-data', 'within': 6}}], "
                          "'expect': [{'id': 'to-backup', 'after': 'dies', 'within': 6, 'do': 'take', "
                          "'source': 'backup'}], 'never': [{'do': 'take', 'source': 'slate'}]}")
                   .replace('\'', '"'))
        .object();
}

void TestOperator::initTestCase()
{
    // Nothing of the person who runs the tests is read or written.
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, m_home.path().toUtf8());
    const auto input = [](const char *path) {
        return QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(freePort()).arg(QLatin1String(path));
    };
    const QJsonArray event{channelJson(QStringLiteral("main"), input("a"), QStringLiteral("listen"),
                                       input("b"), QStringLiteral("listen"),
                                       {outputJson(QStringLiteral("cdn"), QStringLiteral("udp"),
                                                   QStringLiteral("udp://127.0.0.1:%1").arg(freePort()))})};
    m_unit = std::make_unique<Daemon>(event, QJsonObject(), QStringList{QStringLiteral("--rehearsal")});
    QVERIFY2(m_unit->start(), qPrintable(m_unit->report()));
    const auto put = m_unit->api().send("PUT", QStringLiteral("/v1/scenarios/a-quick"), quick());
    QVERIFY2(put.status == 202, put.body.constData());
    CommandLine line;
    line.runtimeFile = m_unit->folder() + QStringLiteral("/runtime.json");
    line.language = QStringLiteral("en");
    line.size = QSize(1366, 768);
    m_console = std::make_unique<Console>(line);
    const auto started = m_console->start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().message));
    QVERIFY(window());
}

void TestOperator::cleanupTestCase()
{
    m_console.reset();
    m_unit.reset();
}

/// By what its unit says.
void TestOperator::theWindowIsARehearsals()
{
    QVERIFY(waitUntil([] { return window()->rehearsal()->isRehearsal(); }, 20s, "the frame"));
    QVERIFY(window()->windowTitle().startsWith(QLatin1String("REHEARSAL")));
    QVERIFY(
        waitUntil([] { return panel()->findChild<QComboBox *>(QStringLiteral("scenario"))->count() >= 10; },
                  20s, "the scenarios"));
    QVERIFY(panel()->isVisible());
}

bool TestOperator::begin()
{
    auto *scenario = panel()->findChild<QComboBox *>(QStringLiteral("scenario"));
    if (const auto *other = push("other"); other->isVisible())
        QTest::mouseClick(push("other"), Qt::LeftButton);
    scenario->setCurrentIndex(scenario->findData(QStringLiteral("a-quick")));
    panel()->findChild<QLineEdit *>(QStringLiteral("seed"))->setText(QStringLiteral("4"));
    if (!waitUntil([] { return push("start")->isEnabled(); }, 10s, "the button"))
        return false;
    QTest::mouseClick(push("start"), Qt::LeftButton);
    return true;
}

bool TestOperator::waitForFault()
{
    // The first drill on a machine encodes its feeds.
    return waitUntil([] { return course().contains(QLatin1String("PRIMARY: the connection is cut")); }, 300s,
                     "the fault");
}

void TestOperator::rightPressesAreFullMarks()
{
    QVERIFY(begin());
    QVERIFY(waitForFault());
    QTest::keyClick(window(), Qt::Key_F2);
    QVERIFY(waitUntil([] { return course().contains(QLatin1String(" of 100")); }, 60s, "the score"));
    QVERIFY2(course().contains(QLatin1String("100 of 100: green")), qPrintable(course()));
    QVERIFY2(course().contains(QLatin1String("Put BACKUP on air (local)")), qPrintable(course()));
}

void TestOperator::aReportIsMade()
{
    const QString id = newest().value(QLatin1String("id")).toString();
    DrillRecords *records = panel()->openRecords();
    auto *list = records->findChild<QListWidget *>(QStringLiteral("drills"));
    QVERIFY(waitUntil([&] { return list->count() > 0 && list->item(0)->data(Qt::UserRole).toString() == id; },
                      20s, "the list"));
    QSignalSpy files(records, &DrillRecords::fileWanted);
    QTest::mouseClick(records->findChild<QPushButton *>(QStringLiteral("report-page")), Qt::LeftButton);
    QVERIFY(waitUntil([&] { return files.size() == 1; }, 20s, "the report"));
    const QByteArray page = files.front().at(1).toByteArray();
    QVERIFY(page.contains("100 of 100: green"));
    // The time line, and the programme at the fault and at the press at least.
    QVERIFY(page.count("data:image/png") >= 3);
    records->close();
}

void TestOperator::mistakesAreFoundAlsoWithoutAConsole()
{
    QVERIFY(begin());
    QVERIFY(waitUntil([] { return !course().contains(QLatin1String("of 100")); }, 60s, "the next drill"));
    QVERIFY(waitForFault());
    QTest::keyClick(window(), Qt::Key_F3); // needless, and forbidden here
    QVERIFY(waitUntil([] { return course().contains(QLatin1String("On air: SLATE")); }, 20s, "the slate"));
    QTest::keyClick(window(), Qt::Key_F2);
    QVERIFY(waitUntil([] { return course().contains(QLatin1String("On air: BACKUP")); }, 20s, "the backup"));
    m_console.reset(); // in mid-drill
    QVERIFY(waitUntil([this] { return !newest().value(QLatin1String("endedAt")).isNull(); }, 60s, "its end"));
    const QJsonObject held = newest();
    QCOMPARE(held.value(QLatin1String("state")).toString(), QStringLiteral("ended"));
    QStringList found;
    for (const QJsonValue &finding : held.value(QLatin1String("score"))[QLatin1String("findings")].toArray())
        found << finding[QLatin1String("kind")].toString();
    QCOMPARE(found, QStringList{QStringLiteral("forbidden")});
}

QTEST_MAIN(TestOperator)
#include "tst_operator.moc"
