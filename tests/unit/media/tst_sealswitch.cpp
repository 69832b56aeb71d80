// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sealswitch.h"

#include "app/media/payload.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/media/sealrig.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

bool isEntry(const Packet &packet)
{
    return packet.track == Track::Video && packet.keyframe;
}

/// Everything that passes, sent at its own dts.
std::vector<Packet> passed(SealSwitch &seal, const std::vector<Packet> &packets,
                           const std::function<void(size_t)> &before = {})
{
    std::vector<Packet> out;
    for (size_t i = 0; i < packets.size(); ++i) {
        if (before)
            before(i);
        if (const auto packet = seal.pass(packets[i], isEntry(packets[i]))) {
            out.push_back(*packet);
            seal.left(packets[i], isEntry(packets[i]), packets[i].dts);
        }
    }
    return out;
}

EncryptionStatus told(const SealSwitch &seal, int64_t now = 0)
{
    EncryptionStatus status;
    seal.tell(status, now);
    return status;
}

} // namespace

class SealSwitchTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<MadeIncarnations> m_numbers;
    std::vector<Packet> m_stream; // 90 pictures, keyframes at 0, 30 and 60

    SealSwitch::Setup setup(KeyPtr key = nullptr) const
    {
        return {.asked = std::move(key), .incarnations = m_numbers};
    }
    size_t indexOfPicture(int number) const
    {
        for (size_t i = 0; i < m_stream.size(); ++i) {
            if (m_stream[i].track == Track::Video && number-- == 0)
                return i;
        }
        return 0;
    }

private Q_SLOTS:
    void init()
    {
        m_numbers = std::make_shared<MadeIncarnations>();
        m_stream = makePackets({.options = "profile=baseline", .pictures = 90, .gop = 30});
    }

    void clearPassesAsItIs()
    {
        SealSwitch seal(setup());
        const std::vector<Packet> out = passed(seal, m_stream);
        QCOMPARE(out.size(), m_stream.size());
        for (size_t i = 0; i < out.size(); ++i)
            QCOMPARE(out[i].payload.get(), m_stream[i].payload.get());
        QCOMPARE(m_numbers->given(), 0u);
        QVERIFY(told(seal).sending == Encryption::Clear);
    }

    void itChangesAtAKeyframeAndSoundGoesWithIt()
    {
        std::vector<std::pair<uint64_t, int64_t>> changes;
        SealSwitch::Setup with = setup();
        with.changed = [&](uint64_t order, int64_t at) { changes.emplace_back(order, at); };
        SealSwitch seal(std::move(with));
        const size_t keyframe = indexOfPicture(30);
        const std::vector<Packet> out = passed(seal, m_stream, [&](size_t i) {
            if (i == indexOfPicture(40))
                seal.ask(nullptr);
            if (i == indexOfPicture(5))
                QCOMPARE(seal.ask(sharedKey()), uint64_t(1));
            // It gets ready before it is its turn.
            if (i == indexOfPicture(10)) {
                QVERIFY(seal.prepare());
                QCOMPARE(m_numbers->given(), 1u);
                QVERIFY(told(seal).sending == Encryption::Clear);
            }
        });
        QCOMPARE(out.size(), m_stream.size());
        for (size_t i = 0; i < out.size(); ++i)
            QCOMPARE(out[i].payload != m_stream[i].payload, i >= keyframe && i < indexOfPicture(60));
        const Opened opened = openAll(out);
        QCOMPARE(opened.troubles, QStringList());
        QCOMPARE(opened.changes, 2);
        using Changes = std::vector<std::pair<uint64_t, int64_t>>;
        QVERIFY(
            (changes == Changes{{0, 0}, {1, m_stream[keyframe].dts}, {2, m_stream[indexOfPicture(60)].dts}}));
    }

    void eachSealerHasANumberOfItsOwn()
    {
        SealSwitch seal(setup(sharedKey(7)));
        const std::vector<Packet> out = passed(seal, m_stream, [&](size_t i) {
            if (i == indexOfPicture(10))
                seal.ask(sharedKey(8));
            if (i == indexOfPicture(40))
                seal.ask(sharedKey(7));
        });
        QCOMPARE(m_numbers->given(), 3u);
        const Opened opened = openAll(out);
        QCOMPARE(opened.troubles, QStringList());
        QCOMPARE(opened.sealed, int(m_stream.size()));
        QCOMPARE(opened.changes, 2);
        QCOMPARE(told(seal).sendingKey, std::optional<quint32>(7));
    }

    void oneMayJoinAtAnyKeyframe_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("B-frames, slices") << StreamSpec{
            .options = "preset=veryfast,profile=high,slices=4", .pictures = 90, .gop = 15, .bFrames = 2};
        QTest::newRow("open groups") << StreamSpec{.pictures = 90, .gop = 15, .bFrames = 2, .openGop = true};
        QTest::newRow("HEVC") << StreamSpec{.encoder = "libx265", .pictures = 90, .gop = 15};
    }
    void oneMayJoinAtAnyKeyframe()
    {
        QFETCH(StreamSpec, spec);
        m_stream = makePackets(spec);
        SealSwitch seal(setup(sharedKey(7)));
        const std::vector<Packet> out = passed(seal, m_stream, [&](size_t i) {
            if (i == m_stream.size() / 2)
                seal.ask(sharedKey(8));
        });
        QCOMPARE(out.size(), m_stream.size());
        int keyframes = 0;
        for (size_t i = 0; i < out.size(); ++i) {
            if (!isEntry(out[i]))
                continue;
            ++keyframes;
            const Opened opened = openAll({out.begin() + ptrdiff_t(i), out.end()});
            QCOMPARE(opened.troubles, QStringList());
            QCOMPARE(opened.clear, 0);
        }
        QVERIFY(keyframes >= 3);
    }

    void aNewConnectionBeginsWithWhatWasAskedFor()
    {
        SealSwitch seal(setup());
        passed(seal, {m_stream.front()});
        seal.ask(sharedKey());
        // Again from a keyframe on, as after a reconnect; and then once more, without another order.
        QCOMPARE(openAll(passed(seal, m_stream)).clear, 0);
        QCOMPARE(openAll(passed(seal, m_stream)).clear, 0);
        QCOMPARE(m_numbers->given(), 1u);
    }

    void whatCannotBeSealedIsNotSentClear_data()
    {
        QTest::addColumn<QString>("code");
        QTest::newRow("no number") << QStringLiteral("store-failed");
        QTest::newRow("no key") << QStringLiteral("no-key");
        QTest::newRow("refused") << QStringLiteral("no-key-url");
    }
    void whatCannotBeSealedIsNotSentClear()
    {
        QFETCH(QString, code);
        SealSwitch::Setup with = setup();
        if (code == QLatin1String("no-key-url"))
            with.refusal = Error{code, QStringLiteral("Not here."), {}, {}, {}};
        SealSwitch seal(std::move(with));
        passed(seal, {m_stream.front()});
        m_numbers->setBroken(code == QLatin1String("store-failed"));
        sealing::Key lost;
        lost.id = 7;
        seal.ask(code == QLatin1String("no-key") ? std::make_shared<const sealing::Key>(lost) : sharedKey());
        QCOMPARE(seal.prepare().error().code, code);
        // Up to the keyframe it goes on as it was; from there on nothing leaves.
        QVERIFY(seal.pass(m_stream[1], false));
        const size_t keyframe = indexOfPicture(30);
        QCOMPARE(seal.pass(m_stream[keyframe], true).error().code, code);
        // The disk is there again, or encryption is ended.
        m_numbers->setBroken(false);
        if (code != QLatin1String("store-failed"))
            seal.ask(nullptr);
        QVERIFY(seal.pass(m_stream[keyframe], true));
    }

    void aDamagedPictureIsLeftOut()
    {
        SealSwitch seal(setup(sharedKey()));
        std::vector<Packet> stream = m_stream;
        const std::vector<uint8_t> beyond{0x00, 0x00, 0xFF, 0xFF, 0x65, 0x01};
        const size_t damaged = indexOfPicture(3);
        QVERIFY(replacePayload(stream[damaged], beyond));
        QVERIFY(seal.pass(stream.front(), true));
        QCOMPARE(seal.pass(stream[damaged], false).error().code, QStringLiteral("damaged-unit"));
        QVERIFY(seal.pass(stream[indexOfPicture(4)], false));
    }

    void aSealedStreamIsNotSealedTwice()
    {
        SealSwitch inner(setup(sharedKey()));
        const std::vector<Packet> sealed = passed(inner, m_stream);
        SealSwitch outer(setup(sharedKey(8)));
        QCOMPARE(outer.pass(sealed.front(), true).error().code, QStringLiteral("cannot-encrypt"));
    }

    void theSinkThatEncryptsIsOnlyTold()
    {
        SealSwitch::Setup with = setup(sharedKey());
        with.where = SealSwitch::Where::Segments;
        SealSwitch seal(std::move(with));
        const auto packet = seal.pass(m_stream.front(), true);
        QVERIFY(packet);
        QCOMPARE(packet->payload.get(), m_stream.front().payload.get());
        QCOMPARE(seal.key()->id, 7u);
        QCOMPARE(m_numbers->given(), 0u);
    }

    void itCountsDownToTheKeyframe()
    {
        SealSwitch seal(setup());
        const int64_t first = m_stream[indexOfPicture(0)].dts;
        const int64_t second = m_stream[indexOfPicture(30)].dts;
        passed(seal, {m_stream.front()});
        seal.ask(sharedKey());
        QCOMPARE(told(seal, first + 100'000).changesInMs,
                 std::optional<qint64>()); // one keyframe tells nothing
        seal.ask(nullptr);
        passed(seal, {m_stream[indexOfPicture(30)]});
        QCOMPARE(told(seal, second).changesInMs, std::optional<qint64>()); // nothing is to change
        seal.ask(sharedKey());
        QCOMPARE(told(seal, second + 250'000).changesInMs, std::optional<qint64>(750));
        QCOMPARE(told(seal, second + 1'500'000).changesInMs, std::optional<qint64>(0)); // late
        QCOMPARE(told(seal, second + 3'000'000).changesInMs,
                 std::optional<qint64>()); // it does not come like that
        QCOMPARE(seal.nextKeyframeMs(second + 400'000), std::optional<qint64>(600));
    }

    void picturesTooSmallToHideAreSaid()
    {
        // A small picture of one colour: its slices are hardly longer than what stays clear.
        const std::vector<Packet> bare = makePackets({.options = "profile=baseline",
                                                      .width = 64,
                                                      .height = 64,
                                                      .pictures = 4,
                                                      .gop = 2,
                                                      .paint = [](double, double, double) { return 16; }});
        SealSwitch seal(setup(sharedKey()));
        passed(seal, bare);
        QCOMPARE(told(seal).reasonCode, QStringLiteral("hardly-hidden"));
        passed(seal, m_stream);
        QCOMPARE(told(seal).reasonCode, QString());
    }
};

QTEST_GUILESS_MAIN(SealSwitchTest)
#include "tst_sealswitch.moc"
