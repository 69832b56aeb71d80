// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slaterules.h"

#include "app/media/slatechecks.h"

#include <QJsonArray>

namespace twinfeed::backend {

Error unknownSlate(const QString &id, const QString &field)
{
    return {QStringLiteral("unknown-slate"),
            QStringLiteral("There is no slate \"%1\".").arg(id),
            field,
            QStringLiteral("Choose one of the slates that are listed."),
            {}};
}

Result<void> canStand(ChannelUnit &unit, const SlateShelf &shelf, const Slate &slate)
{
    if (slate.state == QLatin1String("failed")) {
        return Error{QStringLiteral("slate-not-ready"),
                     QStringLiteral("The slate %1 cannot be used: %2").arg(slate.name, slate.reason),
                     QStringLiteral("/slate"),
                     QStringLiteral("Choose another slate, or bring this one again."),
                     {}};
    }
    const auto live = unit.live();
    const auto format = unit.liveSlateFormat();
    QStringList broken;
    QJsonArray checks;
    for (SlateCheck &check : media::checkSlateFormat(format, live.video, live.sound)) {
        check.channel = unit.id();
        if (check.breaks)
            broken << check.text;
        checks << toJson(check);
    }
    if (const auto failure = shelf.failure(slate.id, format))
        broken << failure->message;
    if (broken.isEmpty())
        return {};
    return Error{QStringLiteral("slate-mismatch"),
                 QStringLiteral("The slate %1 cannot follow what is live: %2")
                     .arg(slate.name, broken.join(QLatin1Char(' '))),
                 QStringLiteral("/slate"),
                 QStringLiteral("Send a format that a slate can have: H.264 or HEVC, 4:2:0, even sizes."),
                 {{QStringLiteral("checks"), checks}}};
}

Result<void> canGo(const SlateShelf &shelf, const Slate &slate, const QStringList &users)
{
    if (!shelf.isKept(slate.id)) {
        return Error{
            QStringLiteral("slate-given"),
            QStringLiteral("The slate %1 comes with the program or its configuration.").arg(slate.name),
            {},
            QStringLiteral("Take it out of the configuration file."),
            {}};
    }
    if (users.isEmpty())
        return {};
    return Error{
        QStringLiteral("slate-in-use"),
        QStringLiteral("The slate %1 stands ready in %2.").arg(slate.name, users.join(QStringLiteral(", "))),
        {},
        QStringLiteral("Choose another slate there first."),
        {{QStringLiteral("channels"), QJsonArray::fromStringList(users)}}};
}

} // namespace twinfeed::backend
