// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/eventhub.h"
#include "tests/support/failonwarning.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/server/fakebackend.h"
#include "tests/unit/server/sse.h"

#include <QJsonArray>
#include <QTest>

#include <thread>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// The hub without a network: what each reader gets, and that no reader costs another anything.
class TestEventHub final : public QObject
{
    Q_OBJECT

private:
    std::optional<FailOnWarning> m_warnings;
    std::optional<FakeClock> m_clock;
    std::optional<FakeBackend> m_backend;
    std::optional<EventHub> m_hub;

    void start(const Limits &limits = {})
    {
        m_hub.reset();
        m_hub.emplace(*m_backend, *m_clock, limits);
        m_backend->setEventSink(&*m_hub);
    }
    std::unique_ptr<ByteStream> subscribe(const QString &lastEventId = {})
    {
        auto stream = m_hub->subscribe(lastEventId);
        return stream ? std::move(*stream) : nullptr;
    }
    static std::vector<SseEvent> readAll(ByteStream &stream, qsizetype most = 1 << 20)
    {
        QByteArray all;
        for (;;) {
            const QByteArray part = stream.read(most);
            if (part.isEmpty())
                return sseEvents(all);
            all += part;
        }
    }
    void emitNumbers(int count)
    {
        for (int i = 0; i < count; ++i)
            m_backend->emitEvent(QStringLiteral("journal"), {{QLatin1String("i"), i}});
    }
    static Metric metric(const QString &name, double value)
    {
        return {QStringLiteral("main"),
                QStringLiteral("primary"),
                name,
                value,
                QStringLiteral("1"),
                0,
                1000,
                QDateTime::fromSecsSinceEpoch(0, Qt::UTC)};
    }

private Q_SLOTS:
    void init()
    {
        m_warnings.emplace();
        m_clock.emplace();
        m_backend.emplace(*m_clock);
        start();
    }
    void cleanup()
    {
        m_backend->setEventSink(nullptr);
        m_hub.reset();
        m_backend.reset();
        m_warnings.reset();
    }

    void aSnapshotComesFirstThenWhatHappens()
    {
        emitNumbers(3);
        const auto stream = subscribe();
        emitNumbers(2);
        const auto events = readAll(*stream);
        QCOMPARE(events.size(), size_t(3));
        QCOMPARE(events[0].type, QByteArray("snapshot"));
        QCOMPARE(events[0].id, QByteArray("boot-3"));
        QVERIFY(events[0].data.contains(QLatin1String("channels")));
        QCOMPARE(events[1].id, QByteArray("boot-4"));
        QCOMPARE(events[2].id, QByteArray("boot-5"));
        QVERIFY(!stream->ended());
    }

    void readingInSmallPiecesGivesTheSame()
    {
        const auto stream = subscribe();
        emitNumbers(5);
        const auto events = readAll(*stream, 7);
        QCOMPARE(events.size(), size_t(6));
        QCOMPARE(events[5].id, QByteArray("boot-5"));
    }

    void resumingGivesExactlyWhatWasMissed()
    {
        emitNumbers(10);
        auto events = readAll(*subscribe(QStringLiteral("boot-7")));
        QCOMPARE(events.size(), size_t(3));
        QCOMPARE(events[0].id, QByteArray("boot-8"));
        QCOMPARE(events[2].id, QByteArray("boot-10"));
        const auto stream = subscribe(QStringLiteral("boot-10")); // nothing was missed
        QVERIFY(readAll(*stream).empty());
        emitNumbers(1);
        events = readAll(*stream);
        QCOMPARE(events.size(), size_t(1));
        QCOMPARE(events[0].id, QByteArray("boot-11"));
    }

    void whatCannotBeResumedGetsASnapshot_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("forgotten") << QStringLiteral("boot-4");
        QTest::newRow("another start") << QStringLiteral("reboot-9");
        QTest::newRow("from the future") << QStringLiteral("boot-11");
        QTest::newRow("rubbish") << QStringLiteral("rubbish");
        QTest::newRow("no number") << QStringLiteral("boot-");
        QTest::newRow("overflow") << QStringLiteral("boot-99999999999999999999");
        QTest::newRow("negative") << QStringLiteral("boot--1");
    }
    void whatCannotBeResumedGetsASnapshot()
    {
        QFETCH(QString, id);
        Limits limits;
        limits.eventsKept = 5; // 6 to 10
        start(limits);
        emitNumbers(10);
        QCOMPARE(readAll(*subscribe(QStringLiteral("boot-5"))).size(), size_t(5));
        const auto events = readAll(*subscribe(id));
        QCOMPARE(events.size(), size_t(1));
        QCOMPARE(events[0].type, QByteArray("snapshot"));
        QCOMPARE(events[0].id, QByteArray("boot-10"));
    }

    void aSlowReaderGetsResyncAndOthersNothingOfIt_data()
    {
        QTest::addColumn<int>("eventsBehind");
        QTest::addColumn<qint64>("bytesBehind");
        QTest::newRow("by number") << 10 << qint64(1'000'000);
        QTest::newRow("by size") << 1000 << qint64(1000);
    }
    void aSlowReaderGetsResyncAndOthersNothingOfIt()
    {
        QFETCH(int, eventsBehind);
        QFETCH(qint64, bytesBehind);
        Limits limits;
        limits.eventsBehind = eventsBehind;
        limits.eventBytesBehind = bytesBehind;
        start(limits);
        const auto slow = subscribe();
        const auto fast = subscribe();
        QCOMPARE(readAll(*fast).size(), size_t(1));
        for (int i = 0; i < 100; ++i) {
            emitNumbers(1);
            QCOMPARE(readAll(*fast).size(), size_t(1));
        }
        const auto events = readAll(*slow);
        QCOMPARE(events.size(), size_t(2));
        QCOMPARE(events[0].type, QByteArray("snapshot"));
        QCOMPARE(events[1].type, QByteArray("resync"));
        QVERIFY(!events[1].data.value(QLatin1String("reason")).toString().isEmpty());
        QVERIFY(slow->ended());
        QVERIFY(!fast->ended());
    }

    void aLongResumeIsNotTakenForSlowness()
    {
        Limits limits;
        limits.eventsBehind = 10;
        start(limits);
        emitNumbers(100);
        const auto stream = subscribe(QStringLiteral("boot-20"));
        emitNumbers(5);
        QCOMPARE(readAll(*stream).size(), size_t(85));
    }

    void metricsAreTheNewestOnly()
    {
        const auto stream = subscribe();
        readAll(*stream);
        m_backend->emitMetrics({metric(QStringLiteral("fps"), 1), metric(QStringLiteral("bitrate"), 5)});
        m_backend->emitMetrics({metric(QStringLiteral("fps"), 2)});
        auto events = readAll(*stream);
        QCOMPARE(events.size(), size_t(1));
        QCOMPARE(events[0].type, QByteArray("metrics"));
        QVERIFY(events[0].id.isEmpty());
        QMap<QString, double> values;
        for (const QJsonValue &value : events[0].data.value(QLatin1String("metrics")).toArray())
            values[value.toObject().value(QLatin1String("name")).toString()] =
                value.toObject().value(QLatin1String("value")).toDouble();
        QCOMPARE(values, (QMap<QString, double>{{QStringLiteral("fps"), 2}, {QStringLiteral("bitrate"), 5}}));
        m_backend->emitMetrics({metric(QStringLiteral("fps"), 3)}); // only what is new
        events = readAll(*stream);
        QCOMPARE(events[0].data.value(QLatin1String("metrics")).toArray().size(), 1);
        m_backend->emitEvent(QStringLiteral("channel-removed"),
                             {{QLatin1String("id"), QLatin1String("main")}});
        QCOMPARE(readAll(*stream).size(), size_t(1));
    }

    void metricsNeverPutAReaderBehind()
    {
        Limits limits;
        limits.eventsBehind = 3;
        start(limits);
        const auto stream = subscribe();
        for (int i = 0; i < 1000; ++i)
            m_backend->emitMetrics({metric(QStringLiteral("fps"), i)});
        const auto events = readAll(*stream);
        QCOMPARE(events.size(), size_t(2));
        QCOMPARE(events[1]
                     .data.value(QLatin1String("metrics"))
                     .toArray()
                     .at(0)
                     .toObject()
                     .value(QLatin1String("value"))
                     .toInt(),
                 999);
    }

    void aHeartbeatASecond()
    {
        const auto stream = subscribe();
        readAll(*stream);
        m_hub->tick();
        QVERIFY(readAll(*stream).empty());
        for (int i = 0; i < 3; ++i) {
            for (int tick = 0; tick < 10; ++tick) {
                m_clock->advance(100ms);
                m_hub->tick();
            }
            const auto events = readAll(*stream);
            QCOMPARE(events.size(), size_t(1));
            QCOMPARE(events[0].type, QByteArray("heartbeat"));
            QVERIFY(events[0].id.isEmpty());
            QCOMPARE(events[0].data.value(QLatin1String("at")).toString(),
                     m_clock->wall().toString(Qt::ISODateWithMs));
        }
        m_clock->advance(60s); // late: one, not sixty
        m_hub->tick();
        m_hub->tick();
        QCOMPARE(readAll(*stream).size(), size_t(1));
    }

    void closingEndsAllAndTakesNoMore()
    {
        const auto stream = subscribe();
        m_hub->close();
        readAll(*stream);
        QVERIFY(stream->ended());
        const auto late = m_hub->subscribe({});
        QVERIFY(!late);
        QCOMPARE(late.error().code, QStringLiteral("shutting-down"));
    }

    void subscribersHaveALimit()
    {
        Limits limits;
        limits.eventSubscribers = 2;
        start(limits);
        auto one = subscribe();
        const auto two = subscribe();
        const auto three = m_hub->subscribe({});
        QVERIFY(!three);
        QCOMPARE(three.error().code, QStringLiteral("too-many-streams"));
        one.reset();
        QVERIFY(subscribe());
    }

    void aHoleMakesEverybodyStartAgain()
    {
        m_warnings->expect(QStringLiteral("the events have a hole before id=boot-9"));
        const auto stream = subscribe();
        readAll(*stream);
        emitNumbers(1);
        m_hub->publish({QStringLiteral("boot-9"), QStringLiteral("journal"), {}});
        const auto events = readAll(*stream);
        QCOMPARE(events.back().type, QByteArray("resync"));
        QVERIFY(stream->ended());
        QCOMPARE(readAll(*subscribe(QStringLiteral("boot-1")))[0].type, QByteArray("snapshot"));
    }

    /// Many subscribe while events rain: each sees a snapshot and then every later number once.
    void snapshotAndEventsAreOneWhole()
    {
        Limits limits;
        limits.eventsBehind = 10'000'000; // nobody is slow here
        limits.eventBytesBehind = 1'000'000'000;
        start(limits);
        std::jthread rain([this](const std::stop_token &stop) {
            while (!stop.stop_requested()) {
                m_backend->emitEvent(QStringLiteral("journal"), {});
                std::this_thread::yield();
            }
        });
        for (int i = 0; i < 200; ++i) {
            const auto stream = subscribe();
            QVERIFY(stream);
            std::vector<SseEvent> events;
            QByteArray bytes;
            while (events.size() < 5) {
                bytes += stream->read(4096);
                events = sseEvents(bytes);
            }
            QCOMPARE(events[0].type, QByteArray("snapshot"));
            const auto number = [](const SseEvent &event) { return event.id.mid(5).toULongLong(); };
            for (size_t n = 1; n < events.size(); ++n)
                QCOMPARE(number(events[n]), number(events[n - 1]) + 1);
        }
    }

    void afterSetWakeUpHasReturnedTheOldOneIsSilent()
    {
        std::jthread rain([this](const std::stop_token &stop) {
            while (!stop.stop_requested())
                m_backend->emitEvent(QStringLiteral("journal"), {});
        });
        for (int i = 0; i < 500; ++i) {
            const auto stream = subscribe();
            auto alive =
                std::make_unique<std::atomic<int>>(0); // gone when called too late: a sanitizer sees it
            stream->setWakeUp([called = alive.get()] { ++*called; });
            stream->setWakeUp({});
            alive.reset();
        }
    }
};

QTEST_GUILESS_MAIN(TestEventHub)
#include "tst_eventhub.moc"
