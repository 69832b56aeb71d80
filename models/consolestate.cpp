// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/consolestate.h"

#include <algorithm>

namespace twinfeed {

namespace {

// What is kept of commands: those of a busy minute, so that a late answer still finds its own.
constexpr size_t commandLimit = 100;
constexpr size_t operationLimit = 200;
// As long as the bus tells it.
constexpr int64_t switchStandsUs = 20'000'000;

bool hasEnded(const Operation &operation)
{
    return operation.state != OperationState::Accepted && operation.state != OperationState::Running;
}

/// Of a decision of the engine, or of what became of it.
QJsonValue numberOf(const JournalEntry &entry)
{
    const QLatin1String number("number");
    const QJsonValue decision = entry.data.value(QLatin1String("decision"));
    return decision.isObject() ? decision.toObject().value(number) : entry.data.value(number);
}

/// How far a command is: what is heard by event and by answer may cross on the way.
bool isOlder(const Operation &a, const Operation &b)
{
    const auto rank = [](OperationState state) {
        return state == OperationState::Accepted ? 0 : state == OperationState::Running ? 1 : 2;
    };
    return rank(a.state) < rank(b.state);
}

} // namespace

bool CommandRecord::ended() const
{
    return refusal || (operation && hasEnded(*operation));
}

ConsoleState::ConsoleState(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_connection.since = clock.wall();
}

void ConsoleState::setConnection(const ConnectionState &connection)
{
    m_connection = connection;
    // A new connection starts fresh: what it was silent before is no age of data. Its snapshot follows at once.
    if (connected())
        m_lastEventAt = m_clock.now();
    Q_EMIT connectionChanged();
    updateStale();
}

void ConsoleState::setRole(std::optional<Role> role)
{
    if (m_role == role)
        return;
    m_role = role;
    Q_EMIT roleChanged();
}

void ConsoleState::touch(int64_t lastEventAt)
{
    m_lastEventAt = std::max(m_lastEventAt.value_or(lastEventAt), lastEventAt);
    updateStale();
}

void ConsoleState::tick()
{
    updateStale();
    const int64_t second = m_clock.now() / 1'000'000;
    if (second != m_lastSecond) {
        m_lastSecond = second;
        Q_EMIT secondPassed();
    }
}

void ConsoleState::updateStale()
{
    const std::optional<int64_t> age = dataAgeMs();
    const bool stale = !connected() || !age || *age >= staleAfterMs;
    if (stale == m_stale)
        return;
    m_stale = stale;
    Q_EMIT staleChanged();
}

std::optional<int64_t> ConsoleState::dataAgeMs() const
{
    if (!m_lastEventAt)
        return std::nullopt;
    return std::max<int64_t>((m_clock.now() - *m_lastEventAt) / 1000, 0);
}

void ConsoleState::applySnapshot(const Snapshot &snapshot)
{
    m_channels.clear();
    m_statuses.clear();
    m_statusAt.clear();
    m_slates.clear();
    for (const ChannelDocument &document : snapshot.channels)
        m_channels.insert(document.config.id, document);
    for (const ChannelStatus &status : snapshot.statuses) {
        m_statuses.insert(status.channel, status);
        m_statusAt.insert(status.channel, m_clock.now());
    }
    m_holders.clear();
    for (const ChannelControl &control : snapshot.controls)
        m_holders.insert(control.channel, control.holder);
    for (const Slate &slate : snapshot.slates)
        m_slates.insert(slate.id, slate);
    for (const Operation &operation : snapshot.operations)
        rememberOperation(operation);
    // Histories of channels that are still there go on: a reconnect must not empty the spark lines.
    std::erase_if(m_metrics,
                  [this](const auto &entry) { return !m_channels.contains(std::get<0>(entry.first)); });
    storeMetrics(snapshot.metrics);
    Q_EMIT channelsReset();
    Q_EMIT slatesChanged();
    Q_EMIT metricsChanged();
    m_judgements.reset(snapshot.alarms, snapshot.verdicts);
}

void ConsoleState::applyChannel(const ChannelDocument &document)
{
    const QString id = document.config.id;
    const bool added = !m_channels.contains(id);
    // An answer and an event may cross: the higher revision is the newer truth.
    if (!added && document.revision < m_channels[id].revision)
        return;
    m_channels.insert(id, document);
    if (added)
        Q_EMIT channelsReset();
    else
        Q_EMIT channelChanged(id);
}

void ConsoleState::removeChannel(const QString &channel)
{
    if (m_channels.remove(channel) == 0)
        return;
    m_statuses.remove(channel);
    m_statusAt.remove(channel);
    std::erase_if(m_metrics, [&channel](const auto &entry) { return std::get<0>(entry.first) == channel; });
    Q_EMIT channelsReset();
}

void ConsoleState::applyStatus(const ChannelStatus &status)
{
    const auto known = m_statuses.constFind(status.channel);
    if (known != m_statuses.cend() && known->programme != status.programme)
        restartMeans(status.channel);
    m_statuses.insert(status.channel, status);
    m_statusAt.insert(status.channel, m_clock.now());
    Q_EMIT statusChanged(status.channel);
}

void ConsoleState::restartMeans(const QString &channel)
{
    // The programme carries another source: a slate of 0.1 Mb/s after a path of 4 is in order.
    for (auto &[key, history] : m_metrics) {
        const QString &node = std::get<1>(key);
        if (std::get<0>(key) == channel && !fromWord<Source>(node))
            history.restartMean();
    }
}

void ConsoleState::applyMetrics(const std::vector<Metric> &metrics)
{
    storeMetrics(metrics);
    Q_EMIT metricsChanged();
}

void ConsoleState::storeMetrics(const std::vector<Metric> &metrics)
{
    // The clocks of two machines cannot be compared: how old a value is shows against the newest of the same lot.
    QDateTime newest;
    for (const Metric &metric : metrics) {
        if (!newest.isValid() || metric.at > newest)
            newest = metric.at;
    }
    for (const Metric &metric : metrics) {
        const int64_t age = metric.at.isValid() ? metric.at.msecsTo(newest) : 0;
        m_metrics[{metric.channel, metric.node, metric.name}].add(metric, m_clock.now(), age);
    }
}

void ConsoleState::rememberOperation(const Operation &operation)
{
    const auto known =
        std::find_if(m_operations.begin(), m_operations.end(),
                     [&operation](const Operation &other) { return other.id == operation.id; });
    if (known == m_operations.end()) {
        m_operations.push_back(operation);
        if (m_operations.size() > operationLimit)
            m_operations.pop_front();
    } else if (!isOlder(operation, *known)) {
        *known = operation;
    }
    for (CommandRecord &command : m_commands) {
        if (command.operation && command.operation->id == operation.id
            && !isOlder(operation, *command.operation))
            command.operation = operation;
    }
}

void ConsoleState::applyOperation(const Operation &operation)
{
    rememberOperation(operation);
    Q_EMIT operationChanged(operation.channel);
    const auto own =
        std::find_if(m_commands.cbegin(), m_commands.cend(), [&operation](const CommandRecord &command) {
            return command.operation && command.operation->id == operation.id;
        });
    if (own != m_commands.cend())
        Q_EMIT commandChanged(QString(own->localId));
}

void ConsoleState::applyJournal(const std::vector<JournalEntry> &entries)
{
    const qint64 newest = m_journal.empty() ? 0 : m_journal.front().id;
    std::vector<JournalEntry> added;
    bool older = false;
    for (const JournalEntry &entry : entries) {
        if (entry.id > newest) {
            added.push_back(entry);
            continue;
        }
        const auto place =
            std::lower_bound(m_journal.begin(), m_journal.end(), entry.id,
                             [](const JournalEntry &known, qint64 id) { return known.id > id; });
        if (place != m_journal.end() && place->id == entry.id)
            continue;
        m_journal.insert(place, entry);
        older = true;
    }
    std::sort(added.begin(), added.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    added.erase(
        std::unique(added.begin(), added.end(), [](const auto &a, const auto &b) { return a.id == b.id; }),
        added.end());
    for (const JournalEntry &entry : added)
        m_journal.push_front(entry);
    while (m_journal.size() > journalLimit)
        m_journal.pop_back();
    if (older)
        Q_EMIT journalChanged(0);
    else if (!added.empty())
        Q_EMIT journalChanged(qsizetype(added.size()));
}

void ConsoleState::applyNews(const JournalEntry &entry)
{
    applyJournal({entry});
    const bool decision =
        entry.kind == QLatin1String("failover") || entry.kind == QLatin1String("failover-stayed");
    const auto known = m_decisions.find(entry.channel);
    // A decision to stay right behind a switch hides nothing of that, nor what is measured of it; it is in the journal.
    const bool stayed = entry.kind == QLatin1String("failover-stayed");
    if (stayed && known != m_decisions.end() && known->entry.kind == QLatin1String("failover")
        && m_clock.now() - known->seenAt < switchStandsUs)
        return;
    if (decision)
        m_decisions.insert(entry.channel, {entry, {}, m_clock.now()});
    else if (entry.kind.startsWith(QLatin1String("failover-")) && known != m_decisions.end()
             && numberOf(known->entry) == numberOf(entry))
        known->outcome = entry;
    else
        return;
    Q_EMIT decided(entry.channel);
}

void ConsoleState::setMe(const QString &name)
{
    if (m_me == name)
        return;
    m_me = name;
    for (const QString &channel : channelIds())
        Q_EMIT controlChanged(channel);
}

void ConsoleState::applyControl(const ChannelControl &control)
{
    if (control.holder.isEmpty())
        m_holders.remove(control.channel);
    else
        m_holders.insert(control.channel, control.holder);
    Q_EMIT controlChanged(control.channel);
}

void ConsoleState::applySlate(const Slate &slate)
{
    m_slates.insert(slate.id, slate);
    Q_EMIT slatesChanged();
}

void ConsoleState::removeSlate(const QString &slate)
{
    if (m_slates.remove(slate) > 0)
        Q_EMIT slatesChanged();
}

void ConsoleState::commandSent(const QString &localId, const QString &channel, const QString &kind,
                               const QString &target)
{
    m_commands.push_back({localId, channel, kind, target, m_clock.now(), {}, {}, {}});
    if (m_commands.size() > commandLimit)
        m_commands.pop_front();
    Q_EMIT commandChanged(localId);
}

void ConsoleState::commandAcknowledged(const QString &localId, const Operation &operation)
{
    const auto command =
        std::find_if(m_commands.begin(), m_commands.end(),
                     [&localId](const CommandRecord &other) { return other.localId == localId; });
    if (command == m_commands.end())
        return;
    command->acknowledgedAt = m_clock.now();
    // The event of the result may have come before the answer to the command.
    const auto known =
        std::find_if(m_operations.cbegin(), m_operations.cend(),
                     [&operation](const Operation &other) { return other.id == operation.id; });
    command->operation = known != m_operations.cend() && isOlder(operation, *known) ? *known : operation;
    command->refusal.reset();
    rememberOperation(*command->operation);
    Q_EMIT operationChanged(operation.channel);
    Q_EMIT commandChanged(localId);
}

void ConsoleState::commandRefused(const QString &localId, const Error &error)
{
    const auto command =
        std::find_if(m_commands.begin(), m_commands.end(),
                     [&localId](const CommandRecord &other) { return other.localId == localId; });
    if (command == m_commands.end())
        return;
    command->refusal = error;
    Q_EMIT commandChanged(localId);
}

const ChannelDocument *ConsoleState::channel(const QString &id) const
{
    const auto found = m_channels.constFind(id);
    return found == m_channels.cend() ? nullptr : &*found;
}

const ChannelStatus *ConsoleState::status(const QString &channel) const
{
    const auto found = m_statuses.constFind(channel);
    return found == m_statuses.cend() ? nullptr : &*found;
}

const SourceStatus *ConsoleState::sourceStatus(const QString &channel, Source source) const
{
    const ChannelStatus *all = status(channel);
    if (!all)
        return nullptr;
    const auto found = std::find_if(all->sources.cbegin(), all->sources.cend(),
                                    [source](const SourceStatus &other) { return other.source == source; });
    return found == all->sources.cend() ? nullptr : &*found;
}

bool ConsoleState::isLocked(const QString &channel, Source source) const
{
    const ChannelDocument *document = this->channel(channel);
    return document
        && std::find(document->locked.cbegin(), document->locked.cend(), source) != document->locked.cend();
}

const DecisionNews *ConsoleState::newestDecision(const QString &channel) const
{
    const auto found = m_decisions.constFind(channel);
    return found == m_decisions.cend() ? nullptr : &*found;
}

std::optional<int64_t> ConsoleState::packetAgeMs(const QString &channel, Source source) const
{
    const SourceStatus *status = sourceStatus(channel, source);
    if (!status || !status->ageMs)
        return std::nullopt;
    return *status->ageMs + statusAgeMs(channel);
}

int64_t ConsoleState::statusAgeMs(const QString &channel) const
{
    const auto at = m_statusAt.constFind(channel);
    return at == m_statusAt.cend() ? 0 : (m_clock.now() - *at) / 1000;
}

const MetricHistory *ConsoleState::metric(const QString &channel, const QString &node,
                                          const QString &name) const
{
    const auto found = m_metrics.find({channel, node, name});
    return found == m_metrics.end() ? nullptr : &found->second;
}

const CommandRecord *ConsoleState::command(const QString &localId) const
{
    const auto found =
        std::find_if(m_commands.cbegin(), m_commands.cend(),
                     [&localId](const CommandRecord &other) { return other.localId == localId; });
    return found == m_commands.cend() ? nullptr : &*found;
}

const CommandRecord *ConsoleState::newestCommand(const QString &channel, const QString &kind) const
{
    const auto found =
        std::find_if(m_commands.crbegin(), m_commands.crend(), [&](const CommandRecord &other) {
            return other.channel == channel && other.kind == kind;
        });
    return found == m_commands.crend() ? nullptr : &*found;
}

const Operation *ConsoleState::newestOperation(const QString &channel, const QString &kind) const
{
    const auto found =
        std::find_if(m_operations.crbegin(), m_operations.crend(),
                     [&](const Operation &other) { return other.channel == channel && other.kind == kind; });
    return found == m_operations.crend() ? nullptr : &*found;
}

} // namespace twinfeed
