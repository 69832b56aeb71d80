// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hlssegmenter.h"

#include "app/media/hlsplaylist.h"
#include "app/media/streammuxer.h"
#include "tests/support/fakeclock.h"
#include "tests/support/process.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/media/sealrig.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

const QString discontinuity = QStringLiteral("#EXT-X-DISCONTINUITY");
const QString none = QStringLiteral("#EXT-X-KEY:METHOD=NONE");

} // namespace

/// Segments with AES-128, as ordinary players open them.
class HlsEncryptionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;
    std::unique_ptr<HlsSegmenter> m_segmenter;
    std::unique_ptr<StreamMuxer> m_muxer;
    int64_t m_at = 0;

    QString keyUrl() const
    {
        return QStringLiteral("file://") + m_folder->filePath(QStringLiteral("{key}.key"));
    }
    void begin()
    {
        m_segmenter = std::make_unique<HlsSegmenter>(
            HlsSegmenter::Settings{.folder = m_folder->path(), .window = 20, .keyUrl = keyUrl()}, m_clock);
        QVERIFY(m_segmenter->open());
        m_muxer.reset();
    }
    /// A keyframe each second.
    void write(int seconds)
    {
        for (const Packet &packet : makePackets({.pictures = 30 * seconds}, m_at)) {
            if (!m_muxer) {
                auto made = StreamMuxer::create(Container::Ts, packet.config, nullptr);
                QVERIFY(made);
                m_muxer = std::move(*made);
            }
            QByteArray bytes;
            QVERIFY(m_muxer->write(packet, bytes));
            QVERIFY(m_segmenter->write(packet, bytes));
        }
        m_at += seconds * 1'000'000;
    }
    QByteArray contents(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList playlist() const
    {
        return QString::fromUtf8(contents(QStringLiteral("index.m3u8")))
            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    /// What players are given for a key.
    void giveKey(sealing::KeyId id) const
    {
        const sealing::SegmentKey key = sealing::segmentKeyOf(madeKey(id));
        QFile file(m_folder->filePath(QStringLiteral("%1.key").arg(id)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(reinterpret_cast<const char *>(key.data()), qint64(key.size()));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_at = 1'000'000;
        begin();
    }

    void theListSaysEachChange()
    {
        write(4);
        m_segmenter->encrypt(sharedKey(7));
        write(4);
        m_segmenter->encrypt(sharedKey(8));
        write(4);
        m_segmenter->encrypt(nullptr);
        write(4);
        m_segmenter->close();
        const QStringList lines = playlist();
        QVERIFY(!lines.contains(discontinuity));
        QStringList kinds;
        for (const QString &line : lines) {
            if (line.startsWith(QLatin1String("#EXT-X-KEY")))
                kinds.append(line == none
                                 ? QStringLiteral("none")
                                 : line.section(QLatin1Char('"'), 1, 1).section(QLatin1Char('/'), -1));
            else if (line.startsWith(QLatin1String("segment")))
                kinds.append(QStringLiteral("-"));
        }
        QCOMPARE(kinds.join(QLatin1Char(' ')),
                 QStringLiteral("- - 7.key - 7.key - 8.key - 8.key - none - -"));
        // Never one IV twice: equal beginnings of two segments would show.
        const QStringList keys = lines.filter(QStringLiteral("METHOD=AES-128"));
        QSet<QString> ivs;
        for (const QString &line : keys)
            ivs.insert(line.section(QStringLiteral("IV="), 1));
        QCOMPARE(ivs.size(), 4);
    }

    void ffmpegPlaysItThrough()
    {
        giveKey(7);
        giveKey(8);
        for (const sealing::KeyId key : {0u, 7u, 8u, 0u, 7u}) {
            m_segmenter->encrypt(key ? sharedKey(key) : nullptr);
            write(3); // no multiple of a segment's usual length
        }
        m_segmenter->close();
        Process ffmpeg(
            QStringLiteral("ffmpeg"),
            {QStringLiteral("-v"), QStringLiteral("warning"), QStringLiteral("-allowed_extensions"),
             QStringLiteral("ALL"), QStringLiteral("-protocol_whitelist"), QStringLiteral("file,crypto,data"),
             QStringLiteral("-live_start_index"), QStringLiteral("0"), QStringLiteral("-i"),
             m_folder->filePath(QStringLiteral("list.m3u8")), QStringLiteral("-f"),
             QStringLiteral("framecrc"), QStringLiteral("-map"), QStringLiteral("0:v"), QStringLiteral("-")});
        QFile list(m_folder->filePath(QStringLiteral("list.m3u8")));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write(contents(QStringLiteral("index.m3u8")) + "#EXT-X-ENDLIST\n");
        list.close();
        QVERIFY2(ffmpeg.start() && ffmpeg.waitForEnd(60s), qPrintable(ffmpeg.report()));
        QCOMPARE(ffmpeg.err(), QByteArray());
        QCOMPARE(QString::fromLatin1(ffmpeg.out())
                     .split(QLatin1Char('\n'))
                     .filter(QRegularExpression(QStringLiteral("^0,")))
                     .size(),
                 450);
    }

    void theNextKeyframeBeginsTheFirst()
    {
        write(3);
        m_segmenter->encrypt(sharedKey(7));
        write(3);
        m_segmenter->close();
        // Segments last 2 s: the one that was under way ends after 1 s.
        QCOMPARE(playlist().filter(QStringLiteral("#EXTINF")).at(1), QStringLiteral("#EXTINF:1.000000,"));
        const auto newest = HlsPlaylist::parse(contents(QStringLiteral("index.m3u8")));
        QVERIFY(newest && newest->iv);
        QCOMPARE(keyOfUrl(newest->keyUrl, keyUrl()), std::optional<sealing::KeyId>(7));
        const QByteArray segment = contents(newest->segment);
        const sealing::Bytes bytes(reinterpret_cast<const uint8_t *>(segment.constData()),
                                   size_t(segment.size()));
        const auto opened = sealing::openedSegment(sealing::segmentKeyOf(madeKey(7)), *newest->iv, bytes);
        QVERIFY(opened && opened->front() == 0x47 && opened->size() % 188 == 0);
        QVERIFY(!std::equal(opened->begin(), opened->begin() + 188, bytes.begin()));
        const auto wrong = sealing::openedSegment(sealing::segmentKeyOf(madeKey(8)), *newest->iv, bytes);
        QVERIFY(!wrong || *wrong != *opened);
    }

    void aRestartKeepsWhatIsListed()
    {
        write(2);
        m_segmenter->encrypt(sharedKey(7));
        write(4);
        m_segmenter->close();
        const QStringList before = playlist();
        begin();
        write(2);
        m_segmenter->close();
        QCOMPARE(playlist().mid(0, before.size()), before);
        QVERIFY(playlist().indexOf(none) > 0);
        QCOMPARE(playlist().count(discontinuity), 1); // a restart is one, whatever is encrypted
    }

    void listsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("segment");
        QTest::addColumn<QString>("method");
        QTest::newRow("empty") << QByteArray("#EXTM3U\n") << QString() << QString();
        QTest::newRow("clear") << QByteArray("#EXTM3U\r\n#EXTINF:2,\r\na.ts\r\n#EXTINF:2,\r\nb.ts\r\n")
                               << QStringLiteral("b.ts") << QString();
        QTest::newRow("sealed") << QByteArray(
            "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k,1\",IV=0x00\na.ts\n")
                                << QStringLiteral("a.ts") << QStringLiteral("AES-128");
        QTest::newRow("clear again") << QByteArray(
            "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\na.ts\n#EXT-X-KEY:METHOD=NONE\nb.ts")
                                     << QStringLiteral("b.ts") << QString();
    }
    void listsAreRead()
    {
        QFETCH(QByteArray, text);
        const auto list = HlsPlaylist::parse(text);
        QVERIFY(list);
        QTEST(list->segment, "segment");
        QTEST(list->method, "method");
        QVERIFY(!list->iv); // none that is 16 bytes long
    }

    void whatIsNoListIsRefused()
    {
        QVERIFY(!HlsPlaylist::parse("<html>"));
        QVERIFY(!HlsPlaylist::parse({}));
        const auto lists = HlsPlaylist::parse("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/index.m3u8\n");
        QVERIFY(lists && lists->variant == QLatin1String("low/index.m3u8") && lists->segment.isEmpty());
        const QString pattern = QStringLiteral("https://k.example/{key}?a=1");
        QCOMPARE(keyOfUrl(QStringLiteral("https://k.example/12?a=1"), pattern),
                 std::optional<sealing::KeyId>(12));
        QVERIFY(!keyOfUrl(QStringLiteral("https://k.example/?a=1"), pattern));
        QVERIFY(!keyOfUrl(QStringLiteral("https://k.example/x?a=1"), pattern));
        QVERIFY(!keyOfUrl(QStringLiteral("https://other.example/12?a=1"), pattern));
        QVERIFY(!keyOfUrl(QStringLiteral("https://k.example/99999999?a=1"), pattern));
    }

    /// RFC 5869 and AES by somebody else's hands.
    void opensslAgrees()
    {
        const sealing::Key key = madeKey(7);
        const QByteArray secret(reinterpret_cast<const char *>(key.bytes.data()),
                                qsizetype(key.bytes.size()));
        Process kdf(QStringLiteral("openssl"),
                    {QStringLiteral("kdf"), QStringLiteral("-keylen"), QStringLiteral("16"),
                     QStringLiteral("-kdfopt"), QStringLiteral("digest:SHA256"), QStringLiteral("-kdfopt"),
                     QStringLiteral("hexkey:") + QString::fromLatin1(secret.toHex()),
                     QStringLiteral("-kdfopt"), QStringLiteral("info:twinfeed hls aes-128"),
                     QStringLiteral("HKDF")});
        QVERIFY2(kdf.start() && kdf.waitForEnd(20s), qPrintable(kdf.report()));
        const QByteArray derived = QByteArray::fromHex(kdf.out().trimmed().replace(':', ""));
        const sealing::SegmentKey ours = sealing::segmentKeyOf(key);
        QCOMPARE(derived, QByteArray(reinterpret_cast<const char *>(ours.data()), qsizetype(ours.size())));

        m_segmenter->encrypt(sharedKey(7));
        write(2);
        m_segmenter->close();
        const auto list = HlsPlaylist::parse(contents(QStringLiteral("index.m3u8")));
        QVERIFY(list && list->iv);
        const QByteArray iv(reinterpret_cast<const char *>(list->iv->data()), qsizetype(list->iv->size()));
        Process opened(QStringLiteral("openssl"),
                       {QStringLiteral("enc"), QStringLiteral("-d"), QStringLiteral("-aes-128-cbc"),
                        QStringLiteral("-K"), QString::fromLatin1(derived.toHex()), QStringLiteral("-iv"),
                        QString::fromLatin1(iv.toHex()), QStringLiteral("-in"),
                        m_folder->filePath(list->segment), QStringLiteral("-out"),
                        m_folder->filePath(QStringLiteral("opened.ts"))});
        QVERIFY2(opened.start() && opened.waitForEnd(20s), qPrintable(opened.report()));
        QCOMPARE(readBack(contents(QStringLiteral("opened.ts"))).pictures, 60);
    }
};

QTEST_GUILESS_MAIN(HlsEncryptionTest)
#include "tst_hlsencryption.moc"
