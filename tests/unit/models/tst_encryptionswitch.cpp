// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/encryptionswitch.h"
#include "tests/unit/models/modelfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestEncryptionSwitch final : public QObject
{
    Q_OBJECT

private:
    struct Desk
    {
        ModelFixture made;
        EncryptionSwitch encryption{made.state};

        explicit Desk(const std::vector<SealedOutput> &sealed = {})
        {
            made.fill();
            ChannelDocument document = *made.state.channel(QStringLiteral("main"));
            document.config.outputs = {{QStringLiteral("a"), OutputKind::Rtmp, {}, true},
                                       {QStringLiteral("b"), OutputKind::Srt, {}, true}};
            document.sealed = sealed;
            ++document.revision;
            made.state.applyChannel(document);
            encryption.setChannel(QStringLiteral("main"));
        }
    };
    static std::vector<SealedOutput> both() { return {{QStringLiteral("a"), 7}, {QStringLiteral("b"), 7}}; }

private Q_SLOTS:
    void onTakesOnePress()
    {
        Desk desk;
        QCOMPARE(desk.encryption.pressOn(),
                 std::optional(EncryptionOrder{Encryption::Sealed, {}, false, false, {}}));
        QVERIFY(!Desk(both()).encryption.pressOn()); // it is so already
    }

    void offAsksFirst()
    {
        Desk desk(both());
        QVERIFY(!desk.encryption.pressOff());
        QCOMPARE(desk.encryption.asked(), std::optional<QString>(QString()));
        QCOMPARE(desk.encryption.askedRemainingMs(), 5000);
        QCOMPARE(desk.encryption.pressOff(),
                 std::optional(EncryptionOrder{Encryption::Clear, {}, false, false, {}}));
        QVERIFY(!desk.encryption.asked());
        QVERIFY(!desk.encryption.pressOff());
        desk.made.clock.advance(5s);
        QVERIFY(!desk.encryption.asked()); // it lapses
        QVERIFY(!desk.encryption.pressOff());
        desk.encryption.clear();
        QVERIFY(!desk.encryption.asked());
        QVERIFY(!Desk().encryption.pressOff()); // nothing to switch off, nothing to ask
    }

    void theSecondPressIsOfTheSameOutput()
    {
        Desk desk(both());
        QVERIFY(!desk.encryption.pressOutput(QStringLiteral("a")));
        QVERIFY(!desk.encryption.pressOutput(QStringLiteral("b")));
        QVERIFY(!desk.encryption.pressOff());
        QVERIFY(!desk.encryption.pressOutput(QStringLiteral("b")));
        QCOMPARE(desk.encryption.asked(), std::optional(QStringLiteral("b")));
        QCOMPARE(desk.encryption.pressOutput(QStringLiteral("b")),
                 std::optional(EncryptionOrder{Encryption::Clear, {QStringLiteral("b")}, false, false, {}}));
    }

    void singleOutputsAndNewKeys()
    {
        Desk desk({{QStringLiteral("a"), 7}});
        QVERIFY(desk.encryption.anyOn() && !desk.encryption.allOn());
        QCOMPARE(desk.encryption.pressOutput(QStringLiteral("b"))->outputs, QStringList{QStringLiteral("b")});
        QVERIFY(!desk.encryption.pressOutput(QStringLiteral("none")));
        const auto key = desk.encryption.pressNewKey();
        QVERIFY(key && key->newKey && key->mode == Encryption::Sealed);
        QCOMPARE(key->outputs, QStringList{QStringLiteral("a")}); // what is clear stays so
        QVERIFY(Desk(both()).encryption.pressNewKey()->outputs.isEmpty());
        QVERIFY(!Desk().encryption.pressNewKey());
    }

    void theEmergencyStopIsOnePressWithAReason()
    {
        Desk desk(both());
        const auto stop = desk.encryption.pressEmergency(QStringLiteral(" players are black "));
        QCOMPARE(stop,
                 std::optional(EncryptionOrder{
                     Encryption::Clear, {}, false, true, QStringLiteral("players are black")}));
        QVERIFY(!desk.encryption.pressEmergency(QStringLiteral("  ")));
        QVERIFY(!Desk().encryption.pressEmergency(QStringLiteral("why")));
    }

    void whatIsSealedAgainstTheOrderCanBeStoppedToo()
    {
        Desk desk;
        QVERIFY(!desk.encryption.canStop());
        ChannelStatus status = ModelFixture::status(QStringLiteral("main"));
        status.outputs.resize(1);
        status.outputs[0].encryption.seen = EncryptionSeen::Sealed;
        desk.made.state.applyStatus(status);
        QVERIFY(desk.encryption.canStop());
    }

    void onOldTruthOnlyTheStopWorks()
    {
        Desk desk(both());
        desk.made.clock.advance(4s);
        desk.made.state.tick();
        QCOMPARE(desk.encryption.block(), TakeBus::Block::Stale);
        QVERIFY(!desk.encryption.pressNewKey());
        QVERIFY(!desk.encryption.pressOff() && !desk.encryption.asked());
        QVERIFY(desk.encryption.pressEmergency(QStringLiteral("why")));
    }

    void whoMayNotPressDoesNot()
    {
        Desk desk(both());
        desk.made.state.setRole(Role::Operator);
        QCOMPARE(desk.encryption.block(), TakeBus::Block::Role);
        QVERIFY(!desk.encryption.pressNewKey() && !desk.encryption.pressOff() && !desk.encryption.asked());
        QVERIFY(!desk.encryption.pressEmergency(QStringLiteral("why")));
        desk.made.state.setRole(Role::Director);
        QVERIFY(desk.encryption.pressNewKey());
        desk.made.state.setConnection({ConnectionState::Phase::Lost, {}, {}, {}});
        QVERIFY(!desk.encryption.pressEmergency(QStringLiteral("why")));
    }
};

QTEST_GUILESS_MAIN(TestEncryptionSwitch)
#include "tst_encryptionswitch.moc"
