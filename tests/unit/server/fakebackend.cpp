// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

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

void FakeBackend::noteRefusal(const Caller &caller, const QString &method, const QString &path,
                              const Error &why)
{
    const std::lock_guard lock(m_mutex);
    m_refusals << caller.name + QLatin1Char(' ') + method + QLatin1Char(' ') + path + QLatin1Char(' ')
            + why.code;
}

} // namespace twinfeed::test
