// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

void listSlates(Call &call)
{
    QJsonArray slates;
    for (const Slate &slate : call.services.backend.slates())
        slates << toJson(slate);
    call.reply.json({{QLatin1String("slates"), slates}});
}

void addSlate(Call &call)
{
    const auto id = call.text("id", 32, true);
    if (!id)
        return call.refuse(id.error());
    if (!isValidId(*id)) {
        return call.refuse({QStringLiteral("invalid-id"),
                            QStringLiteral("\"%1\" is no id.").arg(*id),
                            QStringLiteral("id"),
                            QStringLiteral("Use 1 to 32 small letters, digits and hyphens."),
                            {}});
    }
    const auto name = call.text("name", 80, true);
    if (!name)
        return call.refuse(name.error());
    const auto file = call.text("file", 255);
    if (!file)
        return call.refuse(file.error());
    if (file->contains(QLatin1Char('/')) || file->contains(QLatin1Char('\\'))) {
        return call.refuse({QStringLiteral("out-of-range"),
                            QStringLiteral("\"file\" is a name without a folder."),
                            QStringLiteral("file"),
                            QStringLiteral("Leave the folder out."),
                            {}});
    }
    if (call.request.body.isEmpty()) {
        return call.refuse({QStringLiteral("missing-field"),
                            QStringLiteral("There is no picture or clip in the body."),
                            {},
                            QStringLiteral("Send the file itself as the body."),
                            {}});
    }
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.addSlate(*command, *id, *name, *file, call.request.body, call.done());
}

} // namespace twinfeed::server
