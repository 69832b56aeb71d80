// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/director.h"

#include "app/backend/alarms/alarmquality.h"
#include "app/backend/alarms/verdictjudge.h"
#include "app/backend/directorroom.h"
#include "app/backend/drills/readiness.h"
#include "app/backend/outside/httpcourier.h"
#include "app/backend/previewtap.h"

#include <QDir>
#include <QFile>

#include <atomic>

namespace twinfeed::backend {

namespace {

Error stopping()
{
    return Error{QStringLiteral("shutting-down"),
                 QStringLiteral("The backend is going down."),
                 {},
                 QStringLiteral("Try again when it is back."),
                 {}};
}

} // namespace

class Director::Private final
{
public:
    Private(Setup setup, const Clock &clock)
        : setup(std::move(setup))
        , clock(clock)
        // Different at each start: the time of it, which is also readable.
        , board(QString::number(clock.wall().toMSecsSinceEpoch(), 36), this->setup.rehearsal != nullptr)
        , trends(clock)
        , keys(std::make_shared<Keyring>(MasterKey(this->setup.masterKey), this->setup.rotateKeysAfter, clock,
                                         this->setup.keepRetiredKeys))
    {
    }

    QString storeFile() const { return setup.dataFolder + QLatin1String("/twinfeed.db"); }

    const Setup setup;
    const Clock &clock;
    Board board;
    TrendBook trends;
    DrillShelf drillShelf;
    AnswerBook answers;
    const std::shared_ptr<Keyring> keys;
    std::unique_ptr<HttpCourier> courier; // null where the configuration names nobody outside
    std::unique_ptr<Room> room; // director's thread only
    std::atomic<bool> healthy = true;
    std::atomic<bool> stopping = false;
    std::unique_ptr<DrillDesk> desk;
    std::unique_ptr<TaskThread> thread; // last: uses all above
};

Result<std::unique_ptr<Director>> Director::open(Setup setup, const Clock &clock, EngineFactory &engines,
                                                 SlateEncoder encoder)
{
    if (!QDir().mkpath(setup.dataFolder)) {
        return Error{QStringLiteral("store-failed"),
                     QStringLiteral("The data folder %1 cannot be made.").arg(setup.dataFolder),
                     {},
                     QStringLiteral("Check its place and its rights."),
                     {}};
    }
    AddressPolicy(setup.allow, setup.rehearsal).keepReached(setup.outside, setup.plansOutside);
    std::unique_ptr<Director> director(new Director(std::make_unique<Private>(std::move(setup), clock)));
    Private &d = *director->d;
    d.thread = std::make_unique<TaskThread>("director", d.setup.tick, [&d] {
        if (!d.room)
            return;
        d.room->tick();
        d.healthy = d.room->healthy();
    });
    const bool named = !d.setup.outside.nodes.empty() || !d.setup.outside.webhooks.empty();
    if (named)
        d.courier = std::make_unique<HttpCourier>();
    d.desk =
        std::make_unique<DrillDesk>(DrillDesk::World{clock, *director, d.setup.drillUnit, d.setup.dataFolder,
                                                     d.setup.feedProgram, [&d](const Drill &drill) {
                                                         d.thread->post([&d, drill] {
                                                             if (d.room)
                                                                 d.room->drills().changed(drill);
                                                         });
                                                     }});
    Result<void> opened;
    d.thread->run([&] {
        // What comes in after the room's end would find nothing of it any more.
        const auto post = [&d](TaskThread::Task task) {
            d.thread->post([&d, task = std::move(task)] {
                if (d.room)
                    task();
            });
        };
        d.board.setObserver(d.desk.get());
        auto room = Room::open({d.setup, clock, engines, std::move(encoder), d.board, d.answers, post, d.keys,
                                d.drillShelf, *d.desk, d.trends, d.courier.get()});
        if (room)
            d.room = std::move(*room);
        else
            opened = room.error();
    });
    if (!opened)
        return opened.error();
    return director;
}

Director::Director(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

Director::~Director()
{
    d->stopping = true;
    if (!d->thread)
        return;
    if (d->desk)
        d->desk->finish();
    // After this task nothing finds the room any more: what engines and encoders still report goes nowhere.
    d->thread->run([this] { d->room.reset(); });
    d->thread->finish();
}

template <typename Done>
void Director::request(const Done &done, std::function<void(Room &)> act)
{
    const bool queued = d->thread->post([this, done, act = std::move(act)] {
        if (d->room && !d->stopping)
            act(*d->room);
        else
            done(stopping());
    });
    if (!queued)
        done(stopping());
}

QJsonObject Director::health() const
{
    return {{QStringLiteral("status"), d->healthy ? QStringLiteral("ok") : QStringLiteral("store-failed")},
            {QStringLiteral("version"), QStringLiteral(TWINFEED_VERSION)},
            {QStringLiteral("rehearsal"), d->setup.rehearsal != nullptr}};
}

std::vector<ChannelDocument> Director::channels() const
{
    return d->board.channels();
}

std::optional<ChannelDocument> Director::channel(const QString &id) const
{
    return d->board.channel(id);
}

std::optional<ChannelStatus> Director::status(const QString &channel) const
{
    return d->board.status(channel);
}

std::optional<ChannelControl> Director::control(const QString &channel) const
{
    return d->board.control(channel);
}

std::vector<Slate> Director::slates() const
{
    return d->board.slates();
}

std::optional<Operation> Director::operation(const QString &id) const
{
    if (auto known = d->board.operation(id))
        return known;
    const auto queries = StoreQueries::open(d->storeFile());
    if (!queries)
        return std::nullopt;
    const auto stored = queries->operation(id);
    return stored ? *stored : std::nullopt;
}

std::vector<Metric> Director::metrics() const
{
    return d->board.metrics();
}

std::vector<KeyInfo> Director::keys(const QString &channel) const
{
    return d->keys->infos(channel);
}

void Director::giveKey(server::KeyAsk ask, server::KeyDone done)
{
    request(done, [=](Room &room) { room.keyDesk().give(ask, done); });
}

Result<std::vector<JournalEntry>> Director::journal(const server::JournalQuery &query) const
{
    const auto queries = StoreQueries::open(d->storeFile());
    if (!queries)
        return queries.error();
    return queries->journal(query);
}

Director::Snapshot Director::snapshot() const
{
    return d->board.snapshot();
}

void Director::setEventSink(server::EventSink *sink)
{
    d->thread->run([this, sink] { d->board.setSink(sink); });
}

std::vector<Alarm> Director::alarms() const
{
    return d->board.alarms();
}

Result<std::vector<Alarm>> Director::alarmHistory(const server::AlarmQuery &query) const
{
    const auto queries = StoreQueries::open(d->storeFile());
    return queries ? queries->alarms().history(query) : queries.error();
}

Result<AlarmQuality> Director::alarmQuality(int hours) const
{
    const QDateTime to = d->clock.wall();
    const QDateTime from = to.addSecs(-3600 * qint64(hours));
    const auto queries = StoreQueries::open(d->storeFile());
    const auto alarms = queries ? queries->alarms().since(from) : queries.error();
    if (!alarms)
        return alarms.error();
    return qualityOf(*alarms, from, to);
}

server::RuleBook Director::rules() const
{
    return d->board.rules();
}

QJsonArray Director::ruleStates() const
{
    return d->board.ruleStates();
}

QJsonArray Director::nodes() const
{
    return d->board.nodes();
}

std::optional<Verdict> Director::verdict(const QString &channel) const
{
    const auto known = d->board.verdict(channel);
    if (known)
        return d->clock.now() - known->second > verdictStaleUs ? staleVerdict(known->first) : known->first;
    if (!d->board.channel(channel))
        return std::nullopt;
    // A channel so young that nothing was measured yet.
    Verdict none;
    none.channel = channel;
    none.at = d->clock.wall();
    return staleVerdict(none);
}

Result<Trend> Director::trend(const server::TrendQuery &query) const
{
    return d->trends.read(query);
}

Result<std::shared_ptr<const media::GopBuffer>> Director::tap(const QString &channel,
                                                              const QString &source) const
{
    const auto taps = d->board.taps(channel);
    if (!taps) {
        return Error{QStringLiteral("unknown-channel"),
                     QStringLiteral("There is no channel \"%1\".").arg(channel),
                     {},
                     QStringLiteral("Choose one of the channels that are listed."),
                     {}};
    }
    const auto it = taps->find(source);
    if (it == taps->end() || !it->second) {
        return Error{QStringLiteral("unknown-source"),
                     QStringLiteral("There is no source \"%1\".").arg(source),
                     {},
                     QStringLiteral("Use one of: primary, backup, slate, programme."),
                     {}};
    }
    return it->second;
}

Result<std::unique_ptr<server::PreviewStream>>
Director::preview(const QString &channel, const QString &source, server::PreviewKind kind)
{
    auto buffer = tap(channel, source);
    if (!buffer)
        return buffer.error();
    return PreviewTap::open(*buffer,
                            kind == server::PreviewKind::Flv ? media::Container::Flv : media::Container::Ts);
}

Result<QByteArray> Director::still(const QString &channel, const QString &source, int width)
{
    const auto buffer = tap(channel, source);
    if (!buffer)
        return buffer.error();
    // Longer than any sensible keyframe distance: what is older is no picture of now.
    constexpr int64_t freshUs = 15'000'000;
    const auto keyframe = (*buffer)->newestKeyframe();
    if (!keyframe || (*buffer)->closed() || d->clock.now() - keyframe->arrival > freshUs) {
        return Error{QStringLiteral("no-picture"),
                     QStringLiteral("The %1 has no picture now.").arg(source),
                     {},
                     QStringLiteral("Look at its status."),
                     {}};
    }
    return media::jpegOf(*keyframe, width);
}

Result<std::optional<server::Answer>> Director::replay(const server::Caller &caller, const QString &key,
                                                       const QByteArray &fingerprint) const
{
    return d->answers.find(caller.name, key, fingerprint, d->clock.wall());
}

void Director::createChannel(server::Command command, ChannelConfig config, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.channels().create(command, config, done); });
}

void Director::replaceChannel(server::Command command, ChannelConfig config, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.channels().replace(command, config, done); });
}

void Director::deleteChannel(server::Command command, QString channel, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.channels().remove(command, channel, done); });
}

void Director::take(server::Command command, QString channel, Source target, std::optional<Cut> cut,
                    bool force, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.channels().take(command, {channel, target, cut, force}, done); });
}

void Director::armSlate(server::Command command, QString channel, QString slate, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.slates().arm(command, channel, slate, done); });
}

void Director::setFailover(server::Command command, QString channel, std::optional<FailoverMode> mode,
                           bool arm, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.automation().setFailover(command, channel, {mode, arm}, done); });
}

void Director::chooseNext(server::Command command, QString channel, std::optional<Source> next,
                          server::AnswerDone done)
{
    request(done, [=](Room &room) { room.automation().chooseNext(command, channel, next, done); });
}

void Director::setLocks(server::Command command, QString channel, std::vector<Source> locked,
                        server::AnswerDone done)
{
    request(done, [=](Room &room) { room.automation().setLocks(command, channel, locked, done); });
}

void Director::setEncryption(server::Command command, QString channel, EncryptionOrder order,
                             server::AnswerDone done)
{
    request(done, [=](Room &room) { room.encryption().set(command, channel, order, done); });
}

void Director::endProgramme(server::Command command, QString channel, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.automation().end(command, channel, done); });
}

void Director::addSlate(server::Command command, QString id, QString name, QString fileName,
                        QByteArray content, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.slates().add(command, {id, name, fileName, content}, done); });
}

void Director::keepPicture(server::Command command, QString channel, QString source, QString id, QString name,
                           server::AnswerDone done)
{
    request(done, [=](Room &room) {
        room.slates().keepPicture(command, channel, source, {id, name, {}, {}}, done);
    });
}

void Director::addTextSlate(server::Command command, QString picture, QString id, QString name,
                            SlateText text, server::AnswerDone done)
{
    request(done, [=](Room &room) {
        room.slates().addText(command, picture, {id, name, {}, {}, {}, {}, text}, done);
    });
}

void Director::deleteSlate(server::Command command, QString slate, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.slates().remove(command, slate, done); });
}

void Director::setControl(server::Command command, QString channel, ControlOrder order,
                          server::AnswerDone done)
{
    request(done, [=](Room &room) { room.control().order(command, channel, order, done); });
}

void Director::orderAlarm(server::Command command, server::AlarmOrder order, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.alarms().order(command, order, done); });
}

void Director::note(server::Command command, server::NoteOrder order, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.alarms().note(command, order, done); });
}

void Director::setRules(server::Command command, std::optional<RuleSet> rules, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.alarms().setRules(command, rules, done); });
}

void Director::changeSetup(server::Command command, SetupChange change, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.setup().change(command, change, done); });
}

std::vector<PlanDocument> Director::plans() const
{
    return d->board.plans();
}

std::vector<PlanState> Director::planStates() const
{
    return d->board.planStates();
}

std::vector<PlanTimes> Director::planTimes() const
{
    return d->board.planTimes();
}

Result<std::vector<PlanRun>> Director::runs(const server::RunQuery &query) const
{
    const auto queries = StoreQueries::open(d->storeFile());
    return queries ? queries->plans().runs(query) : queries.error();
}

Result<std::optional<PlanRun>> Director::run(const QString &id) const
{
    const auto queries = StoreQueries::open(d->storeFile());
    return queries ? queries->plans().run(id) : queries.error();
}

void Director::putPlan(server::Command command, Plan plan, QString reason, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().put(command, plan, reason, done); });
}

void Director::deletePlan(server::Command command, QString plan, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().remove(command, plan, done); });
}

void Director::armPlan(server::Command command, PlanPlace place, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().arm(command, place, done); });
}

void Director::disarmPlan(server::Command command, QString plan, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().disarm(command, plan, done); });
}

void Director::firePlan(server::Command command, server::PlanFire fire, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().fire(command, fire, done); });
}

void Director::orderRun(server::Command command, server::RunOrder order, server::AnswerDone done)
{
    request(done, [=](Room &room) { room.plans().order(command, order, done); });
}

std::vector<Scenario> Director::scenarios() const
{
    return d->drillShelf.scenarios();
}

Result<std::vector<Drill>> Director::drills(const server::DrillQuery &query) const
{
    const auto queries = StoreQueries::open(d->storeFile());
    return queries ? queries->drills().find(query) : queries.error();
}

Result<Drill> Director::drill(const QString &id) const
{
    if (const auto running = d->drillShelf.running(); running && running->id == id)
        return *running;
    const auto queries = StoreQueries::open(d->storeFile());
    const auto stored = queries ? queries->drills().drill(id) : queries.error();
    if (!stored)
        return stored.error();
    return *stored ? Result<Drill>(**stored) : Result<Drill>(unknownDrill(id));
}

Result<QByteArray> Director::drillPicture(const QString &id, int mark) const
{
    const auto known = drill(id);
    if (!known)
        return known.error();
    QFile file(DrillDesk::pictureFile(d->setup.dataFolder, known->id, mark));
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    return Error{QStringLiteral("no-picture"),
                 QStringLiteral("There is no picture of that mark."),
                 {},
                 QStringLiteral("See the drill for the marks that have one."),
                 {}};
}

Result<QJsonObject> Director::readiness() const
{
    const QDateTime now = d->clock.wall();
    const auto queries = StoreQueries::open(d->storeFile());
    const auto drills =
        queries ? queries->drills().since(now.addDays(-drills::readinessDays)) : queries.error();
    if (!drills)
        return drills.error();
    return drills::readinessOf(*drills, d->drillShelf.scenarios(), now);
}

void Director::putScenario(server::Command command, Scenario scenario, DrillDone done)
{
    request(done, [=](Room &room) { room.drills().putScenario(command, scenario, done); });
}

void Director::startDrill(server::Command command, server::DrillOrder order, DrillDone done)
{
    request(done, [=](Room &room) { room.drills().start(command, order, done); });
}

void Director::endDrill(server::Command command, QString drill, DrillDone done)
{
    request(done, [=](Room &room) { room.drills().end(command, drill, done); });
}

void Director::answerDrill(server::Command command, QString drill, QString question, int choice,
                           DrillDone done)
{
    request(done, [=](Room &room) { room.drills().answer(command, drill, question, choice, done); });
}

void Director::noteDrill(server::Command command, QString drill, DrillNote note, DrillDone done)
{
    request(done, [=](Room &room) { room.drills().note(command, drill, note, done); });
}

void Director::noteRefusal(const server::Caller &caller, const QString &method, const QString &path,
                           const Error &why)
{
    d->thread->post([=, this] {
        if (d->room)
            d->room->ledger().noteRefusal(caller, QString(method + QLatin1Char(' ') + path), {}, why);
    });
}

} // namespace twinfeed::backend
