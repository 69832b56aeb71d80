// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/encryptioncommands.h"

#include "app/backend/keydesk.h"
#include "app/sealing/hlskey.h"
#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <future>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");
const QString cdn = QStringLiteral("cdn");
const QString web = QStringLiteral("web");

ChannelConfig twoOutputs()
{
    ChannelConfig config = Rig::config(mainId);
    OutputConfig hls{web, OutputKind::Hls, QStringLiteral("/srv/web"), true};
    hls.keyUrl = QStringLiteral("https://keys.example/v1/keys/{key}/hls");
    config.outputs.push_back(hls);
    return config;
}

EncryptionOrder sealed(const QStringList &outputs = {}, bool newKey = false)
{
    EncryptionOrder order;
    order.mode = Encryption::Sealed;
    order.outputs = outputs;
    order.newKey = newKey;
    return order;
}

EncryptionOrder clear(const QStringList &outputs = {})
{
    EncryptionOrder order;
    order.outputs = outputs;
    return order;
}

EncryptionEvidence evidenceOf(const QString &output, quint32 key)
{
    EncryptionEvidence evidence;
    evidence.output = output;
    evidence.mode = key ? Encryption::Sealed : Encryption::Clear;
    evidence.key = key ? std::optional(key) : std::nullopt;
    evidence.firstPictureMs = 812;
    evidence.seenMs = 1'240;
    evidence.seenAt = QStringLiteral("rtmp://10.0.0.3/live/***");
    return evidence;
}

} // namespace

/// What people order, what is exchanged by time, and what is given out, over engines that do nothing.
class tst_Encryption : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void onAndOff();
    void someOutputsOnly();
    void aNewKeyByCommand();
    void refusedBeforeAnythingHappens();
    void theEmergencyStop();
    void aChangeThatFails();
    void theSameTwice();
    void restartsSealed();
    void theWrongMasterKeySealsNothing();
    void exchangedByTime();
    void replacedAndDeletedOutputs();
    void disagreements();
    void aNewSightIsNews();
    void keysAreGiven();
    void ordinaryPlayersAreCounted();
    void noKeyIsWrittenAnywhere();

private:
    std::shared_ptr<FakeChannel> engine() const { return m_rig->engines.channel(mainId); }
    ChannelDocument document() const { return *m_rig->director().channel(mainId); }
    Result<server::Answer> order(const EncryptionOrder &order, std::optional<quint64> revision = {});
    Result<QByteArray> give(const server::Caller &caller, quint32 id, server::KeyAsk::Form form,
                            const QByteArray &token = {});
    /// The keys of the seals that the engine was told last, 0 where clear, as "cdn:7 web:0".
    QString told() const;
    QString toldAs(quint32 cdnKey, quint32 webKey) const;
    bool hears(const QString &kind, size_t times = 1);
    /// The director has looked at everything anew after the clock has moved.
    bool looksAgain();
    void show(const QString &output, bool disagrees, const QString &reason = {});

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Encryption::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    m_rig->setup.allow.folders << QStringLiteral("/srv");
    QVERIFY(m_rig->start().ok());
    QVERIFY(m_rig->create(twoOutputs()).ok());
}

void tst_Encryption::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

Result<server::Answer> tst_Encryption::order(const EncryptionOrder &order, std::optional<quint64> revision)
{
    const auto command = m_rig->command(order.emergency ? revision : revision.value_or(document().revision));
    return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.setEncryption(command, mainId, order, done);
    });
}

Result<QByteArray> tst_Encryption::give(const server::Caller &caller, quint32 id, server::KeyAsk::Form form,
                                        const QByteArray &token)
{
    auto promise = std::make_shared<std::promise<Result<QByteArray>>>();
    auto future = promise->get_future();
    m_rig->director().giveKey({caller, id, form, token, QStringLiteral("192.0.2.7")},
                              [promise](const Result<QByteArray> &key) { promise->set_value(key); });
    if (future.wait_for(20s) != std::future_status::ready)
        return Error{QStringLiteral("no-answer"), {}, {}, {}, {}};
    return future.get();
}

QString tst_Encryption::told() const
{
    const auto all = engine()->sealings();
    QStringList words;
    for (const media::OutputSeal &seal : all.empty() ? engine()->start().seals : all.back().seals)
        words << QStringLiteral("%1:%2").arg(seal.output).arg(seal.key ? seal.key->id : 0);
    return words.join(QLatin1Char(' '));
}

QString tst_Encryption::toldAs(quint32 cdnKey, quint32 webKey) const
{
    return QStringLiteral("cdn:%1 web:%2").arg(cdnKey).arg(webKey);
}

bool tst_Encryption::hears(const QString &kind, size_t times)
{
    return waitUntil([&] { return m_rig->journal(kind).size() >= times; }, 20s, "the journal entry");
}

bool tst_Encryption::looksAgain()
{
    const int rounds = m_rig->sink.metricRounds();
    return waitUntil([&] { return m_rig->sink.metricRounds() >= rounds + 2; }, 20s,
                     "the director's next looks");
}

void tst_Encryption::show(const QString &output, bool disagrees, const QString &reason)
{
    OutputStatus status;
    status.id = output;
    status.state = OutputState::Live;
    status.encryption.disagrees = disagrees;
    status.encryption.seen = disagrees ? EncryptionSeen::Clear : EncryptionSeen::Sealed;
    status.encryption.reason = reason;
    engine()->setOutput(status);
}

void tst_Encryption::onAndOff()
{
    QCOMPARE(told(), toldAs(0, 0));
    const auto answer = order(sealed());
    QCOMPARE(answer->status, 202);
    QCOMPARE(document().sealed.size(), size_t(2));
    const quint32 key = document().sealed[0].key;
    QCOMPARE(document().sealed[1].key, key);
    QCOMPARE(told(), toldAs(key, key));
    QCOMPARE(engine()->sealings().front().acceptedAt, m_rig->clock.now());
    QVERIFY(!engine()->sealings().front().soon); // at a keyframe of its own, where that is near
    QCOMPARE(m_rig->journal(QStringLiteral("set-encryption")).front().actor, QStringLiteral("anna"));
    // Done when the engine says so, with what it saw.
    const QString id = answer->body.value(QLatin1String("id")).toString();
    QVERIFY(!m_rig->director().operation(id)->endedAt);
    engine()->finishSealing(0, {{evidenceOf(cdn, key), evidenceOf(web, key)}, {}});
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Done);
    QCOMPARE(operation->encryption.size(), size_t(2));
    QCOMPARE(operation->encryption[1], evidenceOf(web, key));
    QVERIFY(hears(QStringLiteral("encryption-changed")));
    const auto entry = m_rig->journal(QStringLiteral("encryption-changed")).front();
    QCOMPARE(entry.data.value(QLatin1String("encryption")).toArray().size(), 2);
    QVERIFY2(entry.text.contains(QStringLiteral("cdn is sealed with key %1").arg(key)),
             qPrintable(entry.text));

    QVERIFY(order(clear()).ok());
    QVERIFY(document().sealed.empty());
    QCOMPARE(told(), toldAs(0, 0));
    // The same key, while its time lasts.
    QVERIFY(order(sealed()).ok());
    QCOMPARE(told(), toldAs(key, key));
}

void tst_Encryption::someOutputsOnly()
{
    QVERIFY(order(sealed({web})).ok());
    const quint32 key = document().sealed.at(0).key;
    QCOMPARE(told(), toldAs(0, key));
    QVERIFY(order(sealed({cdn})).ok());
    QCOMPARE(told(), toldAs(key, key));
    QVERIFY(order(clear({web})).ok());
    QCOMPARE(told(), toldAs(key, 0));
}

void tst_Encryption::aNewKeyByCommand()
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
    QVERIFY(m_rig->journal(QStringLiteral("key-given")).front().data.value(QLatin1String("retired")).toBool()
            || m_rig->journal(QStringLiteral("key-given")).back().data.value(QLatin1String("retired")).toBool());
    QVERIFY(give(eve, second, server::KeyAsk::Form::Wrapped, "t").ok());
    m_rig->clock.advance(90 * 24h);
    QVERIFY(hears(QStringLiteral("key-forgotten")));
    QCOMPARE(give(eve, first, server::KeyAsk::Form::Wrapped, "t").error().code,
             QStringLiteral("key-retired"));
}

void tst_Encryption::refusedBeforeAnythingHappens()
{
    ChannelConfig config = twoOutputs();
    config.outputs[1].keyUrl.clear();
    QVERIFY(m_rig
                ->ask([&](server::Backend &backend, const server::AnswerDone &done) {
                    backend.replaceChannel(m_rig->command(document().revision), config, done);
                })
                .ok());
    const auto before = document();
    const auto codeOf = [&](const EncryptionOrder &wanted) { return order(wanted).error().code; };
    QCOMPARE(codeOf(sealed()), QStringLiteral("no-key-url"));
    QCOMPARE(codeOf(sealed({cdn, web})), QStringLiteral("no-key-url"));
    QCOMPARE(codeOf(sealed({cdn, QStringLiteral("nowhere")})), QStringLiteral("unknown-output"));
    QCOMPARE(order(sealed({cdn}), before.revision - 1).error().code, QStringLiteral("stale-revision"));
    QCOMPARE(document(), before);
    QVERIFY(engine()->sealings().empty());
    QVERIFY(m_rig->director().keys({}).empty());
    QVERIFY(order(sealed({cdn})).ok());
    QVERIFY(m_rig->journal(QStringLiteral("refused")).size() >= 4);
}

void tst_Encryption::theEmergencyStop()
{
    QVERIFY(order(sealed()).ok());
    EncryptionOrder stop = clear();
    stop.emergency = true;
    stop.reason = QStringLiteral("Decryption is wrong in the players.");
    QVERIFY(order(stop, {}).ok()); // no revision at all
    QVERIFY(document().sealed.empty());
    QCOMPARE(told(), toldAs(0, 0));
    QVERIFY(engine()->sealings().back().soon);
    const auto entry = m_rig->journal(QStringLiteral("set-encryption")).front();
    QVERIFY(entry.text.contains(stop.reason));
    QVERIFY(entry.text.contains(QLatin1String("Emergency")));
    QVERIFY(order(sealed()).ok());
    QVERIFY(order(stop, 1).ok()); // nor one that is long over
    QVERIFY(document().sealed.empty());
}

void tst_Encryption::aChangeThatFails()
{
    const auto answer = order(sealed());
    engine()->finishSealing(0,
                            {{},
                             Error{QStringLiteral("not-seen"),
                                   QStringLiteral("rtmp://10.0.0.3/live/cdn-key does not show it."),
                                   {},
                                   {},
                                   {}}});
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("not-seen"));
    QVERIFY(!operation->problem->message.contains(QLatin1String("cdn-key")));
    QVERIFY(hears(QStringLiteral("encryption-failed")));
    QVERIFY(
        !m_rig->journal(QStringLiteral("encryption-failed")).front().text.contains(QLatin1String("cdn-key")));
    QCOMPARE(document().sealed.size(), size_t(2)); // still asked for: nothing falls back to clear
}

void tst_Encryption::theSameTwice()
{
    const auto command = m_rig->command(document().revision);
    const auto send = [&] {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.setEncryption(command, mainId, sealed(), done);
        });
    };
    const auto first = send();
    const auto second = send();
    QCOMPARE(second->body, first->body);
    QCOMPARE(engine()->sealings().size(), size_t(1));
    QCOMPARE(m_rig->director().keys({}).size(), size_t(1));
}

void tst_Encryption::restartsSealed()
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

void tst_Encryption::theWrongMasterKeySealsNothing()
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

void tst_Encryption::exchangedByTime()
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

void tst_Encryption::replacedAndDeletedOutputs()
{
    QVERIFY(order(sealed()).ok());
    const quint32 key = document().sealed[0].key;
    const auto replace = [&](const ChannelConfig &config) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.replaceChannel(m_rig->command(document().revision), config, done);
        });
    };
    ChannelConfig config = twoOutputs();
    config.outputs[0].url = QStringLiteral("rtmp://10.0.0.4/live/elsewhere");
    QVERIFY(replace(config).ok());
    QCOMPARE(document().sealed.size(), size_t(2)); // kept
    config.outputs[1].keyUrl.clear();
    QCOMPARE(replace(config).error().code, QStringLiteral("no-key-url"));
    config.outputs.pop_back();
    QVERIFY(replace(config).ok());
    QCOMPARE(document().sealed, (std::vector<SealedOutput>{{cdn, key}})); // gone with its output
    QVERIFY(replace(twoOutputs()).ok());
    QCOMPARE(document().sealed.size(), size_t(1)); // a new one is what it is set up as: clear
}

/// A console counts the age of what was seen on by itself: it must hear of the next sight, and only of that.
void tst_Encryption::aNewSightIsNews()
{
    const auto sight = [this](qint64 ageMs) {
        OutputStatus status;
        status.id = cdn;
        status.state = OutputState::Live;
        status.encryption.seen = EncryptionSeen::Sealed;
        status.encryption.seenAgeMs = ageMs;
        engine()->setOutput(status);
        return looksAgain();
    };
    const auto told = [this] { return m_rig->sink.events(QStringLiteral("status")).size(); };
    QVERIFY(sight(400));
    const size_t before = told();
    QVERIFY(sight(9'000)); // older
    QCOMPARE(told(), before);
    QVERIFY(sight(300)); // seen again
    QCOMPARE(told(), before + 1);
}

void tst_Encryption::disagreements()
{
    QVERIFY(order(sealed({cdn})).ok());
    show(cdn, true, QStringLiteral("rtmp://10.0.0.3/live/cdn-key shows clear pictures."));
    m_rig->clock.advance(10s);
    QVERIFY(looksAgain());
    QVERIFY(m_rig->journal(QStringLiteral("encryption-disagrees")).empty()); // the change is still under way
    engine()->finishSealing(0, {{evidenceOf(cdn, document().sealed[0].key)}, {}});
    QVERIFY(hears(QStringLiteral("encryption-changed")));
    QVERIFY(looksAgain());
    m_rig->clock.advance(1'900ms);
    QVERIFY(looksAgain());
    QVERIFY(m_rig->journal(QStringLiteral("encryption-disagrees")).empty());
    m_rig->clock.advance(200ms);
    QVERIFY(hears(QStringLiteral("encryption-disagrees")));
    const auto entry = m_rig->journal(QStringLiteral("encryption-disagrees")).front();
    QVERIFY2(entry.text.contains(QLatin1String("cdn is to be sealed, and was seen clear")),
             qPrintable(entry.text));
    QVERIFY(!QJsonDocument(entry.data).toJson().contains("cdn-key")
            && !entry.text.contains(QLatin1String("cdn-key")));
    QVERIFY(m_rig->sink.find(QStringLiteral("journal"), {{QStringLiteral("kind"), entry.kind}}));
    m_rig->clock.advance(1h);
    QVERIFY(looksAgain());
    QCOMPARE(m_rig->journal(QStringLiteral("encryption-disagrees")).size(), size_t(1)); // once
    show(cdn, false);
    QVERIFY(hears(QStringLiteral("encryption-agrees")));
    show(cdn, true);
    QVERIFY(looksAgain());
    show(cdn, false); // for a moment only
    m_rig->clock.advance(5s);
    QVERIFY(looksAgain());
    QCOMPARE(m_rig->journal(QStringLiteral("encryption-disagrees")).size(), size_t(1));
}

void tst_Encryption::keysAreGiven()
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

void tst_Encryption::ordinaryPlayersAreCounted()
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
void tst_Encryption::noKeyIsWrittenAnywhere()
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

QTEST_GUILESS_MAIN(tst_Encryption)
#include "tst_encryption.moc"
