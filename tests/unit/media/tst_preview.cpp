// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/preview.h"

#include "app/media/soundtap.h"
#include "models/domain/clock.h"
#include "tests/support/badserver.h"
#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "tests/unit/media/flvstream.h"

#include <QTest>

#include <atomic>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace std::chrono_literals;
using test::BadServer;
using test::FakeHttp;
using test::feed;
using test::Flv;
using test::waitUntil;

class TestPreview : public QObject
{
    Q_OBJECT

    Flv m_small; ///< 320x180, 25/s, GOP 2 s with B-frames, sine of -20 dBFS, 6 s
    Flv m_large; ///< 640x480
    std::unique_ptr<FakeHttp> m_server;
    std::atomic<int> m_wakeUps = 0;

    Preview::Address address() const
    {
        return {m_server->address() + QStringLiteral("/preview.flv"), "a-token"};
    }
    std::unique_ptr<Preview> open(int width = 160, int height = 90)
    {
        auto preview = std::make_unique<Preview>(address(), [this] { ++m_wakeUps; });
        preview->setTargetSize(width, height);
        return preview;
    }
    bool waitForPicture(Preview &preview, PreviewPicture &picture, const std::function<bool()> &wanted)
    {
        return waitUntil([&] { return preview.takeNewest(picture) && wanted(); }, 30s, "a picture");
    }
    static std::array<int, 3> middle(const PreviewPicture &picture)
    {
        const size_t at = size_t(picture.height / 2 * picture.width + picture.width / 2) * 4;
        return {picture.pixels[at + 2], picture.pixels[at + 1], picture.pixels[at]};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_small = Flv::made("320x180", "red");
        m_large = Flv::made("640x480", "blue");
        QVERIFY(!m_small.tags.empty() && !m_large.tags.empty());
    }

    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_wakeUps = 0;
    }

    void cleanup() { m_server.reset(); }

    void theFirstKeyframeComesAtOnceAndThenLife()
    {
        // One keyframe and nothing more: with B-frames a decoder would hold it back for ever.
        QPointer<QTcpSocket> socket;
        m_server->setHandler([&](const auto &request) {
            socket = request.socket;
            FakeHttp::begin(request, "video/x-flv");
            request.socket->write(m_small.header);
            for (const auto &tag : m_small.tags) {
                request.socket->write(tag.bytes);
                if (tag.bytes.at(0) == 9 && tag.bytes.at(12) == 1)
                    break; // the first picture, behind the sequence header
            }
        });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        QVERIFY(picture.catchingUp);
        QCOMPARE(picture.width, 160);
        QCOMPARE(picture.height, 90);
        QVERIFY(picture.pixels.size() >= size_t(picture.width * picture.height * 4));
        QVERIFY(middle(picture)[0] > 200 && middle(picture)[1] < 60 && middle(picture)[2] < 60);
        QVERIFY(m_wakeUps > 0);
        QVERIFY(preview->status().connected);
        QCOMPARE(preview->status().width, 320);
        QVERIFY(!preview->takeNewest(picture)); // taken once
        QCOMPARE(m_server->requests().back().headers.value("authorization"), QByteArray("Bearer a-token"));
    }

    void catchesUpAndThenIsLive()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 1500); });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        QVERIFY(picture.catchingUp);
        QVERIFY(waitForPicture(*preview, picture, [&] { return !picture.catchingUp; }));
        QVERIFY(picture.pts > 1'400'000); // nothing of the backlog is shown as live
        const int64_t first = picture.pts;
        QVERIFY(waitForPicture(*preview, picture, [&] { return picture.pts > first; }));
        QVERIFY(!picture.catchingUp);
    }

    /// Each keyframe, the newest too, and nothing between them.
    void keyframesOnly()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = std::make_unique<Preview>(address(), [] {});
        preview->setMotion(PreviewMotion::Keyframes);
        preview->setTargetSize(160, 90);
        PreviewPicture picture;
        int64_t before = -1;
        for (int i = 0; i < 2; ++i) {
            QVERIFY(waitForPicture(*preview, picture, [&] { return picture.pts > before; }));
            QVERIFY2(before < 0 || picture.pts - before > 1'900'000, "a picture between two keyframes");
            before = picture.pts;
        }
    }

    void fewerAreTenASecond()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = std::make_unique<Preview>(address(), [] {});
        preview->setMotion(PreviewMotion::Fewer);
        preview->setTargetSize(160, 90);
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [&] { return !picture.catchingUp; }));
        // 25 a second come: every third one is far enough from the one before.
        for (int i = 0; i < 5; ++i) {
            const int64_t before = picture.decodedAt;
            QVERIFY(waitForPicture(*preview, picture, [&] { return picture.decodedAt > before; }));
            QVERIFY2(picture.decodedAt - before >= 90'000,
                     qPrintable(QString::number(picture.decodedAt - before)));
        }
    }

    void stillsAreSeldom()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = std::make_unique<Preview>(address(), [] {});
        preview->setMotion(PreviewMotion::Stills);
        preview->setTargetSize(160, 90);
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        const int64_t first = picture.pts;
        QVERIFY(first < 100'000);
        // The keyframes at 2 s and 4 s are left out; back to all, the one at 4 s or behind it is the next.
        QVERIFY(waitUntil([&] { return preview->takeLateness().has_value(); }, 30s, "a measure"));
        SystemClock clock;
        const int64_t begun = clock.now();
        QVERIFY(waitUntil([&] { return clock.now() - begun > 3'000'000; }, 30s, "the second keyframe"));
        QVERIFY(!preview->takeNewest(picture));
        preview->setMotion(PreviewMotion::All);
        QVERIFY(waitForPicture(*preview, picture, [&] { return picture.pts > first; }));
        QVERIFY(picture.pts > 3'900'000);
    }

    void saysHowLateItIs()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [&] { return !picture.catchingUp; }));
        std::optional<int64_t> late;
        QVERIFY(waitUntil([&] { return (late = preview->takeLateness()).has_value(); }, 30s, "a measure"));
        QVERIFY(*late >= 0 && *late < 3'000'000);
        // Asked again at once: nothing has come since, and with nobody looking nothing will.
        preview->setTargetSize(0, 0);
        preview->takeLateness();
        QVERIFY(waitUntil([&] { return preview->sound().present; }, 30s, "sound"));
        QVERIFY(!preview->takeLateness().has_value());
    }

    void itsSoundCanBeHeard()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = std::make_unique<Preview>(address(), [] {});
        const auto tap = std::make_shared<SoundTap>();
        preview->setTap(tap);
        QVERIFY(waitUntil([&] { return tap->waiting() >= SoundTap::begin; }, 30s, "sound"));
        std::vector<int16_t> samples(SoundTap::rate / 50 * SoundTap::channels);
        int loudest = 0;
        QVERIFY(waitUntil(
            [&] {
                tap->read(samples);
                for (const int16_t sample : samples)
                    loudest = std::max(loudest, std::abs(int(sample)));
                return loudest > 1500; // -23 dBFS are 2314
            },
            30s, "the tone"));
        QVERIFY(loudest < 3500);
        preview->setTap(nullptr);
    }

    void isLiveWherePicturesComeBehindTheirSound()
    {
        // Each picture in one burst with the sound in front of it: no read of a picture ever waits.
        Flv bursts{m_small.header, {}};
        std::vector<Flv::Tag> sounds;
        for (const Flv::Tag &tag : m_small.tags) {
            if (tag.bytes.at(0) != 9) {
                sounds.push_back(tag);
                continue;
            }
            for (Flv::Tag &sound : sounds)
                bursts.tags.push_back({sound.bytes, tag.ms});
            sounds.clear();
            bursts.tags.push_back(tag);
        }
        m_server->setHandler([bursts](const auto &request) { feed(request, bursts, 1500); });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        QVERIFY(picture.catchingUp);
        QVERIFY(waitForPicture(*preview, picture, [&] { return !picture.catchingUp; }));
        QVERIFY(picture.pts > 1'400'000); // nothing of the backlog is shown as live
        const int64_t first = picture.pts;
        QVERIFY(waitForPicture(*preview, picture, [&] { return picture.pts > first; }));
        QVERIFY(!picture.catchingUp);
    }

    void aLostStreamIsNeverLiveAgain()
    {
        // The buffered pictures, and then nothing: after a reconnect not even shown.
        m_server->setHandler([this](const auto &request) {
            FakeHttp::begin(request, "video/x-flv");
            request.socket->write(m_small.header);
            for (const auto &tag : m_small.tags)
                request.socket->write(tag.bytes);
            request.socket->disconnectFromHost();
        });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        bool live = false;
        QVERIFY(waitUntil(
            [&] {
                live = live || (preview->takeNewest(picture) && !picture.catchingUp);
                return m_server->requests().size() >= 4;
            },
            30s, "reconnects"));
        QVERIFY(!live);
        const int before = m_wakeUps;
        QVERIFY(waitUntil([&] { return m_server->requests().size() >= 5; }, 30s, "one more"));
        QCOMPARE(int(m_wakeUps), before);
    }

    void measuresSound()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_small, 600); });
        auto preview = std::make_unique<Preview>(address(), [] {}); // nobody looks: sound only
        QVERIFY(waitUntil([&] { return preview->sound().momentaryLufs > -40; }, 30s, "loudness"));
        const PreviewSound sound = preview->sound();
        QVERIFY(sound.present);
        // lavfi's sine has an amplitude of 1/8 (-18.06 dBFS), less 2 dB, less 3 dB for being spread over two channels. Its
        // loudness is the same number: 3 dB less for a sine, 3 more for two channels, and K-weighting is about 0 at 1 kHz.
        QVERIFY2(qAbs(sound.peakDbfs[0] + 23.06) < 1, qPrintable(QString::number(sound.peakDbfs[0])));
        QVERIFY2(qAbs(sound.peakDbfs[1] + 23.06) < 1, qPrintable(QString::number(sound.peakDbfs[1])));
        QVERIFY2(qAbs(sound.momentaryLufs + 23.06) < 1.5, qPrintable(QString::number(sound.momentaryLufs)));
        PreviewPicture picture;
        QVERIFY(!preview->takeNewest(picture));
        QCOMPARE(preview->status().decoded, 0u);
        // Somebody looks: it does not wait for the next keyframe.
        preview->setTargetSize(160, 90);
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        QVERIFY(picture.catchingUp);
        QCOMPARE(m_server->requests().size(), 2u);
    }

    void followsTheTileAndTheStreamInSize()
    {
        // In mid-stream another encoder: other size, other parameter sets, in the same connection.
        Flv both = m_small;
        std::erase_if(both.tags, [](const auto &tag) { return tag.ms > 1500; });
        for (auto tag : m_large.tags) {
            tag.ms += 1600;
            both.tags.push_back(tag);
        }
        m_server->setHandler([both](const auto &request) { feed(request, both, 0); });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        preview->setTargetSize(320, 300);
        QVERIFY(waitForPicture(*preview, picture, [&] { return picture.width == 320; }));
        QCOMPARE(picture.height, 180);
        QVERIFY(waitForPicture(*preview, picture, [&] { return middle(picture)[2] > 200; }));
        QCOMPARE(preview->status().width, 640);
        QCOMPARE(preview->status().height, 480);
        QCOMPARE(picture.width, 320);
        QCOMPARE(picture.height, 240);
        QCOMPARE(m_server->requests().size(), 1u);
    }

    void setAddressGoesToAnotherStream()
    {
        m_server->setHandler([this](const auto &request) {
            feed(request, request.target == "/preview.flv" ? m_small : m_large, 1000);
        });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        preview->setAddress({m_server->address() + QStringLiteral("/other.flv"), "another"});
        QVERIFY(waitForPicture(*preview, picture, [&] { return middle(picture)[2] > 200; }));
        QCOMPARE(m_server->requests().back().headers.value("authorization"), QByteArray("Bearer another"));
    }

    void comesBackAfterADrop()
    {
        m_server->setHandler([this](const auto &request) {
            if (m_server->requests().size() == 1)
                FakeHttp::drop(request);
            else
                feed(request, m_small, 500);
        });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
        QVERIFY(preview->status().problem.isEmpty());
    }

    void refusalsAreSaidInWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("wrong token") << 401 << QStringLiteral("unauthorised");
        QTest::newRow("wrong role") << 403 << QStringLiteral("unauthorised");
        QTest::newRow("no such channel") << 404 << QStringLiteral("no-stream");
        QTest::newRow("no picture yet") << 409 << QStringLiteral("no-stream");
        QTest::newRow("too many") << 503 << QStringLiteral("no-stream");
    }

    void refusalsAreSaidInWords()
    {
        QFETCH(int, status);
        QFETCH(QString, code);
        m_server->setHandler([status](const auto &request) { FakeHttp::answer(request, status, "{}"); });
        auto preview = open();
        QVERIFY(waitUntil([&] { return !preview->status().problem.isEmpty(); }, 30s, "a problem"));
        QCOMPARE(preview->status().problemCode, code);
        QVERIFY(!preview->status().connected);
        QVERIFY(!preview->status().problem.contains(QLatin1String("a-token")));
    }

    void whatIsNoStream_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("web page") << QByteArray("<html>hello</html>");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("two bytes") << QByteArray("FL");
    }

    void whatIsNoStream()
    {
        QFETCH(QByteArray, bytes);
        m_server->setHandler(
            [bytes](const auto &request) { FakeHttp::answer(request, 200, bytes, "video/x-flv"); });
        auto preview = open();
        QVERIFY(waitUntil([&] { return !preview->status().problem.isEmpty(); }, 30s, "a problem"));
        QCOMPARE(preview->status().problemCode, QStringLiteral("not-a-stream"));
    }

    void damageIsSurvived()
    {
        // Every seventh picture and the sound are noise; what is whole is shown all the same.
        Flv damaged = m_small;
        for (size_t i = 10; i < damaged.tags.size(); i += 7) {
            QByteArray &bytes = damaged.tags[i].bytes;
            for (qsizetype at = 20; at + 4 < bytes.size(); ++at)
                bytes[at] = char(at * 37 + qsizetype(i));
        }
        m_server->setHandler([damaged](const auto &request) { feed(request, damaged, 1000); });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [&] { return picture.pts > 3'000'000; }));
    }

    void noiseInsteadOfTagsIsSurvived()
    {
        QByteArray noise = m_small.header;
        for (int i = 0; i < 200'000; ++i)
            noise.append(char(i * 2654435761u >> 13));
        m_server->setHandler([this, noise](const auto &request) {
            if (m_server->requests().size() == 1)
                FakeHttp::answer(request, 200, noise, "video/x-flv");
            else
                feed(request, m_small, 500);
        });
        auto preview = open();
        PreviewPicture picture;
        QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
    }

    void stopsSoon_data()
    {
        QTest::addColumn<int>("manner");
        QTest::newRow("hangs") << int(BadServer::Manner::Hang);
        QTest::newRow("reads nothing") << int(BadServer::Manner::Silent);
        QTest::newRow("cannot be connected to") << int(BadServer::Manner::Unreachable);
        QTest::newRow("begins and hangs") << int(BadServer::Manner::Garbage);
        QTest::newRow("a byte at a time") << int(BadServer::Manner::Drip);
    }

    void stopsSoon()
    {
        QFETCH(int, manner);
        const BadServer server(BadServer::Manner(manner),
                               "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n\r\n" + m_small.header);
        auto preview = std::make_unique<Preview>(
            Preview::Address{QStringLiteral("http://127.0.0.1:%1/preview.flv").arg(server.port()), "a-token"},
            [] {});
        preview->setTargetSize(160, 90);
        if (BadServer::Manner(manner) != BadServer::Manner::Unreachable)
            QVERIFY(waitUntil([&] { return server.connections() > 0; }, 30s, "a connection"));
        const SystemClock clock;
        const int64_t before = clock.now();
        preview.reset();
        const int64_t took = clock.now() - before;
        QVERIFY2(took < 900'000, qPrintable(QString::number(took))); // the goal is 300 ms
    }

    void endsInTheMiddleOfPictures()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_large, 6000); });
        for (int i = 0; i < 20; ++i) {
            auto preview = open(320 + 16 * i, 300);
            PreviewPicture picture;
            QVERIFY(waitForPicture(*preview, picture, [] { return true; }));
            preview->setTargetSize(640, 360);
            preview.reset(); // decoding, scaling or showing: sanitizers see what was freed too soon
        }
    }

    void stopsSoonWithoutAnAddress()
    {
        const SystemClock clock;
        auto preview = std::make_unique<Preview>(Preview::Address(), [] {});
        const int64_t before = clock.now();
        preview.reset();
        QVERIFY(clock.now() - before < 900'000);
    }
};

QTEST_GUILESS_MAIN(TestPreview)
#include "tst_preview.moc"
