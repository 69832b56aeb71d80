// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/drillfeeds.h"
#include "app/backend/drills/drillwatch.h"
#include "app/backend/rehearsalunit.h"
#include "app/backend/taskthread.h"
#include "app/server/backend.h"
#include "models/domain/clock.h"

#include <set>

namespace twinfeed::backend {

/// Holds one drill at a time: brings the feeds up and the unit into its first state, makes the faults when they are due, and
/// shows the watch what people and the unit do. A thread of its own ("drills"), fifty rounds a second, since a fault must come
/// within a few hundredths of a second of when the same seed brought it before. It commands the unit as anybody does, under
/// the name "rehearsal".
class DrillDesk final : public server::EventSink
{
public:
    struct World
    {
        const Clock &clock;
        server::Backend &backend; ///< asked, and commanded, from the drills thread
        RehearsalUnit *unit =
            nullptr; ///< null: a live unit, where only tabletops are held; outlives the desk
        QString folder; ///< for pictures
        QString feedProgram;
        /// The drill has changed; on the drills thread.
        std::function<void(const Drill &)> changed;
    };

    explicit DrillDesk(World world);
    /// finish()
    ~DrillDesk() override;

    // Any thread.
    void begin(const Drill &drill);
    /// As over before its time.
    void end(const QString &reason);
    void answer(const QString &question, int choice, const QString &actor);
    /// Ends what runs, and the thread: nothing is changed after it.
    void finish();
    static QString pictureFile(const QString &folder, const QString &drill, int mark);

    // Director's thread: what everybody hears.
    void publish(const server::Event &event) override;
    void publishMetrics(const std::vector<Metric> &) override { }

    static constexpr auto actor = "rehearsal";

private:
    void round();
    void prepare();
    void startRunning();
    void run();
    void carryOut(const drills::DrillRun::Order &order, qint64 nowMs);
    void outputDown(const QString &output, bool down);
    void lookAtProgramme(qint64 nowMs);
    void hear(const JournalEntry &entry, qint64 atMs);
    void hear(const Alarm &alarm, qint64 atMs);
    void close(DrillState state, const QString &reason);
    /// Tells what is new, with a picture of the programme at each new mark.
    void tell();
    bool collectMarks();
    void takePicture(DrillMark &mark) const;
    server::Command command(const char *what);
    qint64 nowMs() const { return (m_world.clock.now() - m_zero) / 1000; }
    bool isTabletop() const { return m_drill && m_drill->kind == DrillKind::Tabletop; }

    const World m_world;
    // The drills thread's.
    std::optional<Drill> m_drill;
    std::unique_ptr<drills::DrillFeeds> m_feeds;
    std::optional<drills::DrillRun> m_run;
    std::optional<drills::DrillWatch> m_watch;
    std::set<std::pair<QString, int>> m_alarms; // that were heard, with their occurrence
    int64_t m_zero = 0; // unit clock, microseconds
    int64_t m_asked = 0; // when the unit was told to stand as at the beginning; 0: not yet
    int m_commands = 0;
    TaskThread m_thread; // last: uses all above
};

} // namespace twinfeed::backend
