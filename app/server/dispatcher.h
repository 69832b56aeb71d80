// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/auth.h"
#include "app/server/call.h"
#include "app/server/signedaccess.h"
#include "app/server/transport.h"

namespace twinfeed::server {

/// Takes a request through everything that is the same for all routes, in the order that openapi.yaml promises, and then
/// to its controller. On the transport's thread.
class Dispatcher final : public RequestHandler
{
public:
    Dispatcher(Services services, Authenticator authenticator);

    Admission admit(const Request &request) override;
    void handle(const Request &request, Respond respond) override;

private:
    Result<Caller> callerOf(const Route &route, const SignedAccess::Opened &opened) const;
    /// False where the call has been answered.
    bool identify(Call &call) const; ///< the key of a command, and the first answer to it
    bool authorise(const Call &call) const; ///< the role
    bool read(Call &call) const; ///< media types, query, JSON
    /// Journals a refusal of nobody in particular, at most 30 a minute.
    void noteStranger(const Request &request, const Error &why);

    const Services m_services;
    const Authenticator m_authenticator;
    int64_t m_strangersSince = 0; ///< start of the minute that m_strangers counts
    int m_strangers = 0;
};

} // namespace twinfeed::server
