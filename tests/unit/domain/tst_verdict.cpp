// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/verdict.h"

#include <QTest>

using namespace twinfeed;

class TestVerdict final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack()
    {
        Verdict verdict;
        verdict.channel = QStringLiteral("main");
        verdict.better = Source::Backup;
        verdict.current = true;
        verdict.text = QStringLiteral("backup is better: 30.0 against 12.4 fps.");
        verdict.reasonCode = QStringLiteral("numbers");
        verdict.lines = {{QStringLiteral("fps"), QStringLiteral("1/s"), 12.4, 30.0, Source::Backup},
                         {QStringLiteral("jitter"), QStringLiteral("ms"), {}, 3.5, {}}};
        verdict.target = Source::Backup;
        verdict.cut = CutMade::Bridged;
        verdict.gapMs = 0;
        verdict.at = QDateTime({2026, 1, 31}, {20, 15, 0, 123}, Qt::UTC);
        auto read = verdictFromJson(toJson(verdict));
        QVERIFY(read);
        QVERIFY(*read == verdict);
        verdict.better.reset();
        verdict.cut.reset();
        verdict.target.reset();
        verdict.gapMs.reset();
        read = verdictFromJson(toJson(verdict));
        QVERIFY(read);
        QVERIFY(*read == verdict);
    }

    void garbage()
    {
        QVERIFY(!verdictFromJson({}));
        QVERIFY(!verdictFromJson({{QStringLiteral("channel"), QStringLiteral("main")},
                                  {QStringLiteral("at"), QStringLiteral("2026-01-31T20:15:00Z")},
                                  {QStringLiteral("better"), QStringLiteral("third")}}));
    }
};

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
