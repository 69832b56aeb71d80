// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"

#include <QStringList>

namespace twinfeed::drills {

/// What a rehearsal unit may reach: the addresses that it was given at its start, letter by letter, and files below its own
/// folder. Nothing is looked up and nothing is followed, so that neither a name nor a redirect leads anywhere else. The one
/// place that says so, asked by whoever takes an address in (the server) and by whoever opens one (the engine). Immutable;
/// any thread.
class RehearsalGuard final
{
public:
    /// `inputs`: where encoders come in; `outputs`: the unit's own sinks; `folder`: for files, absolute.
    RehearsalGuard(QStringList inputs, QStringList outputs, QString folder);

    /// Every address of the channel. Error "rehearsal-unit" with the field's JSON pointer.
    Result<void> check(const ChannelConfig &config) const;
    /// Any other address that something of the unit would open: a web hook, a probe, the step of a plan. Error "rehearsal-unit".
    Result<void> checkReached(const QString &url, const QString &where = {}) const;
    /// The channel with nothing in it that check() speaks against: such inputs are empty, such outputs are gone.
    ChannelConfig onlyOwn(ChannelConfig config) const;

private:
    bool isOwnInput(const InputConfig &input) const;
    bool isOwnOutput(const OutputConfig &output) const;
    bool isOwnFile(const QString &path) const;

    const QStringList m_inputs;
    const QStringList m_outputs;
    const QString m_folder;
};

} // namespace twinfeed::drills
