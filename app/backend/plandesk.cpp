// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plandesk.h"

#include "app/backend/plans/planjournal.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QString self = QStringLiteral("twinfeed");
constexpr size_t keptRecent = 300;
constexpr int lookAfterSeconds = 1800; // as long as the checklist goes
constexpr int64_t tenMinutesUs = 600'000'000;

Error fault(const char *code, const QString &message, const QString &remedy = {})
{
    return Error{QLatin1String(code), message, {}, remedy, {}};
}

QString english(const LocalText &text)
{
    return text.value(QStringLiteral("en"));
}

std::set<QString> baselinesOf(const PlanBook &book)
{
    std::set<QString> names;
    const auto look = [&names](const Condition &condition) {
        eachLeaf(condition, [&names](const Condition &leaf) {
            if (leaf.kind == Condition::Kind::Metric && leaf.compare >= Condition::Compare::AtLeastBaseline)
                names.insert(leaf.name);
        });
    };
    for (const auto &[id, document] : book) {
        if (document.plan.clear)
            look(document.plan.clear->when);
        for (const PlanStep &step : document.plan.steps) {
            if (step.check)
                look(*step.check);
        }
    }
    return names;
}

} // namespace

PlanDesk::PlanDesk(World world, Kept kept)
    : m_world(world)
    , m_removed(std::move(kept.removed))
    , m_rehearsed(std::move(kept.rehearsed))
    , m_buttons(world.clock)
    , m_arms(world.clock)
    , m_unfinished(std::move(kept.unfinished))
    , m_recent(kept.recent.begin(), kept.recent.end())
    , m_nextRun(kept.nextRun)
{
    for (Plan &plan : kept.shipped) {
        if (m_removed.contains(plan.id))
            continue;
        PlanDocument &document = m_book[plan.id];
        document.shipped = true;
        document.author = self;
        document.reason = QStringLiteral("As it came with the program.");
        document.at = m_world.clock.wall();
        document.plan = std::move(plan);
    }
    for (PlanDocument &document : kept.own)
        m_book[document.plan.id] = std::move(document);
    Board::News news;
    for (const auto &[id, document] : m_book)
        news.plan(document);
    m_world.board.publish(news);
    judgeRehearsals();
    m_eyes.remember(baselinesOf(m_book));
}

void PlanDesk::setHands(LivePlanHands &hands)
{
    m_hands = &hands;
    for (PlanRun &run : m_unfinished)
        start(run);
    m_unfinished.clear();
}

void PlanDesk::addRehearsals(const std::set<PlanRehearsal> &green)
{
    const size_t before = m_rehearsed.size();
    m_rehearsed.insert(green.begin(), green.end());
    if (m_rehearsed.size() > before)
        judgeRehearsals();
}

void PlanDesk::judgeRehearsals()
{
    Board::News news;
    for (auto &[id, document] : m_book) {
        const bool rehearsed = m_rehearsed.contains({id, document.revision, digestOf(document.plan, m_book)});
        if (rehearsed == document.rehearsed)
            continue;
        document.rehearsed = rehearsed;
        news.plan(document);
    }
    m_world.board.publish(news);
}

quint64 PlanDesk::nextRevision(const QString &plan) const
{
    if (const auto found = m_book.find(plan); found != m_book.end())
        return found->second.revision + 1;
    const auto gone = m_removed.find(plan);
    return gone == m_removed.end() ? 1 : gone->second + 1;
}

void PlanDesk::adopt(const PlanDocument &document)
{
    m_book[document.plan.id] = document;
    m_removed.erase(document.plan.id);
    judgeRehearsals(); // also of those that run it
    m_eyes.remember(baselinesOf(m_book));
    publish();
}

void PlanDesk::drop(const QString &plan)
{
    m_removed[plan] = m_book.at(plan).revision;
    m_book.erase(plan);
    m_arms.disarm(plan);
    judgeRehearsals();
    publish();
}

JournalEntry PlanDesk::entry(const QString &kind, const QString &channel, const QString &text,
                             const QJsonObject &data) const
{
    return {0, m_world.clock.wall(), self, {}, kind, channel, text, data};
}

void PlanDesk::round()
{
    m_eyes.look(m_world.units, m_world.alarms.metrics(), m_world.alarms.rules().set, m_world.clock.now());
    m_buttons.feed(m_book, m_eyes);
    m_arms.expire();
    lightAndFire();
    for (auto &[id, running] : m_running)
        drive(running);
    std::vector<PlanRun> over;
    for (const auto &[id, running] : m_running) {
        if (running.runner.run().isOver() && !running.unkept)
            over.push_back(running.runner.run());
    }
    for (const PlanRun &run : over)
        ended(run);
    endOverrides();
    lookAfter();
    publish();
}

void PlanDesk::drive(Running &running)
{
    if (running.unkept && !keep(running))
        return;
    const PlanSight &sight = m_eyes.sight(running.runner.run().place.channel);
    // Nothing follows from a change that is not on disk.
    while (running.runner.round(sight)) {
        if (!keep(running))
            return;
    }
}

bool PlanDesk::keep(Running &running)
{
    const PlanRun &run = running.runner.run();
    Changes changes;
    changes.runs.push_back(run);
    for (const PlanNote &note : notesOf(running.told, run))
        changes.entries.push_back(entry(note.kind, run.place.channel, note.text, note.data));
    Board::News news;
    news.planRun(run);
    running.unkept = !m_world.ledger.commit(std::move(changes), std::move(news)).ok();
    if (!running.unkept)
        running.told = run;
    return !running.unkept;
}

void PlanDesk::ended(const PlanRun &run)
{
    m_recent.push_front(run);
    if (m_recent.size() > keptRecent)
        m_recent.pop_back();
    if (run.kind == RunKind::Rehearsal && run.state == RunState::Done)
        addRehearsals({{run.place.plan, run.planRevision, run.planDigest}});
    m_running.erase(run.id);
}

void PlanDesk::lightAndFire()
{
    for (auto &[place, button] : m_buttons.all()) {
        if (!button.watch || button.watch->faults() == button.told)
            continue;
        button.told = button.watch->faults();
        QJsonObject data = toJson(place);
        data.insert(QStringLiteral("title"), twinfeed::toJson(m_book.at(place.plan).plan.title));
        QJsonArray numbers;
        for (const PlanNumber &number : button.numbers)
            numbers << toJson(number);
        data.insert(QStringLiteral("numbers"), numbers);
        m_world.ledger.note(
            QStringLiteral("plan-lit"), place.channel,
            QStringLiteral("Plan \"%1\" is lit: %2.")
                .arg(english(m_book.at(place.plan).plan.title), saidOf(button.numbers, false)),
            data);
        fireItself(button);
    }
}

void PlanDesk::fireItself(PlanButton &button)
{
    const PlanDocument &document = m_book.at(button.place.plan);
    if (!document.plan.automatic)
        return;
    const int64_t now = m_world.clock.now();
    while (!button.automatic.empty() && now - button.automatic.front() > tenMinutesUs)
        button.automatic.pop_front();
    std::optional<Error> why = whyNot(button.place);
    if (!why && !document.rehearsed && document.shipped)
        why = fault("not-rehearsed", QStringLiteral("This version has no green rehearsal."));
    if (!why && int(button.automatic.size()) >= automaticPer10Minutes)
        why = fault(
            "plan-limit",
            QStringLiteral("It has fired by itself %1 times in ten minutes.").arg(automaticPer10Minutes));
    // Who put it in place said why: that is the reason where no rehearsal is green.
    auto run = why
        ? Result<PlanRun>(*why)
        : prepare(button.place, self, {}, document.rehearsed ? QString() : document.reason, RunKind::Live);
    if (!run) {
        QJsonObject data = toJson(button.place);
        data.insert(QStringLiteral("title"), twinfeed::toJson(document.plan.title));
        data.insert(QStringLiteral("problem"), twinfeed::toJson(run.error()));
        m_world.ledger.note(QStringLiteral("plan-not-fired"), button.place.channel,
                            QStringLiteral("Plan \"%1\" does not fire by itself: %2")
                                .arg(english(document.plan.title), run.error().message),
                            data);
        return;
    }
    Changes changes;
    changes.runs.push_back(*run);
    changes.entries.push_back(entry(
        QStringLiteral("plan-auto"), run->place.channel,
        QStringLiteral("Plan \"%1\" fires by itself.").arg(english(document.plan.title)), noteData(*run)));
    Board::News news;
    news.planRun(*run);
    if (!m_world.ledger.commit(std::move(changes), std::move(news)).ok())
        return;
    button.automatic.push_back(now);
    start(*run);
}

Result<PlanRun> PlanDesk::prepare(const PlanPlace &place, const QString &by, const QString &second,
                                  const QString &reason, RunKind kind)
{
    const PlanDocument &document = m_book.at(place.plan);
    auto steps = stepsOf(document.plan, m_book);
    if (!steps)
        return steps.error();
    PlanRun run;
    run.id = QString::number(m_nextRun);
    run.place = place;
    run.title = document.plan.title;
    run.planRevision = document.revision;
    run.planDigest = digestOf(document.plan, m_book);
    run.kind = kind;
    run.by = by;
    run.second = second;
    run.reason = reason;
    run.firedAt = m_world.clock.wall();
    run.steps = std::move(*steps);
    run.preconditions = preconditionsOf(document.plan, m_book);
    int64_t before = m_world.clock.now();
    if (const PlanButton *button = m_buttons.find(place)) {
        run.numbers = button->numbers;
        run.faultAt = button->faultAt;
        run.litAt = button->litAt;
        if (button->watch)
            before = button->watch->faultAt().value_or(before);
    }
    run.baseline = m_eyes.baseline(place.channel, before);
    return run;
}

void PlanDesk::start(const PlanRun &run)
{
    m_nextRun = std::max(m_nextRun, run.id.toLongLong() + 1);
    Board::News news;
    news.planRun(run);
    m_world.board.publish(news);
    m_running.emplace(
        run.id,
        Running{PlanRunner(run, *m_hands, m_world.clock), touchedBy(run.steps, run.place.channel), run});
    m_arms.forget(run.place);
}

PlanRunner *PlanDesk::running(const QString &run)
{
    const auto found = m_running.find(run);
    return found == m_running.end() ? nullptr : &found->second.runner;
}

bool PlanDesk::isRunning(const QString &plan) const
{
    return std::ranges::any_of(m_running,
                               [&](const auto &entry) { return entry.second.told.place.plan == plan; });
}

void PlanDesk::reviewed(const PlanRun &run)
{
    for (PlanRun &one : m_recent) {
        if (one.id == run.id)
            one.review = run.review;
    }
    publish();
}

void PlanDesk::endOverrides()
{
    for (PlanRun &run : m_recent) {
        if (run.state != RunState::Done || !m_hands)
            continue;
        for (size_t i = 0; i < run.steps.size(); ++i) {
            RunStep &step = run.steps[i];
            const QDateTime end = QDateTime::fromString(
                step.evidence.value(QStringLiteral("endsAt")).toString(), Qt::ISODateWithMs);
            if (!end.isValid() || m_world.clock.wall() < end
                || step.evidence.contains(QStringLiteral("endedAt")))
                continue;
            const PlanDeed deed{QStringLiteral("run-%1-%2-end").arg(run.id).arg(i), run.place, self, run.id,
                                &step.step};
            if (!m_hands->restore(step.step.action, step.before, deed))
                continue; // tried again
            step.evidence.insert(QStringLiteral("endedAt"), m_world.clock.wall().toString(Qt::ISODateWithMs));
            Changes changes;
            changes.runs.push_back(run);
            m_world.ledger.settle(std::move(changes), {});
        }
    }
}

void PlanDesk::lookAfter()
{
    for (PlanRun &run : m_recent) {
        if (run.firedAt.secsTo(m_world.clock.wall()) > lookAfterSeconds)
            break;
        if (!lookAfter(run))
            continue;
        Changes changes;
        changes.runs.push_back(run);
        Board::News news;
        news.planRun(run);
        m_world.ledger.settle(std::move(changes), std::move(news));
    }
}

bool PlanDesk::lookAfter(PlanRun &run)
{
    const auto found = m_book.find(run.place.plan);
    if (found == m_book.end() || found->second.revision != run.planRevision)
        return false;
    const Plan &plan = found->second.plan;
    const int64_t now = m_world.clock.now();
    const PlanSight &sight = m_eyes.sight(run.place.channel);
    const auto yes = [&](const Condition &condition) {
        return holds(condition, sight, {now, run.place.output, 0, run.baseline}) == Truth::Yes;
    };
    bool changed = false;
    for (size_t i = 0; i < plan.checklist.size(); ++i) {
        const QString number = QString::number(i) + QLatin1Char(' ');
        const bool ticked =
            std::ranges::any_of(run.ticked, [&](const QString &line) { return line.startsWith(number); });
        if (ticked || !plan.checklist[i].done || !yes(*plan.checklist[i].done))
            continue;
        run.ticked << number + m_world.clock.wall().toString(Qt::ISODateWithMs);
        changed = true;
    }
    if (!plan.clear || run.recoveredAt)
        return changed;
    if (!yes(plan.clear->when)) {
        m_clearSince.erase(run.id);
        return changed;
    }
    const int64_t since = m_clearSince.emplace(run.id, now).first->second;
    if (now - since < int64_t(plan.clear->forMs) * 1000)
        return changed;
    run.recoveredAt = m_world.clock.wall().addMSecs((since - now) / 1000);
    m_clearSince.erase(run.id);
    return true;
}

} // namespace twinfeed::backend
