// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/outside/courier.h"

#include <atomic>
#include <memory>
#include <thread>

class QEventLoop;
class QNetworkAccessManager;
class QObject;

namespace twinfeed::backend {

/// The real courier: Qt's network on a thread of its own ("outside"). No proxy, no cookies, no cache, no redirects: an address
/// that was allowed must not lead to another one. Any thread may ask. The destructor cuts short what is under way, answers it
/// "shutting-down", and joins.
class HttpCourier final : public Courier
{
public:
    HttpCourier();
    ~HttpCourier() override;
    HttpCourier(const HttpCourier &) = delete;
    HttpCourier &operator=(const HttpCourier &) = delete;

    void carry(HttpAsk ask, Done done) override;

private:
    void run();

    std::atomic<bool> m_ready = false; ///< the two below are there
    QNetworkAccessManager *m_network = nullptr;
    QEventLoop *m_loop = nullptr;
    std::jthread m_thread; // last
};

} // namespace twinfeed::backend
