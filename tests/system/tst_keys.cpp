// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/hlskey.h"
#include "app/sealing/keywrap.h"
#include "app/server/addresssigner.h"
#include "app/server/auth.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString archive = QStringLiteral("archive");
const QString web = QStringLiteral("web");
const QByteArray signingSecret("a secret that signs addresses");

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QJsonObject tokenJson(const QString &name, const server::NewToken &token, const QJsonArray &keys)
{
    return {{QStringLiteral("name"), name},
            {QStringLiteral("role"), QStringLiteral("viewer")},
            {QStringLiteral("sha256"), QString::fromLatin1(token.sha256.toHex())},
            {QStringLiteral("keys"), keys}};
}

} // namespace

/// Encryption of a real programme (the slate) over the interface: who gets the keys, what survives a kill, and what is sent
/// when the master key is another.
class TestKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sealedAndOpened();
    void ordinaryPlayersComeBySignedAddresses();
    void survivesAKill();
    void theEmergencyStop();
    void theWrongMasterKeySendsNothing();
    void noKeyWasWritten();

private:
    Api::Answer order(const QJsonObject &body, bool withRevision = true);
    QJsonObject ordered(const QJsonObject &body, bool withRevision = true);
    QJsonObject encryption(const QString &output)
    {
        return m_daemon->api().output(channel, output).value(QLatin1String("encryption")).toObject();
    }
    bool sends(const QString &output, const QString &mode);
    QString masterKey() const { return m_daemon->folder() + QStringLiteral("/data/master.key"); }
    /// Without a token.
    QByteArray fetch(const QByteArray &target);
    std::optional<sealing::Key> keyOf(int id);

    const server::NewToken m_player = server::makeToken();
    const server::NewToken m_stranger = server::makeToken();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Daemon> m_daemon;
    std::vector<sealing::Key> m_keys; // all that there were
};

void TestKeys::initTestCase()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile secret(m_folder->filePath(QStringLiteral("signing")));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write(signingSecret) > 0);
    secret.close();
    QJsonObject hls = outputJson(web, QStringLiteral("hls"), m_folder->filePath(QStringLiteral("web")));
    hls.insert(QStringLiteral("keyUrl"), QStringLiteral("http://127.0.0.1/v1/keys/{key}/hls"));
    const QJsonObject config = channelJson(
        channel, QStringLiteral("rtmp://127.0.0.1:9/live/a"), QStringLiteral("pull"),
        QStringLiteral("rtmp://127.0.0.1:9/live/b"), QStringLiteral("pull"),
        {outputJson(archive, QStringLiteral("recording"), m_folder->filePath(QStringLiteral("archive.ts"))),
         hls});
    const QJsonObject extra{{QStringLiteral("tokens"),
                             QJsonArray{tokenJson(QStringLiteral("player"), m_player, {channel}),
                                        tokenJson(QStringLiteral("stranger"), m_stranger, {})}},
                            {QStringLiteral("signedAddresses"),
                             QJsonObject{{QStringLiteral("secretFiles"), QJsonArray{secret.fileName()}}}}};
    m_daemon =
        std::make_unique<Daemon>(QJsonArray{config}, extra, QStringList{QStringLiteral("--supervise")});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(m_daemon->api().waitForOutput(channel, archive, QStringLiteral("live"), 60s));
    QVERIFY(m_daemon->api().waitForOutput(channel, web, QStringLiteral("live"), 60s));
}

Api::Answer TestKeys::order(const QJsonObject &body, bool withRevision)
{
    Api::Headers headers;
    if (withRevision)
        headers["If-Match"] = '"' + QByteArray::number(m_daemon->api().revision(channel)) + '"';
    return m_daemon->api().send("PUT", QStringLiteral("/v1/channels/main/encryption"), body, headers);
}

QJsonObject TestKeys::ordered(const QJsonObject &body, bool withRevision)
{
    return m_daemon->api().ended(order(body, withRevision).json, 60s);
}

bool TestKeys::sends(const QString &output, const QString &mode)
{
    return waitUntil([&] { return word(encryption(output), "sending") == mode; }, 30s,
                     "the output to send so");
}

QByteArray TestKeys::fetch(const QByteArray &target)
{
    Api nobody(m_daemon->api().url(QString()), {});
    const auto answer = nobody.get(QString::fromLatin1(target));
    return answer.status == 200 ? answer.body : QByteArray();
}

std::optional<sealing::Key> TestKeys::keyOf(int id)
{
    Api player(m_daemon->api().url(QString()), m_player.secret);
    const auto answer = player.get(QStringLiteral("/v1/keys/%1").arg(id));
    const QByteArray text = QByteArray::fromHex(word(answer.json, "wrapped").toLatin1());
    return sealing::received(quint32(id),
                             {reinterpret_cast<const uint8_t *>(text.constData()), size_t(text.size())},
                             {m_player.secret.constData(), size_t(m_player.secret.size())});
}

void TestKeys::sealedAndOpened()
{
    QVERIFY(!QFile::exists(masterKey()));
    const QJsonObject operation = ordered({{QStringLiteral("mode"), QStringLiteral("sealed")}});
    QVERIFY2(word(operation, "state") == QLatin1String("done"),
             QJsonDocument(operation).toJson().constData());
    const QJsonArray evidence = operation.value(QLatin1String("encryption")).toArray();
    QCOMPARE(evidence.size(), 2);
    const int id = evidence.at(0).toObject().value(QLatin1String("key")).toInt();
    for (const QJsonValue &output : evidence) {
        QCOMPARE(output.toObject().value(QLatin1String("key")).toInt(), id);
        QCOMPARE(output.toObject().value(QLatin1String("reconnects")).toInt(), 0);
    }
    QVERIFY(sends(archive, QStringLiteral("sealed")));
    QCOMPARE(encryption(archive).value(QLatin1String("sendingKey")).toInt(), id);
    QCOMPARE(QFile::permissions(masterKey()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    // Whoever may.
    const auto key = keyOf(id);
    QVERIFY(key);
    m_keys.push_back(*key);
    Api stranger(m_daemon->api().url(QString()), m_stranger.secret);
    QCOMPARE(stranger.get(QStringLiteral("/v1/keys/%1").arg(id)).status, 403);
    QCOMPARE(stranger.get(QStringLiteral("/v1/keys/%1/hls").arg(id)).status, 403);
    const QJsonArray keys = m_daemon->api()
                                .get(QStringLiteral("/v1/keys?channel=main"))
                                .json.value(QLatin1String("keys"))
                                .toArray();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(word(keys.at(0).toObject(), "state"), QStringLiteral("active"));
}

/// As a page hands them out: one signed address of the playlist, and the player finds the rest in it.
void TestKeys::ordinaryPlayersComeBySignedAddresses()
{
    const QByteArray folder("/v1/channels/main/outputs/web/hls/");
    const server::AddressSigner signer({server::SigningScheme::Hmac, {signingSecret}});
    const QByteArray target =
        signer.sign({folder + "index.m3u8", {}}, QDateTime::currentDateTimeUtc()).text();
    QCOMPARE(fetch(folder + "index.m3u8"), QByteArray());
    QByteArray playlist;
    static const QRegularExpression sealedSegment(
        QStringLiteral("#EXT-X-KEY:METHOD=AES-128,URI=\"http://127.0.0.1(/v1/keys/"
                       "[^\"]+)\",IV=0x([0-9A-Fa-f]{32}).*?\n([^#\n][^\n]*)\n"),
        QRegularExpression::DotMatchesEverythingOption);
    QRegularExpressionMatch found;
    QVERIFY(waitUntil(
        [&] {
            playlist = fetch(target);
            found = sealedSegment.match(QString::fromLatin1(playlist));
            return found.hasMatch();
        },
        30s, "a sealed segment"));
    const QByteArray bytes = fetch(found.captured(1).toLatin1());
    QCOMPARE(bytes.size(), 16);
    sealing::SegmentKey key{};
    std::copy_n(bytes.begin(), 16, key.begin());
    QCOMPARE(key, sealing::segmentKeyOf(m_keys.front()));
    sealing::SegmentIv iv{};
    std::ranges::copy(QByteArray::fromHex(found.captured(2).toLatin1()), iv.begin());
    const QByteArray segment = fetch(folder + found.captured(3).toLatin1());
    QVERIFY2(segment.size() > 188 && !segment.startsWith('G'), playlist.constData());
    const auto opened = sealing::openedSegment(
        key, iv, {reinterpret_cast<const uint8_t *>(segment.constData()), size_t(segment.size())});
    QVERIFY(opened);
    QCOMPARE(opened->size() % 188, size_t(0));
    for (size_t i = 0; i < opened->size(); i += 188)
        QCOMPARE(opened->at(i), uint8_t(0x47));
}

void TestKeys::survivesAKill()
{
    const int id = encryption(archive).value(QLatin1String("sendingKey")).toInt();
    QCOMPARE(::kill(pid_t(m_daemon->pid()), SIGKILL), 0);
    QVERIFY2(m_daemon->waitForSuccessor(), qPrintable(m_daemon->report()));
    QVERIFY(m_daemon->api().waitForOutput(channel, archive, QStringLiteral("live"), 60s));
    QVERIFY(sends(archive, QStringLiteral("sealed")));
    QCOMPARE(encryption(archive).value(QLatin1String("sendingKey")).toInt(), id);
    QCOMPARE(keyOf(id), std::optional(m_keys.front()));
    const QJsonObject operation =
        ordered({{QStringLiteral("mode"), QStringLiteral("sealed")}, {QStringLiteral("newKey"), true}});
    QVERIFY2(word(operation, "state") == QLatin1String("done"),
             QJsonDocument(operation).toJson().constData());
    const int next = encryption(archive).value(QLatin1String("sendingKey")).toInt();
    QVERIFY(next != id);
    QCOMPARE(keyOf(id), std::optional(m_keys.front())); // for an hour more
    m_keys.push_back(*keyOf(next));
}

void TestKeys::theEmergencyStop()
{
    const QJsonObject stop{{QStringLiteral("mode"), QStringLiteral("clear")},
                           {QStringLiteral("emergency"), true}};
    QCOMPARE(order(stop, false).status, 422); // why?
    QJsonObject because = stop;
    because.insert(QStringLiteral("reason"), QStringLiteral("Players show green."));
    const QJsonObject operation = ordered(because, false);
    QVERIFY2(word(operation, "state") == QLatin1String("done"),
             QJsonDocument(operation).toJson().constData());
    QVERIFY(sends(archive, QStringLiteral("clear")));
}

void TestKeys::theWrongMasterKeySendsNothing()
{
    QCOMPARE(word(ordered({{QStringLiteral("mode"), QStringLiteral("sealed")},
                           {QStringLiteral("outputs"), QJsonArray{archive}}}),
                  "state"),
             QStringLiteral("done"));
    QVERIFY(m_daemon->process().terminate());
    QFile file(masterKey());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray right = file.readAll();
    QVERIFY(file.resize(0) && file.seek(0) && file.write(QByteArray(64, '7')) == 64);
    file.close();
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(
        m_daemon->api().waitForOutput(channel, web, QStringLiteral("live"), 60s)); // the programme goes on
    QVERIFY(m_daemon->api().waitForOutput(channel, archive, QStringLiteral("failed"), 60s));
    QCOMPARE(m_daemon->api().output(channel, archive).value(QLatin1String("bytes")).toDouble(), 0.0);
    QCOMPARE(
        word(order({{QStringLiteral("mode"), QStringLiteral("sealed")}, {QStringLiteral("newKey"), true}})
                 .json,
             "type"),
        QStringLiteral("urn:twinfeed:problem:master-key-wrong"));
    QVERIFY(m_daemon->process().terminate());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(right) == right.size());
    file.close();
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(m_daemon->api().waitForOutput(channel, archive, QStringLiteral("live"), 60s));
    QVERIFY(sends(archive, QStringLiteral("sealed")));
    QCOMPARE(keyOf(int(m_keys.back().id)), std::optional(m_keys.back()));
}

/// In what the programs said, and in every file but those that are encrypted with it.
void TestKeys::noKeyWasWritten()
{
    QByteArray said = m_daemon->api().get(QStringLiteral("/v1/journal?limit=1000")).body
        + m_daemon->api().get(QStringLiteral("/v1/channels/main")).body
        + m_daemon->api().get(QStringLiteral("/v1/keys")).body;
    QVERIFY(said.contains("key-given") && said.contains("keys-unusable"));
    QVERIFY(m_daemon->process().terminate());
    said += m_daemon->report().toUtf8();
    QDirIterator files(m_daemon->folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        said += file.readAll();
    }
    QVERIFY(said.contains("SQLite format"));
    QCOMPARE(m_keys.size(), size_t(2));
    for (const sealing::Key &key : m_keys) {
        const QByteArray bytes(reinterpret_cast<const char *>(key.bytes.data()), 32);
        QVERIFY(!said.contains(bytes) && !said.contains(bytes.toHex())
                && !said.contains(bytes.toHex().toUpper()));
        for (qsizetype shift = 0; shift < 3; ++shift)
            QVERIFY(!said.contains(bytes.mid(shift, 12).toBase64()));
    }
}

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
