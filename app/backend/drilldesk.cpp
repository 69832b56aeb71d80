// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drilldesk.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSaveFile>

#include <algorithm>

namespace twinfeed::backend {

namespace {

using namespace std::chrono_literals;

// The first drill with a fault encodes its loops; on a busy machine that takes minutes.
constexpr int64_t longestPreparationUs = 300'000'000;
constexpr int64_t askAgainUs = 1'500'000;
constexpr int pictureWidth = 640;

bool isFit(const ChannelStatus &status, Source source)
{
    return std::ranges::any_of(
        status.sources, [source](const SourceStatus &each) { return each.source == source && each.fit; });
}

} // namespace

DrillDesk::DrillDesk(World world)
    : m_world(std::move(world))
    , m_thread("drills", 20ms, [this] { round(); })
{
}

DrillDesk::~DrillDesk()
{
    finish();
}

void DrillDesk::finish()
{
    m_thread.run([this] {
        if (m_drill)
            close(DrillState::Aborted, QStringLiteral("The unit went down."));
    });
    m_thread.finish();
}

QString DrillDesk::pictureFile(const QString &folder, const QString &drill, int mark)
{
    return QStringLiteral("%1/drills/%2/%3.jpg").arg(folder, drill).arg(mark);
}

void DrillDesk::begin(const Drill &drill)
{
    m_thread.post([this, drill] {
        m_drill = drill;
        m_zero = m_world.clock.now();
        m_asked = 0;
        m_alarms.clear();
        m_run.emplace(drill.scenario, quint64(drill.seed));
        m_watch.emplace(drill.scenario, m_run->schedule());
        if (isTabletop())
            return startRunning();
        drills::DrillFeeds::Setup setup{m_world.feedProgram,
                                        m_world.unit->inputPort(drill.channel, Source::Primary),
                                        m_world.unit->inputPort(drill.channel, Source::Backup),
                                        drill.scenario.aligned,
                                        {}};
        for (const ScenarioFault &fault : drill.scenario.faults)
            setup.faults.push_back(fault.kind);
        auto feeds = drills::DrillFeeds::start(setup);
        if (!feeds)
            return close(DrillState::Failed, feeds.error().message);
        m_feeds = std::move(*feeds);
    });
}

void DrillDesk::end(const QString &reason)
{
    m_thread.post([this, reason] {
        // What was done until then is worth something all the same.
        if (m_drill)
            close(isTabletop() ? DrillState::Ended : DrillState::Aborted, reason);
    });
}

void DrillDesk::answer(const QString &question, int choice, const QString &who)
{
    m_thread.post([this, question, choice, who] {
        if (!m_drill || !m_watch->answered(question, choice, who, nowMs()))
            return;
        if (!m_drill->operators.contains(who))
            m_drill->operators << who;
        tell();
    });
}

void DrillDesk::publish(const server::Event &event)
{
    const int64_t at = m_world.clock.now();
    if (event.type == QLatin1String("journal")) {
        if (const auto entry = journalEntryFromJson(event.data))
            m_thread.post([this, at, entry = *entry] { hear(entry, (at - m_zero) / 1000); });
    } else if (event.type == QLatin1String("alarm")) {
        if (const auto alarm = alarmFromJson(event.data))
            m_thread.post([this, at, alarm = *alarm] { hear(alarm, (at - m_zero) / 1000); });
    }
}

void DrillDesk::round()
{
    if (!m_drill)
        return;
    if (m_drill->state == DrillState::Preparing)
        prepare();
    else
        run();
}

void DrillDesk::prepare()
{
    if (!m_feeds->isRunning())
        return close(DrillState::Failed, QStringLiteral("The feeds have ended."));
    if (m_world.clock.now() - m_zero > longestPreparationUs)
        return close(DrillState::Failed, QStringLiteral("The feeds did not come up within five minutes."));
    const auto status = m_world.backend.status(m_drill->channel);
    const auto document = m_world.backend.channel(m_drill->channel);
    if (!status || !document)
        return close(DrillState::Failed, QStringLiteral("The channel is gone."));
    const bool ready = isFit(*status, Source::Primary)
        && (document->config.backup.url.isEmpty() || isFit(*status, Source::Backup));
    if (!ready)
        return;
    const bool onAir = status->programme == Source::Primary && document->onAir == Source::Primary;
    const FailoverMode mode = m_drill->scenario.failover;
    const bool armed = document->config.failover.mode == mode && !document->suspended;
    if (onAir && armed)
        return startRunning();
    if (m_asked != 0 && m_world.clock.now() - m_asked < askAgainUs)
        return;
    m_asked = m_world.clock.now();
    // What has come about is seen in the document; what cannot come about ends the drill.
    const auto done = [this, id = m_drill->id](const Result<server::Answer> &answer) {
        static const QStringList passing{QStringLiteral("stale-revision"), QStringLiteral("too-soon"),
                                         QStringLiteral("unfit"), QStringLiteral("shutting-down")};
        if (!answer && !passing.contains(answer.error().code))
            m_thread.post([this, id, why = answer.error().message] {
                if (m_drill && m_drill->id == id && m_drill->state == DrillState::Preparing)
                    close(DrillState::Failed, why);
            });
    };
    if (!onAir)
        m_world.backend.take(command("take"), m_drill->channel, Source::Primary, std::nullopt, false, done);
    else
        m_world.backend.setFailover(command("failover"), m_drill->channel, mode, true, done);
}

void DrillDesk::startRunning()
{
    m_zero = m_world.clock.now();
    m_drill->state = DrillState::Running;
    m_drill->startedAt = m_world.clock.wall();
    m_world.changed(*m_drill);
}

void DrillDesk::run()
{
    const qint64 now = nowMs();
    if (m_run->isOver(now))
        return close(DrillState::Ended, {});
    if (isTabletop())
        return;
    if (!m_feeds->isRunning())
        return close(DrillState::Failed, QStringLiteral("The feeds have ended."));
    lookAtProgramme(now);
    for (const auto &order : m_run->tick(now))
        carryOut(order, now);
    tell();
}

void DrillDesk::carryOut(const drills::DrillRun::Order &order, qint64 now)
{
    const ScenarioFault &fault = m_drill->scenario.faults[order.fault];
    if (fault.kind == FaultKind::OutputDown)
        outputDown(order.on, order.begins);
    else if (order.begins)
        m_feeds->begin(fault, order.on);
    else
        m_feeds->end(fault.kind, order.on);
    if (order.begins)
        m_watch->faultBegan(fault.id, order.on, now);
    else
        m_watch->faultEnded(fault.id, now);
}

void DrillDesk::outputDown(const QString &output, bool down)
{
    const auto document = m_world.backend.channel(m_drill->channel);
    for (const OutputConfig &each : document ? document->config.outputs : std::vector<OutputConfig>()) {
        drills::SinkSocket *sink = m_world.unit->sink(m_drill->channel, each.id);
        if (!sink || (!output.isEmpty() && each.id != output))
            continue;
        if (down)
            sink->close();
        else
            sink->open(sink->port());
        return;
    }
}

void DrillDesk::lookAtProgramme(qint64 now)
{
    const auto status = m_world.backend.status(m_drill->channel);
    if (!status || !status->programme)
        return;
    m_run->noteOnAir(*status->programme);
    m_watch->programme(*status->programme, isFit(*status, *status->programme), now);
}

void DrillDesk::hear(const JournalEntry &entry, qint64 atMs)
{
    // The journal calls it by what was pressed, scenarios by what it is for.
    const auto action = entry.kind == QLatin1String("fire-plan") ? std::optional(OperatorAction::RunPlan)
                                                                 : fromWord<OperatorAction>(entry.kind);
    const bool ours = entry.actor == QLatin1String(actor) || entry.actor == QLatin1String("twinfeed");
    if (!m_drill || m_drill->state != DrillState::Running || isTabletop() || !action || ours || atMs < 0
        || (!entry.channel.isEmpty() && entry.channel != m_drill->channel))
        return;
    const QJsonObject request = entry.data.value(QLatin1String("request")).toObject();
    const drills::Act act{entry.actor, *action, request.value(QLatin1String("source")).toString(),
                          request.value(QLatin1String("plan")).toString()};
    if (!m_drill->operators.contains(entry.actor))
        m_drill->operators << entry.actor;
    if (const QString expected = m_watch->acted(act, atMs); !expected.isEmpty())
        m_run->noteDone(expected, atMs);
}

void DrillDesk::hear(const Alarm &alarm, qint64 atMs)
{
    if (!m_drill || isTabletop() || !alarm.active || !m_alarms.emplace(alarm.id, alarm.occurrences).second)
        return;
    if (m_drill->state != DrillState::Running
        || (!alarm.channel.isEmpty() && alarm.channel != m_drill->channel))
        return;
    m_run->noteAlarm(alarm.rule);
    m_watch->alarmRaised(alarm.rule, atMs);
}

void DrillDesk::close(DrillState state, const QString &reason)
{
    // The unit is left as it was found: no feed, no proxy, each destination up again.
    m_feeds.reset();
    for (const ScenarioFault &fault : m_drill->scenario.faults) {
        if (fault.kind == FaultKind::OutputDown && m_world.unit)
            outputDown(fault.on, false);
    }
    if (m_drill->state == DrillState::Running)
        m_drill->score = m_watch->score(nowMs());
    m_drill->state = state;
    m_drill->reason = reason;
    m_drill->endedAt = m_world.clock.wall();
    collectMarks();
    m_world.changed(*m_drill);
    m_drill.reset();
    m_run.reset();
    m_watch.reset();
}

void DrillDesk::tell()
{
    if (collectMarks())
        m_world.changed(*m_drill);
}

bool DrillDesk::collectMarks()
{
    const auto &marks = m_watch->marks();
    const size_t before = m_drill->marks.size();
    for (size_t i = before; i < marks.size(); ++i) {
        DrillMark &mark = m_drill->marks.emplace_back(marks[i]);
        if (!isTabletop() && mark.kind != QLatin1String("alarm"))
            takePicture(mark);
    }
    return marks.size() != before;
}

void DrillDesk::takePicture(DrillMark &mark) const
{
    const auto picture = m_world.backend.still(m_drill->channel, QStringLiteral("programme"), pictureWidth);
    if (!picture)
        return;
    const QString name = pictureFile(m_world.folder, m_drill->id, mark.number);
    QDir().mkpath(QFileInfo(name).path());
    QSaveFile file(name);
    mark.picture =
        file.open(QIODevice::WriteOnly) && file.write(*picture) == picture->size() && file.commit();
}

server::Command DrillDesk::command(const char *what)
{
    server::Command command;
    command.caller = {QLatin1String(actor), Role::Engineer};
    command.idempotencyKey = QStringLiteral("drill-%1-%2-%3-%4")
                                 .arg(m_drill->id, QLatin1String(what))
                                 .arg(++m_commands)
                                 .arg(m_zero);
    command.fingerprint =
        QCryptographicHash::hash(command.idempotencyKey.toUtf8(), QCryptographicHash::Sha256);
    const auto document = m_world.backend.channel(m_drill->channel);
    command.revision = document ? document->revision : 0;
    command.receivedAt = m_world.clock.now();
    return command;
}

} // namespace twinfeed::backend
