// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/slatewords.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace twinfeed {

QString SlateWords::what(const QString &name)
{
    if (name == QLatin1String("codec"))
        return tr("Codec");
    if (name == QLatin1String("size"))
        return tr("Size");
    if (name == QLatin1String("rate"))
        return tr("Picture rate");
    if (name == QLatin1String("profile"))
        return tr("Profile");
    if (name == QLatin1String("scan"))
        return tr("Scan", "interlaced or progressive");
    if (name == QLatin1String("sound"))
        return tr("Sound");
    if (name == QLatin1String("loudness"))
        return tr("Loudness");
    if (name == QLatin1String("peak"))
        return tr("Peak level");
    return name;
}

QString SlateWords::sentence(const SlateCheck &check)
{
    if (check.live.isEmpty())
        return check.text.isEmpty() ? what(check.name) : check.text;
    return tr("%1: live %2, slate %3.", "what was compared; two values")
        .arg(what(check.name), check.live, check.slate);
}

QStringList SlateWords::troubles(const std::vector<SlateCheck> &checks, const QString &channel)
{
    std::vector<SlateCheck> found;
    std::copy_if(checks.cbegin(), checks.cend(), std::back_inserter(found), [&](const SlateCheck &check) {
        return !check.ok && (channel.isEmpty() || check.channel == channel);
    });
    std::stable_sort(found.begin(), found.end(),
                     [](const SlateCheck &a, const SlateCheck &b) { return a.breaks > b.breaks; });
    QStringList sentences;
    for (const SlateCheck &check : found)
        sentences << sentence(check);
    return sentences;
}

QStringList SlateWords::troubles(const QJsonObject &details)
{
    QStringList sentences;
    for (const QJsonValue &value : details.value(QLatin1String("checks")).toArray()) {
        const QJsonObject check = value.toObject();
        const auto text = [&check](const char *key) { return check.value(QLatin1String(key)).toString(); };
        if (check.value(QLatin1String("breaks")).toBool())
            sentences << sentence({{}, text("name"), false, true, text("live"), text("slate"), text("text")});
    }
    return sentences;
}

} // namespace twinfeed
