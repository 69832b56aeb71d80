// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/plankeeper.h"

#include "widgets/planpanel.h"

#include <QJsonArray>
#include <QLoggingCategory>
#include <QPointer>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

constexpr int runsAtOnce = 200;
using Order = PlanBoard::Order;

void warn(const QString &what, const Error &error)
{
    qCWarning(log).noquote() << what << "is not understood:" << error.message << error.where;
}

/// Those that can be read.
template <typename T, typename Read>
std::vector<T> listOf(const QJsonObject &data, const char *name, Read read)
{
    std::vector<T> list;
    for (const QJsonValue &value : data.value(QLatin1String(name)).toArray()) {
        if (auto one = read(value.toObject()))
            list.push_back(std::move(*one));
        else
            warn(QLatin1String(name), one.error());
    }
    return list;
}

} // namespace

PlanKeeper::PlanKeeper(client::EventStream &events, client::Client &client, const ConsoleState &state,
                       PlanBoard &board, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_state(state)
    , m_board(board)
{
    connect(&events, &client::EventStream::received, this, &PlanKeeper::apply);
    connect(&events, &client::EventStream::heard, this,
            [this, &events] { m_board.setClockOffset(events.clockOffsetMs()); });
    connect(&board, &PlanBoard::stateChanged, this, [this](const PlanPlace &place) {
        if (const PlanState *shown = m_board.state(place))
            askForRun(shown->run);
    });
}

void PlanKeeper::serve(const PlanPanel &panel)
{
    connect(&panel, &PlanPanel::armRequested, this, &PlanKeeper::arm);
    connect(&panel, &PlanPanel::disarmRequested, this, &PlanKeeper::disarm);
    connect(&panel, &PlanPanel::fireRequested, this, &PlanKeeper::fire);
    connect(&panel, &PlanPanel::abortRequested, this, &PlanKeeper::abort);
    connect(&panel, &PlanPanel::answerRequested, this, &PlanKeeper::answer);
    connect(&panel, &PlanPanel::runsWanted, this, &PlanKeeper::askForRuns);
    connect(&panel, &PlanPanel::reviewRequested, this, &PlanKeeper::review);
    connect(&panel, &PlanPanel::enableRequested, this, &PlanKeeper::enable);
}

void PlanKeeper::apply(const QString &type, const QJsonObject &data)
{
    const auto with = [&type](const auto &result, const auto &take) {
        if (result)
            take(*result);
        else
            warn(type, result.error());
    };
    if (type == QLatin1String("snapshot"))
        applySnapshot(data);
    else if (type == QLatin1String("plan"))
        with(planDocumentFromJson(data), [this](const auto &document) { m_board.applyDocument(document); });
    else if (type == QLatin1String("plan-removed"))
        m_board.removePlan(data.value(QLatin1String("id")).toString());
    else if (type == QLatin1String("plan-state"))
        with(planStateFromJson(data), [this](const auto &state) { m_board.applyState(state); });
    else if (type == QLatin1String("plan-run"))
        with(planRunFromJson(data), [this](const auto &run) { m_board.applyRun(run); });
    else if (type == QLatin1String("channel-removed"))
        m_board.keepOutputs(data.value(QLatin1String("id")).toString(), std::nullopt);
    else if (type == QLatin1String("channel"))
        keepOutputs(data);
}

void PlanKeeper::keepOutputs(const QJsonObject &channel)
{
    const auto document = channelDocumentFromJson(channel);
    if (!document)
        return; // said by whoever keeps the channels
    QStringList outputs;
    for (const OutputConfig &output : document->config.outputs)
        outputs << output.id;
    m_board.keepOutputs(document->config.id, outputs);
}

void PlanKeeper::applySnapshot(const QJsonObject &data)
{
    const auto states = listOf<PlanState>(data, "planStates", planStateFromJson);
    for (const PlanRun &run : listOf<PlanRun>(data, "planRuns", planRunFromJson))
        m_board.applyRun(run);
    m_board.reset(listOf<PlanDocument>(data, "plans", planDocumentFromJson), states, {});
    for (const PlanState &state : states)
        askForRun(state.run);
    if (states.empty())
        return;
    m_client.plans([this](const Result<client::PlanList> &list) {
        if (!list)
            return;
        for (const PlanTimes &times : list.value().times)
            m_board.applyTimes(times);
    });
}

void PlanKeeper::askForRun(const QString &run)
{
    if (run.isEmpty() || m_board.run(run))
        return;
    m_client.run(run, [this](const Result<PlanRun> &known) {
        if (known)
            m_board.applyRun(known.value());
    });
}

void PlanKeeper::arm(const PlanPlace &place)
{
    const ChannelDocument *channel = m_state.channel(place.channel);
    if (!channel)
        return;
    m_client.arm(place, channel->revision, [this, place](const Result<Operation> &done) {
        if (done)
            m_board.armed(place, done.value().request.value(QLatin1String("arm")).toString());
        else
            m_board.refused(place, Order::Arm, done.error());
    });
    m_board.sent(place, Order::Arm);
}

void PlanKeeper::disarm(const PlanPlace &place)
{
    m_client.disarm(place.plan, [this, place](const Result<Operation> &done) {
        // An arm that is over by itself is what was wanted.
        if (done || done.error().code == QLatin1String("not-armed"))
            m_board.accepted(place);
        else
            m_board.refused(place, Order::Disarm, done.error());
    });
    m_board.sent(place, Order::Disarm);
}

client::Client::OperationDone PlanKeeper::reportTo(const PlanPlace &place, Order order)
{
    return [this, place, order](const Result<Operation> &done) {
        if (!done)
            m_board.refused(place, order, done.error());
        else if (order == Order::Fire)
            m_board.fired(place, done.value().request.value(QLatin1String("run")).toString());
        else
            m_board.accepted(place);
    };
}

void PlanKeeper::fire(const PlanPlace &place, const QString &arm, bool held, const QString &reason)
{
    const ChannelDocument *channel = m_state.channel(place.channel);
    const PlanState *shown = m_board.state(place);
    if (!channel || !shown)
        return;
    m_client.fire({place, arm, held, shown->planRevision, reason}, channel->revision,
                  reportTo(place, Order::Fire));
    m_board.sent(place, Order::Fire);
}

void PlanKeeper::abort(const PlanPlace &place, const QString &run)
{
    m_client.abort(run, reportTo(place, Order::Abort));
    m_board.sent(place, Order::Abort);
}

void PlanKeeper::answer(const PlanPlace &place, const QString &run, const QString &answer)
{
    m_client.answer(run, answer, reportTo(place, Order::Answer));
    m_board.sent(place, Order::Answer);
}

void PlanKeeper::askForRuns(const QString &plan, const QString &search)
{
    client::RunQuery query;
    query.plan = plan;
    query.search = search;
    query.limit = runsAtOnce;
    m_asked = plan + QLatin1Char('\n') + search;
    m_client.runs(query, [this, asked = m_asked](const Result<std::vector<PlanRun>> &runs) {
        if (asked != m_asked)
            return;
        if (runs)
            m_board.setHistory(runs.value());
        else
            m_board.setHistoryProblem(runs.error());
    });
}

void PlanKeeper::review(const QString &run, const QString &rootCause, const QString &notes)
{
    m_client.review(run, rootCause, notes, [this](const Result<Operation> &done) {
        if (!done)
            m_board.setHistoryProblem(done.error());
    });
}

void PlanKeeper::enable(const QString &plan, bool enabled, const QString &reason)
{
    const PlanDocument *document = m_board.document(plan);
    if (!document)
        return;
    Plan changed = document->plan;
    changed.enabled = enabled;
    m_client.replace(changed, reason, document->revision, [this](const Result<Operation> &done) {
        if (!done)
            m_board.setHistoryProblem(done.error());
    });
}

} // namespace twinfeed
