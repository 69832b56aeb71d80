// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/encryptioncommands.h"

#include "tests/unit/backend/encryptionrig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

/// What people order, and what is seen of it, over engines that do nothing.
class tst_Encryption : public QObject, private EncryptionRig
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void onAndOff();
    void someOutputsOnly();
    void refusedBeforeAnythingHappens();
    void theEmergencyStop();
    void aChangeThatFails();
    void theSameTwice();
    void replacedAndDeletedOutputs();
    void aNewSightIsNews();
    void disagreements();

private:
    void show(const QString &output, bool disagrees, const QString &reason = {});
};

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

QTEST_GUILESS_MAIN(tst_Encryption)
#include "tst_encryption.moc"
