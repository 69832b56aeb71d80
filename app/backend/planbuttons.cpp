// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planbuttons.h"

namespace twinfeed::backend {

namespace {

const QLatin1String causeKey("cause");

} // namespace

std::vector<PlanPlace> PlanButtons::sync(const PlanBook &book, const PlanEyes &eyes)
{
    std::map<PlanPlace, quint64> wanted;
    for (const auto &[id, document] : book) {
        for (const QString &channel : eyes.channels()) {
            if (!document.plan.channel.isEmpty() && document.plan.channel != channel)
                continue;
            const QStringList outputs =
                document.plan.perOutput ? eyes.outputs(channel) : QStringList(QString());
            for (const QString &output : outputs)
                wanted[{id, channel, output}] = document.revision;
        }
    }
    std::vector<PlanPlace> gone;
    std::erase_if(m_buttons, [&](const auto &entry) {
        if (wanted.contains(entry.first))
            return false;
        gone.push_back(entry.first);
        return true;
    });
    for (const auto &[place, revision] : wanted) {
        PlanButton &button = m_buttons[place];
        if (button.revision == revision)
            continue;
        const auto published = button.published;
        button = {};
        button.place = place;
        button.revision = revision;
        button.published = published;
        if (const auto &trigger = book.at(place.plan).plan.trigger)
            button.watch.emplace(*trigger);
    }
    return gone;
}

void PlanButtons::feed(const PlanBook &book, const PlanEyes &eyes)
{
    const int64_t now = m_clock.now();
    for (auto &[place, button] : m_buttons) {
        if (!button.watch)
            continue;
        button.numbers.clear();
        const Condition &when = book.at(place.plan).plan.trigger->when;
        button.watch->feed(
            holds(when, eyes.sight(place.channel), {now, place.output, 0, {}}, &button.numbers), now);
        const auto wall = [&](std::optional<int64_t> at) {
            return at ? std::optional(m_clock.wall().addMSecs((*at - now) / 1000)) : std::nullopt;
        };
        // Labels are made once for each fault: the wall clock may be set meanwhile.
        if (!button.watch->faultAt())
            button.faultAt = button.litAt = std::nullopt;
        else if (!button.litAt)
            button.faultAt = wall(button.watch->faultAt()), button.litAt = wall(button.watch->litAt());
    }
}

PlanButton *PlanButtons::find(const PlanPlace &place)
{
    const auto found = m_buttons.find(place);
    return found == m_buttons.end() ? nullptr : &found->second;
}

bool isNews(const PlanState &before, const PlanState &now)
{
    PlanState old = before;
    // A moment of the clock is no change, nor is what an arm has left.
    old.deadline = now.deadline;
    if (old.arm && now.arm && old.arm->id == now.arm->id && old.arm->second == now.arm->second)
        old.arm = now.arm;
    if (!now.lit && !now.arm && old.lit == now.lit) {
        old.numbers = now.numbers;
        if (old.reasonCode == now.reasonCode
            && old.reasonDetails.value(causeKey) == now.reasonDetails.value(causeKey)) {
            old.reason = now.reason;
            old.reasonDetails = now.reasonDetails;
        }
    }
    return old != now;
}

} // namespace twinfeed::backend
