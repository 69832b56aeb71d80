// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/keywrap.h"

#include "app/sealing/hlskey.h"

#include <QByteArray>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace twinfeed;
using namespace twinfeed::sealing;

namespace {

QByteArray hex(Bytes bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())).toHex();
}

Buffer bytes(const char *hex)
{
    const QByteArray text = QByteArray::fromHex(hex);
    return {text.begin(), text.end()};
}

Key documentedKey()
{
    Key key;
    key.id = 7;
    std::iota(key.bytes.begin(), key.bytes.end(), uint8_t(0));
    return key;
}

/// A value of the table in resources/sealing.md, which was made by Python and Node.js.
QString documented(const QString &name)
{
    QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/sealing.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QRegularExpression row(QStringLiteral("\\| %1 \\| `([^`]+)` \\|").arg(name));
    return row.match(QString::fromUtf8(file.readAll())).captured(1);
}

} // namespace

class KeyWrapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// RFC 5869, A.1, its first 32 bytes.
    void derivesAsTheStandardDoes()
    {
        const auto secret = derived(bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                                    bytes("000102030405060708090a0b0c"),
                                    std::string_view("\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", 10));
        QCOMPARE(hex(secret->bytes),
                 QByteArray("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    }

    /// RFC 3394, 4.6.
    void wrapsAsTheStandardDoes()
    {
        Secret kek;
        std::iota(kek.bytes.begin(), kek.bytes.end(), uint8_t(0));
        Key key;
        std::ranges::copy(bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"),
                          key.bytes.begin());
        const auto text = wrapped(kek, key);
        QCOMPARE(
            hex(*text),
            QByteArray("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"));
        QCOMPARE(unwrapped(kek, 0, *text), std::optional(key));
    }

    void theDocumentedDelivery()
    {
        const std::string token = documented(QStringLiteral("token")).toStdString();
        QCOMPARE(token.size(), size_t(46));
        const auto text = delivered(documentedKey(), token);
        QCOMPARE(QString::fromLatin1(hex(*text)), documented(QStringLiteral("wrapped")));
        QCOMPARE(received(7, *text, token), std::optional(documentedKey()));
    }

    void theDocumentedHlsKey()
    {
        QCOMPARE(QString::fromLatin1(hex(segmentKeyOf(documentedKey()))), documented(QStringLiteral("for HLS")));
    }

    void nothingForAnybodyElse()
    {
        const auto text = delivered(documentedKey(), "one token");
        QVERIFY(!received(7, *text, "another token"));
        QVERIFY(!received(8, *text, "one token"));
        for (size_t i = 0; i < text->size(); ++i) {
            auto changed = *text;
            changed[i] ^= 1;
            QVERIFY(!received(7, changed, "one token"));
        }
        QVERIFY(!received(7, Bytes(*text).first(39), "one token"));
        QVERIFY(!received(7, {}, "one token"));
    }

    void keysDiffer()
    {
        std::set<std::array<uint8_t, 32>> seen;
        for (int i = 0; i < 100; ++i)
            seen.insert(madeKey(7)->bytes);
        QCOMPARE(seen.size(), size_t(100));
        Key key = *madeKey(9);
        QCOMPARE(key.id, 9u);
        wipe(key);
        QCOMPARE(key.bytes, (std::array<uint8_t, 32>{}));
    }
};

QTEST_APPLESS_MAIN(KeyWrapTest)
#include "tst_keywrap.moc"
