// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/encryption.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

class TestEncryption final : public QObject
{
    Q_OBJECT

private:
    static QJsonObject object(const char *json) { return QJsonDocument::fromJson(QByteArray(json)).object(); }

private Q_SLOTS:
    void anOrderComesBackAsItWas()
    {
        const EncryptionOrder sealed{
            Encryption::Sealed, {QStringLiteral("cdn"), QStringLiteral("web")}, true, false, {}};
        QCOMPARE(*encryptionOrderFromJson(toJson(sealed)), sealed);
        const EncryptionOrder stop{
            Encryption::Clear, {}, false, true, QStringLiteral("Players cannot open it.")};
        QCOMPARE(*encryptionOrderFromJson(toJson(stop)), stop);
        QCOMPARE(*encryptionOrderFromJson(object(R"({"mode": "sealed"})")),
                 (EncryptionOrder{Encryption::Sealed, {}, false, false, {}}));
    }

    void mistakesHaveTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const char *json, const char *code, const char *where) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(code)
                                << QString::fromLatin1(where);
        };
        row("nothing", R"({})", "missing-field", "/mode");
        row("no such mode", R"({"mode": "open"})", "unknown-value", "/mode");
        row("an output that is a number", R"({"mode": "clear", "outputs": [7]})", "wrong-type", "/outputs/0");
        row("an output twice", R"({"mode": "clear", "outputs": ["a", "a"]})", "duplicate-id", "/outputs/1");
        row("a new key for clear", R"({"mode": "clear", "newKey": true})", "out-of-range", "/newKey");
        row("an emergency without a reason", R"({"mode": "clear", "emergency": true, "reason": " "})",
            "missing-field", "/reason");
        row("an emergency that seals", R"({"mode": "sealed", "emergency": true, "reason": "x"})",
            "out-of-range", "/emergency");
        row("an unknown field", R"({"mode": "clear", "force": true})", "unknown-field", "/force");
    }
    void mistakesHaveTheirPlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        QFETCH(QString, where);
        const auto read = encryptionOrderFromJson(object(json.constData()));
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(read.error().where, where);
    }

    void aStatusComesBackAsItWas()
    {
        EncryptionStatus status{Encryption::Sealed,
                                17,
                                850,
                                EncryptionSeen::Mixed,
                                16,
                                1200,
                                true,
                                QStringLiteral("Two keys."),
                                QStringLiteral("two-keys")};
        QCOMPARE(*encryptionStatusFromJson(toJson(status)), status);
        status = {};
        QCOMPARE(*encryptionStatusFromJson(toJson(status)), status);
        QVERIFY(toJson(status).value(QLatin1String("seenAgeMs")).isNull());
        QVERIFY(toJson(status).value(QLatin1String("sendingKey")).isNull());
    }

    void anEvidenceComesBackAsItWas()
    {
        EncryptionEvidence evidence{QStringLiteral("cdn"),
                                    Encryption::Sealed,
                                    17,
                                    310.5,
                                    900.25,
                                    QStringLiteral("rtmp://cdn/live/***"),
                                    true,
                                    1,
                                    2};
        QCOMPARE(*encryptionEvidenceFromJson(toJson(evidence)), evidence);
        evidence.seenMs.reset();
        evidence.key.reset();
        QCOMPARE(*encryptionEvidenceFromJson(toJson(evidence)), evidence);
    }

    void keysAndSealedOutputsComeBackAsTheyWere()
    {
        const SealedOutput output{QStringLiteral("cdn"), 0xFFFFFF};
        QCOMPARE(*sealedOutputFromJson(toJson(output)), output);
        KeyInfo key{17,
                    QStringLiteral("main"),
                    QStringLiteral("active"),
                    QDateTime({2026, 1, 31}, {20, 15}, Qt::UTC),
                    QDateTime({2026, 2, 3}, {20, 15}, Qt::UTC),
                    std::nullopt};
        QCOMPARE(*keyInfoFromJson(toJson(key)), key);
        key.retiresAt = QDateTime({2026, 2, 3}, {21, 15}, Qt::UTC);
        QCOMPARE(*keyInfoFromJson(toJson(key)), key);
    }

    void noKeyHasAnImpossibleId()
    {
        for (const int id : {0, -1, 0x1000000}) {
            QVERIFY(!sealedOutputFromJson(
                {{QStringLiteral("output"), QStringLiteral("cdn")}, {QStringLiteral("key"), id}},
                QStringLiteral("/sealed/0")));
            QVERIFY(!encryptionStatusFromJson({{QStringLiteral("sending"), QStringLiteral("clear")},
                                               {QStringLiteral("seen"), QStringLiteral("clear")},
                                               {QStringLiteral("seenKey"), id}}));
        }
    }
};

QTEST_GUILESS_MAIN(TestEncryption)
#include "tst_encryption.moc"
