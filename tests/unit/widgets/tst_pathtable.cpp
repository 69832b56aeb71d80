// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/pathtable.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestPathTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Language::apply(QStringLiteral("en")); }

    void recommendsOnFreshNumbersOnly()
    {
        MadeUp made;
        made.fillNormal();
        PathTable table(made.state);
        table.setChannel(MadeUp::channelId());
        QVERIFY(table.verdict().isEmpty());
        made.state.judgements().applyVerdict(made.verdict());
        QVERIFY(table.verdict().startsWith(QLatin1String("BACKUP is better")));
        QVERIFY(table.prediction().startsWith(QLatin1String("BACKUP now: bridged cut")));
        QVERIFY(table.accessibleDescription().contains(table.verdict()));
        made.clock.advance(4s);
        made.state.tick();
        QVERIFY(!table.verdict().contains(QLatin1String("better:")));
        QVERIFY(table.prediction().isEmpty());
        made.measure(1);
        QVERIFY(table.verdict().startsWith(QLatin1String("BACKUP is better")));
        Verdict old = made.verdict();
        old.current = false;
        made.state.judgements().applyVerdict(old);
        QVERIFY(!table.verdict().contains(QLatin1String("better:")));
    }

    /// What is better is seen without reading the numbers.
    void marksTheBetterOne()
    {
        MadeUp made;
        made.fillNormal();
        PathTable table(made.state);
        table.setChannel(MadeUp::channelId());
        table.resize(360, 320);
        const QImage before = table.grab().toImage();
        Verdict verdict = made.verdict();
        made.state.judgements().applyVerdict(verdict);
        const QImage with = table.grab().toImage();
        for (VerdictLine &line : verdict.lines)
            line.better.reset();
        made.state.judgements().applyVerdict(verdict);
        const QImage without = table.grab().toImage();
        QVERIFY(with != before);
        QVERIFY(with != without);
    }
};

QTEST_MAIN(TestPathTable)
#include "tst_pathtable.moc"
