// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <QDateTime>
#include <QJsonObject>

#include <vector>

namespace twinfeed {

/// One number of both paths side by side.
struct VerdictLine
{
    QString metric;
    QString unit;
    /// Nothing where it is not known, or too old.
    std::optional<double> primary;
    std::optional<double> backup;
    /// The better path in this; nothing where they are as good, or one is not known.
    std::optional<Source> better;

    bool operator==(const VerdictLine &) const = default;
};

/// Which of a channel's two paths is better, and what a take of the other one would look like now.
/// GET /v1/channels/{c}/verdict
struct Verdict
{
    QString channel;
    /// Nothing while they are as good as each other, or too little is known.
    std::optional<Source> better;
    /// Its numbers are of now; if not, nothing is recommended.
    bool current = false;
    QString text; ///< one English sentence
    QString reasonCode; ///< "numbers", "only-fit", "equal", "neither-fit", "stale"
    std::vector<VerdictLine> lines;
    /// The path that a take would go to (the one that is not on air; with the slate on air the better one), the kind of cut
    /// that is expected, and the gap; nothing where no take could be done now.
    std::optional<Source> target;
    std::optional<CutMade> cut;
    std::optional<double> gapMs;
    QDateTime at; ///< UTC

    bool operator==(const Verdict &) const = default;
};

QJsonObject toJson(const VerdictLine &);
QJsonObject toJson(const Verdict &);
/// Lenient to unknown fields.
Result<Verdict> verdictFromJson(const QJsonObject &);

} // namespace twinfeed
