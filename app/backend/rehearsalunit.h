// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/config.h"
#include "app/backend/drills/rehearsalguard.h"
#include "app/backend/drills/sinksocket.h"

#include <map>
#include <memory>

namespace twinfeed::backend {

/// The same event, with nothing of it that leads to an audience: each input listens on a port of the loopback interface, each
/// output ends in a sink of the unit, a recording in its folder. Which ports these are is kept in the folder
/// ("rehearsal.json", which also marks it), so that a unit that was killed comes back as it was. Made once at the start, on
/// the main thread; sinks are then the drills'.
class RehearsalUnit final
{
public:
    static constexpr auto markerName = "rehearsal.json";

    /// Errors: "rehearsal-folder" (a live unit has worked there), "folder-failed".
    static Result<std::unique_ptr<RehearsalUnit>> prepare(const DaemonConfig &event,
                                                          const QString &dataFolder);
    /// True where a rehearsal unit has worked there: no live one may.
    static bool isMarked(const QString &dataFolder);
    /// The channels that a live unit keeps in its store, which is only read; none where there is no store.
    static Result<std::vector<ChannelConfig>> channelsOf(const QString &dataFolder);

    const DaemonConfig &config() const { return m_config; }
    const std::shared_ptr<const drills::RehearsalGuard> &guard() const { return m_guard; }
    /// Where the feed of a path goes in; 0 where there is none.
    quint16 inputPort(const QString &channel, Source path) const;
    /// Of "<channel>/<output>"; null where there is none.
    drills::SinkSocket *sink(const QString &channel, const QString &output);
    const QString &folder() const { return m_folder; }

private:
    explicit RehearsalUnit(QString folder);
    void readPorts();
    Result<void> writePorts() const;
    quint16 listeningPort(const QString &name);
    quint16 sinkPort(const QString &name);
    void takeOver(ChannelConfig &channel);

    const QString m_folder;
    DaemonConfig m_config;
    std::map<QString, quint16> m_before; // as kept, by "<channel>/<path or output>"
    std::map<QString, quint16> m_ports;
    std::map<QString, drills::SinkSocket> m_sinks;
    QStringList m_inputs;
    QStringList m_outputs;
    std::shared_ptr<const drills::RehearsalGuard> m_guard;
};

} // namespace twinfeed::backend
