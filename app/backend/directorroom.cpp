// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/directorroom.h"

#include "app/backend/planshelf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace twinfeed::backend {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.backend")

constexpr int rehearsalsEvery = 20; // ticks: 5 s
constexpr int64_t prunePeriodUs = 3'600'000'000;

QByteArray digestOf(QJsonObject config)
{
    // Versions before knew no such field: what it always was is no change of the text.
    if (config.value(QLatin1String("analysis")).toBool())
        config.remove(QLatin1String("analysis"));
    return QCryptographicHash::hash(QJsonDocument(config).toJson(QJsonDocument::Compact),
                                    QCryptographicHash::Sha256);
}

/// The digest that a version without bridged cuts and failover made of the same text; empty where it could not read it.
QByteArray digestBefore(const ChannelConfig &config)
{
    ChannelConfig plain = config;
    plain.lossMs.reset();
    plain.sound.reset();
    plain.warm = false;
    plain.failover = {};
    plain.primary.delayMs = plain.backup.delayMs = 0;
    for (OutputConfig &output : plain.outputs) {
        output.probeUrl.clear();
        output.keyUrl.clear();
    }
    if (plain != config)
        return {};
    QJsonObject object = toJson(config, true);
    for (const char *name : {"lossMs", "warm", "sound", "failover"})
        object.remove(QLatin1String(name));
    for (const char *name : {"primary", "backup"}) {
        QJsonObject path = object.value(QLatin1String(name)).toObject();
        path.remove(QLatin1String("delayMs"));
        object.insert(QLatin1String(name), path);
    }
    QJsonArray outputs;
    for (const QJsonValue &value : object.value(QLatin1String("outputs")).toArray()) {
        QJsonObject output = value.toObject();
        output.remove(QLatin1String("probeUrl"));
        output.remove(QLatin1String("keyUrl"));
        outputs << output;
    }
    object.insert(QLatin1String("outputs"), outputs);
    if (config.cut == Cut::Bridged)
        object.insert(QLatin1String("cut"), toWord(Cut::Cached)); // the default then
    return digestOf(object);
}

Result<AlarmDesk::Kept> keptOf(const AlarmStore &store)
{
    const auto rules = store.rules();
    if (!rules)
        return rules.error();
    const auto open = store.open();
    if (!open)
        return open.error();
    const auto next = store.nextId();
    if (!next)
        return next.error();
    return AlarmDesk::Kept{*rules, *open, *next};
}

} // namespace

Result<std::unique_ptr<Director::Room>> Director::Room::open(World world)
{
    auto store = Store::open(world.setup.dataFolder + QLatin1String("/twinfeed.db"));
    if (!store)
        return store.error();
    const auto next = (*store)->nextOperationId();
    if (!next)
        return next.error();
    const auto nextDrill = (*store)->drills().nextId();
    if (!nextDrill)
        return nextDrill.error();
    const auto kept = keptOf((*store)->alarms());
    if (!kept)
        return kept.error();
    auto plans = keptPlans((*store)->plans(), world.setup);
    if (!plans)
        return plans.error();
    std::unique_ptr<Room> room(
        new Room(std::move(world), std::move(*store), *next, *nextDrill, *kept, std::move(*plans)));
    if (auto started = room->start(); !started)
        return started.error();
    return room;
}

Director::Room::Room(World world, std::unique_ptr<Store> store, qint64 nextOperation, qint64 nextDrill,
                     AlarmDesk::Kept kept, PlanDesk::Kept plans)
    : m_world(std::move(world))
    , m_store(std::move(store))
    , m_ledger(*m_store, m_world.board, m_world.clock)
    , m_controls(m_world.clock)
    , m_gate(*m_store, m_world.clock, m_controls)
    , m_policy(m_world.setup.allow, m_world.setup.rehearsal)
    , m_operations(nextOperation, m_world.clock)
    , m_shelf(m_world.setup.dataFolder + QLatin1String("/slates"), m_world.encoder, m_world.post,
              [this](const Slate &slate) { slateChanged(slate); })
    , m_seals(m_world.keys, m_world.setup.dataFolder + QLatin1String("/twinfeed.db"))
    , m_units(
          {m_world.clock, m_ledger, m_world.board, *m_store, m_shelf, m_world.engines, m_world.post, m_seals})
    , m_desk({m_world.clock, m_ledger, m_world.board, m_units, [this] { return metricsOutside(); },
              [this](const QString &event, const Alarm &alarm) {
                  if (m_outside)
                      m_outside->tell(event, alarm);
              }},
             m_world.setup.rules, std::move(kept))
    , m_channelCommands(commandWorld())
    , m_slateCommands(commandWorld())
    , m_automationCommands(commandWorld())
    , m_encryptionCommands(commandWorld())
    , m_keyDesk(*m_world.keys, m_ledger, m_world.clock)
    , m_alarmCommands(commandWorld(), m_desk)
    , m_setupCommands(commandWorld(), m_desk)
    , m_controlCommands(commandWorld(), m_controls, m_world.board)
    , m_planDesk({m_world.clock, m_ledger, m_world.board, m_units, m_desk}, std::move(plans))
    , m_planHands({m_world.clock, m_ledger, m_world.board, m_units, m_desk, m_planDesk.eyes(),
                   m_channelCommands, m_slateCommands, m_automationCommands, m_encryptionCommands,
                   m_alarmCommands},
                  m_world.setup.plansOutside)
    , m_planCommands(commandWorld(), m_planDesk, m_world.setup.rehearsal ? RunKind::Rehearsal : RunKind::Live)
    , m_drillCommands(
          commandWorld(),
          {m_world.drillShelf, m_world.drillDesk, *m_store, m_world.setup.drillUnit != nullptr, nextDrill})
    , m_lastMark(m_world.clock.now())
    , m_lastPrune(m_world.clock.now())
{
    if (m_world.courier)
        m_outside.emplace(m_world.setup.outside, *m_world.courier, m_world.clock, m_ledger,
                          m_world.board.incarnation());
    m_ledger.setListener([this](const JournalEntry &entry) { m_world.trends.add(entry); });
}

Director::Room::~Room()
{
    m_units.keepMarks();
    m_ledger.note(QStringLiteral("stop"), {}, QStringLiteral("Twinfeed stops."));
}

CommandWorld Director::Room::commandWorld()
{
    return {m_world.clock,   m_gate,  m_policy, m_ledger,     m_operations,
            m_world.answers, m_shelf, m_units,  m_world.post, m_seals};
}

Result<void> Director::Room::start()
{
    if (auto pruned = m_store->prune(m_world.clock.wall()); !pruned)
        return pruned;
    if (auto put = putSlates(); !put)
        return put;
    if (auto failed = failInterrupted(); !failed)
        return failed;
    if (auto loaded = loadKeys(); !loaded)
        return loaded;
    if (auto loaded = loadScenarios(); !loaded)
        return loaded;
    if (auto aborted = m_drillCommands.abortInterrupted(); !aborted)
        return aborted;
    if (auto resumed = resumeChannels(); !resumed)
        return resumed;
    if (auto applied = applyConfig(); !applied)
        return applied;
    // Runs that the end of the last start left behind go on from here.
    m_planDesk.setHands(m_planHands);
    return {};
}

Result<void> Director::Room::putSlates()
{
    auto own = m_store->slates();
    if (!own)
        return own.error();
    Board::News news;
    const auto put = [&](const Slate &slate, const QString &path) {
        m_shelf.put(slate, path);
        news.slate(slate);
    };
    for (const GivenSlate &given : m_world.setup.slates) {
        // A built-in one has been seen before it was shipped; of the others only their encoding tells.
        const QString state = given.builtIn ? QStringLiteral("ready") : QStringLiteral("encoding");
        put({given.id, given.name, state, {}, QFileInfo(given.file).fileName(), given.builtIn, {}, {}},
            given.file);
    }
    for (Slate &slate : *own) {
        slate.checks.clear(); // of channels as they were before the start
        if (!m_shelf.find(slate.id))
            put(slate, m_shelf.pathOf(slate.file));
        else
            qCWarning(log, "The configuration's slate %ls hides the one that was added.",
                      qUtf16Printable(slate.id));
    }
    m_world.board.publish(news);
    for (const Slate &slate : std::vector(m_shelf.slates())) {
        if (slate.state == QLatin1String("encoding"))
            m_shelf.want(slate.id, {}, [](const SlateShelf::Clip &) {});
    }
    return {};
}

Result<void> Director::Room::failInterrupted()
{
    auto interrupted = m_store->unfinishedOperations();
    if (!interrupted)
        return interrupted.error();
    Changes changes;
    Board::News news;
    for (Operation &operation : *interrupted) {
        operation.state = OperationState::Failed;
        operation.endedAt = m_world.clock.wall();
        operation.problem = Error{QStringLiteral("interrupted"),
                                  QStringLiteral("The backend ended before the outcome was measured."),
                                  {},
                                  QStringLiteral("Look at what is on air now."),
                                  {}};
        news.operation(operation);
        changes.operations.push_back(operation);
    }
    const QString version = QStringLiteral(TWINFEED_VERSION);
    changes.entries.push_back({0,
                               m_world.clock.wall(),
                               QStringLiteral("twinfeed"),
                               {},
                               QStringLiteral("start"),
                               {},
                               QStringLiteral("Twinfeed %1 starts.").arg(version),
                               {{QStringLiteral("version"), version},
                                {QStringLiteral("interrupted"), qint64(interrupted->size())}}});
    return m_ledger.commit(std::move(changes), std::move(news));
}

Result<void> Director::Room::loadKeys()
{
    auto keys = m_store->keys();
    if (!keys)
        return keys.error();
    m_world.keys->load(std::move(*keys));
    if (const auto fault = m_world.keys->fault()) {
        qCCritical(log, "%ls", qUtf16Printable(fault->message));
        m_ledger.note(QStringLiteral("keys-unusable"), {}, fault->message,
                      {{QStringLiteral("code"), fault->code}});
    }
    return {};
}

Result<void> Director::Room::loadScenarios()
{
    for (const Scenario &scenario : m_world.setup.scenarios)
        m_world.drillShelf.put(scenario);
    const auto changed = m_store->drills().scenarios();
    if (!changed)
        return changed.error();
    for (const Scenario &scenario : *changed)
        m_world.drillShelf.put(scenario);
    return {};
}

Result<void> Director::Room::resumeChannels()
{
    auto stored = m_store->channels();
    if (!stored)
        return stored.error();
    Changes changes;
    Board::News news;
    for (StoredChannel &channel : *stored) {
        channel.time = resumed(channel.time, m_world.clock);
        ChannelDocument &document = channel.document;
        // A built-in slate may be gone with an update, the configuration's with an edit.
        if (!m_shelf.find(document.slate) && document.slate != m_shelf.defaultId()) {
            document.slate = m_shelf.defaultId();
            ++document.revision;
        }
        changes.channels.push_back(channel);
        news.channel(document);
    }
    // On disk before the first packet: a second start must find the times that this one went by.
    if (auto kept = m_ledger.commit(std::move(changes), std::move(news)); !kept)
        return kept;
    for (StoredChannel &channel : *stored)
        m_units.start(std::move(channel));
    return {};
}

Result<void> Director::Room::applyConfig()
{
    for (const ChannelConfig &config : m_world.setup.channels) {
        const QByteArray digest = digestOf(toJson(config, true));
        const auto applied = m_store->applied(config.id);
        if (!applied)
            return applied.error();
        if (*applied == digest)
            continue;
        ChannelConfig wanted = config;
        if (!applied->isEmpty() && *applied == digestBefore(config)) {
            const ChannelUnit *unit = m_units.find(config.id);
            if (!unit)
                continue; // taken down since
            // The same text, read by the version before. It knew no bridged cut, which is what the text means now; what
            // people have changed since stays.
            wanted = unit->document().config;
            wanted.cut = config.cut;
        }
        if (auto done = m_channelCommands.applyConfigured(wanted, digest); !done)
            return done;
    }
    return {};
}

void Director::Room::slateChanged(const Slate &slate)
{
    Changes changes;
    if (m_shelf.isKept(slate.id))
        changes.slates.push_back(slate);
    Board::News news;
    news.slate(slate);
    m_ledger.settle(std::move(changes), std::move(news));
}

std::vector<Metric> Director::Room::metricsOutside() const
{
    return m_outside ? m_outside->metrics() : std::vector<Metric>();
}

void Director::Room::tick()
{
    const int64_t now = m_world.clock.now();
    m_units.poll();
    if (m_outside)
        m_outside->tick();
    m_desk.round();
    m_planDesk.round();
    if (!m_world.setup.rehearsal && m_ticks % rehearsalsEvery == 0)
        m_planDesk.addRehearsals(rehearsalsIn(m_world.setup.folderBeside));
    if (++m_ticks % 2 == 0) {
        m_units.publishMetrics(metricsOutside());
        if (m_outside)
            m_world.board.setNodes(m_outside->states());
        m_world.trends.add(m_world.board.metrics());
    }
    m_encryptionCommands.tick();
    m_keyDesk.tick();
    m_controlCommands.tick();
    m_ledger.tick();
    if (now - m_lastMark >= markPeriodUs) {
        m_lastMark = now;
        m_units.keepMarks();
    }
    if (now - m_lastPrune >= prunePeriodUs) {
        m_lastPrune = now;
        if (auto pruned = m_store->prune(m_world.clock.wall()); !pruned)
            qCWarning(log, "%ls", qUtf16Printable(pruned.error().message));
    }
}

} // namespace twinfeed::backend
