// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/plancheck.h"

#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

QJsonObject parsed(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

Condition condition(const QByteArray &text)
{
    std::vector<Error> errors;
    const Condition made = readCondition(parsed(text), {}, true, errors);
    if (!errors.empty())
        qWarning("%ls", qUtf16Printable(errors.front().message));
    return made;
}

PlanDocument plan(const QByteArray &id, const QByteArray &trigger, const QByteArray &steps,
                  const QByteArray &more = {})
{
    const PlanReading reading = readPlan(parsed(
        "{'id': '" + id + "', 'title': {'en': 'T'}, 'severity': 'warning', 'owner': 'O', 'trigger': {'when': "
        + trigger + "}, 'steps': [" + steps + "]" + more + "}"));
    for (const Error &error : reading.errors)
        qWarning("%ls %ls", qUtf16Printable(error.where), qUtf16Printable(error.message));
    PlanDocument document;
    document.plan = reading.plan;
    return document;
}

PlanBook bookOf(const std::vector<PlanDocument> &documents)
{
    PlanBook book;
    for (const PlanDocument &document : documents)
        book[document.plan.id] = document;
    return book;
}

QStringList said(const PlanBook &book)
{
    QStringList lines;
    for (const PlanFinding &finding : checkPlans(book))
        lines << QStringLiteral("%1 %2 %3 %4")
                     .arg(toWord(finding.kind), finding.plan, finding.other, finding.where)
                     .simplified();
    return lines;
}

const QByteArray toBackup =
    "{'id': 'a', 'do': {'take': {'source': 'backup'}}, 'check': {'state': 'onAir', 'is': 'backup'}}";
const QByteArray toSlate = "{'id': 'a', 'do': {'slate-in': {}}, 'check': {'state': 'onAir', 'is': 'slate'}}";

} // namespace

class PlanCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatExcludesItself_data();
    void knowsWhatExcludesItself();
    void saysWhatContradicts();
    void saysWhatCanNeverFire();
    void saysMistakesOfTheWhole();
};

void PlanCheckTest::knowsWhatExcludesItself_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("together");
    const QByteArray low = "{'metric': 'fps', 'node': 'primary', 'below': 15}";
    QTest::newRow("ranges that meet")
        << low << QByteArray("{'metric': 'fps', 'node': 'primary', 'above': 10}") << true;
    QTest::newRow("ranges that do not")
        << low << QByteArray("{'metric': 'fps', 'node': 'primary', 'above': 15}") << false;
    QTest::newRow("other nodes") << low << QByteArray("{'metric': 'fps', 'node': 'backup', 'above': 20}")
                                 << true;
    QTest::newRow("not of itself") << low << QByteArray("{'not': " + low + "}") << false;
    QTest::newRow("states") << QByteArray("{'state': 'onAir', 'is': ['primary', 'slate']}")
                            << QByteArray("{'state': 'onAir', 'is': 'backup'}") << false;
    QTest::newRow("not of states") << QByteArray("{'not': {'state': 'onAir', 'is': ['primary', 'slate']}}")
                                   << QByteArray("{'state': 'onAir', 'is': 'backup'}") << true;
    QTest::newRow("outside") << QByteArray(
        "{'metric': 'soundOffset', 'node': 'programme', 'outside': [-60, 40]}")
                             << QByteArray("{'metric': 'soundOffset', 'node': 'programme', 'above': 10}")
                             << true;
    QTest::newRow("inside") << QByteArray(
        "{'not': {'metric': 'soundOffset', 'node': 'programme', 'outside': [-60, 40]}}")
                            << QByteArray("{'metric': 'soundOffset', 'node': 'programme', 'above': 40}")
                            << false;
    QTest::newRow("on air is one of the two")
        << QByteArray("{'state': 'input', 'node': 'on-air', 'is': 'lost'}")
        << QByteArray("{'all': [{'state': 'onAir', 'is': 'backup'}, {'state': 'input', 'node': 'backup', "
                      "'is': 'live'}]}")
        << false;
    QTest::newRow("with the slate there is no path on air")
        << QByteArray("{'state': 'input', 'node': 'on-air', 'is': 'lost'}")
        << QByteArray("{'state': 'onAir', 'is': 'slate'}") << false;
    QTest::newRow("any") << QByteArray("{'any': [{'state': 'onAir', 'is': 'backup'}, " + low + "]}")
                         << QByteArray("{'state': 'onAir', 'is': 'primary'}") << true;
    QTest::newRow("not any") << QByteArray("{'not': {'any': [{'state': 'onAir', 'is': 'backup'}, " + low
                                           + "]}}")
                             << low << false;
}

void PlanCheckTest::knowsWhatExcludesItself()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, together);
    QCOMPARE(canHoldTogether(condition(one), condition(other)), together);
    QCOMPARE(canHoldTogether(condition(other), condition(one)), together);
}

void PlanCheckTest::saysWhatContradicts()
{
    const QByteArray lost = "{'state': 'input', 'node': 'primary', 'is': 'lost'}";
    const QByteArray black = "{'metric': 'black', 'node': 'primary', 'above': 2}";
    QCOMPARE(said(bookOf({plan("a", lost, toBackup), plan("b", black, toSlate)})),
             QStringList{QStringLiteral("contradiction a b /trigger")});
    QCOMPARE(said(bookOf({plan("a", lost, toBackup), plan("b", black, toBackup)})),
             QStringList{QStringLiteral("together a b /trigger")});
    const QByteArray fit = ", 'preconditions': [{'that': {'state': 'fit', 'node': 'backup', 'is': 'yes'}}]";
    const QByteArray unfit = ", 'preconditions': [{'that': {'state': 'fit', 'node': 'backup', 'is': 'no'}}]";
    QCOMPARE(said(bookOf({plan("a", lost, toBackup, fit), plan("b", black, toSlate, unfit)})), QStringList());
    // "other" is the backup while the primary is on air, and only then.
    const QByteArray toOther = "{'id': 'a', 'do': {'take': {'source': 'other'}}, 'check': {'state': 'fit', "
                               "'node': 'on-air', 'is': 'yes'}}";
    const QByteArray onPrimary = "{'all': [{'state': 'onAir', 'is': 'primary'}, " + lost + "]}";
    QCOMPARE(said(bookOf({plan("a", onPrimary, toBackup), plan("b", black, toOther)})),
             QStringList{QStringLiteral("together a b /trigger")});
    QCOMPARE(said(bookOf({plan("a", lost, toBackup), plan("b", black, toOther)})),
             QStringList{QStringLiteral("contradiction a b /trigger")});
    const QByteArray standby = "{'state': 'fit', 'node': 'standby', 'is': 'yes'}";
    const QByteArray neither =
        "{'all': [{'state': 'onAir', 'is': ['primary', 'backup']},"
        " {'state': 'fit', 'node': 'primary', 'is': 'no'}, {'state': 'fit', 'node': 'backup', 'is': 'no'}]}";
    QCOMPARE(said(bookOf({plan("a", neither, toSlate), plan("b", standby, toOther)})), QStringList());
    const QByteArray notify = "{'id': 'a', 'do': {'notify': {'text': {'en': 'X'}}}}";
    QCOMPARE(said(bookOf({plan("a", lost, toBackup), plan("b", black, notify)})), QStringList());
}

void PlanCheckTest::saysWhatCanNeverFire()
{
    const QByteArray lost = "{'state': 'input', 'node': 'primary', 'is': 'lost'}";
    const QByteArray never = "{'all': [" + lost + ", {'state': 'input', 'node': 'primary', 'is': 'live'}]}";
    QCOMPARE(said(bookOf({plan("a", never, toBackup)})),
             QStringList{QStringLiteral("never a /trigger/when")});
    QCOMPARE(said(bookOf({plan(
                 "a", lost, toBackup,
                 ", 'preconditions': [{'that': {'state': 'input', 'node': 'primary', 'is': 'live'}}]")})),
             QStringList{QStringLiteral("never a /preconditions")});
    QCOMPARE(said(bookOf({plan("a", lost, toBackup, ", 'enabled': false")})),
             QStringList{QStringLiteral("never a /enabled")});
}

void PlanCheckTest::saysMistakesOfTheWhole()
{
    const QByteArray lost = "{'state': 'input', 'node': 'primary', 'is': 'lost'}";
    const QByteArray live = "{'state': 'input', 'node': 'primary', 'is': 'live'}";
    const QByteArray toB = "{'id': 'a', 'do': {'plan': {'plan': 'b'}}}";
    const QByteArray toA = "{'id': 'a', 'do': {'plan': {'plan': 'a'}}}";
    QCOMPARE(said(bookOf({plan("a", lost, toB)})), QStringList{QStringLiteral("error a /steps")});
    QCOMPARE(said(bookOf({plan("a", lost, toB), plan("b", live, toA)})),
             (QStringList{QStringLiteral("error a /steps"), QStringLiteral("error b /steps")}));
    QCOMPARE(said(bookOf(
                 {plan("a", lost, toBackup, ", 'key': 'F9'"), plan("b", live, toBackup, ", 'key': 'F9'")})),
             QStringList{QStringLiteral("error b a /key")});
    const auto steps =
        stepsOf(plan("a", lost, toB + "," + "{'id': 'b', 'do': {'notify': {'text': {'en': 'X'}}}}").plan,
                bookOf({plan("b", live, toBackup)}));
    QVERIFY(steps.ok());
    QCOMPARE(int(steps->size()), 2);
    QCOMPARE(steps->front().plan, QStringLiteral("b"));
}

QTEST_GUILESS_MAIN(PlanCheckTest)
#include "tst_plancheck.moc"
