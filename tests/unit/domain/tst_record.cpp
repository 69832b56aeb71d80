// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/record.h"

#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

class TestRecord final : public QObject
{
    Q_OBJECT

private:
    static QDateTime time(int ms) { return QDateTime({2026, 1, 31}, {20, 15, 0, ms}, Qt::UTC); }
    static Operation operation()
    {
        Operation operation;
        operation.id = QStringLiteral("17");
        operation.kind = QStringLiteral("take");
        operation.channel = QStringLiteral("main");
        operation.state = OperationState::Done;
        operation.actor = QStringLiteral("anna");
        operation.acceptedAt = time(1);
        operation.endedAt = time(72);
        operation.request = {{QLatin1String("source"), QLatin1String("backup")}};
        operation.evidence = TakeEvidence{CutMade::Keyframe,
                                          Source::Primary,
                                          Source::Backup,
                                          71.25,
                                          QStringLiteral("output:cdn"),
                                          33.3,
                                          1,
                                          2,
                                          700,
                                          QStringLiteral("The target is interlaced."),
                                          QStringLiteral("interlaced")};
        return operation;
    }

private Q_SLOTS:
    void anOperationComesBackAsItWas()
    {
        auto read = operationFromJson(toJson(operation()));
        QVERIFY(read);
        QCOMPARE(*read, operation());

        Operation failed = operation();
        failed.state = OperationState::Failed;
        failed.evidence.reset();
        failed.problem = Error{QStringLiteral("no-keyframe"),
                               QStringLiteral("None came."),
                               QStringLiteral("/source"),
                               QStringLiteral("Wait."),
                               {{QLatin1String("waitedMs"), 5000}}};
        read = operationFromJson(toJson(failed));
        QVERIFY(read);
        QCOMPARE(*read, failed);

        Operation running = operation();
        running.state = OperationState::Running;
        running.evidence.reset();
        running.endedAt.reset();
        QVERIFY(toJson(running).value(QLatin1String("endedAt")).isNull());
        QVERIFY(toJson(running).value(QLatin1String("evidence")).isNull());
        QVERIFY(toJson(running).value(QLatin1String("problem")).isNull());
        read = operationFromJson(toJson(running));
        QVERIFY(read);
        QCOMPARE(*read, running);
    }

    void brokenOperationsAreRefused()
    {
        for (const char *field : {"id", "kind", "state", "acceptedAt"}) {
            QJsonObject object = toJson(operation());
            object.remove(QLatin1String(field));
            QVERIFY2(!operationFromJson(object), field);
        }
        QJsonObject object = toJson(operation());
        object.insert(QLatin1String("evidence"), QJsonObject{{QLatin1String("cut"), QLatin1String("hard")}});
        QCOMPARE(operationFromJson(object).error().where, QStringLiteral("/evidence/cut"));
        object = toJson(operation());
        object.insert(QLatin1String("newer"), 1);
        QVERIFY(operationFromJson(object));
    }

    void timesAreUtcWithMilliseconds()
    {
        Operation local = operation();
        local.acceptedAt = time(5).toOffsetFromUtc(7200);
        QCOMPARE(toJson(local).value(QLatin1String("acceptedAt")).toString(),
                 QStringLiteral("2026-01-31T20:15:00.005Z"));
        QCOMPARE(operationFromJson(toJson(local))->acceptedAt, time(5));
    }

    void aJournalEntryComesBackAsItWas()
    {
        const JournalEntry entry{
            (qint64(1) << 53) - 1,           time(9),
            QStringLiteral("twinfeed"),      QStringLiteral("engineer"),
            QStringLiteral("input-lost"),    QStringLiteral("main"),
            QString(4000, QLatin1Char('x')), {{QLatin1String("source"), QLatin1String("backup")}}};
        const auto read = journalEntryFromJson(toJson(entry));
        QVERIFY(read);
        QCOMPARE(*read, entry);
        for (const char *field : {"id", "at", "kind"}) {
            QJsonObject object = toJson(entry);
            object.remove(QLatin1String(field));
            QVERIFY2(!journalEntryFromJson(object), field);
        }
    }

    void aSlateComesBackAsItWas()
    {
        const Slate slate{
            QStringLiteral("night"),
            QStringLiteral("Good night"),
            QStringLiteral("failed"),
            QStringLiteral("It is a text."),
            QStringLiteral("night.png"),
            true,
            QStringLiteral("slate-refused"),
            {{QStringLiteral("main"), QStringLiteral("size"), false, true, QStringLiteral("1920x1080"),
              QStringLiteral("1280x720"), QStringLiteral("They differ.")}}};
        const auto read = slateFromJson(toJson(slate));
        QVERIFY(read);
        QCOMPARE(*read, slate);
        QVERIFY(!slateFromJson({}));
    }

    void aRunningTimeComesBackAsItWas()
    {
        Slate slate{
            QStringLiteral("doors"), QStringLiteral("Doors"), QStringLiteral("ready"), {}, {}, false, {}, {}};
        const QDateTime until(QDate(2026, 5, 1), QTime(18, 0, 0, 250), Qt::UTC);
        for (const SlateText &text : {SlateText{QStringLiteral("clock"), {}, {}},
                                      SlateText{QStringLiteral("countdown"), QStringLiteral("In"), until}}) {
            slate.text = text;
            const auto read = slateFromJson(toJson(slate));
            QVERIFY(read);
            QCOMPARE(*read, slate);
        }
    }

    void runningTimesAreReadStrictly_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        QTest::newRow("none") << QByteArray("{}") << QStringLiteral("/text/kind");
        QTest::newRow("kind") << QByteArray(R"({"kind":"sundial"})") << QStringLiteral("/text/kind");
        QTest::newRow("no end") << QByteArray(R"({"kind":"countdown"})") << QStringLiteral("/text/until");
        QTest::newRow("an end") << QByteArray(R"({"kind":"clock","until":"2026-05-01T18:00:00Z"})")
                                << QStringLiteral("/text/until");
        QTest::newRow("no time") << QByteArray(R"({"kind":"countdown","until":"soon"})")
                                 << QStringLiteral("/text/until");
        QTest::newRow("label") << QByteArray("{\"kind\":\"clock\",\"label\":\"" + QByteArray(61, 'x') + "\"}")
                               << QStringLiteral("/text/label");
        QTest::newRow("more") << QByteArray(R"({"kind":"clock","colour":"red"})")
                              << QStringLiteral("/text/colour");
    }
    void runningTimesAreReadStrictly()
    {
        QFETCH(QByteArray, json);
        const auto read = slateTextFromJson(QJsonDocument::fromJson(json).object(), QStringLiteral("/text"));
        QVERIFY(!read);
        QTEST(read.error().where, "field");
    }

    void anErrorComesBackAsItWas()
    {
        const Error error{QStringLiteral("stale-revision"),
                          QStringLiteral("It moved."),
                          QStringLiteral("/x"),
                          QStringLiteral("Look again."),
                          {{QLatin1String("current"), QJsonObject{{QLatin1String("revision"), 8}}}}};
        QCOMPARE(errorFromJson(toJson(error)), error);
        const Error bare{QStringLiteral("x"), QStringLiteral("y"), {}, {}, {}};
        QCOMPARE(errorFromJson(toJson(bare)), bare);
        QVERIFY(!toJson(bare).contains(QLatin1String("remedy")));
    }

    void detailsNeverReplaceWhatAnErrorSays()
    {
        const Error error{QStringLiteral("x"),
                          QStringLiteral("y"),
                          {},
                          {},
                          {{QLatin1String("code"), QLatin1String("z")}, {QLatin1String("detail"), 7}}};
        const QJsonObject object = toJson(error);
        QCOMPARE(object.value(QLatin1String("code")).toString(), QStringLiteral("x"));
        QCOMPARE(object.value(QLatin1String("detail")).toString(), QStringLiteral("y"));
    }

    /// Also of somebody else's making: RFC 9457 with no member of ours.
    void aForeignProblemDocumentIsRead()
    {
        Error error = errorFromJson({{QLatin1String("type"), QLatin1String("urn:twinfeed:problem:too-soon")},
                                     {QLatin1String("title"), QLatin1String("Too soon")},
                                     {QLatin1String("status"), 429},
                                     {QLatin1String("instance"), QLatin1String("urn:x")},
                                     {QLatin1String("retryAfterMs"), 700}});
        QCOMPARE(error.code, QStringLiteral("too-soon"));
        QCOMPARE(error.message, QStringLiteral("Too soon"));
        QCOMPARE(error.details, (QJsonObject{{QLatin1String("retryAfterMs"), 700}}));
        error = errorFromJson({{QLatin1String("type"), QLatin1String("about:blank")}});
        QCOMPARE(error.code, QString());
    }
};

QTEST_GUILESS_MAIN(TestRecord)
#include "tst_record.moc"
