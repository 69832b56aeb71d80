// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/cardview.h"
#include "widgets/cardwords.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QScrollBar>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestCardView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void saysValueUnitAndWorth()
    {
        MadeUp made;
        made.fillNormal();
        made.makeBackupPoor();
        made.measure(1);
        CardModel model(made.state);
        model.setChannel(MadeUp::channelId());
        const CardText good = cardText(model.index(0));
        QCOMPARE(good.node, QStringLiteral("PRIMARY"));
        QCOMPARE(good.unit, QStringLiteral("fps"));
        QCOMPARE(good.note, QStringLiteral("Picture rate ≥ 15"));
        const CardText low = cardText(model.index(2));
        QCOMPARE(low.value, QStringLiteral("11.4"));
        QCOMPARE(low.note, QStringLiteral("LOW, under 15"));
        made.clock.advance(12s);
        QCOMPARE(cardText(model.index(0)).note, QStringLiteral("12 s old"));
        made.loseBackup();
        QCOMPARE(cardText(model.index(2)).value, QStringLiteral("N/A"));
        QCOMPARE(cardText(model.index(2)).note, QStringLiteral("nothing arrives"));
    }

    void isAModelOfWords()
    {
        MadeUp made;
        made.fillNormal();
        CardModel model(made.state);
        CardWords words;
        words.setSourceModel(&model);
        QAbstractItemModelTester tester(&words, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setChannel(MadeUp::channelId());
        QVERIFY(words.index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QLatin1String("PRIMARY, Picture rate: ")));
    }

    /// Two rows, all cards in sight where there is room; else they scroll.
    void laysOutAColumnPerNode()
    {
        MadeUp made;
        made.fillNormal();
        CardView view(made.state);
        view.setChannel(MadeUp::channelId());
        view.resize(740, 165);
        view.show();
        QCoreApplication::processEvents();
        const auto place = [&view](int row) { return view.visualRect(view.model()->index(row, 0)); };
        QCOMPARE(place(0).left(), place(1).left());
        QVERIFY(place(1).top() > place(0).top());
        QVERIFY(place(2).left() > place(0).left());
        QVERIFY(view.rect().contains(place(9)));
        QVERIFY(!view.horizontalScrollBar()->isVisible());
        view.resize(400, 180);
        QCoreApplication::processEvents();
        QVERIFY(view.horizontalScrollBar()->isVisible());
        QCOMPARE(place(0).left(), place(1).left());
    }
};

QTEST_MAIN(TestCardView)
#include "tst_cardview.moc"
