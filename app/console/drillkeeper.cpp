// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/drillkeeper.h"

#include "widgets/drillpanel.h"

#include <QLoggingCategory>

#include <algorithm>
#include <memory>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

constexpr int drillsAtOnce = 200;
using Order = DrillBoard::Order;

void warn(const char *what, const Error &error)
{
    qCWarning(log).noquote() << what << "cannot be read:" << error.message << error.where;
}

} // namespace

DrillKeeper::DrillKeeper(client::EventStream &events, client::Client &client, DrillBoard &board,
                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_board(board)
{
    connect(&events, &client::EventStream::received, this, &DrillKeeper::apply);
    connect(&events, &client::EventStream::heard, this,
            [this, &events] { m_board.setClockOffset(events.clockOffsetMs()); });
    // What was held counts for what is ready.
    connect(&board, &DrillBoard::drillEnded, this, [this] {
        askForReadiness();
        askForHistory(m_search);
    });
}

void DrillKeeper::serve(const DrillPanel &panel)
{
    connect(&panel, &DrillPanel::startRequested, this, &DrillKeeper::start);
    connect(&panel, &DrillPanel::endRequested, this, &DrillKeeper::end);
    connect(&panel, &DrillPanel::answerRequested, this, &DrillKeeper::answer);
    connect(&panel, &DrillPanel::noteRequested, this, &DrillKeeper::note);
    connect(&panel, &DrillPanel::historyWanted, this, &DrillKeeper::askForHistory);
    connect(&panel, &DrillPanel::readinessWanted, this, &DrillKeeper::askForReadiness);
    connect(&panel, &DrillPanel::picturesWanted, this, &DrillKeeper::askForPictures);
}

void DrillKeeper::apply(const QString &type, const QJsonObject &data)
{
    if (type == QLatin1String("snapshot")) {
        applySnapshot(data);
    } else if (type == QLatin1String("drill")) {
        if (const auto drill = drillFromJson(data))
            m_board.applyDrill(*drill);
        else
            warn("a drill", drill.error());
    } else if (type == QLatin1String("scenario")) {
        if (const auto scenario = scenarioFromJson(data))
            m_board.applyScenario(*scenario);
        else
            warn("a scenario", scenario.error());
    }
}

void DrillKeeper::applySnapshot(const QJsonObject &data)
{
    m_board.applyUnit(data.value(QLatin1String("rehearsal")).toBool());
    m_client.scenarios([this](const Result<std::vector<Scenario>> &scenarios) {
        if (scenarios)
            m_board.setScenarios(*scenarios);
        else
            warn("scenarios", scenarios.error());
    });
    // The newest is the one that runs, if one does.
    client::DrillQuery query;
    query.limit = 1;
    m_client.drills(query, [this](const Result<std::vector<Drill>> &drills) {
        if (drills && !drills->empty() && !drills->front().isOver())
            m_board.applyDrill(drills->front());
    });
    askForReadiness();
}

client::Client::OperationDone DrillKeeper::reportTo(Order order)
{
    return [this, order](const Result<Operation> &done) {
        if (done)
            m_board.accepted(order);
        else
            m_board.refused(order, done.error());
    };
}

void DrillKeeper::start(const QString &scenario, DrillKind kind, const std::optional<qint64> &seed,
                        const QString &channel)
{
    m_client.start({scenario, seed, kind, channel}, reportTo(Order::Start));
    m_board.sent(Order::Start);
}

void DrillKeeper::end(const QString &drill)
{
    m_client.end(drill, [this](const Result<Operation> &done) {
        // One that is over by itself is what was wanted.
        if (done || done.error().code == QLatin1String("drill-over"))
            m_board.accepted(Order::End);
        else
            m_board.refused(Order::End, done.error());
    });
    m_board.sent(Order::End);
}

void DrillKeeper::answer(const QString &drill, const QString &question, int choice)
{
    m_client.answer(drill, question, choice, reportTo(Order::Answer));
    m_board.sent(Order::Answer);
}

void DrillKeeper::note(const QString &drill, const QString &text, const QString &owner, const QString &due)
{
    m_client.note(drill, text, owner, due, reportTo(Order::Note));
    m_board.sent(Order::Note);
}

void DrillKeeper::askForHistory(const QString &search)
{
    m_search = search;
    client::DrillQuery query;
    query.limit = drillsAtOnce;
    query.search = search;
    m_client.drills(query, [this, search](const Result<std::vector<Drill>> &drills) {
        if (!drills)
            warn("drills", drills.error());
        else if (search == m_search) // a newer question is under way else
            m_board.setHistory(*drills);
    });
}

void DrillKeeper::askForPictures(const QString &drill)
{
    const auto &history = m_board.history();
    const auto found = std::ranges::find(history, drill, &Drill::id);
    const auto asked = std::make_shared<Pictures>();
    asked->drill = drill;
    std::vector<int> marks;
    for (const DrillMark &mark : found == history.end() ? std::vector<DrillMark>() : found->marks) {
        if (mark.picture)
            marks.push_back(mark.number);
    }
    asked->open = marks.size();
    if (marks.empty())
        return m_board.setPictures(drill, {});
    for (const int mark : marks) {
        m_client.picture(drill, mark, [this, asked, mark](const Result<QByteArray> &picture) {
            takePicture(*asked, mark, picture);
        });
    }
}

/// A picture that cannot be had is left out; the report is made all the same.
void DrillKeeper::takePicture(Pictures &asked, int mark, const Result<QByteArray> &picture)
{
    if (picture)
        asked.known[mark] = *picture;
    else
        warn("a picture of a drill", picture.error());
    if (--asked.open == 0)
        m_board.setPictures(asked.drill, asked.known);
}

void DrillKeeper::askForReadiness()
{
    m_client.readiness([this](const Result<QJsonObject> &body) {
        const auto readiness = body ? readinessFromJson(*body) : Result<Readiness>(body.error());
        if (readiness)
            m_board.setReadiness(*readiness);
        else
            warn("readiness", readiness.error());
    });
}

} // namespace twinfeed
