// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hlssegmenter.h"

#include "app/media/streammuxer.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/media/madestream.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

/// A muxer and a segmenter as an output has them.
struct Run
{
    Run(const QString &folder, const Clock &clock)
        : segmenter({.folder = folder}, clock)
    {
    }

    Result<void> write(const std::vector<Packet> &packets, FakeClock *clock = nullptr)
    {
        if (!muxer) {
            auto made = StreamMuxer::create(Container::Ts, packets.front().config, nullptr);
            if (!made)
                return made.error();
            muxer = std::move(*made);
        }
        for (const Packet &packet : packets) {
            QByteArray bytes;
            if (auto muxed = muxer->write(packet, bytes); !muxed)
                return muxed;
            if (auto written = segmenter.write(packet, bytes); !written)
                return written;
            if (clock && packet.track == Track::Video)
                clock->advance(std::chrono::microseconds(packet.duration));
        }
        return {};
    }

    HlsSegmenter segmenter;
    std::unique_ptr<StreamMuxer> muxer;
};

std::vector<Packet> stream(int seconds, int64_t startUs, StreamSpec spec = {})
{
    spec.pictures = seconds * spec.fps;
    return makePackets(spec, startUs);
}

} // namespace

class HlsSegmenterTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;

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
    QStringList listed() const { return playlist().filter(QRegularExpression(QStringLiteral("^segment-"))); }
    QString value(const char *tag) const
    {
        const auto lines =
            playlist().filter(QRegularExpression(QStringLiteral("^#%1:").arg(QLatin1String(tag))));
        return lines.value(0).section(QLatin1Char(':'), 1);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void eachSegmentStandsAlone()
    {
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(10, 1'000'000), &m_clock));
        run.segmenter.close();
        QCOMPARE(listed().size(), 5);
        int pictures = 0;
        for (const QString &name : listed()) {
            const ReadBack read = readBack(contents(name));
            QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
            QCOMPARE(read.pictures, 60);
            pictures += read.pictures;
        }
        QCOMPARE(pictures, 300);
        QCOMPARE(playlist().front(), QStringLiteral("#EXTM3U"));
        QCOMPARE(value("EXT-X-TARGETDURATION"), QStringLiteral("4"));
        QCOMPARE(value("EXT-X-MEDIA-SEQUENCE"), QStringLiteral("0"));
        QVERIFY(!playlist().contains(QStringLiteral("#EXT-X-DISCONTINUITY")));
        QVERIFY(!playlist().contains(QStringLiteral("#EXT-X-ENDLIST")));
        const auto durations = playlist().filter(QStringLiteral("#EXTINF"));
        QCOMPARE(durations.first(), QStringLiteral("#EXTINF:2.000000,"));
        // Labels are as far apart as the segments are long.
        const auto labels = playlist().filter(QStringLiteral("DATE-TIME"));
        QCOMPARE(labels.size(), 5);
        QDateTime before;
        for (const QString &label : labels) {
            const auto at = QDateTime::fromString(label.section(QLatin1Char(':'), 1), Qt::ISODateWithMs);
            QVERIFY(at.isValid());
            if (before.isValid())
                QCOMPARE(before.msecsTo(at), qint64(2000));
            before = at;
        }
    }

    void aWebServerMayReadIt()
    {
        const mode_t mask = umask(077); // as the daemon has it
        const QString folder = m_folder->filePath(QStringLiteral("new"));
        Run run(folder, m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(4, 1'000'000), &m_clock));
        run.segmenter.close();
        umask(mask);
        QVERIFY(QFile::permissions(folder) & QFile::ExeOther);
        const auto files = QDir(folder).entryInfoList(QDir::Files);
        QVERIFY(files.size() >= 2);
        for (const QFileInfo &file : files)
            QVERIFY2(file.permission(QFile::ReadOther) && !file.permission(QFile::WriteOther),
                     qPrintable(file.fileName()));
    }

    void theWindowSlides()
    {
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(40, 1'000'000), &m_clock));
        run.segmenter.close();
        QCOMPARE(listed().size(), 6);
        QCOMPARE(value("EXT-X-MEDIA-SEQUENCE"), QStringLiteral("14"));
        QCOMPARE(listed().front(), QStringLiteral("segment-00000014.ts"));
        // As many again stay for players with an old list; no more.
        QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("segment-*.ts")}).size(), 12);
    }

    void aChangeOfParametersIsNoDiscontinuity()
    {
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(4, 1'000'000), &m_clock));
        QVERIFY(run.write(stream(4, 5'000'000, {.options = "preset=veryfast,profile=high", .bFrames = 2}),
                          &m_clock));
        run.segmenter.close();
        QVERIFY(!playlist().contains(QStringLiteral("#EXT-X-DISCONTINUITY")));
        QByteArray all;
        for (const QString &name : listed())
            all += contents(name);
        const ReadBack read = readBack(all);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QCOMPARE(read.pictures, 240);
    }

    void aJumpIsADiscontinuity()
    {
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(4, 1'000'000)));
        QVERIFY(run.write(stream(4, 15'000'000)));
        run.segmenter.close();
        const auto lines = playlist();
        QCOMPARE(lines.count(QStringLiteral("#EXT-X-DISCONTINUITY")), 1);
        // Before the first segment after the jump, and the one before it lasts no longer than its pictures.
        QVERIFY(lines.indexOf(QStringLiteral("#EXT-X-DISCONTINUITY"))
                > lines.indexOf(QStringLiteral("segment-00000001.ts")));
        QVERIFY(lines.indexOf(QStringLiteral("#EXT-X-DISCONTINUITY"))
                < lines.indexOf(QStringLiteral("segment-00000002.ts")));
        QVERIFY(lines.filter(QStringLiteral("#EXTINF")).at(1).startsWith(QLatin1String("#EXTINF:2.0")));
    }

    void numbersGoOnAfterARestart()
    {
        {
            Run run(m_folder->path(), m_clock);
            QVERIFY(run.segmenter.open());
            QVERIFY(run.write(stream(20, 1'000'000), &m_clock));
        }
        QCOMPARE(value("EXT-X-MEDIA-SEQUENCE"), QStringLiteral("4"));
        const QStringList before = listed();
        // Left over by a kill in mid-segment, and by a run long ago.
        for (const char *stray : {"segment-00000010.ts", "segment-99999999.ts"}) {
            QFile file(m_folder->filePath(QLatin1String(stray)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("segment-99999999.ts"))));
        QVERIFY(run.write(stream(4, 23'000'000), &m_clock));
        run.segmenter.close();
        QCOMPARE(value("EXT-X-MEDIA-SEQUENCE"), QStringLiteral("6"));
        QCOMPARE(listed().mid(0, 4), before.mid(2));
        QCOMPARE(listed().mid(4),
                 QStringList({QStringLiteral("segment-00000010.ts"), QStringLiteral("segment-00000011.ts")}));
        QCOMPARE(playlist().count(QStringLiteral("#EXT-X-DISCONTINUITY")), 1);
        // When the mark leaves the list, it is counted.
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(20, 27'000'000), &m_clock));
        run.segmenter.close();
        QCOMPARE(value("EXT-X-DISCONTINUITY-SEQUENCE"), QStringLiteral("2"));
    }

    void aDamagedPlaylistIsNoHarm()
    {
        {
            QFile file(m_folder->filePath(QStringLiteral("index.m3u8")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(
                QByteArray("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-7\n#EXTINF:x,\n../../etc/passwd\n\xff\xfe"));
            QFile segment(m_folder->filePath(QStringLiteral("segment-00000041.ts")));
            QVERIFY(segment.open(QIODevice::WriteOnly));
        }
        Run run(m_folder->path(), m_clock);
        QVERIFY(run.segmenter.open());
        QVERIFY(run.write(stream(4, 1'000'000)));
        run.segmenter.close();
        QCOMPARE(listed().front(), QStringLiteral("segment-00000042.ts"));
        QVERIFY(!playlist().join(QLatin1Char('\n')).contains(QLatin1String("passwd")));
    }

    void aDiskThatFailsIsSaidAndForgiven()
    {
        const QString folder = m_folder->filePath(QStringLiteral("out"));
        QFile inTheWay(folder);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        Run run(folder, m_clock);
        const auto opened = run.segmenter.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, QStringLiteral("disk-failed"));
        QVERIFY(opened.error().message.contains(folder));
        inTheWay.remove();
        QVERIFY(run.segmenter.open());
        const auto packets = stream(8, 1'000'000);
        QVERIFY(run.write({packets.begin(), packets.begin() + 300}));
        // The folder goes away under it: the next segment cannot be made.
        QVERIFY(QDir(folder).removeRecursively());
        const auto written = run.write({packets.begin() + 300, packets.end()});
        QVERIFY(!written);
        QCOMPARE(written.error().code, QStringLiteral("disk-failed"));
        QVERIFY(run.segmenter.open());
        run.muxer.reset();
        QVERIFY(run.write(stream(4, 20'000'000)));
        run.segmenter.close();
        QVERIFY(QFile::exists(folder % QStringLiteral("/index.m3u8")));
    }
};

QTEST_GUILESS_MAIN(HlsSegmenterTest)
#include "tst_hlssegmenter.moc"
