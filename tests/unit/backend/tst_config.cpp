// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/config.h"

#include "app/backend/yamldocument.h"
#include "app/server/addresssigner.h"

#include <QDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

/// Cases are folders under tests/data/config/bad: config.yaml, and expected.txt with what twinfeedd says about it
/// (the file's name is FILE there).
class tst_Config : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bad_data();
    void bad();
    void exampleLoads();
    void everyFieldIsRead();
    void keysAndSignedAddressesAreRead();
    void rulesNodesAndWebhooksAreRead();
    void schemesAreThoseThatCanBeSigned();
    void emptyPartsAreDefaults();
    void missingFile();
    void aliasesDoNotBlowUp();
    void neverCrashes();
};

void tst_Config::bad_data()
{
    QTest::addColumn<QString>("folder");
    const QDir cases(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/config/bad"));
    const QStringList names = cases.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QVERIFY(names.size() >= 15);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << cases.filePath(name);
}

void tst_Config::bad()
{
    QFETCH(QString, folder);
    const QString file = folder + QStringLiteral("/config.yaml");
    QStringList said;
    for (const Error &error : readConfig(file).errors) {
        QVERIFY2(!error.message.isEmpty(), qPrintable(error.code));
        said << toText(error).replace(file, QStringLiteral("FILE")).replace(folder, QStringLiteral("FOLDER"));
    }
    QFile expected(folder + QStringLiteral("/expected.txt"));
    QVERIFY(expected.open(QIODevice::ReadOnly));
    QCOMPARE(said.join(QLatin1Char('\n')), QString::fromUtf8(expected.readAll()).trimmed());
}

void tst_Config::exampleLoads()
{
    const ConfigReading reading =
        readConfig(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/config/twinfeedd.example.yaml"));
    QStringList said;
    for (const Error &error : reading.errors)
        said << toText(error);
    QVERIFY2(said.isEmpty(), qPrintable(said.join(QLatin1Char('\n'))));
    QCOMPARE(reading.config.port, 8471);
    QCOMPARE(reading.config.channels.size(), size_t(1));
    QCOMPARE(reading.config.channels[0].outputs.size(), size_t(4));
    QCOMPARE(reading.config.allow, AllowRules());
    QCOMPARE(reading.config.keys.rotateAfterHours, DaemonConfig().keys.rotateAfterHours);
    QVERIFY(reading.config.keys.masterKeyFile.isEmpty() && !reading.config.signedAddresses);
}

void tst_Config::everyFieldIsRead()
{
    const QString folder = QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/config/good");
    const ConfigReading reading = readConfig(folder + QStringLiteral("/full.yaml"));
    for (const Error &error : reading.errors)
        QFAIL(qPrintable(toText(error)));
    const DaemonConfig &config = reading.config;
    QCOMPARE(config.address, QStringLiteral("0.0.0.0"));
    QCOMPARE(config.port, 8443);
    QVERIFY(config.tls);
    QCOMPARE(config.tls->certificate, folder + QStringLiteral("/certificate.pem"));
    QCOMPARE(config.tls->key, folder + QStringLiteral("/key.pem"));
    QCOMPARE(config.tokens.size(), size_t(1));
    QCOMPARE(config.tokens[0].name, QStringLiteral("anna"));
    QCOMPARE(config.tokens[0].role, Role::Director);
    QCOMPARE(config.tokens[0].sha256, QByteArray(32, '\x11'));
    QCOMPARE(config.slates.size(), size_t(1));
    QCOMPARE(config.slates[0].file, folder + QStringLiteral("/standby.png"));
    QCOMPARE(config.channels.size(), size_t(1));
    // A quoted number is a text: a name may look like one.
    QCOMPARE(config.channels[0].name, QStringLiteral("2026"));
    QCOMPARE(config.channels[0].holdMs, 300);
    QCOMPARE(config.channels[0].cut, Cut::Keyframe);
    QCOMPARE(config.channels[0].backup.mode, InputMode::Listen);
    QCOMPARE(config.channels[0].backup.delayMs, 1800);
    QCOMPARE(config.channels[0].lossMs, 150);
    QVERIFY(config.channels[0].warm);
    QCOMPARE(config.channels[0].sound, (SoundFormat{44100, 1}));
    QCOMPARE(config.channels[0].failover, (FailoverConfig{FailoverMode::Reverting, 4000}));
    QCOMPARE(config.allow.schemes, QStringList{QStringLiteral("srt")});
    QCOMPARE(config.allow.networks,
             (QStringList{QStringLiteral("10.0.0.0/8"), QStringLiteral("2001:db8::/32")}));
    QCOMPARE(config.allow.hosts, QStringList{QStringLiteral("*.example.com")});
    QCOMPARE(config.allow.folders, QStringList{QStringLiteral("/srv/media")});
    QCOMPARE(config.tokens[0].keys, (QStringList{QStringLiteral("main"), QStringLiteral("side")}));
}

/// In a file of its own: neverCrashes() takes the square of the other one's length.
void tst_Config::keysAndSignedAddressesAreRead()
{
    const QString folder = QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/config/good");
    const ConfigReading reading = readConfig(folder + QStringLiteral("/keys.yaml"));
    for (const Error &error : reading.errors)
        QFAIL(qPrintable(toText(error)));
    const DaemonConfig &config = reading.config;
    QCOMPARE(config.keys.masterKeyFile, folder + QStringLiteral("/secrets/master.key")); // needs not be there
    QCOMPARE(config.keys.rotateAfterHours, 24);
    QVERIFY(config.signedAddresses);
    const auto &signing = *config.signedAddresses;
    QCOMPARE(signing.scheme, QStringLiteral("tencent-d"));
    QCOMPARE(signing.secrets,
             (std::vector<QByteArray>{"SECRET of the first address", "SECRET of the one before"}));
    QCOMPARE(signing.validSeconds, 600);
    QCOMPARE(signing.toleranceSeconds, 5);
    QVERIFY(signing.bindAddress && !signing.emptyReferrer);
    QCOMPARE(signing.allowAddresses, QStringList{QStringLiteral("192.0.2.0/24")});
    QCOMPARE(signing.denyAddresses, QStringList{QStringLiteral("192.0.2.7")});
    QCOMPARE(signing.allowReferrers, QStringList{QStringLiteral("*.example.com")});
    QCOMPARE(signing.denyReferrers, QStringList{QStringLiteral("bad.example.com")});
}

void tst_Config::rulesNodesAndWebhooksAreRead()
{
    const ConfigReading reading =
        readConfig(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/config/good/outside.yaml"));
    for (const Error &error : reading.errors)
        QFAIL(qPrintable(toText(error)));
    const DaemonConfig &config = reading.config;
    QVERIFY(config.rules);
    QCOMPARE(config.rules->rules.at(0).value, 12.0);
    QVERIFY(!config.channels.at(0).analysis);
    QCOMPARE(config.outside.nodes.size(), size_t(2));
    const NodeConfig &ingest = config.outside.nodes[0];
    QCOMPARE(ingest.kind, NodeConfig::Kind::NginxRtmp);
    QCOMPARE(ingest.name, QStringLiteral("Ingest A"));
    QCOMPARE(ingest.url.userName(), QStringLiteral("user"));
    QCOMPARE(ingest.channel, QStringLiteral("main"));
    QCOMPARE(ingest.stream, QStringLiteral("live/main"));
    QCOMPARE(ingest.everySeconds, 5);
    const NodeConfig &machines = config.outside.nodes[1];
    QCOMPARE(machines.name, QStringLiteral("machines"));
    QCOMPARE(machines.token, QByteArray("top-secret-of-a-hook"));
    QCOMPARE(machines.queries.at(0).name, QStringLiteral("cpuLoad"));
    QCOMPARE(machines.queries.at(0).unit, QStringLiteral("%"));
    QCOMPARE(machines.everySeconds, 2);
    const WebhookConfig &duty = config.outside.webhooks.at(0);
    QCOMPARE(duty.secret, QByteArray("top-secret-of-a-hook"));
    QCOMPARE(duty.severities, std::vector{Severity::Critical});
    QCOMPARE(duty.channels, QStringList(QStringLiteral("main")));
}

void tst_Config::schemesAreThoseThatCanBeSigned()
{
    QCOMPARE(DaemonConfig::signingSchemes(), server::signingSchemes());
}

void tst_Config::emptyPartsAreDefaults()
{
    const auto document = YamlDocument::parse("listen: {}\n", QStringLiteral("x"));
    QVERIFY(document);
    QVERIFY(document->root().value(QLatin1String("listen")).isObject());
}

void tst_Config::missingFile()
{
    const ConfigReading reading = readConfig(QStringLiteral("/nonexistent/twinfeedd.yaml"));
    QCOMPARE(reading.errors.size(), size_t(1));
    QCOMPARE(reading.errors[0].code, QStringLiteral("unreadable-file"));
    QVERIFY(toText(reading.errors[0]).startsWith(QLatin1String("/nonexistent/twinfeedd.yaml: error: ")));
}

void tst_Config::aliasesDoNotBlowUp()
{
    // Nine levels of ten: a thousand million nodes if they were all made.
    QByteArray text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 9; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1) + ",";
        text += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
            + before.repeated(10).chopped(1) + "]\n";
    }
    const auto document = YamlDocument::parse(text, QStringLiteral("x"));
    QVERIFY(!document);
    QCOMPARE(document.error().code, QStringLiteral("too-large"));
}

void tst_Config::neverCrashes()
{
    // Every prefix of the example, and each byte of its start replaced: an answer of either kind, no exception.
    QFile example(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/config/good/full.yaml"));
    QVERIFY(example.open(QIODevice::ReadOnly));
    const QByteArray text = example.readAll();
    int errors = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        errors += !YamlDocument::parse(text.left(i), QStringLiteral("x"));
        for (const char c : {'\0', '\t', '{', ']', '&', '*', '!', '\xff', ':'}) {
            QByteArray broken = text;
            broken[i] = c;
            errors += !YamlDocument::parse(broken, QStringLiteral("x"));
        }
    }
    QVERIFY(errors > 0);
}

QTEST_GUILESS_MAIN(tst_Config)
#include "tst_config.moc"
