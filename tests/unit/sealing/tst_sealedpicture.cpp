// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealedpicture.h"

#include "tests/unit/sealing/madeunits.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

class SealedPictureTest : public QObject
{
    Q_OBJECT

    SealCipher m_cipher{madeKey()};

    static std::vector<Buffer> nalsOf(const Buffer &unit)
    {
        std::vector<Buffer> nals;
        for (size_t at = 0; at + 4 <= unit.size();) {
            const size_t length = size_t(unit[at]) << 24 | size_t(unit[at + 1]) << 16
                | size_t(unit[at + 2]) << 8 | unit[at + 3];
            nals.emplace_back(unit.begin() + ptrdiff_t(at + 4), unit.begin() + ptrdiff_t(at + 4 + length));
            at += 4 + length;
        }
        return nals;
    }

private Q_SLOTS:
    // Few values, so that zeros and escapes stand everywhere, also across the border of clear and sealed.
    void escapesComeBack()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 200'000; ++i) {
            const Buffer before = madeBytes(random, size_t(random.bounded(12)), 3 + 2 * (i % 2));
            const auto from = size_t(random.bounded(int(before.size()) + 1));
            Buffer nal = before;
            escapeFrom(nal, from);
            for (size_t k = std::max<size_t>(from, 2); k < nal.size(); ++k)
                QVERIFY(!(nal[k - 2] == 0 && nal[k - 1] == 0 && nal[k] < 3));
            QVERIFY(nal.empty() || nal.size() == from || nal.back() != 0);
            unescapeFrom(nal, from);
            QVERIFY(nal == before);
        }
    }

    void everySizeComesBack()
    {
        QRandomGenerator random(2);
        uint64_t counter = 0;
        for (size_t size = 1; size < 400; ++size) {
            for (int kind = 0; kind < 3; ++kind) {
                Buffer unit;
                append(unit, {0x09, 0xF0}); // a delimiter stays as it is
                append(unit, madeNal(random, 0x65, size, kind == 0 ? 255 : 3));
                if (kind == 2)
                    append(unit, madeNal(random, 0x41, size * 3));
                const Note note{7, 5, counter++};
                const auto sealed = sealedPicture(PictureCodec::H264, unit, note, m_cipher);
                QVERIFY(sealed);
                QVERIFY(sealed->size() <= unit.size() + 64);
                QVERIFY(*sealed != unit);
                for (const Buffer &nal : nalsOf(*sealed))
                    QVERIFY(!holdsStartCode(nal));
                const auto found = noteOfPicture(PictureCodec::H264, *sealed);
                QVERIFY(found && *found == note);
                const auto opened = openedPicture(PictureCodec::H264, *sealed, m_cipher);
                QVERIFY(opened && *opened == unit);
            }
        }
    }

    void whatRelaysReadStaysClear()
    {
        QRandomGenerator random(3);
        const Buffer slice = madeNal(random, 0x41, 1000);
        const Buffer caption = madeNal(random, 0x06, 80);
        Buffer unit;
        append(unit, caption);
        append(unit, slice);
        const auto sealed = sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher);
        const auto nals = nalsOf(*sealed);
        QCOMPARE(nals.size(), size_t(3));
        QVERIFY(nals[0] == caption);
        QCOMPARE(nals[1][0] & 0x1F, 6);
        QVERIFY(std::equal(slice.begin(), slice.begin() + 32, nals[2].begin()));
        int same = 0;
        for (size_t i = 32; i < slice.size(); ++i)
            same += slice[i] == nals[2][i];
        QVERIFY2(same < 40, qPrintable(QString::number(same))); // four of a thousand by chance
    }

    void hevcGoesByTheSameRule()
    {
        QRandomGenerator random(4);
        Buffer unit;
        append(unit, madeNal(random, 39 << 1, 30)); // a SEI
        append(unit, madeNal(random, 19 << 1, 500)); // IDR
        append(unit, madeNal(random, 1 << 1, 500));
        const auto sealed = sealedPicture(PictureCodec::Hevc, unit, {7, 1, 1}, m_cipher);
        QVERIFY(sealed && *sealed != unit);
        QCOMPARE(nalsOf(*sealed).size(), size_t(4));
        QCOMPARE(nalsOf(*sealed)[1][0] >> 1, 39);
        const auto opened = openedPicture(PictureCodec::Hevc, *sealed, m_cipher);
        QVERIFY(opened && *opened == unit);
    }

    /// As FFmpeg leaves them on the way from a transport stream into MP4; and as encoders behind it then send them.
    void zerosBehindAUnitMeanNothing()
    {
        QRandomGenerator random(9);
        for (const size_t size :
             {20, 46, 47, 48, 90, 500}) { // also where one more would make a slice a long one
            for (const PictureCodec codec : {PictureCodec::H264, PictureCodec::Hevc}) {
                Buffer slice = madeNal(random, codec == PictureCodec::H264 ? 0x65 : 19 << 1, size);
                Buffer unit;
                append(unit, slice);
                const auto sealed = sealedPicture(codec, unit, {7, 1, 1}, m_cipher);
                Buffer relayed;
                for (Buffer nal : nalsOf(*sealed)) {
                    nal.push_back(0);
                    append(relayed, nal);
                }
                const auto opened = openedPicture(codec, relayed, m_cipher);
                QVERIFY(opened && *opened == unit);
                Buffer behindZeros;
                slice.insert(slice.end(), 3, 0);
                append(behindZeros, slice);
                QVERIFY(*sealedPicture(codec, behindZeros, {7, 1, 1}, m_cipher) == *sealed);
            }
        }
    }

    void anyChangeIsFound()
    {
        QRandomGenerator random(5);
        Buffer unit;
        append(unit, madeNal(random, 0x65, 90));
        append(unit, madeNal(random, 0x65, 20)); // stays clear, and is authenticated all the same
        const auto sealed = sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher);
        int harmless = 0;
        for (size_t i = 0; i < sealed->size(); ++i) {
            for (const uint8_t bit : {0x01, 0x80}) {
                Buffer changed = *sealed;
                changed[i] ^= bit;
                const auto opened = openedPicture(PictureCodec::H264, changed, m_cipher);
                QVERIFY2(!opened || *opened == unit, qPrintable(QString::number(i)));
                harmless += opened.ok();
            }
        }
        QVERIFY2(harmless <= 3,
                 "only the header and the trailing bits of the note's own NAL unit mean nothing");
        SealCipher other(madeKey(8));
        const auto opened = openedPicture(PictureCodec::H264, *sealed, other);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, QStringLiteral("seal-broken"));
    }

    void slicesCannotBeSwappedOrLeftOut()
    {
        QRandomGenerator random(6);
        Buffer unit;
        append(unit, madeNal(random, 0x41, 100));
        append(unit, madeNal(random, 0x41, 100));
        auto nals = nalsOf(*sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher));
        Buffer swapped;
        for (const size_t i : {0, 2, 1})
            append(swapped, nals[i]);
        QVERIFY(!openedPicture(PictureCodec::H264, swapped, m_cipher));
        Buffer shorter;
        append(shorter, nals[0]);
        append(shorter, nals[1]);
        QVERIFY(!openedPicture(PictureCodec::H264, shorter, m_cipher));
    }

    void whatCannotBeSealedIsSaid()
    {
        QRandomGenerator random(7);
        Buffer unit;
        append(unit, madeNal(random, 0x67, 30));
        QCOMPARE(sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher).error().code,
                 QStringLiteral("no-slice"));
        append(unit, madeNal(random, 0x65, 100));
        const auto sealed = sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher);
        QCOMPARE(sealedPicture(PictureCodec::H264, *sealed, {7, 1, 2}, m_cipher).error().code,
                 QStringLiteral("already-sealed"));
        QCOMPARE(openedPicture(PictureCodec::H264, unit, m_cipher).error().code,
                 QStringLiteral("not-sealed"));
        unit.pop_back();
        QCOMPARE(sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher).error().code,
                 QStringLiteral("damaged-unit"));
        QCOMPARE(noteOfPicture(PictureCodec::H264, unit).error().code, QStringLiteral("damaged-unit"));
    }

    void rubbishIsNoHarm()
    {
        QRandomGenerator random(8);
        Buffer unit;
        append(unit, madeNal(random, 0x65, 200));
        const auto sealed = sealedPicture(PictureCodec::H264, unit, {7, 1, 1}, m_cipher);
        for (int i = 0; i < 20'000; ++i) {
            Buffer rubbish = i % 2 ? *sealed : madeBytes(random, size_t(random.bounded(300)));
            for (int k = random.bounded(4); k >= 0 && !rubbish.empty(); --k)
                rubbish[size_t(random.bounded(int(rubbish.size())))] = uint8_t(random.bounded(256));
            if (i % 3 == 0)
                rubbish.resize(size_t(random.bounded(int(rubbish.size()) + 1)));
            const auto opened = openedPicture(PictureCodec::H264, rubbish, m_cipher);
            QVERIFY(!opened || *opened == unit);
        }
    }
};

QTEST_GUILESS_MAIN(SealedPictureTest)
#include "tst_sealedpicture.moc"
