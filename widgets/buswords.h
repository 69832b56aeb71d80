// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/takebus.h"

#include <QCoreApplication>
#include <QString>

namespace twinfeed {

/// What is said beside the bus: a headline and what belongs to it.
struct BusMessage
{
    enum class Tone {
        Quiet, ///< a hint
        Working, ///< sent, accepted
        Good, ///< done, as measured
        Caution, ///< asks for a second press; cannot be pressed
        Bad, ///< refused, failed
    };
    Tone tone = Tone::Quiet;
    QString headline;
    QString detail;

    bool operator==(const BusMessage &) const = default;
};

/// Puts presses, answers and measured results into sentences. UI thread.
class BusWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::BusWords)

public:
    /// What can be done now, with what is judged of it; `verdict` is null while nothing current is known.
    static BusMessage hint(std::optional<Source> next, const Verdict *verdict = nullptr);
    /// Why nothing can be pressed.
    static BusMessage block(TakeBus::Block block, const ConsoleState &state, const QString &channel = {});
    /// Why a press did not lead to a take.
    static BusMessage press(const TakeBus::Press &press);
    /// From the press to the end of this console's own command.
    static BusMessage command(const CommandRecord &command, int64_t now);
    /// Somebody else's take.
    static BusMessage foreign(const Operation &take);
    /// "BACKUP on air after 43 ms, gap 33 ms, cut cached, 12 pictures repeated", and why another cut was made than was
    /// asked for.
    static QString evidence(const TakeEvidence &evidence);
    /// The same without the target and the time, for the second line.
    static QString cutInWords(const TakeEvidence &evidence);
    /// The problem by its code; the backend's own sentence where there are no words for it.
    static QString problem(const Error &error);
    /// The same of the code alone, where our language is another than the backend's; else empty: its own sentences tell
    /// more.
    static QString translated(const QString &code);

private:
    struct Known
    {
        const char *code;
        const char *sentence;
    };
    static const Known *known(const QString &code);
    /// Of these the backend's own sentence tells more, for those who read its language.
    static const Known *knownLess(const QString &code);

    static QString measured(const TakeEvidence &evidence);
    static QString withInstead(const QString &measured, const TakeEvidence &evidence);
    static BusMessage takeInFlight(const CommandRecord &command, int64_t now);
    static BusMessage done(const CommandRecord &command, const Operation &operation);
    /// Of what is no take and no slate; empty for those.
    static QString doneName(const CommandRecord &command);
    static BusMessage refused(const CommandRecord &command, const Error &error);
    static QString name(const QString &kind, const QString &target);
};

} // namespace twinfeed
