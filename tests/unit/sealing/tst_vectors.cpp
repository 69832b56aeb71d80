// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/hlskey.h"
#include "app/sealing/sealedpicture.h"
#include "app/sealing/sealedsound.h"

#include <QByteArray>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <numeric>

using namespace twinfeed;
using namespace twinfeed::sealing;

namespace {

QByteArray hex(const Buffer &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())).toHex();
}

Key documentedKey()
{
    Key key;
    key.id = 7;
    std::iota(key.bytes.begin(), key.bytes.end(), uint8_t(0));
    return key;
}

} // namespace

/// What resources/sealing.md gives others to try their players with is what this program makes.
class VectorsTest : public QObject
{
    Q_OBJECT

    QStringList m_values; // clear picture, sealed picture, clear sound, sealed sound

    Buffer value(int index) const
    {
        const QByteArray bytes = QByteArray::fromHex(m_values.at(index).toLatin1());
        return {bytes.begin(), bytes.end()};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/sealing.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        static const QRegularExpression row(QStringLiteral("\\| (?:clear|sealed) \\| `([0-9a-f]+)` \\|"));
        auto found = row.globalMatch(QString::fromUtf8(file.readAll()));
        while (found.hasNext())
            m_values << found.next().captured(1);
        QCOMPARE(m_values.size(), 4);
    }

    void theKeyOfHls()
    {
        QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/sealing.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        static const QRegularExpression named(QStringLiteral("key below it is `([0-9a-f]{32})`"));
        const QString documented = named.match(QString::fromUtf8(file.readAll())).captured(1);
        const SegmentKey key = segmentKeyOf(documentedKey());
        QCOMPARE(QString::fromLatin1(hex({key.begin(), key.end()})), documented);
    }

    void thePicture()
    {
        SealCipher cipher(documentedKey());
        const auto sealed = sealedPicture(PictureCodec::H264, value(0), {7, 0x01020304, 5}, cipher);
        QVERIFY(sealed);
        QCOMPARE(hex(*sealed), hex(value(1)));
        QCOMPARE(hex(*openedPicture(PictureCodec::H264, value(1), cipher)), hex(value(0)));
    }

    void theSound()
    {
        SealCipher cipher(documentedKey());
        const auto sealed = sealedSound(value(2), 2, {7, 0x01020304, 6}, cipher);
        QVERIFY(sealed);
        QCOMPARE(hex(*sealed), hex(value(3)));
        QCOMPARE(hex(*openedSound(value(3), cipher)), hex(value(2)));
    }
};

QTEST_GUILESS_MAIN(VectorsTest)
#include "tst_vectors.moc"
