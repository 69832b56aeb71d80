// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/system/consolestage.h"
#include "widgets/planbutton.h"
#include "widgets/plandetail.h"
#include "widgets/planpanel.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString planId = QStringLiteral("a-test"); // before all others of its severity

} // namespace

/// The plan deck through the real window, against a real twinfeedd with real streams: a path fails, a button lights, keys arm and
/// fire it, and the reader of the programme sees the effect.
class TestDeck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_stage.close(); }

    void litArmedFiredAndDone();

private:
    MainWindow *window() const { return m_stage.window(); }
    PlanPanel *panel() const { return window()->findChild<PlanPanel *>(); }
    PlanDeck::Look look() const;
    bool waitForLook(PlanDeck::Look look, const char *what);
    QString details() const;
    void putPlan();

    ConsoleStage m_stage;
};

PlanDeck::Look TestDeck::look() const
{
    for (const PlanButton *button : panel()->findChildren<PlanButton *>()) {
        if (button->place().plan == planId)
            return button->face().look;
    }
    return PlanDeck::Look::Unknown;
}

bool TestDeck::waitForLook(PlanDeck::Look wanted, const char *what)
{
    const bool came = waitUntil([&] { return look() == wanted; }, 20s, what);
    if (!came)
        qInfo().noquote() << int(look()) << details()
                          << QJsonDocument(m_stage.api().get(QStringLiteral("/v1/plans")).json).toJson();
    return came;
}

QString TestDeck::details() const
{
    for (const QLabel *label : panel()->findChild<PlanDetail *>()->findChildren<QLabel *>()) {
        if (label->textFormat() == Qt::RichText)
            return label->text();
    }
    return {};
}

void TestDeck::initTestCase()
{
    QVERIFY2(m_stage.start({.holdMs = 0}), qPrintable(m_stage.report()));
    putPlan();
    QCOMPARE(m_stage.open(), QString());
}

void TestDeck::putPlan()
{
    const QJsonObject plan = jsonOf(
        "{'id': 'a-test', 'title': {'en': 'Primary gone'}, 'severity': 'critical', 'owner': 'O', 'danger': "
        "'arm',"
        "'trigger': {'when': {'state': 'fit', 'node': 'primary', 'is': 'no'}, 'forMs': 500},"
        "'steps': [{'id': 'cut', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': "
        "'backup'}, 'deadlineMs': 10000}]}");
    const auto answer = m_stage.api().send(
        "PUT", QStringLiteral("/v1/plans/") + planId,
        {{QStringLiteral("plan"), plan}, {QStringLiteral("reason"), QStringLiteral("A test.")}});
    QVERIFY2(answer.status == 202, answer.body.constData());
}

void TestDeck::litArmedFiredAndDone()
{
    QVERIFY(!m_stage.feeds().say(QStringLiteral("1 stop")).isEmpty());
    QVERIFY(waitForLook(PlanDeck::Look::Lit, "the button to light"));
    QVERIFY(panel()->isVisible());
    m_stage.activate();
    QTest::keyClick(window(), Qt::Key_F4);
    QVERIFY(waitForLook(PlanDeck::Look::Armed, "the arm"));
    QCOMPARE(panel()->chosen().value_or(PlanPlace()).plan, planId);
    QVERIFY2(details().contains(QLatin1String("PRIMARY")) && details().contains(QLatin1String("BACKUP")),
             qPrintable(details()));
    // Armed is not fired: nothing has changed on air.
    QCOMPARE(m_stage.document().value(QLatin1String("onAir")), QJsonValue(QStringLiteral("primary")));
    QTest::keyClick(window(), Qt::Key_F4);
    auto *reason = panel()->findChild<QLineEdit *>(QStringLiteral("reason"));
    QCOMPARE(QApplication::focusWidget(), reason);
    QTest::keyClicks(reason, QStringLiteral("Not rehearsed yet"));
    QTest::keyClick(window(), Qt::Key_F4);
    QCOMPARE(m_stage.reading().nextChange().value(QLatin1String("to")), QJsonValue(QStringLiteral("2")));
    QVERIFY(waitForLook(PlanDeck::Look::Done, "the end of the run"));
    const QJsonArray runs = m_stage.api()
                                .get(QStringLiteral("/v1/runs?plan=") + planId)
                                .json.value(QLatin1String("runs"))
                                .toArray();
    QCOMPARE(runs.size(), 1); // fired once
    QCOMPARE(runs[0][QLatin1String("state")], QJsonValue(QStringLiteral("done")));
    QCOMPARE(runs[0][QLatin1String("reason")], QJsonValue(QStringLiteral("Not rehearsed yet")));
    QVERIFY2(details().contains(QLatin1String("BACKUP on air")), qPrintable(details()));
}

QTEST_MAIN(TestDeck)
#include "tst_deck.moc"
