// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/unsealer.h"

#include "tests/unit/sealing/madeunits.h"

#include <QTest>

#include <set>

using namespace twinfeed;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

class UnsealerTest : public QObject
{
    Q_OBJECT

    static constexpr UnitKind pictureKind{UnitKind::H264, 0};
    static constexpr UnitKind soundKind{UnitKind::Aac, 2};

    QRandomGenerator m_random{1};

    Buffer picture()
    {
        Buffer unit;
        append(unit, madeNal(m_random, 0x41, 200));
        return unit;
    }

    static std::optional<Key> keys(KeyId id) { return id < 10 ? std::optional(madeKey(id)) : std::nullopt; }
    static QString codeOf(const Result<Unsealer::Opened> &result)
    {
        return result ? QStringLiteral("opened") : result.error().code;
    }

private Q_SLOTS:
    void oneJoinsAnywhere()
    {
        Sealer sealer(madeKey(), 1);
        for (int i = 0; i < 50; ++i)
            QVERIFY(sealer.seal(pictureKind, picture()));
        Unsealer unsealer(keys);
        const Buffer unit = picture();
        const auto opened = unsealer.open(pictureKind, *sealer.seal(pictureKind, unit), true);
        QVERIFY(opened && opened->bytes == unit && opened->key == KeyId(7));
    }

    void oldUnitsAreNotReleasedAgain()
    {
        Sealer sealer(madeKey(), 1);
        Unsealer unsealer(keys);
        std::vector<Buffer> sealed;
        for (int i = 0; i < 4; ++i)
            sealed.push_back(*sealer.seal(pictureKind, picture()));
        QCOMPARE(codeOf(unsealer.open(pictureKind, sealed[0], true)), QStringLiteral("opened"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, sealed[0], true)), QStringLiteral("seal-replayed"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, sealed[2], false)),
                 QStringLiteral("opened")); // one was lost
        QCOMPARE(codeOf(unsealer.open(pictureKind, sealed[1], false)),
                 QStringLiteral("seal-replayed")); // swapped
        QCOMPARE(codeOf(unsealer.open(pictureKind, sealed[3], false)), QStringLiteral("opened"));
        // The backend restarts; what it sealed before does not come back.
        Sealer next(madeKey(), 2);
        QCOMPARE(codeOf(unsealer.open(pictureKind, *next.seal(pictureKind, picture()), true)),
                 QStringLiteral("opened"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, *sealer.seal(pictureKind, picture()), true)),
                 QStringLiteral("seal-replayed"));
        QCOMPARE(unsealer.counts().opened, uint64_t(4));
        QCOMPARE(unsealer.counts().refused, uint64_t(3));
    }

    /// With the same key: another output of the channel, or one that was recorded.
    void unitsOfAnotherStreamAreNotReleased()
    {
        Sealer sealer(madeKey(), 1);
        Sealer other(madeKey(), 2);
        Sealer otherKey(madeKey(3), 1);
        Unsealer unsealer(keys);
        const auto take = [&](const UnitKind &kind, Sealer &of, bool keyframe) {
            const Buffer unit = kind.codec == UnitKind::Aac ? Buffer(50, 3) : picture();
            return codeOf(unsealer.open(kind, *of.seal(kind, unit), keyframe));
        };
        const QString opened = QStringLiteral("opened");
        const QString foreign = QStringLiteral("seal-foreign");
        QCOMPARE(take(pictureKind, sealer, true), opened);
        QCOMPARE(take(soundKind, sealer, true), opened);
        QCOMPARE(take(pictureKind, other, false), foreign);
        QCOMPARE(take(pictureKind, otherKey, false), foreign);
        QCOMPARE(take(pictureKind, sealer, false), opened);
        // Sound may be ahead of the pictures that it goes with, but not for ever, and the true one finds back.
        int released = 0;
        while (take(soundKind, other, true) == opened)
            QVERIFY(++released < 100);
        QVERIFY(released > 48); // a second
        QCOMPARE(take(soundKind, otherKey, true), foreign);
        QCOMPARE(take(soundKind, sealer, true), opened);
        QCOMPARE(take(soundKind, other, true), QStringLiteral("seal-replayed"));
        // A real restart: from its keyframe on the new one is the stream.
        QCOMPARE(take(pictureKind, otherKey, true), opened);
        QCOMPARE(take(soundKind, sealer, true), opened); // sound of before that came late
        for (int i = 0; i < 200; ++i)
            QCOMPARE(take(soundKind, otherKey, true), opened);
        QCOMPARE(take(pictureKind, sealer, true), QStringLiteral("seal-replayed"));
    }

    void copiesOfAStoreDoNotCountAlike()
    {
        std::set<uint64_t> begins;
        for (int i = 0; i < 100; ++i) {
            Sealer sealer(madeKey(), 1); // the same incarnation
            const auto note = noteOfPicture(PictureCodec::H264, *sealer.seal(pictureKind, picture()));
            QVERIFY((*note)->counter < mostCounter / 2 + 1);
            begins.insert((*note)->counter);
        }
        QCOMPARE(begins.size(), size_t(100));
        Sealer last(madeKey(), 1, mostCounter);
        QVERIFY(last.seal(pictureKind, picture()));
        QCOMPARE(last.seal(pictureKind, picture()).error().code, QStringLiteral("spent"));
    }

    void theKeyInUseIsKept()
    {
        // A smaller id than all that come beside it: as behind a wrap, or out of a store that was put back.
        int asked = 0;
        Unsealer unsealer([&asked](KeyId id) {
            asked += id == 1;
            return keys(id);
        });
        Sealer used(madeKey(1), 1);
        for (KeyId other = 2; other < 10; ++other) {
            QCOMPARE(codeOf(unsealer.open(pictureKind, *used.seal(pictureKind, picture()), true)),
                     QStringLiteral("opened"));
            // Another sender's units find their key as well, whatever becomes of them.
            Sealer sealer(madeKey(other), other);
            (void)unsealer.open(soundKind, *sealer.seal(soundKind, Buffer(50, 3)), true);
        }
        QCOMPARE(asked, 1);
    }

    void aForgedNoteShutsNobodyOut()
    {
        Sealer sealer(madeKey(), 1);
        Key forged = madeKey();
        forged.bytes.fill(1);
        Sealer forger(forged, 0xFFFFFFFF);
        Unsealer unsealer(keys);
        QCOMPARE(codeOf(unsealer.open(pictureKind, *sealer.seal(pictureKind, picture()), true)),
                 QStringLiteral("opened"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, *forger.seal(pictureKind, picture()), true)),
                 QStringLiteral("seal-broken"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, *sealer.seal(pictureKind, picture()), false)),
                 QStringLiteral("opened"));
    }

    void soundAndPicturesHaveTheirOwnOrder()
    {
        Sealer sealer(madeKey(), 1);
        Unsealer unsealer(keys);
        const Buffer first = *sealer.seal(pictureKind, picture());
        const Buffer sound = *sealer.seal(soundKind, Buffer(50, 3));
        QCOMPARE(codeOf(unsealer.open(soundKind, sound, true)), QStringLiteral("opened"));
        QCOMPARE(codeOf(unsealer.open(pictureKind, first, true)), QStringLiteral("opened"));
    }

    void offAndOnAtKeyframesOnly()
    {
        Sealer sealer(madeKey(), 1);
        Unsealer unsealer(keys);
        QCOMPARE(codeOf(unsealer.open(pictureKind, picture(), false)),
                 QStringLiteral("opened")); // clear from the beginning
        QCOMPARE(codeOf(unsealer.open(pictureKind, *sealer.seal(pictureKind, picture()), true)),
                 QStringLiteral("opened"));
        const Buffer clear = picture();
        QCOMPARE(codeOf(unsealer.open(pictureKind, clear, false)), QStringLiteral("seal-missing"));
        const auto opened = unsealer.open(pictureKind, clear, true);
        QVERIFY(opened && opened->bytes == clear && !opened->key);
        QCOMPARE(codeOf(unsealer.open(pictureKind, clear, false)), QStringLiteral("opened"));
    }

    void keysComeAndGo()
    {
        Unsealer unsealer(keys);
        Sealer unknown(madeKey(12), 1);
        QCOMPARE(codeOf(unsealer.open(pictureKind, *unknown.seal(pictureKind, picture()), true)),
                 QStringLiteral("no-key"));
        for (KeyId id = 1; id < 10; ++id) {
            Sealer sealer(madeKey(id), id);
            QCOMPARE(codeOf(unsealer.open(pictureKind, *sealer.seal(pictureKind, picture()), true)),
                     QStringLiteral("opened"));
        }
    }

    void noNonceTwice()
    {
        Sealer sealer(madeKey(), 3);
        std::set<uint64_t> seen;
        for (int i = 0; i < 300; ++i) {
            const UnitKind kind = i % 3 ? soundKind : pictureKind;
            const auto sealed = sealer.seal(kind, i % 3 ? Buffer(40, 1) : picture());
            const auto note = i % 3 ? noteOfSound(*sealed) : noteOfPicture(PictureCodec::H264, *sealed);
            QVERIFY(note && *note);
            QCOMPARE((*note)->incarnation, 3u);
            QVERIFY(seen.insert((*note)->counter).second);
            QVERIFY(!sealer.seal(pictureKind,
                                 Buffer{0, 0})); // a unit that cannot be sealed takes its number with it
        }
    }
};

QTEST_GUILESS_MAIN(UnsealerTest)
#include "tst_unsealer.moc"
