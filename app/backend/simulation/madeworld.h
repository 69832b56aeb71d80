// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/plansight.h"
#include "app/media/failover.h"
#include "models/domain/clock.h"
#include "models/domain/scenario.h"

#include <map>

namespace twinfeed::simulation {

/// A clock that stands until somebody moves it. One thread.
class MadeClock final : public Clock
{
public:
    int64_t now() const override { return m_now; }
    QDateTime wall() const override { return m_wall; }
    QString bootId() const override { return QStringLiteral("made"); }
    void set(int64_t now);

private:
    int64_t m_now = 0;
    QDateTime m_wall = QDateTime(QDate(2026, 1, 1), QTime(18, 0), Qt::UTC);
};

/// One channel that is not there: two paths, a slate, outputs; what faults do to them, and what would be measured then. What it
/// knows besides, and no backend does, is what is really wrong. Times are of the unit clock, microseconds. One thread.
class MadeWorld final
{
public:
    static QString channel() { return QStringLiteral("main"); }

    explicit MadeWorld(QStringList outputs);

    // What is done to it.
    void begin(const ScenarioFault &fault, const QString &on, int64_t now);
    void end(const ScenarioFault &fault, const QString &on, int64_t now);
    /// Everything is whole, the primary is on air.
    void mend(int64_t now);
    void take(Source source) { m_onAir = source; }
    void setOutput(const QString &output, bool enabled, int64_t now);
    void setContentFaults(Source path, std::vector<media::ContentFault> faults);

    /// Time goes on: what would be measured now.
    void advance(int64_t now, const QDateTime &wall);

    // What a backend sees.
    const std::vector<Metric> &metrics() const { return m_metrics; }
    media::Failover::Facts facts() const;
    bool isFit(Source source) const;
    InputState input(Source path) const;
    Source onAir() const { return m_onAir; }
    QString outputState(const QString &output) const;
    bool isEnabled(const QString &output) const { return m_outputs.at(output).enabled; }
    const QStringList &outputs() const { return m_outputIds; }

    /// What is really wrong: 0 nothing, 1 the slate is seen, 2 the picture or the sound is spoilt, 3 nothing is seen; and 1 more
    /// for each output that is down.
    int badness(Source onAir) const;
    int badness() const { return badness(m_onAir); }
    bool isWhole() const;

private:
    struct Path
    {
        std::map<QString, ScenarioFault> faults; // that hold, by id
        bool sends = true;
        int64_t newest = 0; // packet
        int64_t comesAt = 0; // before that it connects
        int64_t cameAt = 0;
        double share = 1; // of its rate that comes through
        std::map<FaultKind, int64_t> since; // of what is seen and heard
        std::vector<media::ContentFault> rules; // that hold against it
    };
    struct Output
    {
        bool enabled = true;
        bool down = false;
        int64_t since = 0; // it is enabled, down or back
    };
    /// What is measured at a path, and in this order; the programme has some of them.
    enum Reading { Fps, Bitrate, Black, Frozen, Silent, SoundOffset, Down, DataAge, RoundTrip, Retransmits };
    static constexpr size_t ofPath = Retransmits + 1;
    static constexpr size_t ofProgramme = Down + 1;
    static constexpr size_t ofOutput = 2; ///< down, probeFailures

    Path &path(Source source) { return source == Source::Backup ? m_backup : m_primary; }
    const Path &path(Source source) const { return source == Source::Backup ? m_backup : m_primary; }
    void add(const QString &node, const char *name);
    void put(size_t place, std::optional<double> value);
    void advance(Path &path, int64_t now);
    void measure(Source source, int64_t now);
    void measureProgramme();
    static bool isSpoilt(const Path &path);

    int64_t m_now = 0;
    QDateTime m_wall;
    Path m_primary;
    Path m_backup;
    Source m_onAir = Source::Primary;
    QStringList m_outputIds;
    std::map<QString, Output> m_outputs;
    std::vector<Metric> m_metrics; // of the primary, the backup, the programme, each output
};

} // namespace twinfeed::simulation
