// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/verdictjudge.h"

#include <QTest>

#include <cmath>

using namespace twinfeed;
using namespace twinfeed::backend;

class TestVerdictJudge final : public QObject
{
    Q_OBJECT

private:
    const QDateTime m_wall{QDate(2026, 1, 31), QTime(20, 0), Qt::UTC};
    VerdictFacts m_facts;

    void put(const char *node, const char *name, std::optional<double> value, const char *unit)
    {
        std::erase_if(m_facts.metrics, [&](const Metric &metric) {
            return metric.node == QLatin1String(node) && metric.name == QLatin1String(name);
        });
        m_facts.metrics.push_back({QStringLiteral("main"), QLatin1String(node), QLatin1String(name), value,
                                   QLatin1String(unit), 1000, 1000, m_wall});
    }
    Verdict judge() const { return verdictOf(m_facts, m_wall); }

private Q_SLOTS:
    void init()
    {
        m_facts = {};
        m_facts.onAir = Source::Primary;
        m_facts.status.channel = QStringLiteral("main");
        m_facts.status.programme = Source::Primary;
        for (const Source source : {Source::Primary, Source::Backup}) {
            SourceStatus status;
            status.source = source;
            status.state = InputState::Live;
            status.fit = true;
            status.ageMs = 10;
            m_facts.status.sources.push_back(status);
        }
        for (const char *node : {"primary", "backup"}) {
            put(node, "fps", 30, "1/s");
            put(node, "bitrate", 4e6, "bit/s");
            put(node, "jitter", 4, "ms");
            put(node, "largestGap", 40, "ms");
            put(node, "keyframeInterval", 2, "s");
        }
    }

    void asGoodAsEachOther()
    {
        put("backup", "fps", 29.97, "1/s");
        put("backup", "bitrate", 3.95e6, "bit/s");
        const Verdict verdict = judge();
        QVERIFY(!verdict.better);
        QVERIFY(verdict.current);
        QCOMPARE(verdict.reasonCode, QStringLiteral("equal"));
        QCOMPARE(verdict.lines.size(), size_t(5));
        QCOMPARE(verdict.target, std::optional(Source::Backup));
    }

    void oneSentenceWithTheNumbers()
    {
        put("primary", "fps", 12.4, "1/s");
        m_facts.status.alignment.relation = PathRelation::Offset;
        m_facts.status.alignment.offsetMs = 18;
        const Verdict verdict = judge();
        QCOMPARE(verdict.better, std::optional(Source::Backup));
        QCOMPARE(
            verdict.text,
            QStringLiteral("backup is better: 30.0 against 12.4 fps, same bitrate, 18 ms further behind."));
        QCOMPARE(verdict.lines.front().better, std::optional(Source::Backup));
        QCOMPARE(*verdict.lines.front().primary, 12.4);
    }

    void theRateCountsMost()
    {
        put("primary", "fps", 15, "1/s");
        put("backup", "bitrate", 2e6, "bit/s");
        put("backup", "jitter", 80, "ms");
        QCOMPARE(judge().better, std::optional(Source::Backup));
        QCOMPARE(judge().text,
                 QStringLiteral("backup is better: 30.0 against 15.0 fps, 2.00 against 4.00 Mb/s."));
        put("backup", "fps", 15, "1/s");
        QCOMPARE(judge().better, std::optional(Source::Primary));
    }

    void onlyOneIsFit()
    {
        m_facts.status.sources[0].fit = false;
        m_facts.status.sources[0].reason = QStringLiteral("No packet for 1.2 s.");
        Verdict verdict = judge();
        QCOMPARE(verdict.better, std::optional(Source::Backup));
        QCOMPARE(verdict.reasonCode, QStringLiteral("only-fit"));
        QCOMPARE(verdict.text, QStringLiteral("backup is better: only it is fit. No packet for 1.2 s."));
        m_facts.status.sources[0].fit = true;
        m_facts.status.sources[0].reason.clear();
        m_facts.primaryFaults = QStringList(QStringLiteral("Black picture"));
        verdict = judge();
        QCOMPARE(verdict.text, QStringLiteral("backup is better: only it is fit. Black picture."));
        m_facts.status.sources[1].fit = false;
        verdict = judge();
        QCOMPARE(verdict.reasonCode, QStringLiteral("neither-fit"));
        QVERIFY(!verdict.better);
        QVERIFY(!verdict.target); // nothing to take
        QVERIFY(!verdict.gapMs);
    }

    void nothingOnStaleData()
    {
        put("primary", "fps", 1, "1/s");
        m_facts.ageUs = verdictStaleUs + 1;
        const Verdict verdict = judge();
        QVERIFY(!verdict.current);
        QVERIFY(!verdict.better);
        QVERIFY(!verdict.target);
        QVERIFY(!verdict.lines.front().primary);
        QCOMPARE(verdict.reasonCode, QStringLiteral("stale"));
        m_facts.ageUs = verdictStaleUs;
        QVERIFY(judge().better);
    }

    void missingNumbersDecideNothing()
    {
        put("primary", "fps", std::nullopt, "1/s");
        put("primary", "bitrate", std::nan(""), "bit/s");
        put("primary", "jitter", INFINITY, "ms");
        const Verdict verdict = judge();
        QVERIFY(!verdict.better);
        for (int i : {0, 2, 3})
            QVERIFY(!verdict.lines[size_t(i)].better);
        m_facts.metrics.clear();
        QVERIFY(!judge().better);
    }

    void othersNumbersDoNotCount()
    {
        m_facts.metrics.insert(m_facts.metrics.begin(),
                               {QStringLiteral("side"), QStringLiteral("primary"), QStringLiteral("fps"), 1,
                                QStringLiteral("1/s"), 1000, 1000, m_wall});
        QVERIFY(!judge().better);
    }

    void whatATakeWouldMake()
    {
        m_facts.status.hold.seamless = true;
        m_facts.status.alignment.relation = PathRelation::Aligned;
        QCOMPARE(judge().cut, std::optional(CutMade::Aligned));
        QCOMPARE(judge().gapMs, std::optional(0.0));
        m_facts.status.alignment.relation = PathRelation::Different;
        QCOMPARE(judge().cut, std::optional(CutMade::Bridged));
        m_facts.status.hold.seamless = false;
        QCOMPARE(judge().cut, std::optional(CutMade::Cached));
        QCOMPARE(judge().gapMs, std::optional(0.0));
        // The path on air is gone: what the hold does not cover is missing.
        m_facts.status.sources[0].fit = false;
        m_facts.status.sources[0].ageMs = 900;
        m_facts.status.hold.holdMs = 500;
        QCOMPARE(judge().gapMs, std::optional(400.0));
        m_facts.onAir = Source::Slate;
        QCOMPARE(judge().target, std::optional(Source::Backup));
        QCOMPARE(judge().cut, std::optional(CutMade::Cached));
        m_facts.onAir = Source::Backup;
        QVERIFY(!judge().target); // the primary is not fit
    }

    void onlyWhatMattersIsNews()
    {
        const Verdict one = judge();
        put("backup", "jitter", 5, "ms");
        QVERIFY(!saysOtherwise(one, judge()));
        put("backup", "fps", 5, "1/s");
        QVERIFY(saysOtherwise(one, judge()));
        QVERIFY(saysOtherwise(one, staleVerdict(one)));
    }
};

QTEST_GUILESS_MAIN(TestVerdictJudge)
#include "tst_verdictjudge.moc"
