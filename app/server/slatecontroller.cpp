// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

namespace {

Error invalidId(const QString &id, const QString &where)
{
    return {QStringLiteral("invalid-id"),
            QStringLiteral("\"%1\" is no id.").arg(id),
            where,
            QStringLiteral("Use 1 to 32 small letters, digits and hyphens."),
            {}};
}

} // namespace

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
        return call.refuse(invalidId(*id, QStringLiteral("id")));
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

void keepPicture(Call &call)
{
    static const QStringList sources{QStringLiteral("primary"), QStringLiteral("backup"),
                                     QStringLiteral("slate"), QStringLiteral("programme")};
    JsonReader reader(call.json);
    QString id;
    QString name;
    QString source = sources.last();
    reader.required(QLatin1String("id"), id, 32);
    reader.required(QLatin1String("name"), name, 80);
    reader.optional(QLatin1String("source"), source, 32);
    auto command = call.ready(&reader, Call::Revision::None);
    if (!command)
        return;
    if (!isValidId(id))
        return call.refuse(invalidId(id, QStringLiteral("/id")));
    if (!sources.contains(source)) {
        return call.refuse({QStringLiteral("unknown-value"),
                            QStringLiteral("\"%1\" is no source.").arg(source),
                            QStringLiteral("/source"),
                            QStringLiteral("Use one of: %1.").arg(sources.join(QStringLiteral(", "))),
                            {}});
    }
    call.services.backend.keepPicture(*command, call.parameter("channel"), source, id, name, call.done());
}

void addTextSlate(Call &call)
{
    JsonReader reader(call.json);
    QString id;
    QString name;
    SlateText text;
    reader.required(QLatin1String("id"), id, 32);
    reader.required(QLatin1String("name"), name, 80);
    if (const auto object = reader.object(QLatin1String("text"), true)) {
        auto read = slateTextFromJson(*object, reader.pointerTo(QLatin1String("text")));
        if (read)
            text = std::move(*read);
        else
            reader.fail(read.error());
    }
    auto command = call.ready(&reader, Call::Revision::None);
    if (!command)
        return;
    if (!isValidId(id))
        return call.refuse(invalidId(id, QStringLiteral("/id")));
    call.services.backend.addTextSlate(*command, call.parameter("slate"), id, name, text, call.done());
}

void deleteSlate(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.deleteSlate(*command, call.parameter("slate"), call.done());
}

} // namespace twinfeed::server
