// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <vector>

namespace twinfeed::test {

struct SseEvent
{
    QByteArray id;
    QByteArray type;
    QJsonObject data;
};

/// The whole events of a stream; what is cut off at its end is left out.
inline std::vector<SseEvent> sseEvents(const QByteArray &stream)
{
    std::vector<SseEvent> events;
    const qsizetype end = stream.lastIndexOf("\n\n");
    if (end < 0)
        return events;
    SseEvent event;
    const QByteArray whole = stream.left(end + 1);
    for (const QByteArray &line : whole.split('\n')) {
        if (line.isEmpty()) {
            if (!event.type.isEmpty())
                events.push_back(event);
            event = {};
        } else if (line.startsWith("id: ")) {
            event.id = line.mid(4);
        } else if (line.startsWith("event: ")) {
            event.type = line.mid(7);
        } else if (line.startsWith("data: ")) {
            event.data = QJsonDocument::fromJson(line.mid(6)).object();
        }
    }
    return events;
}

} // namespace twinfeed::test
