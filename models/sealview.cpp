// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sealview.h"

#include <algorithm>

namespace twinfeed {

namespace {

using Look = SealView::Look;

SealView::Look lookOf(const EncryptionStatus &status, std::optional<qint64> ageMs, bool stale)
{
    if (stale)
        return Look::Stale;
    if (status.disagrees)
        return Look::Disagrees;
    if (status.seen == EncryptionSeen::Unknown || !ageMs)
        return Look::Unknown;
    if (*ageMs > SealView::freshForMs)
        return Look::Stale;
    switch (status.seen) {
    case EncryptionSeen::Clear:
        return Look::Clear;
    case EncryptionSeen::Sealed:
        return Look::Sealed;
    default:
        return Look::Mixed;
    }
}

/// What matters more hides what matters less.
int rank(Look look)
{
    static constexpr Look order[]{Look::None,    Look::Clear, Look::Sealed, Look::Partly,
                                  Look::Unknown, Look::Stale, Look::Mixed,  Look::Disagrees};
    return int(std::find(std::begin(order), std::end(order), look) - std::begin(order));
}

} // namespace

SealView sealViewOf(const OutputStatus &output, qint64 sinceMs, bool stale)
{
    SealView view;
    if (output.state == OutputState::Off)
        return view;
    const EncryptionStatus &status = output.encryption;
    if (status.seenAgeMs)
        view.ageMs = *status.seenAgeMs + sinceMs;
    view.look = lookOf(status, view.ageMs, stale);
    view.seen = status.seen;
    view.key = status.seenKey;
    view.sending = status.sending;
    view.reason = status.reason;
    view.reasonCode = status.reasonCode;
    view.output = output.id;
    view.outputs = 1;
    view.sealed = view.look == Look::Sealed;
    view.clear = view.look == Look::Clear;
    return view;
}

SealView sealViewOf(const ConsoleState &state, const QString &channel)
{
    SealView all;
    const ChannelStatus *status = state.status(channel);
    if (!status)
        return all;
    for (const OutputStatus &output : status->outputs) {
        const SealView one = sealViewOf(output, state.statusAgeMs(channel), state.stale());
        if (one.look == Look::None)
            continue;
        SealView sum = rank(one.look) > rank(all.look) ? one : all;
        if (one.look == all.look && all.reasonCode.isEmpty() && !one.reasonCode.isEmpty()) {
            sum.reason = one.reason;
            sum.reasonCode = one.reasonCode;
            sum.output = one.output;
        }
        sum.outputs = all.outputs + 1;
        sum.sealed = all.sealed + one.sealed;
        sum.clear = all.clear + one.clear;
        if (all.ageMs && one.ageMs)
            sum.ageMs = std::max(*all.ageMs, *one.ageMs);
        // Different keys are each right in their outputs, but no key is the channel's then.
        if (all.outputs > 0 && all.key != one.key && all.look == Look::Sealed && one.look == Look::Sealed)
            sum.key.reset();
        all = sum;
    }
    if (all.look == Look::Sealed && all.sealed < all.outputs) {
        all.look = Look::Partly;
        all.output.clear();
    }
    return all;
}

std::optional<qint64> sealChangesInMs(const ConsoleState &state, const QString &channel)
{
    std::optional<qint64> longest;
    const ChannelStatus *status = state.status(channel);
    if (!status || state.stale())
        return longest;
    for (const OutputStatus &output : status->outputs) {
        if (!output.encryption.changesInMs)
            continue;
        const qint64 left = std::max<qint64>(*output.encryption.changesInMs - state.statusAgeMs(channel), 0);
        longest = std::max(longest.value_or(0), left);
    }
    return longest;
}

} // namespace twinfeed
