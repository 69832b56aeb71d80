// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QTest>

#include <malloc.h>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

/// Bytes that are held, of heap and of large blocks.
qint64 held()
{
    const auto now = ::mallinfo2();
    return qint64(now.uordblks) + qint64(now.hblkhd);
}

} // namespace

/// Eight hours of a show in made-up time, with everything that happens in one: values each second, takes, alarms that come and go, a
/// path that is lost, a journal that grows. What the window holds in memory stays what it is.
class TestEightHours final : public QObject
{
    Q_OBJECT

private:
    /// A second of the show.
    void second(MadeUp &made, int at)
    {
        made.measure(1);
        made.state.applyNews({1000 + at,
                              made.clock.wall(),
                              QStringLiteral("twinfeed"),
                              {},
                              QStringLiteral("input-live"),
                              MadeUp::channelId(),
                              QStringLiteral("(text)"),
                              {{QStringLiteral("source"), QStringLiteral("primary")}}});
        if (at % 120 == 0)
            take(made, at);
        if (at % 60 == 30)
            alarm(made, at, true);
        if (at % 60 == 50)
            alarm(made, at - 20, false);
        if (at % 30 == 0) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }
    static void take(MadeUp &made, int at)
    {
        const QString key = QStringLiteral("key-%1").arg(at);
        Operation done = MadeUp::take(at % 240 == 0 ? Source::Primary : Source::Backup, OperationState::Done);
        done.id = QStringLiteral("op-%1").arg(at);
        made.state.commandSent(key, MadeUp::channelId(), QStringLiteral("take"), QStringLiteral("backup"));
        made.state.commandAcknowledged(key, done);
        made.setProgramme(at % 240 == 0 ? Source::Primary : Source::Backup);
        made.state.applyOperation(done);
    }
    static void alarm(MadeUp &made, int number, bool active)
    {
        Alarm one = made.alarm(number, "rate-low", Severity::Warning, "backup", 0);
        one.active = active;
        one.acknowledged = !active;
        made.state.judgements().applyAlarm(one);
    }

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void memoryIsFlat()
    {
        constexpr int hour = 3600;
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        made.fillNormal();
        window.resize(1920, 1080);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        // The journal's list and the histories are full after two hours.
        for (int at = 0; at < 2 * hour; ++at)
            second(made, at);
        const qint64 full = held();
        qint64 most = full;
        for (int at = 2 * hour; at < 8 * hour; ++at) {
            second(made, at);
            if (at % hour == hour - 1) {
                qInfo("after %d h: %.1f MB", at / hour + 1, double(held()) / 1e6);
                most = std::max(most, held());
            }
        }
        // A twentieth: caches of glyphs and styles settle.
        QVERIFY2(
            most - full < full / 20,
            qPrintable(QStringLiteral("%1 MB, then %2 MB").arg(double(full) / 1e6).arg(double(most) / 1e6)));
    }
};

QTEST_MAIN(TestEightHours)
#include "tst_eighthours.moc"
