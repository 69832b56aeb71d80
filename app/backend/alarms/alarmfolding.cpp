// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmfolding.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QLatin1String bothPaths("both-paths-lost");
const QLatin1String allInputs("all-inputs-lost");
const QLatin1String channelNode("channel");
const QLatin1String backendNode("backend");
const QLatin1String programmeNode("programme");
const QLatin1String pathKind("path");
const QLatin1String outputKind("output");
const QLatin1String outsideNode("node");
const QLatin1String outsideHook("webhook");

/// The alarms as one looks among them for what an alarm follows from.
class Causes final
{
public:
    Causes(const std::vector<Alarm> &alarms, const Surroundings &surroundings)
        : m_alarms(alarms)
        , m_surroundings(surroundings)
    {
    }

    /// The one that `alarm` follows from directly; null where it stands for itself.
    const Alarm *of(const Alarm &alarm) const
    {
        if (alarm.node == backendNode)
            return nullptr;
        if (alarm.node == channelNode)
            return find({}, backendNode);
        if (const Alarm *cause = causeAt(alarm.channel, alarm.node);
            cause && cause != &alarm && !outranks(alarm, *cause))
            return cause;
        const QString kind = nodeKind(alarm.node);
        if (kind == pathKind)
            return alarm.cause ? find(alarm.channel, channelNode) : nullptr;
        if (kind == programmeNode)
            return ofProgramme(alarm);
        if (kind == outputKind)
            return ofOutput(alarm);
        // Where no input comes through, nobody else on the network is reached either.
        if (kind == outsideNode || kind == outsideHook)
            return find({}, backendNode);
        return nullptr;
    }

private:
    /// Of two causes at one node the older one is the root.
    static bool outranks(const Alarm &one, const Alarm &other)
    {
        return one.cause && one.id.toLongLong() < other.id.toLongLong();
    }

    const Alarm *find(const QString &channel, QLatin1String node) const
    {
        const auto it = std::find_if(m_alarms.begin(), m_alarms.end(), [&](const Alarm &alarm) {
            return alarm.active && alarm.channel == channel && alarm.node == node;
        });
        return it == m_alarms.end() ? nullptr : &*it;
    }

    const Alarm *causeAt(const QString &channel, const QString &node) const
    {
        const auto it = std::find_if(m_alarms.begin(), m_alarms.end(), [&](const Alarm &alarm) {
            return alarm.active && alarm.cause && alarm.channel == channel && alarm.node == node;
        });
        return it == m_alarms.end() ? nullptr : &*it;
    }

    /// What is wrong with the programme is mostly wrong with the path that it shows.
    const Alarm *ofProgramme(const Alarm &alarm) const
    {
        if (const Alarm *both = find(alarm.channel, channelNode))
            return both;
        const auto around = m_surroundings.find(alarm.channel);
        if (around == m_surroundings.end() || !around->second.onAir)
            return nullptr;
        const QString path = toWord(*around->second.onAir);
        if (const Alarm *cause = causeAt(alarm.channel, path))
            return cause;
        const auto same = std::find_if(m_alarms.begin(), m_alarms.end(), [&](const Alarm &other) {
            return other.active && other.channel == alarm.channel && other.node == path
                && other.rule == alarm.rule;
        });
        return same == m_alarms.end() ? nullptr : &*same;
    }

    /// An output that has nothing to send, or no network.
    const Alarm *ofOutput(const Alarm &alarm) const
    {
        if (const Alarm *programme = causeAt(alarm.channel, programmeNode))
            return programme;
        return find({}, backendNode);
    }

    const std::vector<Alarm> &m_alarms;
    const Surroundings &m_surroundings;
};

bool isLost(const std::vector<Alarm> &alarms, const QString &channel, const QString &node)
{
    return std::any_of(alarms.begin(), alarms.end(), [&](const Alarm &alarm) {
        return alarm.active && alarm.cause && alarm.channel == channel && alarm.node == node;
    });
}

} // namespace

std::vector<WiderAlarm> widerAlarms(const std::vector<Alarm> &alarms, const Surroundings &surroundings)
{
    std::vector<WiderAlarm> wider;
    int channels = 0;
    int inputs = 0;
    bool all = true;
    for (const auto &[id, around] : surroundings) {
        const auto lost =
            std::count_if(around.paths.begin(), around.paths.end(),
                          [&, id = id](const QString &node) { return isLost(alarms, id, node); });
        const bool both = around.paths.size() > 1 && lost == around.paths.size();
        wider.push_back(
            {bothPaths, id, channelNode, QStringLiteral("%1: both paths are lost.").arg(around.name), both});
        channels += around.paths.isEmpty() ? 0 : 1;
        inputs += int(around.paths.size());
        all = all && lost == around.paths.size();
    }
    wider.push_back({allInputs,
                     {},
                     backendNode,
                     QStringLiteral("All %1 inputs of %2 channels are lost: look at this machine's network.")
                         .arg(inputs)
                         .arg(channels),
                     all && channels > 1});
    return wider;
}

std::map<QString, QString> rootsOf(const std::vector<Alarm> &alarms, const Surroundings &surroundings)
{
    const Causes causes(alarms, surroundings);
    std::map<QString, QString> roots;
    for (const Alarm &alarm : alarms) {
        if (!alarm.active)
            continue;
        const Alarm *top = &alarm;
        // Each step goes up a level (output, programme, path, channel, backend); no more than there are.
        for (int level = 0; level < 6; ++level) {
            const Alarm *above = causes.of(*top);
            if (!above || above == &alarm)
                break;
            top = above;
        }
        if (top != &alarm)
            roots[alarm.id] = top->id;
    }
    return roots;
}

} // namespace twinfeed::backend
