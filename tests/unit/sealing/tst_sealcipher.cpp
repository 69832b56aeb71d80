// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealcipher.h"

#include <QByteArray>
#include <QTest>

#include <algorithm>

using namespace twinfeed;
using namespace twinfeed::sealing;

namespace {

Buffer fromHex(const char *hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return {bytes.begin(), bytes.end()};
}

} // namespace

class SealCipherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNoteComesBack()
    {
        const Note note{0x010203, 0xDEADBEEF, mostCounter};
        const NoteText text = encoded(note);
        QVERIFY(decodedNote(text) == note);
        QVERIFY(std::ranges::none_of(encoded({0, 0, 0}), [](uint8_t byte) { return byte == 0; }));
        QVERIFY(!decodedNote(Bytes(text).first(noteBytes - 1)));
        NoteText other = text;
        other[0] ^= 2; // version 3
        QVERIFY(!decodedNote(other));
    }

    void theNonceIsIncarnationAndCounter()
    {
        const Nonce nonce = nonceOf({1, 0x11223344, 0x55667788});
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(nonce.data()), 12).toHex(),
                 QByteArray("112233440000000055667788"));
    }

    // Test case 16 of McGrew and Viega's GCM specification, the source of the vectors in SP 800-38D's validation, has a
    // nonce that our notes can say only in part; so the vector is the one of the key and nonce of zeros (test case 14).
    void agreesWithThePublishedVector()
    {
        SealCipher cipher(Key{0, {}});
        Buffer data = fromHex("00000000000000000000000000000000");
        const auto tag = cipher.seal({0, 0, 0}, {}, data);
        QVERIFY(tag);
        QVERIFY(data == fromHex("cea7403d4d606b6e074ec5d3baf39d18"));
        QVERIFY(std::ranges::equal(*tag, fromHex("d0d1c8a799996bf0265b98b5d48ab919")));
    }

    void whatWasChangedIsNotReleased()
    {
        Key key;
        key.bytes.fill(9);
        SealCipher cipher(key);
        const Buffer clear = fromHex("00112233445566778899aabbccddeeff01");
        const Buffer beside = fromHex("0102");
        Buffer data = clear;
        const auto tag = cipher.seal({1, 2, 3}, beside, data);
        Buffer opened = data;
        QVERIFY(cipher.open({1, 2, 3}, beside, opened, *tag));
        QVERIFY(opened == clear);
        const auto refuses = [&](const Note &note, const Buffer &also, Buffer bytes, const Tag &with) {
            const bool refused = !cipher.open(note, also, bytes, with);
            // Nothing of the clear bytes is left behind.
            return refused && std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
        };
        for (size_t i = 0; i < data.size(); ++i) {
            Buffer changed = data;
            changed[i] ^= 1;
            QVERIFY(refuses({1, 2, 3}, beside, changed, *tag));
        }
        Tag wrong = *tag;
        wrong.back() ^= 0x80;
        QVERIFY(refuses({1, 2, 3}, beside, data, wrong));
        QVERIFY(refuses({1, 2, 4}, beside, data, *tag));
        QVERIFY(refuses({1, 3, 3}, beside, data, *tag));
        QVERIFY(refuses({1, 2, 3}, fromHex("0103"), data, *tag));
    }
};

QTEST_GUILESS_MAIN(SealCipherTest)
#include "tst_sealcipher.moc"
