// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/consoleload.h"

#include "models/domain/channel.h"
#include "models/domain/live.h"
#include "tests/bench/audience.h"
#include "tests/unit/client/fakehttp.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>

#include <cmath>
#include <cstdio>

using namespace std::chrono_literals;

namespace twinfeed::bench {

namespace {

using test::FakeHttp;

constexpr auto patience = 10s;

/// The serving side.
class Load final : public QObject
{
public:
    explicit Load(int metrics)
        : m_metrics(metrics)
        , m_input(0, QSocketNotifier::Read)
    {
        m_server.setHandler([this](const FakeHttp::Request &request) { answer(request); });
        connect(&m_input, &QSocketNotifier::activated, this, &Load::readOrder);
        connect(&m_fifth, &QTimer::timeout, this, &Load::sendMetrics);
        connect(&m_second, &QTimer::timeout, this, [this] { send(": heartbeat\n\n"); });
        m_fifth.setTimerType(Qt::PreciseTimer);
        m_fifth.start(200);
        m_second.start(1000);
        say("listens", double(m_server.port()));
    }

private:
    static void say(const char *what, double number)
    {
        std::printf("%s %.0f\n", what, number);
        std::fflush(stdout);
    }
    static ChannelStatus status(Source programme)
    {
        ChannelStatus status;
        status.channel = QStringLiteral("main");
        status.programme = programme;
        for (const Source source : allSources) {
            SourceStatus one;
            one.source = source;
            one.state = InputState::Live;
            one.fit = true;
            status.sources.push_back(one);
        }
        return status;
    }
    static QJsonObject snapshot()
    {
        ChannelDocument document;
        document.config.id = QStringLiteral("main");
        document.config.name = QStringLiteral("Main stage");
        document.config.primary.url = QStringLiteral("rtmp://a.example/live/***");
        document.config.backup.url = QStringLiteral("rtmp://b.example/live/***");
        document.revision = 12;
        document.onAir = Source::Primary;
        return {{QStringLiteral("channels"), QJsonArray{toJson(document, false)}},
                {QStringLiteral("statuses"), QJsonArray{toJson(status(Source::Primary))}}};
    }
    void answer(const FakeHttp::Request &request)
    {
        if (request.target == "/v1/events") {
            FakeHttp::begin(request, "text/event-stream");
            m_events = request.socket;
            sendEvent("snapshot", snapshot());
        } else if (request.verb != "GET") {
            say("command", nowUs());
            FakeHttp::answer(request, 409, R"({"type":"locked","title":"It is locked.","status":409})",
                             "application/problem+json");
        } else {
            FakeHttp::answer(request, 404, "{}");
        }
    }
    void sendMetrics()
    {
        static const char *const names[]{"fps",    "bitrate",     "jitter", "largestGap", "keyframeInterval",
                                         "silent", "lostPackets", "rtt",    "black",      "frozen"};
        ++m_round;
        QJsonArray metrics;
        for (int i = 0; i < m_metrics; ++i) {
            metrics.append(toJson(Metric{QStringLiteral("main"), QStringLiteral("output:o%1").arg(i / 10),
                                         QLatin1String(names[i % 10]), 30 + std::sin(m_round * 0.1 + i),
                                         QStringLiteral("1/s"), 1000, 200, QDateTime::currentDateTimeUtc()}));
        }
        sendEvent("metrics", {{QStringLiteral("metrics"), metrics}});
    }
    void sendEvent(const QByteArray &type, const QJsonObject &data)
    {
        // Metrics carry no id, as with the real one.
        const QByteArray id =
            type == "metrics" ? QByteArray() : "id: load-" + QByteArray::number(++m_number) + '\n';
        send(id + "event: " + type + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact)
             + "\n\n");
    }
    void send(const QByteArray &bytes)
    {
        if (!m_events)
            return;
        m_events->write(bytes);
        m_events->flush();
    }
    void readOrder()
    {
        char line[64] = {};
        if (!std::fgets(line, sizeof line, stdin))
            return QCoreApplication::quit();
        const auto source = fromWord<Source>(QString::fromLatin1(line).trimmed());
        if (!source)
            return;
        const double at = nowUs();
        sendEvent("status", toJson(status(*source)));
        say("sent", at);
    }

    const int m_metrics;
    FakeHttp m_server;
    QSocketNotifier m_input;
    QPointer<QTcpSocket> m_events;
    QTimer m_fifth;
    QTimer m_second;
    int m_round = 0;
    int m_number = 0;
};

} // namespace

int ConsoleLoad::serve(int metrics)
{
    const Load load(metrics);
    return QCoreApplication::exec();
}

ConsoleLoad::ConsoleLoad(int metrics)
    : m_process(QCoreApplication::applicationFilePath(), {QStringLiteral("--load"), QString::number(metrics)})
{
}

bool ConsoleLoad::start()
{
    if (!m_process.start())
        return false;
    const auto port = m_process.waitForLine(QStringLiteral("^listens (\\d+)$"), patience);
    m_address = QStringLiteral("http://127.0.0.1:%1").arg(port ? port->captured(1) : QString());
    return port.has_value();
}

double ConsoleLoad::nextCommandUs()
{
    const auto said = m_process.waitForLine(QStringLiteral("^command (\\d+)$"), patience);
    return said ? said->captured(1).toDouble() : 0;
}

double ConsoleLoad::nextSentUs()
{
    const auto said = m_process.waitForLine(QStringLiteral("^sent (\\d+)$"), patience);
    return said ? said->captured(1).toDouble() : 0;
}

} // namespace twinfeed::bench
