// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hlssegmenter.h"
#include "app/media/streammuxer.h"
#include "tests/browser/watching.h"
#include "tests/support/fakeclock.h"
#include "tests/support/process.h"
#include "tests/system/feeds.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/sealing/madeunits.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// hls.js in Chromium plays through segments that are clear, encrypted, encrypted with another key, and clear again.
class EncryptedHlsTest final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    /// Two seconds each.
    void makeStream(const std::vector<sealing::KeyId> &keys)
    {
        const FakeClock clock;
        HlsSegmenter segmenter({.folder = m_folder.path(), .keyUrl = QStringLiteral("{key}.key")}, clock);
        QVERIFY(segmenter.open());
        std::unique_ptr<StreamMuxer> muxer;
        int64_t at = 1'000'000;
        for (const sealing::KeyId id : keys) {
            segmenter.encrypt(id ? std::make_shared<const sealing::Key>(madeKey(id)) : nullptr);
            if (id) {
                const sealing::SegmentKey key = sealing::segmentKeyOf(madeKey(id));
                write(QStringLiteral("%1.key").arg(id),
                      {reinterpret_cast<const char *>(key.data()), qsizetype(key.size())});
            }
            const std::vector<Packet> packets = makePackets({.options = "profile=baseline"}, at);
            if (!muxer) {
                const auto sound = std::ranges::find(packets, Track::Sound, &Packet::track);
                QVERIFY(sound != packets.end());
                auto made = StreamMuxer::create(Container::Ts, packets.front().config, sound->config);
                QVERIFY(made);
                muxer = std::move(*made);
            }
            for (const Packet &packet : packets) {
                QByteArray bytes;
                QVERIFY(muxer->write(packet, bytes));
                QVERIFY(segmenter.write(packet, bytes));
            }
            at += 2'000'000;
        }
        segmenter.close();
        // What is there is all there will be.
        QFile list(m_folder.filePath(QStringLiteral("index.m3u8")));
        QVERIFY(list.open(QIODevice::Append) && list.write("#EXT-X-ENDLIST\n") > 0);
    }

private Q_SLOTS:
    void hlsJsPlaysItThrough()
    {
        QVERIFY2(QFile::exists(Watching::modules()), "The players are missing: ./dev setup fetches them.");
        makeStream({0, 7, 8, 0, 7});
        if (QTest::currentTestFailed())
            return;
        Process browser(QStringLiteral("node"),
                        QStringList{QStringLiteral(TWINFEED_SOURCE_DIR "/tests/browser/watch.mjs"),
                                    QStringLiteral("--modules"), Watching::modules()}
                            + Watching::hls(m_folder.path()));
        QVERIFY2(browser.start(), qPrintable(browser.report()));
        QVERIFY2(browser.waitForLine(QStringLiteral("\"playing\""), 60s), qPrintable(browser.report()));
        QVERIFY(letRun(20s)); // twice as long as it lasts
        browser.writeLine(QStringLiteral("end"));
        const auto line = browser.waitForLine(QStringLiteral("^\\{.*\"summary\".*\\}$"), 20s);
        QVERIFY2(line, qPrintable(browser.report()));
        const QJsonObject summary = QJsonDocument::fromJson(line->captured(0).toUtf8()).object();
        QStringList errors = summary.value(QLatin1String("errors")).toVariant().toStringList();
        errors.removeAll(QStringLiteral("ended")); // as it should
        QCOMPARE(errors, QStringList());
        // All of it is there in one piece, and it was shown up to the last run of segments.
        const QJsonArray ranges = summary.value(QLatin1String("ranges")).toArray();
        QVERIFY2(ranges.size() == 1, line->captured(0).toUtf8().constData());
        const QJsonArray range = ranges.at(0).toArray();
        QVERIFY(range.at(1).toDouble() - range.at(0).toDouble() > 9.5);
        QVERIFY2(summary.value(QLatin1String("position")).toDouble() > 8.2,
                 line->captured(0).toUtf8().constData());
    }
};

QTEST_GUILESS_MAIN(EncryptedHlsTest)
#include "tst_encryptedhls.moc"
