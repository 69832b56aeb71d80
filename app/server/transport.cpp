// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/transport.h"

#include "app/server/connections.h"
#include "app/server/exchange.h"
#include "app/server/listener.h"
#include "app/server/log.h"

#include <microhttpd.h>

#include <netdb.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdarg>
#include <cstdio>

namespace twinfeed::server {

namespace {

/// Of one connection, for headers and for what is being written. Four times what is taken of headers, so that most of those
/// who send too much get a problem document and not libmicrohttpd's own answer.
constexpr size_t connectionMemory = 64 * 1024;

/// How long the end waits for peers to take their last answers.
constexpr std::chrono::milliseconds farewell(250);

using ExchangePointer = std::shared_ptr<Exchange>;

QString addressOf(const sockaddr *address, socklen_t size)
{
    char text[NI_MAXHOST] = "";
    ::getnameinfo(address, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    QString result = QString::fromLatin1(text);
    if (result.startsWith(QLatin1String("::ffff:")))
        result.remove(0, 7);
    return result;
}

void logMessage(void *, const char *format, va_list arguments)
{
    char text[512];
    std::vsnprintf(text, sizeof text, format, arguments);
    qCDebug(serverLog).noquote() << "transport" << QString::fromLatin1(text).trimmed();
}

/// The transport's thread leaves signals to the main thread.
class SignalsBlocked final
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsBlocked(const SignalsBlocked &) = delete;
    SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
    sigset_t m_before{};
};

} // namespace

struct Transport::Private
{
    Private(TransportConfig transportConfig, const Limits &theLimits, RequestHandler &handler,
            const Clock &clock)
        : config(std::move(transportConfig))
        , limits(theLimits)
        , connections(limits, clock)
        , shared{limits, handler, clock, connections}
    {
    }

    const TransportConfig config;
    const Limits limits;
    Connections connections;
    ExchangeShared shared;
    MHD_Daemon *daemon = nullptr;

    Result<quint16> listen();

    // libmicrohttpd's callbacks; `self` is this.
    static MHD_Result accept(void *self, const sockaddr *address, socklen_t size);
    static void connection(void *self, MHD_Connection *connection, void **context,
                           MHD_ConnectionNotificationCode code);
    static void *requestLine(void *self, const char *uri, MHD_Connection *connection);
    static MHD_Result request(void *self, MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *body, size_t *bodySize, void **context);
    static void completed(void *self, MHD_Connection *connection, void **context,
                          MHD_RequestTerminationCode code);
};

MHD_Result Transport::Private::accept(void *self, const sockaddr *address, socklen_t size)
{
    const bool may = static_cast<Private *>(self)->connections.mayOpen(addressOf(address, size));
    return may ? MHD_YES : MHD_NO;
}

void Transport::Private::connection(void *self, MHD_Connection *connection, void **,
                                    MHD_ConnectionNotificationCode code)
{
    auto *d = static_cast<Private *>(self);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED)
        return d->connections.close(connection);
    const auto *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const auto *address = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    d->connections.open(connection, fd->connect_fd, addressOf(address->client_addr, sizeof(sockaddr_storage)),
                        !d->config.certificate.isEmpty());
}

void *Transport::Private::requestLine(void *self, const char *uri, MHD_Connection *connection)
{
    auto *d = static_cast<Private *>(self);
    auto exchange = std::make_shared<Exchange>(d->shared, connection, QByteArray(uri));
    d->connections.enter(connection, Phase::Head, exchange);
    return new ExchangePointer(std::move(exchange));
}

MHD_Result Transport::Private::request(void *, MHD_Connection *, const char *, const char *method,
                                       const char *, const char *body, size_t *bodySize, void **context)
{
    const ExchangePointer exchange = *static_cast<ExchangePointer *>(*context);
    bool good = true;
    if (!exchange->gotHeaders()) {
        good = exchange->headersRead(method);
    } else if (*bodySize > 0) {
        good = exchange->bodyRead(body, *bodySize);
        *bodySize = 0;
    } else {
        good = exchange->complete();
    }
    return good ? MHD_YES : MHD_NO;
}

void Transport::Private::completed(void *, MHD_Connection *, void **context, MHD_RequestTerminationCode code)
{
    const std::unique_ptr<ExchangePointer> exchange(static_cast<ExchangePointer *>(*context));
    *context = nullptr;
    if (exchange)
        (*exchange)->finished(code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
}

Result<quint16> Transport::Private::listen()
{
    auto listener = listenOn(config.address, config.port);
    if (!listener)
        return listener.error();
    std::vector<MHD_OptionItem> options{
        {MHD_OPTION_LISTEN_SOCKET, listener->fd, nullptr},
        {MHD_OPTION_CONNECTION_LIMIT, Connections::most(limits), nullptr},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, intptr_t(connectionMemory), nullptr},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
        {MHD_OPTION_NOTIFY_CONNECTION, intptr_t(&Private::connection), this},
        {MHD_OPTION_NOTIFY_COMPLETED, intptr_t(&Private::completed), this},
        {MHD_OPTION_URI_LOG_CALLBACK, intptr_t(&Private::requestLine), this},
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (!config.certificate.isEmpty()) {
        flags |= MHD_USE_TLS;
        options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(config.certificate.constData())});
        options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(config.key.constData())});
        options.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0,
                           const_cast<char *>("SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2")});
    }
    options.push_back({MHD_OPTION_END, 0, nullptr});
    const SignalsBlocked blocked;
    daemon = MHD_start_daemon(flags, 0, &Private::accept, this, &Private::request, this,
                              MHD_OPTION_EXTERNAL_LOGGER, &logMessage, nullptr, MHD_OPTION_ARRAY,
                              options.data(), MHD_OPTION_END);
    if (!daemon) {
        ::close(listener->fd);
        if (config.certificate.isEmpty())
            return Error{
                QStringLiteral("listen-failed"), QStringLiteral("The HTTP server cannot start."), {}, {}, {}};
        return Error{
            QStringLiteral("tls-unusable"),
            QStringLiteral("Certificate and key cannot be used together."),
            {},
            QStringLiteral(
                "Give a PEM certificate chain and the PEM key that belongs to it, without a password."),
            {}};
    }
    return listener->port;
}

Transport::Transport(TransportConfig config, const Limits &limits, RequestHandler &handler,
                     const Clock &clock)
    : d(std::make_unique<Private>(std::move(config), limits, handler, clock))
{
}

Transport::~Transport()
{
    stop();
}

Result<quint16> Transport::start()
{
    if (d->config.certificate.isEmpty() && !isLoopback(d->config.address)) {
        return Error{QStringLiteral("tls-required"),
                     QStringLiteral("%1 can be reached from other machines, and there is no TLS.")
                         .arg(d->config.address),
                     {},
                     QStringLiteral("Give a certificate and a key, or listen on 127.0.0.1."),
                     {}};
    }
    return d->listen();
}

void Transport::stop()
{
    if (!d->daemon)
        return;
    // First nobody new, then nobody who waits: libmicrohttpd must not be stopped with a suspended connection.
    const MHD_socket listener = MHD_quiesce_daemon(d->daemon);
    if (listener != MHD_INVALID_SOCKET)
        ::close(listener);
    d->shared.stopping = true;
    for (const auto &exchange : d->connections.exchanges())
        exchange->shutDown();
    d->connections.waitUntilIdle(farewell); // so that the answers get out
    MHD_stop_daemon(d->daemon);
    d->daemon = nullptr;
}

void Transport::sweep()
{
    d->connections.sweep();
}

int Transport::connections() const
{
    return d->connections.count();
}

} // namespace twinfeed::server
