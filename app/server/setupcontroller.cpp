// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

void changeSetup(Call &call)
{
    const auto change = setupChangeFromJson(call.json);
    if (!change)
        return call.refuse(change.error());
    for (size_t i = 0; i < change->channels.size(); ++i) {
        if (auto error = redactedAddress(change->channels[i].config)) {
            error->where.prepend(QStringLiteral("/channels/%1/config").arg(i));
            return call.refuse(*error);
        }
    }
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.changeSetup(*command, *change, call.done());
}

} // namespace twinfeed::server
