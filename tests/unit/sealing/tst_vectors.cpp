// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/hlskey.h"
#include "app/sealing/keywrap.h"
#include "app/sealing/sealedpicture.h"
#include "app/sealing/sealedsound.h"
#include "tests/unit/sealing/madeunits.h"

#include <QByteArray>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace twinfeed;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

namespace {

QByteArray hex(const Buffer &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())).toHex();
}

/// What the implementation that shares no code with this one says; empty where it opens nothing.
QByteArray independent(const QStringList &words)
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 QStringList{QStringLiteral(TWINFEED_SOURCE_DIR "/tests/unit/sealing/independent.py")}
                     + words);
    return python.waitForFinished() && python.exitCode() == 0 ? python.readAllStandardOutput().trimmed()
                                                              : QByteArray();
}

QString text(const Buffer &bytes)
{
    return QString::fromLatin1(hex(bytes));
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

    static QString keyText()
    {
        const auto bytes = documentedKey().bytes;
        return text({bytes.begin(), bytes.end()});
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

    void othersOpenWhatIsDocumented()
    {
        const QString key = keyText();
        QCOMPARE(independent({QStringLiteral("picture"), key, text(value(1))}), hex(value(0)));
        QCOMPARE(independent({QStringLiteral("sound"), key, text(value(3))}), hex(value(2)));
        const SegmentKey segment = segmentKeyOf(documentedKey());
        QCOMPARE(independent({QStringLiteral("hls"), key}), hex({segment.begin(), segment.end()}));
        const auto delivery = delivered(documentedKey(), "a token");
        QCOMPARE(independent({QStringLiteral("key"), QStringLiteral("a token"), QStringLiteral("7"),
                              text({delivery->begin(), delivery->end()})}),
                 key.toLatin1());
        QCOMPARE(independent({QStringLiteral("picture"), QString(64, QLatin1Char('1')), text(value(1))}),
                 QByteArray());
    }

    void othersOpenWhatWasSealedNow_data()
    {
        QTest::addColumn<int>("codec");
        QTest::addColumn<QList<int>>("slices"); // their sizes
        QTest::newRow("H.264") << int(PictureCodec::H264) << QList<int>{2'000};
        QTest::newRow("H.264, slices, short ones too")
            << int(PictureCodec::H264) << QList<int>{900, 20, 47, 48, 300};
        QTest::newRow("HEVC") << int(PictureCodec::Hevc) << QList<int>{1'000, 30, 500};
    }
    void othersOpenWhatWasSealedNow()
    {
        QFETCH(int, codec);
        QFETCH(QList<int>, slices);
        QRandomGenerator random(11);
        SealCipher cipher(documentedKey());
        const auto form = PictureCodec(codec);
        Buffer unit;
        for (const int size : slices)
            append(unit, madeNal(random, form == PictureCodec::H264 ? 0x65 : 19 << 1, size_t(size)));
        // A ciphertext in which something had to be escaped, which is seldom.
        const std::array<uint8_t, 3> escape{0, 0, 3};
        std::optional<Buffer> sealed;
        bool escaped = false;
        for (uint64_t counter = 0; counter < 100'000 && !escaped; ++counter) {
            const auto tried = sealedPicture(form, unit, {7, 9, counter}, cipher);
            QVERIFY(tried);
            sealed = *tried;
            const size_t note = 4 + sealed->at(3); // the SEI in front
            escaped = sealed->size() - note > unit.size()
                && !std::ranges::search(Bytes(*sealed).subspan(note), escape).empty();
        }
        QVERIFY(escaped);
        const QString name = form == PictureCodec::H264 ? QStringLiteral("picture") : QStringLiteral("hevc");
        QCOMPARE(independent({name, keyText(), text(*sealed)}), hex(unit));
    }

    void othersOpenSoundOfEverySize()
    {
        QRandomGenerator random(12);
        SealCipher cipher(documentedKey());
        for (const size_t size : {1, 480, 481, 482, 2'000}) {
            const Buffer frame = madeBytes(random, size);
            const auto sealed = sealedSound(frame, 2, {7, 9, size}, cipher);
            QVERIFY(sealed);
            QCOMPARE(independent({QStringLiteral("sound"), keyText(), text(*sealed)}), hex(frame));
        }
    }
};

QTEST_GUILESS_MAIN(VectorsTest)
#include "tst_vectors.moc"
