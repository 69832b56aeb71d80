// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/buswords.h"
#include "widgets/language.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestBusWords final : public QObject
{
    Q_OBJECT

private:
    static CommandRecord command()
    {
        return {QStringLiteral("k"),
                MadeUp::channelId(),
                QStringLiteral("take"),
                QStringLiteral("backup"),
                0,
                {},
                {},
                {}};
    }

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }

    void saysTheMeasuredResult_data()
    {
        QTest::addColumn<int>("lost");
        QTest::addColumn<int>("repeated");
        QTest::addColumn<QString>("text");
        const QString start = QStringLiteral("BACKUP on air after 43 ms, gap 33 ms, cut cached, ");
        QTest::newRow("none") << 0 << 0 << QString(start + QStringLiteral("no picture lost or repeated"));
        QTest::newRow("one repeated") << 0 << 1 << QString(start + QStringLiteral("1 picture repeated"));
        QTest::newRow("repeated") << 0 << 12 << QString(start + QStringLiteral("12 pictures repeated"));
        QTest::newRow("lost") << 2 << 0 << QString(start + QStringLiteral("2 pictures lost"));
        QTest::newRow("both") << 2 << 3 << QString(start + QStringLiteral("pictures lost: 2, repeated: 3"));
    }

    void saysTheMeasuredResult()
    {
        QFETCH(int, lost);
        QFETCH(int, repeated);
        QFETCH(QString, text);
        TakeEvidence evidence = MadeUp::evidence();
        evidence.picturesLost = lost;
        evidence.picturesRepeated = repeated;
        QCOMPARE(BusWords::evidence(evidence), text);
    }

    void saysWhyAnotherCutWasMade()
    {
        TakeEvidence evidence = MadeUp::evidence();
        evidence.insteadBecause = QStringLiteral("HEVC is not bridged.");
        evidence.insteadCode = QStringLiteral("of-a-newer-backend");
        const QString end = QStringLiteral(" repeated. Not bridged: HEVC is not bridged.");
        QVERIFY(BusWords::evidence(evidence).endsWith(end));
        CommandRecord record = command();
        record.operation = MadeUp::take(Source::Backup, OperationState::Done);
        record.operation->evidence = evidence;
        QVERIFY(BusWords::command(record, 0).detail.endsWith(end));
    }

    void followsACommand()
    {
        CommandRecord record = command();
        QCOMPARE(BusWords::command(record, 0).tone, BusMessage::Tone::Working);
        QCOMPARE(BusWords::command(record, 1'000'000).tone, BusMessage::Tone::Caution);
        record.acknowledgedAt = 12'000;
        record.operation = MadeUp::take(Source::Backup, OperationState::Accepted);
        QVERIFY(BusWords::command(record, 20'000).detail.contains(QLatin1String("12 ms")));
        record.operation = MadeUp::take(Source::Backup, OperationState::Done);
        const BusMessage done = BusWords::command(record, 60'000);
        QCOMPARE(done.tone, BusMessage::Tone::Good);
        QCOMPARE(done.headline, QStringLiteral("BACKUP on air after 43 ms"));
        QCOMPARE(done.detail, QStringLiteral("Gap 33 ms, cut cached, 12 pictures repeated"));
    }

    void explainsRefusals_data()
    {
        QTest::addColumn<QString>("code");
        for (const char *code :
             {"stale-revision", "too-soon", "too-late", "forbidden", "unauthenticated", "timeout",
              "unreachable", "channel-busy", "no-slate", "slate-not-ready", "store-failed"})
            QTest::newRow(code) << QString(QLatin1String(code));
    }

    void explainsRefusals()
    {
        QFETCH(QString, code);
        const Error error{code, QStringLiteral("(the backend's)"), {}, {}, {}};
        CommandRecord record = command();
        record.refusal = error;
        for (const QString &language : Language::available()) {
            Language::apply(language);
            const BusMessage message = BusWords::command(record, 0);
            QCOMPARE(message.tone, BusMessage::Tone::Bad);
            QVERIFY(!message.headline.isEmpty());
            QVERIFY(!message.detail.isEmpty());
            QVERIFY(!message.detail.contains(error.message));
        }
    }

    void leavesEnglishToTheBackendWhereItTellsMore_data()
    {
        QTest::addColumn<QString>("code");
        for (const char *code : {"superseded",           "source-lost",         "no-keyframe",
                                 "engine-stopped",       "interrupted",         "media-failed",
                                 "slate-mismatch",       "channel-on-air",      "channel-exists",
                                 "too-many-channels",    "unknown-channel",     "unknown-slate",
                                 "unknown-source",       "address-not-allowed", "redacted-address",
                                 "invalid-url",          "invalid-id",          "out-of-range",
                                 "idempotency-mismatch", "shutting-down",       "busy"})
            QTest::newRow(code) << QString(QLatin1String(code));
    }

    void leavesEnglishToTheBackendWhereItTellsMore()
    {
        QFETCH(QString, code);
        const Error error{code, QStringLiteral("The backend's."), {}, QStringLiteral("Wait."), {}};
        QCOMPARE(BusWords::problem(error), QStringLiteral("The backend's. Wait."));
        QVERIFY(BusWords::translated(code).isEmpty());
        Language::apply(QStringLiteral("zh_CN"));
        QVERIFY2(!BusWords::problem(error).contains(error.message), qPrintable(BusWords::problem(error)));
        QCOMPARE(BusWords::translated(code), BusWords::problem(error));
    }

    void fallsBackToTheBackendsSentence()
    {
        const Error error{QStringLiteral("of-a-newer-backend"),
                          QStringLiteral("The moon is full."),
                          {},
                          QStringLiteral("Wait."),
                          {}};
        QCOMPARE(BusWords::problem(error), QStringLiteral("The moon is full. Wait."));
        QVERIFY(!BusWords::problem({}).isEmpty());
    }

    void saysWhoTookIt()
    {
        Operation take = MadeUp::take(Source::Slate, OperationState::Done);
        take.actor = QStringLiteral("anna");
        QCOMPARE(BusWords::foreign(take).headline, QStringLiteral("SLATE on air, taken by anna"));
        take.state = OperationState::Failed;
        take.evidence.reset();
        QCOMPARE(BusWords::foreign(take).tone, BusMessage::Tone::Quiet);
    }

    void saysWhyTheBusIsOff()
    {
        MadeUp made;
        for (const auto block : {TakeBus::Block::NoBackend, TakeBus::Block::Stale, TakeBus::Block::NoChannel,
                                 TakeBus::Block::Role})
            QVERIFY(!BusWords::block(block, made.state).headline.isEmpty());
        made.state.setRole(Role::Viewer);
        QCOMPARE(BusWords::block(TakeBus::Block::Role, made.state).detail,
                 QStringLiteral("Your role is viewer; a take needs the role director."));
    }
};

QTEST_GUILESS_MAIN(TestBusWords)
#include "tst_buswords.moc"
