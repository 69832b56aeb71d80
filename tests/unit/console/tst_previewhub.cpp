// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewhub.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "tests/unit/console/fakesound.h"
#include "tests/unit/media/flvstream.h"

#include <QTest>

#include <atomic>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::FakeSound;
using test::feed;
using test::Flv;
using test::waitUntil;

namespace {

const QString mainId = QStringLiteral("main");
const QString primary = QStringLiteral("primary");

ChannelStatus statusWith(const char *codec, std::optional<Source> programme = {})
{
    ChannelStatus status;
    status.channel = mainId;
    status.programme = programme;
    for (const Source source : allSources) {
        SourceStatus one;
        one.source = source;
        if (source == Source::Primary)
            one.format.videoCodec = QLatin1String(codec);
        status.sources.push_back(one);
    }
    return status;
}

} // namespace

class TestPreviewHub : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    Flv m_flv;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<ConsoleState> m_state;
    FakeSound m_card;
    std::unique_ptr<PreviewHub> m_hub;

    client::Endpoint endpoint(const FakeHttp &server, const QByteArray &token) const
    {
        return *client::Endpoint::parse(server.address(), token);
    }
    bool waitForRequest(const FakeHttp &server, const QByteArray &target)
    {
        return waitUntil(
            [&] { return !server.requests().empty() && server.requests().back().target == target; }, 20s,
            target.constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_flv = Flv::made("320x180", "green");
        QVERIFY(!m_flv.tags.empty());
    }

    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_state = std::make_unique<ConsoleState>(m_clock);
        m_card = {};
        m_hub = std::make_unique<PreviewHub>(*m_state, m_card.device());
    }

    void cleanup()
    {
        m_hub.reset();
        m_state.reset();
        m_server.reset();
    }

    void asksWithTheToken()
    {
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        const auto frames = m_hub->make(mainId, primary);
        QVERIFY(waitForRequest(*m_server, "/v1/channels/main/sources/primary/preview.flv"));
        QCOMPARE(m_server->requests().back().headers.value("authorization"), QByteArray("Bearer a-token"));
    }

    void followsTheBackend()
    {
        // Made before there is a backend, and kept when it comes back elsewhere.
        const auto frames = m_hub->make(mainId, primary);
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        QVERIFY(waitForRequest(*m_server, "/v1/channels/main/sources/primary/preview.flv"));
        FakeHttp second;
        m_hub->setEndpoint(endpoint(second, "b-token"));
        QVERIFY(waitForRequest(second, "/v1/channels/main/sources/primary/preview.flv"));
        QCOMPARE(second.requests().back().headers.value("authorization"), QByteArray("Bearer b-token"));
    }

    void takesTsForWhatFlvCannotCarry()
    {
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        m_state->applyStatus(statusWith("hevc", Source::Primary));
        const auto frames = m_hub->make(mainId, primary);
        QVERIFY(waitForRequest(*m_server, "/v1/channels/main/sources/primary/preview.ts"));
        const auto programme = m_hub->make(mainId, QStringLiteral("programme"));
        QVERIFY(waitForRequest(*m_server, "/v1/channels/main/sources/programme/preview.ts"));
        const auto backup = m_hub->make(mainId, QStringLiteral("backup"));
        QVERIFY(waitForRequest(*m_server, "/v1/channels/main/sources/backup/preview.flv"));
        m_state->applyStatus(statusWith("h264", Source::Backup));
        QVERIFY(waitUntil(
            [this] {
                int flv = 0;
                for (const auto &request : m_server->requests())
                    flv += request.target.endsWith("primary/preview.flv")
                        || request.target.endsWith("programme/preview.flv");
                return flv == 2;
            },
            20s, "both as FLV"));
    }

    void givesPicturesAndCountsThem()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_flv, 1000); });
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        auto frames = m_hub->make(mainId, primary);
        std::atomic<int> wakeUps = 0;
        frames->setWakeUp([&wakeUps] { ++wakeUps; });
        frames->setTargetSize(QSize(160, 90));
        QCOMPARE(frames->pictureAgeMs(), -1);
        QImage first;
        bool catchingUp = false;
        QVERIFY(
            waitUntil([&] { return !(first = frames->takeNewest(&catchingUp)).isNull(); }, 20s, "a picture"));
        QVERIFY(catchingUp);
        QVERIFY(wakeUps > 0);
        QCOMPARE(first.size(), QSize(160, 90));
        QCOMPARE(m_hub->livePictures(mainId, primary), 0u);
        const QColor before = first.pixelColor(80, 45);
        QVERIFY(before.green() > 80 && before.red() < 40);
        // Later pictures do not write into one that somebody still holds.
        QVERIFY(waitUntil([&] { return !frames->takeNewest(&catchingUp).isNull() && !catchingUp; }, 20s,
                          "a live picture"));
        QVERIFY(waitUntil(
            [&] { return frames->takeNewest(&catchingUp), m_hub->livePictures(mainId, primary) > 10; }, 20s,
            "more"));
        QCOMPARE(first.pixelColor(80, 45), before);
        QVERIFY(frames->pictureAgeMs() >= 0);
        QVERIFY(frames->problem().isEmpty());
        QVERIFY(frames->sound().present);
        // The image outlives its source.
        frames->setWakeUp(nullptr);
        frames.reset();
        QCOMPARE(first.pixelColor(80, 45), before);
        QCOMPARE(m_hub->livePictures(mainId, primary), 0u);
    }

    void nobodyIsWokenAfterTheEnd()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_flv, 6000); });
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        const auto frames = m_hub->make(mainId, primary);
        auto wakeUps = std::make_unique<std::atomic<int>>(0);
        frames->setWakeUp([&count = *wakeUps] { ++count; });
        frames->setTargetSize(QSize(160, 90));
        QVERIFY(waitUntil([&] { return *wakeUps > 0; }, 20s, "a picture"));
        frames->setWakeUp(nullptr);
        wakeUps.reset(); // whoever calls now writes into freed memory, which sanitizers see
        QVERIFY(waitUntil([&] { return frames->sound().present; }, 20s, "sound"));
    }

    void oneIsHeard()
    {
        m_server->setHandler([this](const auto &request) { feed(request, m_flv, 1000); });
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        const auto first = m_hub->make(mainId, primary);
        auto second = m_hub->make(mainId, QStringLiteral("backup"));
        QCOMPARE(first->hearing(), Hearing::Off);
        first->setHeard(true);
        QCOMPARE(first->hearing(), Hearing::On);
        // A sine of -23 dBFS is 2314 of 32768.
        QVERIFY(waitUntil([this] { return FakeSound::loudest(m_card.play(20)) > 1500; }, 20s, "sound"));
        QVERIFY(FakeSound::loudest(m_card.play(20)) < 3500);
        second->setHeard(true);
        QCOMPARE(first->hearing(), Hearing::Off);
        QCOMPARE(second->hearing(), Hearing::On);
        QVERIFY(waitUntil([this] { return FakeSound::loudest(m_card.play(20)) > 1500; }, 20s, "the other"));
        m_card.plugged = false;
        QCOMPARE(second->hearing(), Hearing::NoDevice);
        second.reset(); // with its tile goes its sound
        QVERIFY(!m_card.playing);
    }

    void theyShowLessWhereTheMachineIsTooSlow()
    {
        const auto programme = m_hub->make(mainId, QStringLiteral("programme"));
        const auto backup = m_hub->make(mainId, QStringLiteral("backup"));
        const auto small = m_hub->make(mainId, QStringLiteral("programme"));
        small->setMotion(Motion::Keyframes);
        constexpr int64_t late = PreviewLoad::lateFrom + 1;
        m_hub->judge(late);
        m_hub->judge(late);
        QCOMPARE(programme->motion(), Motion::All);
        QCOMPARE(backup->motion(), Motion::Fewer);
        QCOMPARE(small->motion(), Motion::Keyframes); // what is wanted is not more
        for (int i = 0; i < 4; ++i)
            m_hub->judge(late);
        QCOMPARE(programme->motion(), Motion::Keyframes);
        QCOMPARE(backup->motion(), Motion::Stills);
        // A tile that opens now begins with what is possible.
        QCOMPARE(m_hub->make(mainId, primary)->motion(), Motion::Stills);
    }

    void saysWhatIsWrong()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 401, "{}"); });
        m_hub->setEndpoint(endpoint(*m_server, "a-token"));
        const auto frames = m_hub->make(mainId, primary);
        QVERIFY(waitUntil([&] { return !frames->problem().isEmpty(); }, 20s, "a problem"));
        QVERIFY(frames->problem().contains(QLatin1String("token")));
    }
};

QTEST_MAIN(TestPreviewHub)
#include "tst_previewhub.moc"
