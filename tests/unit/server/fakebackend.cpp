// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

#include "app/backend/drills/readiness.h"

#include <QFile>
#include <QJsonArray>

namespace twinfeed::test {

using namespace server;

void FakePreview::Core::put(const QByteArray &more)
{
    {
        const std::lock_guard lock(mutex);
        bytes += more;
    }
    const std::lock_guard lock(wakeMutex);
    if (wakeUp)
        wakeUp();
}

void FakePreview::Core::end()
{
    {
        const std::lock_guard lock(mutex);
        ended = true;
    }
    const std::lock_guard lock(wakeMutex);
    if (wakeUp)
        wakeUp();
}

FakePreview::FakePreview(std::shared_ptr<Core> core)
    : m_core(std::move(core))
{
}

FakePreview::~FakePreview()
{
    m_core->alive = false;
}

QByteArray FakePreview::read(qsizetype most)
{
    const std::lock_guard lock(m_core->mutex);
    const QByteArray part = m_core->bytes.left(most);
    m_core->bytes.remove(0, part.size());
    m_core->read += part.size();
    return part;
}

bool FakePreview::ended() const
{
    const std::lock_guard lock(m_core->mutex);
    return m_core->ended && m_core->bytes.isEmpty();
}

void FakePreview::setWakeUp(std::function<void()> wakeUp)
{
    const std::lock_guard lock(m_core->wakeMutex);
    m_core->wakeUp = std::move(wakeUp);
}

FakeBackend::FakeBackend(const Clock &clock)
    : m_clock(clock)
{
    m_document.config = sampleConfig();
    m_document.revision = 7;
    m_document.onAir = Source::Primary;
    m_document.slate = QStringLiteral("standby");
    m_document.config.outputs.push_back({QStringLiteral("web"), OutputKind::Hls, m_hls.path(), true});
    for (const auto &[name, content] : std::map<const char *, QByteArray>{
             {"index.m3u8",
              "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://tv.example/keys/v1/keys/4711/hls\",IV=0x1\n"
              "#EXTINF:2.0,\nsegment-00000001.ts\n"},
             {"segment-00000001.ts", QByteArray(188, 'G')},
             {"secret.txt", "secret"}}) {
        QFile file(m_hls.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("the HLS folder cannot be written");
    }
}

ChannelConfig FakeBackend::sampleConfig()
{
    ChannelConfig config;
    config.id = QStringLiteral("main");
    config.name = QStringLiteral("Main stage");
    config.primary = {QStringLiteral("rtmp://0.0.0.0:1935/live/") + secret(), InputMode::Listen};
    config.backup = {QStringLiteral("srt://encoder.example:9000?passphrase=") + secret(), InputMode::Pull};
    config.outputs = {{QStringLiteral("cdn"), OutputKind::Rtmp,
                       QStringLiteral("rtmp://cdn.example/live/") + secret(), true}};
    return config;
}

void FakeBackend::failNext(const QString &code, const QJsonObject &details)
{
    const std::lock_guard lock(m_mutex);
    m_failure =
        Error{code, QStringLiteral("It cannot be done."), {}, QStringLiteral("Do something else."), details};
}

std::optional<Error> FakeBackend::takeFailure() const
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_failure, std::nullopt);
}

void FakeBackend::hold()
{
    const std::lock_guard lock(m_mutex);
    m_holding = true;
}

void FakeBackend::release()
{
    std::vector<std::function<void()>> held;
    {
        const std::lock_guard lock(m_mutex);
        m_holding = false;
        held = std::exchange(m_held, {});
    }
    for (const auto &answer : held)
        answer();
}

int FakeBackend::held() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_held.size());
}

std::vector<Given> FakeBackend::given() const
{
    const std::lock_guard lock(m_mutex);
    return m_given;
}

QStringList FakeBackend::refusals() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusals;
}

void FakeBackend::emitEvent(const QString &type, const QJsonObject &data)
{
    const std::lock_guard order(m_eventMutex);
    quint64 number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = ++m_number;
    }
    if (m_sink)
        m_sink->publish({QStringLiteral("boot-%1").arg(number), type, data});
}

void FakeBackend::emitMetrics(const std::vector<Metric> &metrics)
{
    const std::lock_guard order(m_eventMutex);
    if (m_sink)
        m_sink->publishMetrics(metrics);
}

std::shared_ptr<FakePreview::Core> FakeBackend::lastPreview() const
{
    const std::lock_guard lock(m_mutex);
    return m_preview;
}

QJsonObject FakeBackend::health() const
{
    return {{QLatin1String("status"), QLatin1String("ok")},
            {QLatin1String("version"), QLatin1String("1.2.3")},
            {QLatin1String("folder"), QLatin1String("/secret/place")}};
}

std::vector<ChannelDocument> FakeBackend::channels() const
{
    const std::lock_guard lock(m_mutex);
    return {m_document};
}

std::optional<ChannelDocument> FakeBackend::channel(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    if (id != m_document.config.id)
        return std::nullopt;
    return m_document;
}

std::optional<ChannelStatus> FakeBackend::status(const QString &channel) const
{
    if (channel != QLatin1String("main"))
        return std::nullopt;
    ChannelStatus status;
    status.channel = channel;
    SourceStatus primary;
    primary.state = InputState::Live;
    primary.fit = true;
    primary.format = {QStringLiteral("h264"), 1920,  1080, 29.97, QStringLiteral("High"),
                      QStringLiteral("aac"),  48000, 2};
    primary.ageMs = 12;
    SourceStatus backup;
    backup.source = Source::Backup;
    backup.state = InputState::Connecting;
    backup.reason = QStringLiteral("It does not answer.");
    backup.reasonCode = QStringLiteral("no-answer");
    status.sources = {primary, backup};
    status.outputs = {{QStringLiteral("cdn"), OutputState::Live, {}, 1234567890, 3, 1, {}, {}, {}}};
    status.programme = Source::Primary;
    status.behindMs = 480;
    return status;
}

std::vector<Slate> FakeBackend::slates() const
{
    return {
        {QStringLiteral("standby"),
         QStringLiteral("Stand by"),
         QStringLiteral("ready"),
         {},
         QStringLiteral("standby.png"),
         true,
         {},
         {{QStringLiteral("main"), QStringLiteral("loudness"), false, false, QStringLiteral("-23.0 LUFS"),
           QStringLiteral("-14.0 LUFS"), QStringLiteral("The slate is 9.0 LU louder than the programme.")}}}};
}

std::optional<Operation> FakeBackend::operation(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_operations.find(id);
    if (found == m_operations.end())
        return std::nullopt;
    Operation operation = found->second;
    operation.state = OperationState::Done;
    operation.endedAt = m_clock.wall();
    operation.evidence = TakeEvidence{CutMade::Cached,
                                      Source::Primary,
                                      Source::Backup,
                                      41.5,
                                      QStringLiteral("output:cdn"),
                                      33.3,
                                      0,
                                      12,
                                      900,
                                      {},
                                      {}};
    return operation;
}

std::vector<Metric> FakeBackend::metrics() const
{
    return {{QStringLiteral("main"), QStringLiteral("primary"), QStringLiteral("fps"), 29.97,
             QStringLiteral("1/s"), 1000, 1000, m_clock.wall()},
            {QStringLiteral("main"),
             QStringLiteral("backup"),
             QStringLiteral("fps"),
             {},
             QStringLiteral("1/s"),
             1000,
             1000,
             m_clock.wall()}};
}

Result<std::vector<JournalEntry>> FakeBackend::journal(const JournalQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    std::vector<JournalEntry> entries;
    for (int i = 0; i < std::min(query.limit, 3); ++i) {
        entries.push_back({100 - i,
                           m_clock.wall(),
                           QStringLiteral("anna"),
                           QStringLiteral("director"),
                           QStringLiteral("take"),
                           query.channel,
                           QStringLiteral("before=%1 after=%2 search=%3")
                               .arg(query.before)
                               .arg(query.after)
                               .arg(query.search),
                           {{QLatin1String("source"), QLatin1String("backup")}}});
    }
    return entries;
}

Backend::Snapshot FakeBackend::snapshot() const
{
    QJsonArray metricList;
    for (const Metric &metric : metrics())
        metricList << toJson(metric);
    const std::lock_guard lock(m_mutex);
    return {QStringLiteral("boot-%1").arg(m_number),
            {{QLatin1String("channels"), QJsonArray{toJson(m_document, false)}},
             {QLatin1String("statuses"), QJsonArray{toJson(*status(QStringLiteral("main")))}},
             {QLatin1String("slates"), QJsonArray{toJson(slates().front())}},
             {QLatin1String("metrics"), metricList},
             {QLatin1String("operations"), QJsonArray()},
             {QLatin1String("alarms"), QJsonArray{toJson(alarms().front())}},
             {QLatin1String("verdicts"), QJsonArray{toJson(*verdict(QStringLiteral("main")))}},
             {QLatin1String("controls"), QJsonArray{toJson(*control(QStringLiteral("main")))}},
             {QLatin1String("plans"), QJsonArray{toJson(plans().front())}},
             {QLatin1String("planStates"), QJsonArray{toJson(planStates().front())}},
             {QLatin1String("planRuns"), QJsonArray{toJson(sampleRun())}}}};
}

void FakeBackend::setEventSink(EventSink *sink)
{
    const std::lock_guard order(m_eventMutex);
    m_sink = sink;
}

Result<std::unique_ptr<PreviewStream>> FakeBackend::preview(const QString &channel, const QString &,
                                                            PreviewKind)
{
    if (const auto failure = takeFailure())
        return *failure;
    if (channel != QLatin1String("main"))
        return Error{QStringLiteral("unknown-channel"), QStringLiteral("There is none."), {}, {}, {}};
    const std::lock_guard lock(m_mutex);
    m_preview = std::make_shared<FakePreview::Core>();
    m_preview->bytes = "keyframe";
    return std::unique_ptr<PreviewStream>(std::make_unique<FakePreview>(m_preview));
}

Result<QByteArray> FakeBackend::still(const QString &channel, const QString &, int width)
{
    if (const auto failure = takeFailure())
        return *failure;
    if (channel != QLatin1String("main"))
        return Error{QStringLiteral("unknown-channel"), QStringLiteral("There is none."), {}, {}, {}};
    return QByteArray("\xff\xd8 width " + QByteArray::number(width));
}

Result<std::optional<Answer>> FakeBackend::replay(const Caller &caller, const QString &key,
                                                  const QByteArray &fingerprint) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_answers.find({caller.name, key});
    if (found == m_answers.end())
        return std::optional<Answer>();
    if (found->second.fingerprint != fingerprint)
        return Error{QStringLiteral("idempotency-mismatch"),
                     QStringLiteral("This key was used for something else."),
                     {},
                     {},
                     {}};
    return std::optional(found->second.answer);
}

void FakeBackend::accept(Given given, AnswerDone done)
{
    if (auto failure = takeFailure())
        return done(*failure);
    const std::pair key(given.command.caller.name, given.command.idempotencyKey);
    Answer answer;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_answers.find(key);
        if (found != m_answers.end()) {
            answer = found->second.answer;
        } else {
            Operation operation;
            operation.id = QString::number(m_given.size() + 1);
            operation.kind = given.kind;
            operation.channel = given.channel;
            operation.actor = given.command.caller.name;
            operation.acceptedAt = m_clock.wall();
            operation.request = given.what;
            answer = {202, toJson(operation), {}, QStringLiteral("/v1/operations/") + operation.id};
            if (given.command.revision)
                answer.revision = *given.command.revision + 1;
            if (given.answer)
                answer = {202, *given.answer, {}, {}};
            else
                m_operations[operation.id] = operation;
            m_answers[key] = {given.command.fingerprint, answer};
            m_given.push_back(std::move(given));
        }
        if (m_holding) {
            m_held.emplace_back([answer, done] { done(answer); });
            return;
        }
    }
    done(answer);
}

void FakeBackend::createChannel(Command command, ChannelConfig config, AnswerDone done)
{
    accept({QStringLiteral("create-channel"), std::move(command), config.id, toJson(config, false), {}},
           std::move(done));
}

void FakeBackend::replaceChannel(Command command, ChannelConfig config, AnswerDone done)
{
    accept({QStringLiteral("replace-channel"), std::move(command), config.id, toJson(config, false), {}},
           std::move(done));
}

void FakeBackend::deleteChannel(Command command, QString channel, AnswerDone done)
{
    accept({QStringLiteral("delete-channel"), std::move(command), channel, {}, {}}, std::move(done));
}

void FakeBackend::take(Command command, QString channel, Source target, std::optional<Cut> cut, bool force,
                       AnswerDone done)
{
    QJsonObject what{{QLatin1String("source"), toWord(target)}, {QLatin1String("force"), force}};
    if (cut)
        what.insert(QLatin1String("cut"), toWord(*cut));
    accept({QStringLiteral("take"), std::move(command), channel, what, {}}, std::move(done));
}

void FakeBackend::armSlate(Command command, QString channel, QString slate, AnswerDone done)
{
    accept({QStringLiteral("arm-slate"), std::move(command), channel, {{QLatin1String("slate"), slate}}, {}},
           std::move(done));
}

void FakeBackend::setFailover(Command command, QString channel, std::optional<FailoverMode> mode, bool arm,
                              AnswerDone done)
{
    QJsonObject what{{QLatin1String("armed"), arm}};
    if (mode)
        what.insert(QLatin1String("mode"), toWord(*mode));
    accept({QStringLiteral("set-failover"), std::move(command), channel, what, {}}, std::move(done));
}

void FakeBackend::chooseNext(Command command, QString channel, std::optional<Source> next, AnswerDone done)
{
    const QJsonValue source = next ? QJsonValue(toWord(*next)) : QJsonValue(QJsonValue::Null);
    Given given{
        QStringLiteral("choose-next"), std::move(command), channel, {{QLatin1String("source"), source}}, {}};
    given.answer = QJsonObject{{QLatin1String("source"), source}, {QLatin1String("holdsForMs"), 60'000}};
    accept(std::move(given), std::move(done));
}

std::optional<ChannelControl> FakeBackend::control(const QString &channel) const
{
    if (channel != QLatin1String("main"))
        return std::nullopt;
    return ChannelControl{channel, QStringLiteral("anna"), m_clock.wall(), 20'000};
}

void FakeBackend::setControl(Command command, QString channel, ControlOrder order, AnswerDone done)
{
    static const char *const verbs[]{"hold", "take-over", "hand-over", "release"};
    Given given{
        QStringLiteral("control"),
        std::move(command),
        channel,
        {{QLatin1String("verb"), QLatin1String(verbs[int(order.verb)])}, {QLatin1String("to"), order.to}},
        {}};
    given.answer = toJson(ChannelControl{channel, QStringLiteral("anna"), m_clock.wall(), 30'000});
    accept(std::move(given), std::move(done));
}

void FakeBackend::setLocks(Command command, QString channel, std::vector<Source> locked, AnswerDone done)
{
    QJsonArray sources;
    for (const Source source : locked)
        sources << toWord(source);
    accept(
        {QStringLiteral("set-locks"), std::move(command), channel, {{QLatin1String("locked"), sources}}, {}},
        std::move(done));
}

void FakeBackend::setEncryption(Command command, QString channel, EncryptionOrder order, AnswerDone done)
{
    accept({QStringLiteral("set-encryption"), std::move(command), channel, toJson(order), {}},
           std::move(done));
}

std::vector<KeyInfo> FakeBackend::keys(const QString &channel) const
{
    KeyInfo replaced{
        4710,           QStringLiteral("main"),      QStringLiteral("overlap"), m_clock.wall().addDays(-3),
        m_clock.wall(), m_clock.wall().addSecs(3600)};
    KeyInfo active{4711,           QStringLiteral("main"),    QStringLiteral("active"),
                   m_clock.wall(), m_clock.wall().addDays(3), {}};
    if (!channel.isEmpty() && channel != QLatin1String("main"))
        return {};
    return {active, replaced};
}

void FakeBackend::giveKey(KeyAsk ask, KeyDone done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(ask);
    }
    if (const auto failure = takeFailure())
        return done(*failure);
    done(QByteArray(ask.form == KeyAsk::Form::Hls ? 16 : 40, 'k'));
}

std::vector<KeyAsk> FakeBackend::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

void FakeBackend::endProgramme(Command command, QString channel, AnswerDone done)
{
    accept({QStringLiteral("end"), std::move(command), channel, {}, {}}, std::move(done));
}

void FakeBackend::addSlate(Command command, QString id, QString name, QString fileName, QByteArray content,
                           AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            {},
            {{QLatin1String("id"), id}, {QLatin1String("name"), name}, {QLatin1String("file"), fileName}},
            std::move(content)},
           std::move(done));
}

void FakeBackend::keepPicture(Command command, QString channel, QString source, QString id, QString name,
                              AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            channel,
            {{QLatin1String("id"), id}, {QLatin1String("name"), name}, {QLatin1String("source"), source}},
            {}},
           std::move(done));
}

void FakeBackend::addTextSlate(Command command, QString picture, QString id, QString name, SlateText text,
                               AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            {},
            {{QLatin1String("id"), id},
             {QLatin1String("name"), name},
             {QLatin1String("picture"), picture},
             {QLatin1String("text"), toJson(text)}},
            {}},
           std::move(done));
}

void FakeBackend::deleteSlate(Command command, QString slate, AnswerDone done)
{
    accept({QStringLiteral("delete-slate"), std::move(command), {}, {{QLatin1String("id"), slate}}, {}},
           std::move(done));
}

std::vector<Alarm> FakeBackend::alarms() const
{
    Alarm alarm;
    alarm.id = QStringLiteral("7");
    alarm.rule = QStringLiteral("rate-low");
    alarm.channel = QStringLiteral("main");
    alarm.node = QStringLiteral("primary");
    alarm.metric = QStringLiteral("fps");
    alarm.raisedAt = m_clock.wall();
    alarm.text = QStringLiteral("primary of Main stage: 11.8 fps for 32 s, was 30.0 fps; backup is fit.");
    alarm.value = 11.8;
    alarm.limit = 15;
    alarm.unit = QStringLiteral("1/s");
    Alarm shelved = alarm;
    shelved.id = QStringLiteral("8");
    shelved.root = QStringLiteral("7");
    shelved.value.reset();
    shelved.clearedAt = shelved.acknowledgedAt = m_clock.wall();
    shelved.shelf = AlarmShelf{m_clock.wall().addSecs(60), QStringLiteral("Known."), QStringLiteral("anna")};
    return {alarm, shelved};
}

Result<std::vector<Alarm>> FakeBackend::alarmHistory(const AlarmQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    auto all = alarms();
    all.front().text = QStringLiteral("before=%1 limit=%2 channel=%3 search=%4")
                           .arg(query.before)
                           .arg(query.limit)
                           .arg(query.channel, query.search);
    return all;
}

Result<AlarmQuality> FakeBackend::alarmQuality(int hours) const
{
    if (const auto failure = takeFailure())
        return *failure;
    AlarmQuality quality;
    quality.to = m_clock.wall();
    quality.from = quality.to.addSecs(-3600 * hours);
    quality.alarms = 3;
    quality.per10Minutes = 0.5;
    quality.often = {{QStringLiteral("rate-low"), 3}};
    return quality;
}

Result<Trend> FakeBackend::trend(const TrendQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    Trend trend{query.channel, query.metric, query.from, query.to, 10'000, query.from, {}, {}};
    trend.series = {{query.node, QStringLiteral("1/s"), {std::nullopt, TrendPoint{29, 30, 31}}}};
    TrendMark mark{query.from,
                   QStringLiteral("alarm"),
                   query.channel,
                   query.node,
                   {},
                   Severity::Warning,
                   QStringLiteral("7"),
                   QStringLiteral("step=%1").arg(query.stepSeconds),
                   3};
    trend.marks = {mark,
                   {query.to, QStringLiteral("take"), query.channel, {}, Source::Backup, {}, {}, {}, 4}};
    return trend;
}

Scenario FakeBackend::sampleScenario()
{
    Scenario scenario;
    scenario.id = QStringLiteral("one");
    scenario.name = scenario.summary = {QStringLiteral("One"), QStringLiteral("一")};
    ScenarioFault fault;
    fault.id = QStringLiteral("dies");
    fault.at = 30;
    fault.on = QStringLiteral("primary");
    scenario.faults = {fault};
    scenario.plans = QStringList{QStringLiteral("Primary lost")};
    return scenario;
}

std::vector<Scenario> FakeBackend::scenarios() const
{
    return {sampleScenario()};
}

Result<std::vector<Drill>> FakeBackend::drills(const DrillQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    std::vector<Drill> drills;
    for (int i = 0; i < std::min(query.limit, 2); ++i)
        drills.push_back(*drill(QString::number(9 - i)));
    return drills;
}

Result<Drill> FakeBackend::drill(const QString &id) const
{
    if (const auto failure = takeFailure())
        return *failure;
    Drill drill;
    drill.id = id;
    drill.scenario = sampleScenario();
    drill.seed = 7;
    drill.channel = QStringLiteral("main");
    drill.state = DrillState::Ended;
    drill.startedAt = m_clock.wall();
    drill.endedAt = m_clock.wall();
    drill.operators = QStringList{QStringLiteral("anna")};
    drill.marks = {{1,
                    30'000,
                    QStringLiteral("fault"),
                    QStringLiteral("dies"),
                    QStringLiteral("stop"),
                    QStringLiteral("primary"),
                    {},
                    true}};
    drill.score = {90,
                   true,
                   {{QStringLiteral("late"), QStringLiteral("take"), QStringLiteral("anna"), 45'000, 10,
                     QStringLiteral("Too late.")}},
                   {{QStringLiteral("dies"), 1'200, std::nullopt, std::nullopt}}};
    drill.notes = {{m_clock.wall(), QStringLiteral("anna"), QStringLiteral("Look sooner."), {}, {}}};
    return drill;
}

Result<QByteArray> FakeBackend::drillPicture(const QString &, int mark) const
{
    if (const auto failure = takeFailure())
        return *failure;
    return QByteArray("\xff\xd8 mark " + QByteArray::number(mark));
}

Result<QJsonObject> FakeBackend::readiness() const
{
    if (const auto failure = takeFailure())
        return *failure;
    return drills::readinessOf({*drill(QStringLiteral("7"))}, scenarios(), m_clock.wall());
}

void FakeBackend::putScenario(Command command, Scenario scenario, DrillDone done)
{
    accept({QStringLiteral("put-scenario"), std::move(command), {}, toJson(scenario), {}}, std::move(done));
}

void FakeBackend::startDrill(Command command, DrillOrder order, DrillDone done)
{
    accept({QStringLiteral("start-drill"),
            std::move(command),
            order.channel,
            {{QLatin1String("scenario"), order.scenario},
             {QLatin1String("seed"), double(order.seed.value_or(-1))}},
            {}},
           std::move(done));
}

void FakeBackend::endDrill(Command command, QString drill, DrillDone done)
{
    accept({QStringLiteral("end-drill"), std::move(command), {}, {{QLatin1String("drill"), drill}}, {}},
           std::move(done));
}

void FakeBackend::answerDrill(Command command, QString drill, QString question, int choice, DrillDone done)
{
    accept({QStringLiteral("answer-drill"),
            std::move(command),
            {},
            {{QLatin1String("drill"), drill},
             {QLatin1String("question"), question},
             {QLatin1String("choice"), choice}},
            {}},
           std::move(done));
}

void FakeBackend::noteDrill(Command command, QString drill, DrillNote note, DrillDone done)
{
    accept({QStringLiteral("note-drill"),
            std::move(command),
            {},
            {{QLatin1String("drill"), drill}, {QLatin1String("text"), note.text}},
            {}},
           std::move(done));
}

RuleSet FakeBackend::sampleRules()
{
    Rule rule;
    rule.id = QStringLiteral("rate-low");
    rule.name = QStringLiteral("Picture rate too low");
    rule.metric = QStringLiteral("fps");
    rule.nodes = QStringList(QStringLiteral("path"));
    rule.compare = Comparison::Below;
    rule.value = 15;
    rule.clear = 20;
    rule.forMs = 30'000;
    rule.clearForMs = 5'000;
    rule.text = QStringLiteral("{node} of {channel}: {value}");
    RuleOverride other;
    other.channel = QStringLiteral("main");
    other.rule = rule.id;
    other.value = 10;
    other.severity = Severity::Critical;
    return {{rule}, {other}};
}

RuleBook FakeBackend::rules() const
{
    return {sampleRules(), 4};
}

QJsonArray FakeBackend::nodes() const
{
    return {QJsonObject{{QLatin1String("node"), QLatin1String("node:ingest")},
                        {QLatin1String("name"), QLatin1String("Ingest A")},
                        {QLatin1String("kind"), QLatin1String("nginx-rtmp")},
                        {QLatin1String("channel"), QLatin1String("main")},
                        {QLatin1String("state"), QLatin1String("failing")},
                        {QLatin1String("reason"), QLatin1String("The server does not answer in time.")},
                        {QLatin1String("reasonCode"), QLatin1String("no-answer")},
                        {QLatin1String("ageMs"), 4000}}};
}

QJsonArray FakeBackend::ruleStates() const
{
    return {QJsonObject{{QLatin1String("rule"), QLatin1String("rate-low")},
                        {QLatin1String("channel"), QLatin1String("main")},
                        {QLatin1String("node"), QLatin1String("primary")},
                        {QLatin1String("state"), QLatin1String("pending")},
                        {QLatin1String("reason"), QString()},
                        {QLatin1String("value"), 11.8},
                        {QLatin1String("usual"), 30},
                        {QLatin1String("sinceMs"), 4000}},
            QJsonObject{{QLatin1String("rule"), QLatin1String("black")},
                        {QLatin1String("channel"), QLatin1String("side")},
                        {QLatin1String("node"), QLatin1String("primary")},
                        {QLatin1String("state"), QLatin1String("undecided")},
                        {QLatin1String("reason"), QLatin1String("no such metric")},
                        {QLatin1String("value"), QJsonValue::Null},
                        {QLatin1String("usual"), QJsonValue::Null},
                        {QLatin1String("sinceMs"), QJsonValue::Null}}};
}

std::optional<Verdict> FakeBackend::verdict(const QString &channel) const
{
    if (channel != QLatin1String("main"))
        return std::nullopt;
    Verdict verdict;
    verdict.channel = channel;
    verdict.better = Source::Backup;
    verdict.current = true;
    verdict.text =
        QStringLiteral("backup is better: 30.0 against 12.4 fps, same bitrate, 18 ms further behind.");
    verdict.reasonCode = QStringLiteral("numbers");
    verdict.lines = {{QStringLiteral("fps"), QStringLiteral("1/s"), 12.4, 30.0, Source::Backup},
                     {QStringLiteral("jitter"), QStringLiteral("ms"), {}, 3.5, {}}};
    verdict.target = Source::Backup;
    verdict.cut = CutMade::Bridged;
    verdict.gapMs = 0;
    verdict.at = m_clock.wall();
    return verdict;
}

void FakeBackend::orderAlarm(Command command, AlarmOrder order, AnswerDone done)
{
    static const QStringList kinds{QStringLiteral("acknowledge-alarm"), QStringLiteral("silence-alarm"),
                                   QStringLiteral("shelve-alarm"), QStringLiteral("unshelve-alarm")};
    accept({kinds.at(int(order.verb)),
            std::move(command),
            {},
            {{QLatin1String("alarm"), order.alarm},
             {QLatin1String("reason"), order.reason},
             {QLatin1String("minutes"), order.minutes}},
            {}},
           std::move(done));
}

void FakeBackend::note(Command command, NoteOrder order, AnswerDone done)
{
    accept({QStringLiteral("note"),
            std::move(command),
            order.channel,
            {{QLatin1String("text"), order.text}, {QLatin1String("alarm"), order.alarm}},
            {}},
           std::move(done));
}

void FakeBackend::setRules(Command command, std::optional<RuleSet> rules, AnswerDone done)
{
    accept({rules ? QStringLiteral("set-rules") : QStringLiteral("reset-rules"),
            std::move(command),
            {},
            rules ? toJson(*rules) : QJsonObject(),
            {}},
           std::move(done));
}

void FakeBackend::noteRefusal(const Caller &caller, const QString &method, const QString &path,
                              const Error &why)
{
    const std::lock_guard lock(m_mutex);
    m_refusals << caller.name + QLatin1Char(' ') + method + QLatin1Char(' ') + path + QLatin1Char(' ')
            + why.code;
}

} // namespace twinfeed::test
