// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <QDateTime>
#include <QString>

#include <cstdint>

namespace twinfeed::backend {

/// Where a channel's programme time stands, so that its timestamps rise for ever. Programme time is the unit clock less
/// `originUs`; that holds as long as the machine is not booted again, whatever becomes of the program. For the time
/// after a boot a mark is kept: at `markWall` the programme had reached `markUs`.
struct ProgrammeTime
{
    int64_t originUs = 0;
    QString bootId;
    int64_t markUs = 0;
    QDateTime markWall;

    bool operator==(const ProgrammeTime &) const = default;
};

/// How often the mark is written, at least.
constexpr int64_t markPeriodUs = 5'000'000;

/// A programme that begins now.
ProgrammeTime newProgrammeTime(const Clock &clock);
/// The same programme with its mark put to now.
ProgrammeTime marked(ProgrammeTime time, const Clock &clock);
/// The programme's time after a start of the backend: goes on without a step on the same boot; on another boot it is
/// further than the programme can have come before, by the wall clock where that went on, and never back.
ProgrammeTime resumed(const ProgrammeTime &time, const Clock &clock);

} // namespace twinfeed::backend
