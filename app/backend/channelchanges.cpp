// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/channelchanges.h"

#include "app/backend/encryptioncommands.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

// Beyond what one machine carries by far; a script that runs wild must not fill it.
constexpr size_t mostChannels = 32;

/// What is sealed must not be changed into something that cannot be.
Result<void> stillSealable(const ChannelDocument &document)
{
    const auto &outputs = document.config.outputs;
    for (size_t i = 0; i < outputs.size(); ++i) {
        const bool sealed =
            std::ranges::find(document.sealed, outputs[i].id, &SealedOutput::output) != document.sealed.end();
        if (auto can = canBeSealed(outputs[i], QStringLiteral("/outputs/%1/keyUrl").arg(i)); sealed && !can)
            return can;
    }
    return {};
}

/// A slate that nobody gets is on no air.
bool isOnAir(const ChannelUnit &unit)
{
    if (unit.document().ended)
        return false;
    if (unit.document().onAir != Source::Slate)
        return true;
    const ChannelStatus status = unit.status();
    return std::any_of(status.outputs.begin(), status.outputs.end(),
                       [](const OutputStatus &output) { return output.state == OutputState::Live; });
}

} // namespace

Result<StoredChannel> ChannelChanges::created(const server::Command &command, const ChannelConfig &config,
                                              size_t count) const
{
    if (m_world.units.find(config.id)) {
        return Error{QStringLiteral("channel-exists"),
                     QStringLiteral("There is a channel \"%1\" already.").arg(config.id),
                     QStringLiteral("/id"),
                     QStringLiteral("Choose another id, or change that channel with PUT."),
                     {}};
    }
    if (count > mostChannels) {
        return Error{QStringLiteral("too-many-channels"),
                     QStringLiteral("There can be %1 channels at most.").arg(mostChannels),
                     {},
                     QStringLiteral("Take one down that is not needed any more."),
                     {}};
    }
    if (auto allowed = m_world.policy.check(config, nullptr); !allowed)
        return allowed.error();
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    return fresh(config);
}

Result<StoredChannel> ChannelChanges::fresh(const ChannelConfig &config) const
{
    const auto before = m_world.units.lastRevision(config.id);
    if (!before)
        return before.error();
    StoredChannel stored;
    stored.document.config = config;
    stored.document.revision = *before + 1;
    stored.document.slate = m_world.shelf.defaultId();
    stored.time = newProgrammeTime(m_world.clock);
    stored.slateFormat = toJson(media::SlateFormat());
    return stored;
}

Result<ChannelDocument> ChannelChanges::replaced(const server::Command &command, const ChannelUnit &unit,
                                                 const ChannelConfig &config) const
{
    if (auto allowed = m_world.policy.check(config, &unit.document().config); !allowed)
        return allowed.error();
    if (auto admitted = m_world.gate.admit(command, &unit.document()); !admitted)
        return admitted.error();
    ChannelDocument document = unit.document();
    ++document.revision;
    setConfig(document, config);
    dropSealsOfGone(document);
    if (auto sealable = stillSealable(document); !sealable)
        return sealable.error();
    return document;
}

Result<void> ChannelChanges::removable(const server::Command &command, const ChannelUnit &unit) const
{
    if (auto admitted = m_world.gate.admit(command, &unit.document()); !admitted)
        return admitted;
    if (!isOnAir(unit))
        return {};
    return Error{QStringLiteral("channel-on-air"),
                 QStringLiteral("The channel %1 is on air.").arg(unit.document().config.name),
                 {},
                 QStringLiteral("End its event first, or take the slate and switch its outputs off."),
                 {}};
}

} // namespace twinfeed::backend
