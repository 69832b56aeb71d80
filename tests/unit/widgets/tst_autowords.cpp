// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/autowords.h"
#include "widgets/language.h"
#include "widgets/words.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using Tone = BusMessage::Tone;

class TestAutoWords final : public QObject
{
    Q_OBJECT

private:
    static JournalEntry entry(const MadeUp &made, const char *kind, const char *rule, Source from, Source to)
    {
        JournalEntry entry = made.failover(from, to, rule);
        entry.kind = QLatin1String(kind);
        return entry;
    }

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }

    void everyStateHasItsWordInBothLanguages()
    {
        for (const QString &language : Language::available()) {
            Language::apply(language);
            QSet<QString> words;
            for (const auto state : {FailoverState::Off, FailoverState::Armed, FailoverState::Suspended,
                                     FailoverState::Spent, FailoverState::Ended}) {
                ChannelStatus status = MadeUp::status();
                status.failover.state = state;
                const BusMessage message = AutoWords::automation(status);
                QVERIFY(!message.detail.isEmpty());
                QCOMPARE(message.tone == Tone::Good, state == FailoverState::Armed);
                words << message.headline;
            }
            for (const auto mode :
                 {FailoverMode::Off, FailoverMode::Once, FailoverMode::Floating, FailoverMode::Reverting}) {
                words << AutoWords::mode(mode);
                QVERIFY(!AutoWords::modeExplained(mode).isEmpty());
            }
            QCOMPARE(words.size(), 9);
        }
    }

    void armedSaysWhatIsLeftAndWhenItGoesBack()
    {
        ChannelStatus status = MadeUp::status();
        status.failover.switchesLeft = 1;
        QCOMPARE(AutoWords::automation(status).detail, QStringLiteral("1 switch left in ten minutes."));
        status.failover.clearsInMs = 8200;
        QCOMPARE(AutoWords::automation(status).detail,
                 QStringLiteral("Goes back in 8 s. 1 switch left in ten minutes."));
        status.failover.clearsInMs.reset();
        status.failover.reason = QStringLiteral("It is black.");
        const BusMessage staying = AutoWords::automation(status);
        QCOMPARE(staying.tone, Tone::Caution);
        QCOMPARE(staying.detail, QStringLiteral("It stays: It is black."));
    }

    void saysWhyItStaysInEachLanguage_data()
    {
        QTest::addColumn<QString>("code");
        // Why a failback would be seen, what the engine waits for, and what speaks against the other path.
        for (const char *code : {"no-parameters", "codec", "interlaced", "format", "rate", "once", "clearing",
                                 "not-buffered", "no-bridge", "bridge-late", "source-changed", "event-ended",
                                 "interrupted", "ended", "media-failed", "pictures-stopped", "sound-stopped"})
            QTest::newRow(code) << QString(QLatin1String(code));
    }

    void saysWhyItStaysInEachLanguage()
    {
        QFETCH(QString, code);
        ChannelStatus status = MadeUp::status();
        status.failover.reasonCode = code;
        status.failover.reason = QStringLiteral("The backend's sentence.");
        QVERIFY(AutoWords::automation(status).detail.contains(status.failover.reason));
        Language::apply(QStringLiteral("zh_CN"));
        const QString detail = AutoWords::automation(status).detail;
        QVERIFY2(!detail.contains(status.failover.reason), qPrintable(detail));
    }

    void aCodeHasOneMeaning()
    {
        // A path's fault is not the event's end, and not a bridge's.
        for (const char *code : {"ended", "interrupted"}) {
            const QString word = QLatin1String(code);
            QCOMPARE(AutoWords::reason(word, {}), Words::reason(word, {}));
        }
    }

    void predictsTheCut_data()
    {
        QTest::addColumn<Cut>("asked");
        QTest::addColumn<PathRelation>("relation");
        QTest::addColumn<QString>("refusal");
        QTest::addColumn<Source>("target");
        QTest::addColumn<QString>("headline");
        const auto row = [](Cut asked, PathRelation relation, const char *refusal, Source target,
                            const char *headline) {
            QTest::newRow(headline) << asked << relation << QString(QLatin1String(refusal)) << target
                                    << QString(QLatin1String(headline));
        };
        row(Cut::Bridged, PathRelation::Aligned, "", Source::Backup, "BACKUP next: cut aligned");
        row(Cut::Bridged, PathRelation::Offset, "", Source::Backup, "BACKUP next: cut bridged");
        row(Cut::Bridged, PathRelation::Offset, "interlaced", Source::Backup, "BACKUP next: cut cached");
        row(Cut::Keyframe, PathRelation::Aligned, "", Source::Backup, "BACKUP next: cut keyframe");
        row(Cut::Bridged, PathRelation::Aligned, "", Source::Slate, "SLATE next: cut cached");
        row(Cut::Bridged, PathRelation::Aligned, "", Source::Primary, "PRIMARY next: not fit");
    }

    void predictsTheCut()
    {
        QFETCH(Cut, asked);
        QFETCH(PathRelation, relation);
        QFETCH(QString, refusal);
        QFETCH(Source, target);
        QFETCH(QString, headline);
        ChannelDocument document = MadeUp::document();
        document.config.cut = asked;
        ChannelStatus status = MadeUp::status();
        status.sources[0].fit = false;
        status.alignment.relation = relation;
        status.hold.seamless = refusal.isEmpty();
        status.hold.reasonCode = refusal;
        QCOMPARE(AutoWords::nextCut(document, status, target).headline, headline);
    }

    void saysWhatTheAudienceWouldSeeOfAnOffset()
    {
        ChannelStatus status = MadeUp::status();
        status.alignment = {PathRelation::Offset, 2000.0, 0.97, {}, {}, {}};
        BusMessage message = AutoWords::nextCut(MadeUp::document(), status, Source::Backup);
        QCOMPARE(message.tone, Tone::Caution);
        QCOMPARE(message.detail, QStringLiteral("Repeats 2,000 ms."));
        message = AutoWords::nextCut(MadeUp::document(), status, Source::Primary);
        QCOMPARE(message.detail, QStringLiteral("Skips 2,000 ms."));
        status.alignment.offsetMs = 20;
        message = AutoWords::nextCut(MadeUp::document(), status, Source::Backup);
        QCOMPARE(message.tone, Tone::Quiet);
        QCOMPARE(message.detail, QStringLiteral("BACKUP 20 ms later, 97 % sure."));
    }

    void saysWhatTheHoldPromises()
    {
        QCOMPARE(AutoWords::hold({500, 500, 0, true, {}, {}}).tone, Tone::Good);
        const BusMessage moving = AutoWords::hold({512.4, 800, 28'800, true, {}, {}});
        QCOMPARE(moving.headline, QStringLiteral("Hold 512 ms, going to 800 ms"));
        QCOMPARE(moving.detail, QStringLiteral("28 s to go, no gap at failover."));
        const BusMessage shortHold = AutoWords::hold(
            {200, 200, 0, false, QStringLiteral("The hold is under 300 ms."), QStringLiteral("hold-short")});
        QCOMPARE(shortHold.tone, Tone::Caution);
        QCOMPARE(AutoWords::hold({500, 500, 0, false, {}, QStringLiteral("event-ended")}).tone, Tone::Quiet);
        QCOMPARE(shortHold.headline, QStringLiteral("Hold 200 ms: gap possible"));
        QCOMPARE(shortHold.detail, QStringLiteral("The hold is under 300 ms."));
    }

    void saysHowThePathsLie()
    {
        AlignmentStatus alignment;
        QCOMPARE(AutoWords::alignment(alignment), QStringLiteral("The paths' offset is not known."));
        alignment = {PathRelation::Aligned, 0.0, 1, {}, {}, {}};
        QCOMPARE(AutoWords::alignment(alignment), QStringLiteral("Paths aligned."));
        alignment.offsetMs = -40;
        QCOMPARE(AutoWords::alignment(alignment), QStringLiteral("Paths aligned, PRIMARY 40 ms later."));
        alignment = {PathRelation::Offset, 2000.0, 0.979, {}, {}, {}};
        QCOMPARE(AutoWords::alignment(alignment), QStringLiteral("BACKUP 2,000 ms later, 97 % sure."));
        alignment.relation = PathRelation::Different;
        QCOMPARE(AutoWords::alignment(alignment), QStringLiteral("The paths show different things."));
    }

    void tellsWhatItDid()
    {
        MadeUp made;
        made.fillNormal();
        DecisionNews news{made.failover(Source::Primary, Source::Backup, "loss"), {}, 0};
        BusMessage message = AutoWords::news(news);
        QCOMPARE(message.headline, QStringLiteral("PRIMARY lost for 312 ms: BACKUP on air"));
        QCOMPARE(message.tone, Tone::Caution);
        news.outcome = news.entry;
        news.outcome->kind = QStringLiteral("failover-done");
        news.outcome->data = {{QStringLiteral("evidence"), toJson(MadeUp::evidence())}};
        QCOMPARE(AutoWords::news(news).detail, QStringLiteral("Gap 33 ms, cut cached, 12 pictures repeated"));
        news.outcome->kind = QStringLiteral("failover-failed");
        news.outcome->data = {};
        QCOMPARE(AutoWords::news(news).tone, Tone::Bad);
        // The audience sees the slate: that is more than a change of paths.
        message = AutoWords::news({made.failover(Source::Primary, Source::Slate, "loss"), {}, 0});
        QCOMPARE(message.tone, Tone::Bad);
        message = AutoWords::news({made.failover(Source::Backup, Source::Primary, "failback"), {}, 0});
        QCOMPARE(message.headline, QStringLiteral("PRIMARY is clean again: back on air"));
        QCOMPARE(message.tone, Tone::Good);
    }

    void tellsWhyItStayed_data()
    {
        QTest::addColumn<QString>("rule");
        for (const char *rule : {"unfit", "locked", "suspended", "once", "limit", "not-seamless", "off"})
            QTest::newRow(rule) << QString(QLatin1String(rule));
    }

    void tellsWhyItStayed()
    {
        QFETCH(QString, rule);
        MadeUp made;
        made.fillNormal();
        const JournalEntry stayed =
            entry(made, "failover-stayed", rule.toUtf8().constData(), Source::Primary, Source::Backup);
        for (const QString &language : Language::available()) {
            Language::apply(language);
            const QString sentence = AutoWords::decisionSentence(stayed);
            QVERIFY(!sentence.isEmpty());
            QVERIFY(sentence != stayed.text);
            QCOMPARE(AutoWords::news({stayed, {}, 0}).headline, sentence);
        }
    }

    void whatItDoesNotKnowHasNoWords()
    {
        MadeUp made;
        made.fillNormal();
        QVERIFY(AutoWords::decisionSentence(
                    entry(made, "failover-stayed", "of-a-newer-backend", Source::Primary, Source::Backup))
                    .isEmpty());
        QVERIFY(
            AutoWords::decisionSentence({1, {}, {}, {}, QStringLiteral("failover"), {}, {}, {}}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestAutoWords)
#include "tst_autowords.moc"
