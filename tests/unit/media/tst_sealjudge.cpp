// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sealjudge.h"

#include "app/media/payload.h"
#include "app/media/prober.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/media/sealrig.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

std::optional<sealing::Key> everyKey(sealing::KeyId id)
{
    return madeKey(id);
}

Prober::Target target(const char *output, bool urgent)
{
    return {QString::fromLatin1(output), {}, urgent};
}

} // namespace

/// What is made of a stream that is read back, and who is read back next.
class SealJudgeTest : public QObject
{
    Q_OBJECT

    std::vector<Packet> m_stream; // 90 pictures, keyframes at 0, 30 and 60

    /// With those sealed that `key` gives a key for, by number of their picture.
    std::vector<Packet> sealed(const std::function<std::optional<sealing::KeyId>(int, Track)> &key) const
    {
        std::map<sealing::KeyId, std::unique_ptr<sealing::Sealer>> sealers;
        std::vector<Packet> out;
        int picture = -1;
        for (Packet packet : m_stream) {
            picture += packet.track == Track::Video;
            if (const auto id = key(picture, packet.track)) {
                auto &sealer = sealers[*id];
                if (!sealer)
                    sealer = std::make_unique<sealing::Sealer>(madeKey(*id), *id);
                const auto unit = sealer->seal(kindOf(packet), bytesOf(packet));
                if (!unit || !replacePayload(packet, *unit))
                    return {};
            }
            out.push_back(packet);
        }
        return out;
    }
    /// The pictures of the stream, sealed with that incarnation; 0: clear.
    std::vector<Packet> picturesOf(uint32_t incarnation) const
    {
        sealing::Sealer sealer(madeKey(), incarnation, 0);
        std::vector<Packet> out;
        for (Packet packet : m_stream) {
            if (packet.track != Track::Video)
                continue;
            if (incarnation > 0)
                replacePayload(packet, *sealer.seal(kindOf(packet), bytesOf(packet)));
            out.push_back(packet);
        }
        return out;
    }
    static void change(Packet &packet, const std::function<void(std::vector<uint8_t> &)> &how)
    {
        std::vector<uint8_t> bytes(bytesOf(packet).begin(), bytesOf(packet).end());
        how(bytes);
        replacePayload(packet, bytes);
    }
    static Sight judged(const std::vector<Packet> &packets, SealJudge *judge = nullptr)
    {
        SealJudge own(everyKey);
        if (!judge)
            judge = &own;
        for (const Packet &packet : packets)
            judge->add(packet);
        return judge->sight();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_stream = makePackets({.options = "profile=baseline", .pictures = 90, .gop = 30});
    }

    void clearAndSealedAreTold()
    {
        QVERIFY(judged(m_stream) == (Sight{EncryptionSeen::Clear, {}, {}, {}}));
        SealJudge judge(everyKey);
        const auto all = sealed([](int, Track) { return std::optional<sealing::KeyId>(7); });
        QVERIFY(judged(all, &judge) == (Sight{EncryptionSeen::Sealed, 7, {}, {}}));
        QCOMPARE(judge.wholeGroups(), 2);
        QCOMPARE(judge.unopened(), 0);
    }

    void aChangeAtAKeyframeIsTheNewState()
    {
        const auto second = sealed([](int picture, Track) {
            return picture < 60 ? std::nullopt : std::optional<sealing::KeyId>(8);
        });
        QVERIFY(judged(second) == (Sight{EncryptionSeen::Sealed, 8, {}, {}}));
        const auto rotated =
            sealed([](int picture, Track) { return std::optional<sealing::KeyId>(picture < 30 ? 7 : 8); });
        QVERIFY(judged(rotated) == (Sight{EncryptionSeen::Sealed, 8, {}, {}}));
    }

    void whatIsOfTwoKindsIsMixed_data()
    {
        using Which = std::function<std::optional<sealing::KeyId>(int, Track)>;
        QTest::addColumn<Which>("which");
        QTest::addColumn<QString>("code");
        QTest::newRow("clear pictures in a group") << Which([](int picture, Track) {
            return picture == 75 ? std::nullopt : std::optional<sealing::KeyId>(7);
        }) << QStringLiteral("half-sealed");
        QTest::newRow("sealed pictures in a clear one") << Which([](int picture, Track track) {
            return picture >= 75 && track == Track::Video ? std::optional<sealing::KeyId>(7) : std::nullopt;
        }) << QStringLiteral("half-sealed");
        QTest::newRow("two keys in a group")
            << Which([](int picture, Track) { return std::optional<sealing::KeyId>(picture < 75 ? 7 : 8); })
            << QStringLiteral("two-keys");
        QTest::newRow("clear sound") << Which([](int, Track track) {
            return track == Track::Video ? std::optional<sealing::KeyId>(7) : std::nullopt;
        }) << QStringLiteral("half-sealed");
        QTest::newRow("clear pictures") << Which([](int, Track track) {
            return track == Track::Sound ? std::optional<sealing::KeyId>(7) : std::nullopt;
        }) << QStringLiteral("half-sealed");
    }
    void whatIsOfTwoKindsIsMixed()
    {
        using Which = std::function<std::optional<sealing::KeyId>(int, Track)>;
        QFETCH(Which, which);
        QFETCH(QString, code);
        const Sight sight = judged(sealed(which));
        QVERIFY2(sight.seen == EncryptionSeen::Mixed, qPrintable(sight.reasonCode));
        QCOMPARE(sight.reasonCode, code);
        QVERIFY(!sight.reason.isEmpty());
    }

    void soundMayFollowThePicturesWithinASecond()
    {
        // As a relay interleaves it: the sound that goes with the keyframe at 60 comes half a second late.
        const auto late = sealed([](int picture, Track track) {
            return picture >= (track == Track::Video ? 60 : 75) ? std::optional<sealing::KeyId>(7)
                                                                : std::nullopt;
        });
        SealJudge judge(everyKey);
        for (const Packet &packet : late) {
            judge.add(packet);
            QVERIFY(judge.sight().seen != EncryptionSeen::Mixed);
        }
        QVERIFY(judge.sight().seen == EncryptionSeen::Sealed);
    }

    void withoutTheKeyNothingIsKnown()
    {
        SealJudge judge([](sealing::KeyId) { return std::optional<sealing::Key>(); });
        const Sight sight =
            judged(sealed([](int, Track) { return std::optional<sealing::KeyId>(7); }), &judge);
        QVERIFY(sight.seen == EncryptionSeen::Unknown);
        QCOMPARE(sight.reasonCode, QStringLiteral("not-opened"));
        QCOMPARE(judge.unopened(), int(m_stream.size()));
    }

    void whatWasChangedOnItsWayIsNotSealed()
    {
        auto damaged = sealed([](int, Track) { return std::optional<sealing::KeyId>(7); });
        for (size_t i = damaged.size() - 20; i < damaged.size(); ++i) {
            std::vector<uint8_t> bytes(bytesOf(damaged[i]).begin(), bytesOf(damaged[i]).end());
            bytes[bytes.size() - 3] ^= 0x10;
            QVERIFY(replacePayload(damaged[i], bytes));
        }
        SealJudge judge(everyKey);
        QCOMPARE(judged(damaged, &judge).reasonCode, QStringLiteral("not-opened"));
        QVERIFY(judge.unopened() > 0 && judge.unopened() <= 20);
    }

    void tampering_data()
    {
        using Packets = std::vector<Packet>;
        using Tamper = std::function<void(const SealJudgeTest &, Packets &)>;
        QTest::addColumn<Tamper>("tamper");
        QTest::addColumn<int>("refused"); // of the pictures
        QTest::newRow("a wrong tag") << Tamper([](const SealJudgeTest &, Packets &pictures) {
            change(pictures[70], [](std::vector<uint8_t> &bytes) { bytes[4 + 40] ^= 1; });
        }) << 1;
        QTest::newRow("a note that is cut short") << Tamper([](const SealJudgeTest &, Packets &pictures) {
            change(pictures[70], [](std::vector<uint8_t> &bytes) {
                bytes[3] = uint8_t(bytes[3] - 9);
                bytes.erase(bytes.begin() + 4 + bytes[3], bytes.begin() + 4 + bytes[3] + 9);
            });
        }) << 1;
        QTest::newRow("two that are swapped") << Tamper([](const SealJudgeTest &, Packets &pictures) {
            std::swap(pictures[70].payload, pictures[71].payload);
        }) << 1; // the first of them is only one that came before its time
        QTest::newRow("old ones") << Tamper([](const SealJudgeTest &, Packets &pictures) {
            for (size_t i = 60; i < 90; ++i)
                pictures[i].payload = pictures[i - 30].payload;
        }) << 30;
        QTest::newRow("another stream's") << Tamper([](const SealJudgeTest &test, Packets &pictures) {
            const Packets others = test.picturesOf(2);
            for (size_t i = 70; i < 75; ++i)
                pictures[i].payload = others[i].payload;
        }) << 5;
    }
    /// Nothing of it is released; it is counted, and the output is not said to be sealed.
    void tampering()
    {
        using Tamper = std::function<void(const SealJudgeTest &, std::vector<Packet> &)>;
        QFETCH(Tamper, tamper);
        QFETCH(int, refused);
        const std::vector<Packet> clear = picturesOf(0);
        std::vector<Packet> pictures = picturesOf(1);
        tamper(*this, pictures);
        sealing::Unsealer unsealer(everyKey);
        SealJudge judge(everyKey);
        for (size_t i = 0; i < pictures.size(); ++i) {
            const Packet &packet = pictures[i];
            judge.add(packet);
            const auto opened = unsealer.open(kindOf(packet), bytesOf(packet), packet.keyframe);
            if (opened)
                QVERIFY(std::ranges::any_of(clear, [&](const Packet &one) {
                    return std::ranges::equal(bytesOf(one), opened->bytes);
                }));
        }
        QCOMPARE(int(unsealer.counts().refused), refused);
        QCOMPARE(judge.unopened(), refused);
        QVERIFY(judge.sight().seen != EncryptionSeen::Sealed);
    }

    void beforeAKeyframeNothingIsKnown()
    {
        QCOMPARE(judged({m_stream.begin() + 1, m_stream.begin() + 20}).reasonCode,
                 QStringLiteral("nothing-yet"));
    }

    void whoIsWaitedForIsReadBackFirst()
    {
        const std::vector<Prober::Target> targets{target("a", false), target("b", true), target("c", true)};
        int64_t dueAt = 0;
        const int64_t now = 100'000'000;
        std::map<QString, int64_t> looks;
        std::set<QString> lookedAt;
        const auto turn = [&](const std::vector<Prober::Target> &of) {
            return Prober::next(of, looks, lookedAt, now, dueAt);
        };
        QCOMPARE(turn(targets), std::optional<size_t>(1));
        // While one is read, which may take as long as it likes, the others have their turn.
        lookedAt = {QStringLiteral("b")};
        QCOMPARE(turn(targets), std::optional<size_t>(2));
        lookedAt = {QStringLiteral("b"), QStringLiteral("c")};
        QCOMPARE(turn(targets), std::optional<size_t>(0));
        lookedAt = {};
        looks[QStringLiteral("b")] = now - 2 * Prober::retryUs;
        QCOMPARE(turn(targets), std::optional<size_t>(2));
        looks[QStringLiteral("c")] = now - Prober::retryUs / 2;
        QCOMPARE(turn(targets), std::optional<size_t>(1));
        looks[QStringLiteral("b")] = now;
        QCOMPARE(turn(targets), std::optional<size_t>(0));
        looks[QStringLiteral("a")] = now - 3'000'000;
        QCOMPARE(turn(targets), std::optional<size_t>());
        QCOMPARE(dueAt, now + Prober::retryUs / 2);
        QCOMPARE(turn({target("a", false)}), std::optional<size_t>());
        QVERIFY(dueAt > now && dueAt <= now + 7'000'000); // outputs may come meanwhile
        QCOMPARE(turn({}), std::optional<size_t>());
        QVERIFY(dueAt > now);
    }
};

QTEST_GUILESS_MAIN(SealJudgeTest)
#include "tst_sealjudge.moc"
