// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/live.h"
#include "models/domain/verdict.h"

namespace twinfeed::backend {

/// What a verdict is made of.
struct VerdictFacts
{
    ChannelStatus status;
    /// Those of this channel count; others are passed over.
    std::vector<Metric> metrics;
    Source onAir = Source::Slate;
    /// The names of the rules that hold against each path.
    QStringList primaryFaults;
    QStringList backupFaults;
    int64_t ageUs = 0; ///< of all that
};

/// Compares both paths number by number. Numbers that are too old, or not there, decide nothing; differences that nobody would
/// see neither: 2 % of a rate, 5 % of a bitrate.
Verdict verdictOf(const VerdictFacts &facts, const QDateTime &wall);

/// Facts older than this recommend nothing.
inline constexpr int64_t verdictStaleUs = 3'000'000;
/// The same verdict, after its facts have become too old.
Verdict staleVerdict(Verdict verdict);
/// True where `two` says something else than `one` to somebody who reads the sentence's meaning and not its every figure.
bool saysOtherwise(const Verdict &one, const Verdict &two);

} // namespace twinfeed::backend
