// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hostlookup.h"

#include <cstring>
#include <memory>
#include <mutex>

#include <netdb.h>

namespace twinfeed::media {

namespace {

/// One question to the resolver; must stay where it is until the resolver is through with it.
struct Lookup
{
    QByteArray host;
    QByteArray port;
    addrinfo hints{};
    gaicb request{};

    Lookup(const QString &name, int number)
        : host(name.toUtf8())
        , port(QByteArray::number(number))
    {
        hints.ai_socktype = SOCK_DGRAM; // any: only addresses are wanted, and each only once
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
        request.ar_name = host.constData();
        request.ar_service = port.constData();
        request.ar_request = &hints;
    }

    ~Lookup()
    {
        if (request.ar_result)
            freeaddrinfo(request.ar_result);
    }
    Lookup(const Lookup &) = delete;
    Lookup &operator=(const Lookup &) = delete;
};

/// Keeps a lookup nobody waits for any more until the resolver lets go of it.
void abandon(std::unique_ptr<Lookup> lookup)
{
    static std::mutex mutex;
    static auto &abandoned =
        *new std::vector<std::unique_ptr<Lookup>>; // outlives main(): the resolver may still write
    const std::lock_guard lock(mutex);
    std::erase_if(abandoned, [](const auto &other) { return gai_error(&other->request) != EAI_INPROGRESS; });
    abandoned.push_back(std::move(lookup));
}

Error unknownHost(const QString &host, int code)
{
    const QString text =
        code == EAI_SYSTEM ? QStringLiteral("system error") : QString::fromLocal8Bit(gai_strerror(code));
    return Error{QStringLiteral("host-unknown"),
                 QStringLiteral("The host \"%1\" cannot be found: %2.").arg(host, text),
                 {},
                 QStringLiteral("Check the address and the name server."),
                 {}};
}

std::vector<SocketAddress> addressesOf(const addrinfo *found)
{
    std::vector<SocketAddress> addresses;
    for (const addrinfo *entry = found; entry; entry = entry->ai_next) {
        SocketAddress address;
        if (entry->ai_addrlen > sizeof address.storage)
            continue;
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        address.length = entry->ai_addrlen;
        addresses.push_back(address);
    }
    return addresses;
}

} // namespace

Result<std::vector<SocketAddress>> lookUpHost(const QString &host, int port, const Interrupted &interrupted)
{
    QString name = host;
    if (name.startsWith(QLatin1Char('[')) && name.endsWith(QLatin1Char(']')))
        name = name.mid(1, name.size() - 2);
    auto lookup = std::make_unique<Lookup>(name, port);
    gaicb *requests[] = {&lookup->request};
    if (const int code = getaddrinfo_a(GAI_NOWAIT, requests, 1, nullptr); code != 0)
        return unknownHost(host, code);
    while (gai_error(&lookup->request) == EAI_INPROGRESS) {
        if (interrupted && interrupted()) {
            if (gai_cancel(&lookup->request) == EAI_NOTCANCELED)
                abandon(std::move(lookup));
            return Error{QStringLiteral("interrupted"),
                         QStringLiteral("Looking up the host was cut short."),
                         {},
                         {},
                         {}};
        }
        const timespec patience{0, 50'000'000};
        gai_suspend(requests, 1, &patience);
    }
    if (const int code = gai_error(&lookup->request); code != 0)
        return unknownHost(host, code);
    return addressesOf(lookup->request.ar_result);
}

} // namespace twinfeed::media
