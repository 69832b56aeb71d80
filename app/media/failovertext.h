// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/failover.h"

/// What Failover saw, as sentences and numbers for people. Free functions, pure.
namespace twinfeed::media {

inline const Failover::SourceFacts &of(const Failover::Facts &facts, Source source)
{
    return facts.sources[size_t(source)];
}

/// "nothing came for 312 ms"
QString ageText(const Failover::SourceFacts &source, int64_t now);
/// Why a source may not be gone to, in half a sentence: "the backup is lost (...)".
QString faultText(Source which, const Failover::SourceFacts &source, int64_t now);
/// The same as a code.
QString faultCode(const Failover::SourceFacts &source);
/// All that a decision rests on, by name.
QJsonObject numbersOf(const Failover::Facts &facts, const FailoverOrders &orders, int64_t now);

} // namespace twinfeed::media
