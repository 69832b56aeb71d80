// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/chainprobe.h"

#include "tests/support/badserver.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/unit/media/outputrig.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Each layer that can fail, with real outputs and servers.
class TestChainProbe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamOverRtmp();
    void aFolderOfHls();
    void noAddress_data();
    void noAddress();
    void damagedPictures();
    void endsWithinASecond();
    void countsFailuresInARow();

private:
    static ProbePlace at(const QString &url, ProbePlace::Kind kind)
    {
        ProbePlace place;
        place.kind = kind;
        place.url = url;
        return place;
    }
    ChainLook look(const ProbePlace &place, bool opaque = false)
    {
        return lookThrough(place, opaque, m_newest, m_clock, std::stop_token());
    }

    const SystemClock m_clock;
    QString m_newest;
};

void TestChainProbe::aStreamOverRtmp()
{
    NginxRtmp nginx;
    QVERIFY2(nginx.start(), qPrintable(nginx.report()));
    const ProbePlace place = at(nginx.url(QStringLiteral("out")), ProbePlace::Kind::Stream);
    const ChainLook nobody = look(place); // a server, but nobody publishes
    QCOMPARE(nobody.why.code, QStringLiteral("stream"));
    QCOMPARE(nobody.address, true);
    QVERIFY(!nobody.picture);
    const Programme programme{StreamSpec()};
    const Watched output(OutputKind::Rtmp, place.url, programme);
    QVERIFY(output.waitFor(OutputState::Live) && nginx.waitForPublisher(QStringLiteral("out"), 20s));
    ChainLook good = look(place);
    QVERIFY2(!good.failed(), qPrintable(good.why.message));
    QVERIFY(good.address == true && good.stream == true && good.picture == true);
    good = look(place, true);
    QVERIFY(good.stream == true && !good.picture && !good.failed());
    nginx.stop();
    const ChainLook gone = look(place);
    QCOMPARE(gone.why.code, QStringLiteral("address"));
    QVERIFY(gone.address == false && !gone.stream && !gone.picture);
}

void TestChainProbe::aFolderOfHls()
{
    const QTemporaryDir folder;
    const QString list = folder.filePath(QStringLiteral("index.m3u8"));
    const ProbePlace place = at(list, ProbePlace::Kind::Playlist);
    QCOMPARE(look(place).why.code, QStringLiteral("address"));
    {
        const Programme programme{StreamSpec()};
        const Watched output(OutputKind::Hls, folder.path(), programme);
        ChainLook good;
        QVERIFY(waitUntil(
            [&] {
                m_newest.clear();
                good = look(place);
                return !good.failed();
            },
            60s, "segments"));
        QVERIFY(good.address == true && good.stream == true && good.picture == true);
    }
    // It has ended, and so has its playlist.
    m_newest.clear();
    (void)look(place);
    const ChainLook old = look(place);
    QCOMPARE(old.why.code, QStringLiteral("stream"));
    QVERIFY(old.address == true && old.stream == false && !old.picture);
    QFile file(list);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no playlist");
    file.close();
    QCOMPARE(look(place).why.code, QStringLiteral("stream"));
}

void TestChainProbe::noAddress_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("rtmp") << "rtmp://127.0.0.1:%1/live/x";
    QTest::newRow("hls") << "http://127.0.0.1:%1/index.m3u8";
}

void TestChainProbe::noAddress()
{
    QFETCH(QString, scheme);
    const auto kind =
        scheme.startsWith(QLatin1String("rtmp")) ? ProbePlace::Kind::Stream : ProbePlace::Kind::Playlist;
    QCOMPARE(look(at(scheme.arg(freePort()), kind)).why.code, QStringLiteral("address"));
    const BadServer hangs(BadServer::Manner::Hang);
    QElapsedTimer timer;
    timer.start();
    const ChainLook hung = look(at(scheme.arg(hangs.port()), kind));
    QCOMPARE(hung.why.code, QStringLiteral("address"));
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(!hung.why.message.isEmpty());
}

void TestChainProbe::damagedPictures()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("a.ts"));
    const ProbePlace place = at(file, ProbePlace::Kind::File);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(QByteArray(188 * 1000, 'G'));
    out.close();
    const ChainLook damaged = look(place);
    QCOMPARE(damaged.why.code, QStringLiteral("picture"));
    QVERIFY(damaged.address == true && damaged.stream == true && damaged.picture == false);
    QCOMPARE(look(place).why.code, QStringLiteral("stream")); // it does not grow
}

void TestChainProbe::endsWithinASecond()
{
    const BadServer hangs(BadServer::Manner::Hang);
    QElapsedTimer timer;
    {
        const ChainProbe probe(
            [&] {
                std::vector<ChainProbe::Target> targets;
                for (int i = 0; i < 4; ++i)
                    targets.push_back({QString::number(i),
                                       at(QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(hangs.port()),
                                          ProbePlace::Kind::Stream)});
                return targets;
            },
            m_clock);
        QVERIFY(waitUntil([&] { return hangs.connections() == 4; }, 20s, "all of them side by side"));
        QVERIFY(!probe.figures(QStringLiteral("0")));
        timer.start();
    }
    QVERIFY(timer.elapsed() < 3000);
}

void TestChainProbe::countsFailuresInARow()
{
    const ChainLook good;
    ChainLook bad;
    bad.why.code = QStringLiteral("stream");
    ChainProbe::Figures figures = ChainProbe::after(nullptr, good);
    QCOMPARE(figures.failures, 0);
    for (int i = 1; i <= 3; ++i) {
        figures = ChainProbe::after(&figures, bad);
        QCOMPARE(figures.failures, i);
    }
    QCOMPARE(ChainProbe::after(&figures, good).failures, 0);
    // And in a round of its own.
    const QTemporaryDir folder;
    const ProbePlace nowhere = at(folder.filePath(QStringLiteral("a.ts")), ProbePlace::Kind::File);
    const ChainProbe probe(
        [&] {
            return std::vector<ChainProbe::Target>{{QStringLiteral("rec"), nowhere}};
        },
        m_clock);
    QVERIFY(waitUntil([&] { return probe.figures(QStringLiteral("rec")).has_value(); }, 20s, "a look"));
    QCOMPARE(probe.figures(QStringLiteral("rec"))->failures, 1);
    QCOMPARE(probe.figures(QStringLiteral("rec"))->look.why.code, QStringLiteral("address"));
    QVERIFY(!probe.figures(QStringLiteral("other")));
}

QTEST_GUILESS_MAIN(TestChainProbe)
#include "tst_chainprobe.moc"
