// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/outputlist.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace twinfeed;
using namespace twinfeed::test;

class TestOutputList final : public QObject
{
    Q_OBJECT

private:
    static OutputStatus failed()
    {
        return {QStringLiteral("archive"),
                OutputState::Failed,
                QStringLiteral("The disk under \"/srv\" is full."),
                1,
                1,
                3,
                QStringLiteral("disk-full"),
                13'700,
                QStringLiteral("/srv/main-2.ts")};
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void saysHowEachStandsTroubleFirst()
    {
        MadeUp made;
        made.fillNormal();
        OutputList list(made.state);
        list.setChannel(MadeUp::channelId());
        QCOMPARE(list.wantedRows(), 2);
        made.changeStatus([](ChannelStatus &status) { status.outputs[1] = failed(); });
        const QString text = list.accessibleDescription();
        QVERIFY(text.startsWith(QLatin1String("archive: FAILED\nThe disk under \"/srv\" is full.")));
        for (const char *part :
             {"13.7 s missing", "1 picture dropped", "3 reconnects", "/srv/main-2.ts", "cdn: live"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        Language::apply(QStringLiteral("zh_CN"));
        made.changeStatus([](ChannelStatus &status) { status.outputs[0].reconnects = 1; });
        QVERIFY(list.accessibleDescription().contains(QString::fromUtf8("磁盘已满")));
    }

    void followsTheNumberOfOutputs()
    {
        MadeUp made;
        made.fillNormal();
        OutputList list(made.state);
        QCOMPARE(list.wantedRows(), 1);
        QSignalSpy rows(&list, &OutputList::rowsChanged);
        list.setChannel(MadeUp::channelId());
        QCOMPARE(rows.size(), 1);
        made.changeStatus([](ChannelStatus &status) { status.outputs.push_back(failed()); });
        QCOMPARE(list.wantedRows(), 3);
        QCOMPARE(rows.size(), 2);
    }

    void whatHasNoRoomIsInTheToolTipOfTheLastLine()
    {
        MadeUp made;
        made.fillNormal();
        OutputList list(made.state);
        list.setChannel(MadeUp::channelId());
        made.changeStatus([](ChannelStatus &status) { status.outputs.push_back(failed()); });
        list.resize(500, 2 * OutputList::rowHeight);
        list.show();
        const QPoint last(40, OutputList::rowHeight + 4);
        QHelpEvent help(QEvent::ToolTip, last, list.mapToGlobal(last));
        QCoreApplication::sendEvent(&list, &help);
        QVERIFY(QToolTip::text().contains(QLatin1String("cdn")));
        QVERIFY(!QToolTip::text().contains(QLatin1String("FAILED")));
        QToolTip::hideText();
        QVERIFY(!list.grab().isNull());
    }
};

QTEST_MAIN(TestOutputList)
#include "tst_outputlist.moc"
