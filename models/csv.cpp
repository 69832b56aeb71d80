// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/csv.h"

#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::csv {

QByteArray field(const QString &text)
{
    QString field = text;
    static const QString formula = QStringLiteral("=+-@\t\r");
    if (!field.isEmpty() && formula.contains(field.at(0)))
        field.prepend(QLatin1Char('\''));
    static const QString special = QStringLiteral("\",\r\n");
    const bool quoted =
        std::any_of(field.cbegin(), field.cend(), [](QChar c) { return special.contains(c); });
    if (quoted) {
        field.replace(QLatin1Char('"'), QLatin1String("\"\""));
        field = QLatin1Char('"') + field + QLatin1Char('"');
    }
    return field.toUtf8();
}

QByteArray journal(const std::vector<JournalEntry> &entries,
                   const std::function<QString(const JournalEntry &)> &sentence)
{
    QByteArray text("id,at,actor,role,kind,channel,text\r\n");
    for (const JournalEntry &entry : entries) {
        text += QByteArray::number(entry.id) + ',' + entry.at.toUTC().toString(Qt::ISODateWithMs).toLatin1();
        for (const QString &one :
             {entry.actor, entry.role, entry.kind, entry.channel, sentence ? sentence(entry) : entry.text})
            text += ',' + field(one);
        text += "\r\n";
    }
    return text;
}

QByteArray journalLines(const std::vector<JournalEntry> &entries)
{
    QByteArray text;
    for (const JournalEntry &entry : entries)
        text += QJsonDocument(toJson(entry)).toJson(QJsonDocument::Compact) + '\n';
    return text;
}

} // namespace twinfeed::csv
