// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/keywrap.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "tests/unit/feed/feedtools.h"
#include "tests/unit/feed/sealedfeed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>

using namespace twinfeed;
using namespace twinfeed::feed;
using namespace std::chrono_literals;
using media::Packet;
using media::Track;

/// `twinfeed-feed open` and `read` with a key, as others run them, on streams whose pictures carry their number.
class TestOpenProgram final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;
    Packets m_clear; // 300 pictures in groups of 15, with sound
    QString m_keys;

    QString path(const QString &name) const { return m_tools.path(name); }

    static test::Process feed(const QStringList &words, const QByteArray &token = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!token.isEmpty())
            environment.insert(QStringLiteral("TWINFEED_TOKEN"), QString::fromLatin1(token));
        return test::Process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed"), words, environment);
    }
    test::Process open(const QString &from, const QString &to, const QStringList &more = {}) const
    {
        return feed(QStringList{QStringLiteral("open"), QStringLiteral("--key-file"), m_keys} + more
                    + QStringList{from, to});
    }
    static QList<QJsonObject> said(const QByteArray &out, const char *event)
    {
        QList<QJsonObject> objects;
        for (const QByteArray &line : out.split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (object[QStringLiteral("event")].toString() == QLatin1String(event))
                objects << object;
        }
        return objects;
    }
    static QJsonObject summary(const test::Process &process)
    {
        return said(process.out() + process.err(), "summary").value(0);
    }
    /// "sealed 7", "clear", ...: of the pictures, in order.
    static QStringList changes(const test::Process &process)
    {
        QStringList words;
        for (const QJsonObject &object : said(process.out(), "encryption")) {
            if (object[QStringLiteral("track")].toString() == QLatin1String("pictures"))
                words << QStringList{object[QStringLiteral("state")].toString(),
                                     object[QStringLiteral("key")].toVariant().toString()}
                             .join(QLatin1Char(' '))
                             .trimmed();
        }
        return words;
    }
    static int refused(const test::Process &process, const char *code)
    {
        return summary(process)[QStringLiteral("refused")].toObject()[QLatin1String(code)].toInt();
    }
    static size_t indexOfPicture(const Packets &packets, int picture)
    {
        for (size_t i = 0; i < packets.size(); ++i) {
            if (packets[i].track == Track::Video && picture-- == 0)
                return i;
        }
        return packets.size();
    }

private Q_SLOTS:
    void initTestCase()
    {
        VideoFormat format = FeedTools::smallFormat();
        format.bframes = 2;
        QVERIFY(m_tools.pushToFile(m_tools.loops(format), 30, path(QStringLiteral("clear.ts")), 10));
        m_clear = packetsIn(path(QStringLiteral("clear.ts")));
        QVERIFY(m_clear.size() > 600);
        m_keys = path(QStringLiteral("keys"));
        QVERIFY(writeKeys({keyOf(7), keyOf(8)}, m_keys));
    }

    void opensEveryContainer_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("flv to ts") << QStringLiteral("a.flv") << QStringLiteral("a-open.ts");
        QTest::newRow("ts to flv") << QStringLiteral("b.ts") << QStringLiteral("b-open.flv");
    }
    void opensEveryContainer()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QVERIFY(write(sealed(m_clear, {{0, 7}}), path(from)));
        test::Process opening = open(path(from), path(to));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QVERIFY2(opening.exitCode() == 0, qPrintable(opening.report()));
        QCOMPARE(changes(opening), QStringList{QStringLiteral("sealed 7")});
        const QJsonObject report = summary(opening);
        QCOMPARE(report[QStringLiteral("pictures")].toInt(), 300);
        QVERIFY(report[QStringLiteral("refused")].toObject().isEmpty());
        const ReadReport read = FeedTools::read(path(to));
        QCOMPARE(read.totals.pictures, int64_t(300));
        QCOMPARE(read.totals.lost + read.totals.repeated + read.totals.damaged, int64_t(0));
        QCOMPARE(read.decodeErrors, int64_t(0));
        QVERIFY(read.sync && read.sync->least > -3 && read.sync->most < 3);
    }

    /// Off, on, and another key while it runs: nobody behind it notices.
    void followsOnOffAndOtherKeys()
    {
        const QString from = path(QStringLiteral("changes.flv"));
        const QString to = path(QStringLiteral("changes-open.ts"));
        QVERIFY(write(sealed(m_clear, {{0, 7}, {60, 0}, {120, 8}, {210, 7}}), from));
        test::Process opening = open(from, to);
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(changes(opening),
                 QStringList({QStringLiteral("sealed 7"), QStringLiteral("clear"), QStringLiteral("sealed 8"),
                              QStringLiteral("sealed 7")}));
        const ReadReport read = FeedTools::read(to);
        QCOMPARE(read.totals.pictures, int64_t(300));
        QCOMPARE(read.totals.lost + read.totals.repeated + read.totals.damaged, int64_t(0));
        QVERIFY(read.totals.largestGapMs < 35);
    }

    void clearStretchesCanBeRefused()
    {
        const QString from = path(QStringLiteral("only.flv"));
        QVERIFY(write(sealed(m_clear, {{0, 7}, {60, 0}, {120, 8}}), from));
        test::Process opening =
            open(from, path(QStringLiteral("only-open.ts")), {QStringLiteral("--sealed-only")});
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(summary(opening)[QStringLiteral("pictures")].toInt(), 240);
        QVERIFY(refused(opening, "not-sealed") > 0);
    }

    void withoutItsKeyNothingIsReleased()
    {
        const QString from = path(QStringLiteral("locked.ts"));
        QVERIFY(write(sealed(m_clear, {{0, 9}}), from));
        test::Process opening = open(from, path(QStringLiteral("locked-open.ts")));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(opening.exitCode(), 2);
        QCOMPARE(summary(opening)[QStringLiteral("pictures")].toInt(-1), 0);
        QVERIFY(refused(opening, "no-key") > 0);
        QCOMPARE(QFileInfo(path(QStringLiteral("locked-open.ts"))).size(), 0);
        // Told at once and then once a second, not for each.
        QCOMPARE(said(opening.out(), "refused").size(), 2); // and what waits for a keyframe

        // The right id with other bytes.
        sealing::Key wrong = keyOf(1);
        wrong.id = 9;
        QVERIFY(writeKeys({wrong}, path(QStringLiteral("wrong"))));
        test::Process other =
            feed({QStringLiteral("open"), QStringLiteral("--key-file"), path(QStringLiteral("wrong")), from,
                  path(QStringLiteral("wrong-open.ts"))});
        QVERIFY(other.start() && other.waitForEnd(30s));
        QCOMPARE(other.exitCode(), 2);
        QVERIFY(refused(other, "seal-broken") > 0);
    }

    /// What was changed on the way does not come through, and no picture is shown that would need it.
    void aChangedPictureTakesItsGroupAlong()
    {
        Packets packets = sealed(m_clear, {{0, 7}});
        const size_t at = indexOfPicture(packets, 64);
        sealing::Buffer bytes(dataOf(packets[at]), dataOf(packets[at]) + sizeOf(packets[at]));
        bytes[bytes.size() / 2] ^= 1;
        packets[at] = withBytes(packets[at], bytes);
        QVERIFY(write(packets, path(QStringLiteral("changed.ts"))));
        test::Process opening =
            open(path(QStringLiteral("changed.ts")), path(QStringLiteral("changed-open.ts")));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(opening.exitCode(), 0);
        QCOMPARE(refused(opening, "seal-broken"), 1);
        QCOMPARE(refused(opening, "awaits-keyframe"), 10);
        const ReadReport read = FeedTools::read(path(QStringLiteral("changed-open.ts")));
        QCOMPARE(read.totals.pictures, int64_t(289));
        QCOMPARE(read.totals.damaged, int64_t(0));
    }

    void oldUnitsDoNotComeAgain()
    {
        const Packets packets = sealed(m_clear, {{0, 7}});
        const auto first = packets.begin() + long(indexOfPicture(packets, 30));
        const auto last = packets.begin() + long(indexOfPicture(packets, 60));
        Packets replayed(packets.begin(), last);
        const int64_t later = last->dts - first->dts;
        for (auto it = first; it != packets.end(); ++it) {
            replayed.push_back(*it); // pictures 30 to 59 a second time
            replayed.back().dts += later;
            replayed.back().pts += later;
        }
        QVERIFY(write(replayed, path(QStringLiteral("replayed.ts"))));
        test::Process opening =
            open(path(QStringLiteral("replayed.ts")), path(QStringLiteral("replayed-open.ts")));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QVERIFY(refused(opening, "seal-replayed") >= 30);
        const ReadReport read = FeedTools::read(path(QStringLiteral("replayed-open.ts")));
        QCOMPARE(read.totals.pictures, int64_t(300));
        QCOMPARE(read.totals.repeated + read.totals.damaged, int64_t(0));
    }

    void joinsAtAKeyframe()
    {
        const Packets packets = sealed(m_clear, {{0, 7}});
        QVERIFY(write(Packets(packets.begin() + long(indexOfPicture(packets, 15)), packets.end()),
                      path(QStringLiteral("joined.flv"))));
        test::Process opening =
            open(path(QStringLiteral("joined.flv")), path(QStringLiteral("joined-open.ts")));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(FeedTools::read(path(QStringLiteral("joined-open.ts"))).totals.pictures, int64_t(285));
        QCOMPARE(refused(opening, "seal-broken"), 0);
    }

    void standardOutputIsAPipe()
    {
        const QString from = path(QStringLiteral("piped.flv"));
        QVERIFY(write(sealed(m_clear, {{0, 8}}), from));
        test::Process opening = open(from, QStringLiteral("-"));
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QCOMPARE(opening.exitCode(), 0);
        QVERIFY(!opening.out().contains("\"event\""));
        QVERIFY(opening.err().contains("\"event\":\"summary\""));
        QFile file(path(QStringLiteral("piped.ts")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(opening.out());
        file.close();
        QCOMPARE(FeedTools::read(file.fileName()).totals.pictures, int64_t(300));
    }

    void readsWithAKey()
    {
        const QString from = path(QStringLiteral("read.ts"));
        QVERIFY(write(sealed(m_clear, {{0, 7}, {150, 8}}), from));
        const auto read = [&](const QStringList &more) {
            test::Process reading = feed(QStringList{QStringLiteral("read"), QStringLiteral("--json")} + more
                                         + QStringList{from});
            return reading.start() && reading.waitForEnd(30s) ? summary(reading) : QJsonObject();
        };
        const QJsonObject with = read({QStringLiteral("--key-file"), m_keys});
        QCOMPARE(with[QStringLiteral("pictures")].toInt(), 300);
        QCOMPARE(with[QStringLiteral("damaged")].toInt(-1), 0);
        QCOMPARE(with[QStringLiteral("lost")].toInt(-1), 0);
        const QJsonObject sealing = with[QStringLiteral("sealing")].toObject();
        QVERIFY(sealing[QStringLiteral("opened")].toInt()
                > int(m_clear.size()) - 10); // less sound before the picture
        // Sound that stands in front of the first picture is sealed from there on.
        const auto first = std::ranges::find(m_clear, media::Track::Video, &media::Packet::track);
        QVERIFY(sealing[QStringLiteral("clear")].toInt(-1) <= int(first - m_clear.begin()));
        QVERIFY(sealing[QStringLiteral("refused")].toObject().isEmpty());
        // And without it there is nothing to be read.
        const QJsonObject without = read({});
        QVERIFY(without[QStringLiteral("sealing")].isNull());
        // A decoder says so of most, and of the others no counter can be read.
        QVERIFY2(without[QStringLiteral("damaged")].toInt() + without[QStringLiteral("corrupt")].toInt()
                     > 250,
                 qPrintable(QString::fromUtf8(QJsonDocument(without).toJson())));
    }

    /// The real server between: what is read behind the relay has every picture, across off, on and another key.
    void relaysThroughAServer()
    {
        test::NginxRtmp server;
        QVERIFY2(server.start(), qPrintable(server.report()));
        const QString from = path(QStringLiteral("live.flv"));
        const Packets six(m_clear.begin(), m_clear.begin() + long(indexOfPicture(m_clear, 180)));
        QVERIFY(write(sealed(six, {{0, 7}, {60, 0}, {105, 8}}), from));
        test::Process relay = open(server.url(QStringLiteral("sealed")), server.url(QStringLiteral("open")));
        QVERIFY(relay.start());
        QVERIFY2(relay.waitForLine(QStringLiteral("\"state\":\"lost\""), 10s), qPrintable(relay.report()));
        test::Process publisher(QStringLiteral("ffmpeg"),
                                {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-re"),
                                 QStringLiteral("-i"), from, QStringLiteral("-c"), QStringLiteral("copy"),
                                 QStringLiteral("-f"), QStringLiteral("flv"),
                                 server.url(QStringLiteral("sealed"))});
        QVERIFY(publisher.start());
        QVERIFY2(relay.waitForLine(QStringLiteral("\"event\":\"output\".*\"state\":\"live\""), 20s),
                 qPrintable(relay.report()));
        test::Process reading =
            feed({QStringLiteral("read"), QStringLiteral("--json"), QStringLiteral("--seconds"),
                  QStringLiteral("6"), server.url(QStringLiteral("open"))});
        QVERIFY(reading.start() && reading.waitForEnd(30s));
        const QJsonObject report = summary(reading);
        QVERIFY2(report[QStringLiteral("pictures")].toInt() > 60, qPrintable(reading.report()));
        QCOMPARE(report[QStringLiteral("lost")].toInt(-1), 0);
        QCOMPARE(report[QStringLiteral("damaged")].toInt(-1), 0);
        // The publisher ends; the relay says so and waits for the next.
        QVERIFY2(relay.waitForLine(QStringLiteral("\"state\":\"lost\""), 30s), qPrintable(relay.report()));
        QVERIFY(relay.terminate());
        QCOMPARE(
            changes(relay),
            QStringList({QStringLiteral("sealed 7"), QStringLiteral("clear"), QStringLiteral("sealed 8")}));
        QVERIFY(summary(relay)[QStringLiteral("refused")].toObject().isEmpty());
    }

    /// From every kind of network or list that it can be given, while the key changes.
    void opensLiveInputs_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"SRT", "UDP", "HLS"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void opensLiveInputs()
    {
        QFETCH(QString, kind);
        const Packets six(m_clear.begin(), m_clear.begin() + long(indexOfPicture(m_clear, 180)));
        const QString file = path(kind + QStringLiteral("-in.ts"));
        QVERIFY(write(sealed(six, {{0, 7}, {90, 8}}), file));
        const QString address = QStringLiteral("127.0.0.1:%1").arg(test::freePort());
        const QString list = path(kind + QStringLiteral(".m3u8"));
        QStringList sending{QStringLiteral("-f"), QStringLiteral("mpegts")};
        QString from = list;
        if (kind == QLatin1String("SRT")) {
            // A busy machine's packets are late, and SRT leaves out what is later than this (microseconds).
            from = QStringLiteral("srt://%1?latency=1000000").arg(address);
            sending << from + QStringLiteral("&mode=listener");
        } else if (kind == QLatin1String("UDP")) {
            from = QStringLiteral("udp://") + address;
            sending << from + QStringLiteral("?pkt_size=1316");
        } else {
            sending = {QStringLiteral("-f"),
                       QStringLiteral("hls"),
                       QStringLiteral("-hls_time"),
                       QStringLiteral("1"),
                       QStringLiteral("-hls_list_size"),
                       QStringLiteral("0"),
                       list};
        }
        const QString to = path(kind + QStringLiteral("-open.ts"));
        test::Process relay = open(from, to);
        test::Process publisher(QStringLiteral("ffmpeg"),
                                QStringList{QStringLiteral("-v"), QStringLiteral("error"),
                                            QStringLiteral("-re"), QStringLiteral("-i"), file,
                                            QStringLiteral("-map"), QStringLiteral("0"), QStringLiteral("-c"),
                                            QStringLiteral("copy")}
                                    + sending);
        const bool list1st = from == list;
        if (!list1st)
            QVERIFY(relay.start()); // UDP sends whether somebody hears it or not
        QVERIFY(publisher.start());
        if (list1st) {
            QVERIFY(test::waitUntil([&] { return QFileInfo::exists(list); }, 20s, "the list"));
            QVERIFY(relay.start());
        }
        QVERIFY2(relay.waitForLine(QStringLiteral("\"state\":\"open\""), 20s), qPrintable(relay.report()));
        QVERIFY2(relay.waitForLine(QStringLiteral("\"key\":8.*\"pictures\""), 30s),
                 qPrintable(relay.report()));
        if (list1st) {
            QVERIFY2(publisher.waitForEnd(40s), qPrintable(publisher.report()));
            QVERIFY2(relay.waitForEnd(20s), qPrintable(relay.report())); // the list says that it is over
        } else {
            // Before the publisher goes, whose last packets nobody waits for.
            const qint64 before = QFileInfo(to).size();
            QVERIFY(
                test::waitUntil([&] { return QFileInfo(to).size() > before + 20'000; }, 20s, "a bit more"));
            QVERIFY(relay.terminate());
        }
        QCOMPARE(changes(relay), QStringList({QStringLiteral("sealed 7"), QStringLiteral("sealed 8")}));
        QVERIFY2(refused(relay, "seal-broken") + refused(relay, "no-key") + refused(relay, "seal-replayed")
                     == 0,
                 qPrintable(relay.report()));
        const ReadReport read = FeedTools::read(to);
        QVERIFY2(read.totals.pictures > 90, qPrintable(relay.report()));
        QCOMPARE(read.totals.repeated + read.totals.damaged, int64_t(0));
        // One that is ended in mid-stream leaves the two B-frames out that belong in front of its last picture.
        QVERIFY2(read.totals.lost <= (list1st ? 0 : 2), qPrintable(QString::number(read.totals.lost)));
    }

    /// A folder for ordinary players: what changes in front of it is not seen behind it.
    void anHlsFolderIsClear()
    {
        const QString from = path(QStringLiteral("to-hls.flv"));
        const Packets six(m_clear.begin(), m_clear.begin() + long(indexOfPicture(m_clear, 180)));
        QVERIFY(write(sealed(six, {{0, 7}, {60, 0}, {105, 8}}), from));
        const QString folder = path(QStringLiteral("hls/"));
        test::Process opening = open(from, folder);
        QVERIFY(opening.start());
        QVERIFY2(opening.waitForEnd(40s), qPrintable(opening.report()));
        QCOMPARE(
            changes(opening),
            QStringList({QStringLiteral("sealed 7"), QStringLiteral("clear"), QStringLiteral("sealed 8")}));
        QFile list(folder + QStringLiteral("index.m3u8"));
        QVERIFY(list.open(QIODevice::ReadOnly));
        const QByteArray text = list.readAll();
        QVERIFY2(!text.contains("EXT-X-KEY") && !text.contains("DISCONTINUITY"), text.constData());
        // The list of a show that may go on has no end: its segments are read one behind the other.
        QFile whole(path(QStringLiteral("whole.ts")));
        QVERIFY(whole.open(QIODevice::WriteOnly));
        for (const QByteArray &line : text.split('\n')) {
            QFile segment(folder + QString::fromUtf8(line));
            if (line.endsWith(".ts"))
                QVERIFY(segment.open(QIODevice::ReadOnly) && whole.write(segment.readAll()) > 0);
        }
        whole.close();
        const ReadReport read = FeedTools::read(whole.fileName());
        QVERIFY2(read.totals.pictures > 60, text.constData());
        QCOMPARE(read.totals.lost + read.totals.repeated + read.totals.damaged, int64_t(0));
    }

    void asksTheBackendForKeys()
    {
        const QByteArray token("tf_token-of-a-player");
        test::FakeHttp backend;
        int asked = 0;
        backend.setHandler([&](const test::FakeHttp::Request &request) {
            ++asked;
            if (request.headers.value("authorization") != "Bearer " + token)
                return test::FakeHttp::answer(request, 403, "{}");
            const auto id = sealing::KeyId(request.target.mid(int(strlen("/v1/keys/"))).toUInt());
            const auto wrapped = sealing::delivered(keyOf(id), token.toStdString());
            const QByteArray hex =
                QByteArray(reinterpret_cast<const char *>(wrapped->data()), int(wrapped->size())).toHex();
            test::FakeHttp::answer(request, 200,
                                   "{\"id\":" + QByteArray::number(id) + ",\"wrapped\":\"" + hex + "\"}");
        });
        const QString from = path(QStringLiteral("asked.flv"));
        QVERIFY(write(sealed(m_clear, {{0, 7}, {150, 8}}), from));
        const QStringList words{QStringLiteral("open"), QStringLiteral("--keys-from"), backend.address(),
                                from};
        test::Process opening = feed(words + QStringList{path(QStringLiteral("asked-open.ts"))}, token);
        QVERIFY(opening.start() && opening.waitForEnd(30s));
        QVERIFY2(opening.exitCode() == 0, qPrintable(opening.report()));
        QCOMPARE(FeedTools::read(path(QStringLiteral("asked-open.ts"))).totals.pictures, int64_t(300));
        QCOMPARE(asked, 2); // once for each
        QVERIFY(!opening.out().contains(token) && !opening.err().contains(token));

        test::Process stranger = feed(words + QStringList{path(QStringLiteral("not-open.ts"))}, "tf_another");
        QVERIFY(stranger.start() && stranger.waitForEnd(30s));
        QCOMPARE(stranger.exitCode(), 2);
        QVERIFY2(stranger.out().contains("may not have it"), qPrintable(stranger.report()));
        QVERIFY2(asked < 8, "it must not ask for each picture");
    }

    void aFileIsNeverOverwritten()
    {
        const QString to = path(QStringLiteral("there.ts"));
        QFile file(to);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
        file.close();
        test::Process opening = open(path(QStringLiteral("clear.ts")), to);
        QVERIFY(opening.start() && opening.waitForEnd(10s));
        QCOMPARE(opening.exitCode(), 2);
        QCOMPARE(QFileInfo(to).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestOpenProgram)
#include "tst_openprogram.moc"
