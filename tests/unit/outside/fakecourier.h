// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/outside/courier.h"

namespace twinfeed::test {

/// Keeps what it is to carry until the test answers it. One thread.
class FakeCourier final : public backend::Courier
{
public:
    void carry(backend::HttpAsk ask, Done done) override
    {
        asks.push_back(std::move(ask));
        m_waiting.push_back(std::move(done));
    }
    /// The oldest that waits.
    void answer(int status, const QByteArray &body = {}) { take()(backend::HttpAnswer{status, body}); }
    void fail(const char *code)
    {
        take()(Error{QString::fromLatin1(code), QStringLiteral("It failed."), {}, {}, {}});
    }
    size_t waiting() const { return m_waiting.size(); }

    std::vector<backend::HttpAsk> asks; ///< all so far

private:
    Done take()
    {
        const Done done = m_waiting.front();
        m_waiting.erase(m_waiting.begin());
        return done;
    }
    std::vector<Done> m_waiting;
};

} // namespace twinfeed::test
