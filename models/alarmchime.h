// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QSet>

#include <optional>

namespace twinfeed {

/// When an alarm is to be heard, and which: the worst of those that call. A notice sounds once, a warning again each 30 s,
/// a critical one each 4 s, until somebody acknowledges, shelves or silences it, or it is over. Silence is this console's
/// alone: it changes no alarm, and what comes new is heard again. On old truth nothing sounds. Who plays sounds connects
/// to sound(). UI thread.
class AlarmChime final : public QObject
{
    Q_OBJECT

public:
    static constexpr int64_t criticalEveryUs = 4'000'000;
    static constexpr int64_t warningEveryUs = 30'000'000;

    /// `state` outlives it.
    explicit AlarmChime(const ConsoleState &state, QObject *parent = nullptr);

    /// Ends what sounds now.
    void silence();
    /// Something would be heard again.
    bool isCalling() const { return worst().has_value(); }
    /// Of all that sounds, or would; nothing where nothing does.
    std::optional<Severity> worst() const;
    /// Ten times a second.
    void tick();

Q_SIGNALS:
    void sound(twinfeed::Severity severity);
    /// isCalling() may have changed.
    void changed();

private:
    bool sounds(const Alarm &alarm) const;
    void raised(const Alarm &alarm);

    const ConsoleState &m_state;
    QSet<QString> m_silenced; ///< alarms
    std::optional<int64_t> m_playedAt;
    Severity m_played = Severity::Notice;
    bool m_noticeDue = false;
};

} // namespace twinfeed
