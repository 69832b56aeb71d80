// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/statefeed.h"

#include "app/console/connectionwords.h"
#include "models/snapshot.h"

#include <QJsonArray>
#include <QLoggingCategory>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

/// Filled once at the start of a connection; a screenful of the list, many times over.
constexpr int journalAtStart = 500;

using Phase = ConnectionState::Phase;

} // namespace

StateFeed::StateFeed(client::EventStream &events, client::Client &client, ConsoleState &state,
                     QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_state(state)
{
    connect(&events, &client::EventStream::opened, this, [this] { setPhase(Phase::Connected, {}); });
    connect(&events, &client::EventStream::heard, this, [this, &events] {
        m_state.touch(m_state.clock().now());
        m_client.setClockOffset(events.clockOffsetMs());
    });
    connect(&events, &client::EventStream::received, this, &StateFeed::apply);
    connect(&events, &client::EventStream::closed, this, &StateFeed::connectionLost);
}

void StateFeed::setBackendName(const QString &name)
{
    m_backend = name;
}

void StateFeed::setUnavailable(const Error &why)
{
    if (!m_state.connected())
        setPhase(m_state.connection().phase, ConnectionWords::of(why));
}

void StateFeed::setPhase(Phase phase, const QString &reason)
{
    ConnectionState connection = m_state.connection();
    // "Since" is when it began, not when it was tried last.
    if (phase != connection.phase)
        connection.since = m_state.clock().wall();
    connection.phase = phase;
    connection.reason = reason;
    connection.backend = m_backend;
    m_state.setConnection(connection);
}

void StateFeed::connectionLost(const Error &why)
{
    const int status = why.details.value(QLatin1String("httpStatus")).toInt();
    const bool refused = status == 401 || status == 403 || why.code == QLatin1String("backend-untrusted")
        || why.code == QLatin1String("unexpected-answer");
    const Phase now = m_state.connection().phase;
    const Phase phase = refused ? Phase::Refused : now == Phase::Connecting ? Phase::Connecting : Phase::Lost;
    setPhase(phase, ConnectionWords::of(why));
}

void StateFeed::apply(const QString &type, const QJsonObject &data)
{
    // An event that cannot be read is of a newer backend, or damaged; what is known stays, and the log says so.
    const auto with = [&type](const auto &result, const auto &take) {
        if (result)
            take(*result);
        else
            qCWarning(log).noquote() << "event" << type << "is not understood:" << result.error().message
                                     << result.error().where;
    };
    if (type == QLatin1String("snapshot")) {
        applySnapshot(data);
    } else if (type == QLatin1String("channel")) {
        with(channelDocumentFromJson(data), [this](const auto &document) { m_state.applyChannel(document); });
    } else if (type == QLatin1String("channel-removed")) {
        m_state.removeChannel(data.value(QLatin1String("id")).toString());
    } else if (type == QLatin1String("status")) {
        with(channelStatusFromJson(data), [this](const auto &status) { m_state.applyStatus(status); });
    } else if (type == QLatin1String("operation")) {
        with(operationFromJson(data), [this](const auto &operation) { m_state.applyOperation(operation); });
    } else if (type == QLatin1String("journal")) {
        with(journalEntryFromJson(data), [this](const auto &entry) { m_state.applyNews(entry); });
    } else if (type == QLatin1String("slate")) {
        with(slateFromJson(data), [this](const auto &slate) { m_state.applySlate(slate); });
    } else if (type == QLatin1String("control")) {
        with(channelControlFromJson(data), [this](const auto &control) { m_state.applyControl(control); });
    } else if (type == QLatin1String("slate-removed")) {
        m_state.removeSlate(data.value(QLatin1String("id")).toString());
    } else if (type == QLatin1String("alarm")) {
        with(alarmFromJson(data), [this](const auto &alarm) { m_state.judgements().applyAlarm(alarm); });
    } else if (type == QLatin1String("verdict")) {
        with(verdictFromJson(data),
             [this](const auto &verdict) { m_state.judgements().applyVerdict(verdict); });
    } else if (type == QLatin1String("rules")) {
        m_state.judgements().rulesAreOld();
    } else if (type == QLatin1String("metrics")) {
        std::vector<Metric> metrics;
        for (const QJsonValue &value : data.value(QLatin1String("metrics")).toArray())
            with(metricFromJson(value.toObject()),
                 [&metrics](const auto &metric) { metrics.push_back(metric); });
        m_state.applyMetrics(metrics);
    }
}

void StateFeed::applySnapshot(const QJsonObject &data)
{
    const auto snapshot = snapshotFromJson(data);
    if (!snapshot) {
        qCWarning(log).noquote() << "the snapshot is not understood:" << snapshot.error().message
                                 << snapshot.error().where;
        return;
    }
    m_state.applySnapshot(*snapshot);
    m_client.me([this](const auto &me) {
        if (!me)
            return; // an older backend: it decides by itself what we may
        m_state.setMe(me->name);
        m_state.setRole(me->role);
    });
    client::JournalQuery query;
    query.limit = journalAtStart;
    m_client.journal(query, [this](const auto &entries) {
        if (entries)
            m_state.applyJournal(*entries);
        else
            qCWarning(log).noquote() << "the journal cannot be read:" << entries.error().message;
    });
    Q_EMIT snapshotApplied();
}

} // namespace twinfeed
