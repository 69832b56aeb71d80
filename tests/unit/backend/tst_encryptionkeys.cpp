// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/keydesk.h"

#include "app/sealing/hlskey.h"
#include "tests/unit/backend/encryptionrig.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

/// Keys: exchanged by command and by time, given out, lost, and never written.
class tst_EncryptionKeys : public QObject, private EncryptionRig
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void aNewKeyByCommand();
    void restartsSealed();
    void theWrongMasterKeySealsNothing();
    void exchangedByTime();
    void keysAreGiven();
    void ordinaryPlayersAreCounted();
    void noKeyIsWrittenAnywhere();
};

void tst_EncryptionKeys::aNewKeyByCommand()
{
    QVERIFY(order(sealed()).ok());
    const quint32 first = document().sealed[0].key;
    QVERIFY(order(sealed({cdn}, true)).ok());
    const quint32 second = document().sealed[0].key;
    QVERIFY(second != first);
    QCOMPARE(told(), toldAs(second, second)); // one key a channel
    const auto infos = m_rig->director().keys(mainId);
    QCOMPARE(infos.size(), size_t(2));
    QCOMPARE(m_rig->director().keys(QStringLiteral("other")).size(), size_t(0));
    // Given out for an hour more.
    const server::Caller eve{QStringLiteral("eve"), Role::Engineer};
    QVERIFY(give(eve, first, server::KeyAsk::Form::Wrapped, "t").ok());
    // Unless an output that has not come to its keyframe yet still sends it.
    OutputStatus late;
    late.id = cdn;
    late.state = OutputState::Live;
    late.encryption.sending = Encryption::Sealed;
    late.encryption.sendingKey = first;
    engine()->setOutput(late);
    QVERIFY(looksAgain());
    m_rig->clock.advance(1h);
    QVERIFY(looksAgain());
    QVERIFY(m_rig->journal(QStringLiteral("key-retired")).empty());
    late.encryption.sendingKey = second;
    engine()->setOutput(late);
    QVERIFY(hears(QStringLiteral("key-retired")));
    // Players do not get it any more; an engineer does, for what was recorded, and that is written down.
    server::Caller player{QStringLiteral("wall"), Role::Viewer};
    player.keys = {mainId};
    QCOMPARE(give(player, first, server::KeyAsk::Form::Wrapped, "t").error().code,
             QStringLiteral("key-retired"));
    QCOMPARE(give(eve, first, server::KeyAsk::Form::Hls).error().code, QStringLiteral("key-retired"));
    QVERIFY(give(eve, first, server::KeyAsk::Form::Wrapped, "t").ok());
    QVERIFY(
        m_rig->journal(QStringLiteral("key-given")).front().data.value(QLatin1String("retired")).toBool()
        || m_rig->journal(QStringLiteral("key-given")).back().data.value(QLatin1String("retired")).toBool());
    QVERIFY(give(eve, second, server::KeyAsk::Form::Wrapped, "t").ok());
    m_rig->clock.advance(90 * 24h);
    QVERIFY(hears(QStringLiteral("key-forgotten")));
    QCOMPARE(give(eve, first, server::KeyAsk::Form::Wrapped, "t").error().code,
             QStringLiteral("key-retired"));
}

void tst_EncryptionKeys::restartsSealed()
{
    QVERIFY(order(sealed({cdn})).ok());
    const auto key = *engine()->sealings().back().seals[0].key;
    m_rig->stop();
    QVERIFY(m_rig->start().ok());
    QCOMPARE(told(), toldAs(key.id, 0));
    const auto start = engine()->start();
    QCOMPARE(*start.seals[0].key, key);
    QVERIFY(!start.seals[1].key);
    QCOMPARE(start.findKey(key.id), std::optional(key));
    QVERIFY(!start.findKey(key.id ^ 1));
    const auto one = start.incarnations->next(key.id);
    const auto two = start.incarnations->next(key.id);
    QVERIFY(one.ok() && two.ok() && *one != *two);
    QCOMPARE(start.incarnations->next(key.id ^ 1).error().code, QStringLiteral("unknown-key"));
}

void tst_EncryptionKeys::theWrongMasterKeySealsNothing()
{
    QVERIFY(order(sealed({cdn})).ok());
    const quint32 key = document().sealed[0].key;
    m_rig->stop();
    m_rig->setup.masterKey.file = m_rig->file(QStringLiteral("wrong.key"), QByteArray(32, 'w').toHex());
    QFile::setPermissions(m_rig->setup.masterKey.file, QFile::ReadOwner | QFile::WriteOwner);
    m_warnings->expect(QStringLiteral("master key .* does not open"));
    QVERIFY(m_rig->start().ok()); // the programme goes on
    QVERIFY(hears(QStringLiteral("keys-unusable")));
    const auto start = engine()->start();
    QCOMPARE(told(), toldAs(key, 0)); // not clear
    QCOMPARE(start.seals[0].key->bytes, (sealing::Key().bytes)); // what engines take for no key
    QCOMPARE(start.incarnations->next(key).error().code, QStringLiteral("master-key-wrong"));
    QVERIFY(!start.findKey(key));
    QCOMPARE(order(sealed({web})).error().code, QStringLiteral("master-key-wrong"));
    QCOMPARE(order(sealed({web}, true)).error().code, QStringLiteral("master-key-wrong"));
    QCOMPARE(
        give({QStringLiteral("eve"), Role::Engineer}, key, server::KeyAsk::Form::Wrapped, "t").error().code,
        QStringLiteral("master-key-wrong"));
    m_rig->clock.advance(80h); // nor is anything exchanged
    QVERIFY(looksAgain());
    QCOMPARE(document().sealed[0].key, key);
    QVERIFY(order(clear()).ok()); // a person may still stop it
    m_rig->stop();
    m_rig->setup.masterKey.file.clear();
    QVERIFY(m_rig->start().ok());
    QVERIFY(engine()->start().findKey(key).has_value()); // nothing was overwritten
}

void tst_EncryptionKeys::exchangedByTime()
{
    QVERIFY(order(sealed()).ok());
    const quint32 first = document().sealed[0].key;
    engine()->finishSealing(0, {{evidenceOf(cdn, first)}, {}});
    m_rig->clock.advance(72h - 1s);
    QVERIFY(looksAgain());
    QCOMPARE(document().sealed[0].key, first);
    m_rig->clock.advance(1s);
    QVERIFY(hears(QStringLiteral("key-exchanged")));
    QVERIFY(waitUntil([&] { return engine()->sealings().size() == 2; }, 20s, "the engine to be told"));
    const quint32 second = document().sealed[0].key;
    QVERIFY(second != first);
    QCOMPARE(told(), toldAs(second, second));
    const auto entry = m_rig->journal(QStringLiteral("key-exchanged")).front();
    QCOMPARE(entry.actor, QStringLiteral("twinfeed"));
    QCOMPARE(entry.data.value(QLatin1String("revision")).toInt(), int(document().revision));
    engine()->finishSealing(1, {{evidenceOf(cdn, second)}, {}});
    QVERIFY(hears(QStringLiteral("encryption-changed"), 2));
    // Nothing is sealed: no key is made only because time goes on.
    QVERIFY(order(clear()).ok());
    m_rig->clock.advance(100h);
    QVERIFY(looksAgain());
    QCOMPARE(m_rig->journal(QStringLiteral("key-exchanged")).size(), size_t(1));
    QVERIFY(order(sealed()).ok()); // but one whose time is over is not used again
    QVERIFY(document().sealed[0].key != second);
}

void tst_EncryptionKeys::keysAreGiven()
{
    QVERIFY(order(sealed()).ok());
    const sealing::Key key = *engine()->sealings().back().seals[0].key;
    const auto wrapped = server::KeyAsk::Form::Wrapped;
    const server::Caller anybody{QStringLiteral("anybody"), Role::Director};
    QCOMPARE(give(anybody, key.id, wrapped, "t").error().code, QStringLiteral("forbidden"));
    QCOMPARE(give({QStringLiteral("other"), Role::Viewer, {QStringLiteral("other")}}, key.id, wrapped, "t")
                 .error()
                 .code,
             QStringLiteral("forbidden"));
    QVERIFY(m_rig->journal(QStringLiteral("key-given")).empty());
    const server::Caller player{QStringLiteral("player"), Role::Viewer, {mainId}};
    const auto text = give(player, key.id, wrapped, "the token");
    const sealing::Bytes bytes{reinterpret_cast<const uint8_t *>(text->constData()), size_t(text->size())};
    QCOMPARE(sealing::received(key.id, bytes, "the token"), std::optional(key));
    QVERIFY(!sealing::received(key.id, bytes, "another"));
    const auto hls = give(player, key.id, server::KeyAsk::Form::Hls);
    const auto segment = sealing::segmentKeyOf(key);
    QCOMPARE(*hls, QByteArray(reinterpret_cast<const char *>(segment.data()), 16));
    const auto entries = m_rig->journal(QStringLiteral("key-given"));
    QCOMPARE(entries.size(), size_t(2));
    QCOMPARE(entries.front().actor, QStringLiteral("player"));
    QCOMPARE(entries.front().channel, mainId);
    QCOMPARE(entries.front().data.value(QLatin1String("address")).toString(), QStringLiteral("192.0.2.7"));
    QCOMPARE(give(player, key.id ^ 1, wrapped, "t").error().code, QStringLiteral("unknown-key"));
    // A player that asks all the time.
    for (int i = 2; i < KeyDesk::tokensPerMinute; ++i)
        QVERIFY(give(player, key.id, wrapped, "t").ok());
    QCOMPARE(give(player, key.id, wrapped, "t").error().code, QStringLiteral("too-soon"));
    m_rig->clock.advance(1min);
    QVERIFY(looksAgain());
    QVERIFY(give(player, key.id, wrapped, "t").ok());
}

void tst_EncryptionKeys::ordinaryPlayersAreCounted()
{
    QVERIFY(order(sealed()).ok());
    server::Caller players{QStringLiteral("signed address")};
    players.signedAddress = true;
    const quint32 id = document().sealed[0].key;
    for (int i = 0; i < 500; ++i)
        QVERIFY(give(players, id, server::KeyAsk::Form::Hls).ok());
    QCOMPARE(m_rig->journal(QStringLiteral("key-given")).size(), size_t(1));
    m_rig->clock.advance(1min);
    QVERIFY(hears(QStringLiteral("key-given"), 2));
    QCOMPARE(m_rig->journal(QStringLiteral("key-given")).front().data.value(QLatin1String("times")).toInt(),
             499);
}

/// Everything that was written and said, searched for the key's bytes as they are, in hexadecimal and in base64.
void tst_EncryptionKeys::noKeyIsWrittenAnywhere()
{
    static QByteArray logged;
    logged.clear();
    static QtMessageHandler before = nullptr;
    before =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &text) {
            logged += text.toUtf8() + '\n';
            before(type, context, text);
        });
    QByteArray said;
    const auto note = [&said](const Result<server::Answer> &answer) {
        said += answer ? QJsonDocument(answer->body).toJson() : answer.error().message.toUtf8();
    };
    note(order(sealed()));
    const server::Caller player{QStringLiteral("player"), Role::Viewer, {mainId}};
    std::vector<sealing::Key> keys{*engine()->sealings().back().seals[0].key};
    said += *give(player, keys[0].id, server::KeyAsk::Form::Wrapped, "the token");
    QVERIFY(give(player, keys[0].id, server::KeyAsk::Form::Hls).ok());
    note(order(sealed({}, true)));
    keys.push_back(*engine()->sealings().back().seals[0].key);
    QVERIFY(keys[0].bytes != keys[1].bytes);
    note(order(sealed({QStringLiteral("nowhere")})));
    engine()->finishSealing(1, {{evidenceOf(cdn, keys[1].id)}, {}});
    QVERIFY(hears(QStringLiteral("encryption-changed")));
    QVERIFY(engine()->start().incarnations->next(keys[1].id).ok());
    for (const server::Event &event : m_rig->sink.events())
        said += QJsonDocument(event.data).toJson();
    said += QJsonDocument(m_rig->director().snapshot().data).toJson();
    m_rig->stop();
    qInstallMessageHandler(before);
    said += logged;
    QVERIFY(!logged.isEmpty());
    QDirIterator files(m_rig->folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int read = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        said += file.readAll();
        ++read;
    }
    QVERIFY(read >= 3); // store, master key, slates
    for (const sealing::Key &key : keys) {
        const auto segment = sealing::segmentKeyOf(key);
        for (const QByteArray &bytes : {QByteArray(reinterpret_cast<const char *>(key.bytes.data()), 32),
                                        QByteArray(reinterpret_cast<const char *>(segment.data()), 16)}) {
            QVERIFY(!said.contains(bytes));
            QVERIFY(!said.contains(bytes.toHex()) && !said.contains(bytes.toHex().toUpper()));
            // Base64 without what depends on its neighbours.
            for (qsizetype shift = 0; shift < 3; ++shift) {
                QVERIFY(!said.contains(bytes.mid(shift, 12).toBase64()));
                QVERIFY(!said.contains(bytes.mid(shift, 12).toBase64(QByteArray::Base64UrlEncoding)));
            }
        }
    }
}

QTEST_GUILESS_MAIN(tst_EncryptionKeys)
#include "tst_encryptionkeys.moc"
