// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"
#include "models/domain/drill.h"
#include "models/readiness.h"

#include <QObject>

#include <map>

namespace twinfeed {

/// What the console knows of rehearsals: whether its unit is one, the scenarios, the drill that runs or ran last, what was held
/// before, and whether the event is ready; and what this console asked for and was told. One door as ConsoleState: each public
/// method that is not const changes it and then says so. UI thread; owned by the composition root. Does no I/O.
class DrillBoard final : public QObject
{
    Q_OBJECT

public:
    enum class Order { Start, End, Answer, Note };

    explicit DrillBoard(const Clock &clock, QObject *parent = nullptr)
        : QObject(parent)
        , m_clock(clock)
    {
    }

    /// The backend's wall clock less ours, in milliseconds: its times are compared with now() alone.
    void setClockOffset(qint64 ms) { m_clockOffsetMs = ms; }
    QDateTime now() const { return m_clock.wall().addMSecs(m_clockOffsetMs); }

    // What the backend says.
    /// Another backend, or the same one anew: nothing is known of the drill that runs.
    void applyUnit(bool rehearsal);
    void setScenarios(const std::vector<Scenario> &scenarios);
    void applyScenario(const Scenario &scenario);
    /// The newest is the one that is shown.
    void applyDrill(const Drill &drill);
    /// Newest first; those that were asked for last.
    void setHistory(const std::vector<Drill> &drills);
    void setReadiness(const Readiness &readiness);
    /// Of the programme at a drill's marks, as JPEG: all that could be had.
    void setPictures(const QString &drill, const std::map<int, QByteArray> &pictures);

    // What this console asks for.
    void sent(Order order);
    void accepted(Order order);
    void refused(Order order, const Error &error);

    /// No drill reaches an audience here. Nothing while no backend has said so.
    std::optional<bool> isRehearsal() const { return m_rehearsal; }
    /// By id.
    const std::vector<Scenario> &scenarios() const { return m_scenarios; }
    const Scenario *scenario(const QString &id) const;
    /// Runs, or has ended last; null where none was seen.
    const Drill *drill() const { return m_drill ? &*m_drill : nullptr; }
    bool isRunning() const { return m_drill && !m_drill->isOver(); }
    /// Since the beginning, in milliseconds; how long it was once it has ended; 0 while it is prepared.
    qint64 elapsedMs() const;
    const std::vector<Drill> &history() const { return m_history; }
    const std::optional<Readiness> &readiness() const { return m_readiness; }
    const std::map<int, QByteArray> &pictures() const { return m_pictures; }
    /// Asked for and not answered yet.
    bool isPending(Order order) const { return m_pending == order; }
    /// What the backend would not do last; gone with the next order.
    const std::optional<Error> &refusal() const { return m_refusal; }

Q_SIGNALS:
    void unitChanged();
    void scenariosChanged();
    void drillChanged();
    /// It has ended just now.
    void drillEnded();
    void historyChanged();
    void readinessChanged();
    /// Of this drill.
    void picturesChanged(const QString &drill);
    /// This console asked for something, or was answered.
    void orderChanged();

private:
    const Clock &m_clock;
    qint64 m_clockOffsetMs = 0;
    std::optional<bool> m_rehearsal;
    std::vector<Scenario> m_scenarios;
    std::optional<Drill> m_drill;
    std::vector<Drill> m_history;
    std::optional<Readiness> m_readiness;
    std::map<int, QByteArray> m_pictures;
    std::optional<Order> m_pending;
    std::optional<Error> m_refusal;
};

} // namespace twinfeed
