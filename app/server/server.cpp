// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/server.h"

#include "app/server/dispatcher.h"
#include "app/server/eventhub.h"
#include "app/server/log.h"
#include "app/server/transport.h"
#include "app/server/workers.h"

#include <QFile>

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace twinfeed::server {

namespace {

/// How exactly deadlines and heartbeats are kept. Ten wake-ups a second cost nothing that can be measured.
constexpr std::chrono::milliseconds tickPeriod(100);
constexpr int workerThreads = 2;
constexpr size_t workerQueue = 64;

Result<QByteArray> readPem(const QString &fileName)
{
    if (fileName.isEmpty())
        return QByteArray();
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{QStringLiteral("tls-unusable"),
                     QStringLiteral("%1 cannot be read: %2.").arg(fileName, file.errorString()),
                     {},
                     QStringLiteral("Give the file of a PEM certificate or key that this user may read."),
                     {}};
    }
    return file.readAll();
}

} // namespace

/// The parts, in the order in which they need each other.
struct Server::Private
{
    Private(ServerConfig serverConfig, Backend &theBackend, const Clock &theClock)
        : config(std::move(serverConfig))
        , backend(theBackend)
        , clock(theClock)
        , hub(backend, clock, config.limits)
        , access(config.signedAddresses)
        , workers(workerThreads, workerQueue)
        , dispatcher({backend, hub, workers, clock, config.limits, access}, Authenticator(config.tokens))
    {
    }

    void tick(const std::stop_token &stop)
    {
        std::mutex mutex; // only to have something to wait with
        std::condition_variable_any ended;
        while (!stop.stop_requested()) {
            hub.tick();
            transport->sweep();
            std::unique_lock lock(mutex);
            ended.wait_for(lock, stop, tickPeriod, [] { return false; });
        }
    }

    const ServerConfig config;
    Backend &backend;
    const Clock &clock;
    EventHub hub;
    const SignedAccess access;
    Workers workers;
    Dispatcher dispatcher;
    std::unique_ptr<Transport> transport;
    std::jthread ticker;
};

Server::Server(ServerConfig config, Backend &backend, const Clock &clock)
    : d(std::make_unique<Private>(std::move(config), backend, clock))
{
}

Server::~Server()
{
    if (!d->transport)
        return;
    d->ticker.request_stop();
    d->ticker = {};
    d->backend.setEventSink(nullptr);
    d->hub.close();
    d->transport->stop();
}

Result<quint16> Server::start()
{
    const auto certificate = readPem(d->config.certificateFile);
    if (!certificate)
        return certificate.error();
    const auto key = readPem(d->config.keyFile);
    if (!key)
        return key.error();
    if (certificate->isEmpty() != key->isEmpty()) {
        return Error{QStringLiteral("tls-unusable"),
                     QStringLiteral("TLS needs a certificate and a key."),
                     {},
                     QStringLiteral("Give both, or neither."),
                     {}};
    }
    auto transport =
        std::make_unique<Transport>(TransportConfig{d->config.address, d->config.port, *certificate, *key},
                                    d->config.limits, d->dispatcher, d->clock);
    // Events first: no subscriber may come before the hub hears them.
    d->backend.setEventSink(&d->hub);
    auto port = transport->start();
    if (!port) {
        d->backend.setEventSink(nullptr);
        return port.error();
    }
    d->transport = std::move(transport);
    d->ticker = std::jthread([this](const std::stop_token &stop) { d->tick(stop); });
    pthread_setname_np(d->ticker.native_handle(), "tf-http-tick");
    qCInfo(serverLog, "listening address=%s port=%d tls=%s", qUtf8Printable(d->config.address), int(*port),
           certificate->isEmpty() ? "false" : "true");
    return *port;
}

int Server::connections() const
{
    return d->transport ? d->transport->connections() : 0;
}

} // namespace twinfeed::server
