// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/backend/rig.h"

#include "tests/support/wait.h"

#include <QFile>

#include <future>

namespace twinfeed::test {

using namespace std::chrono_literals;

void RecordingSink::publish(const server::Event &event)
{
    const std::lock_guard lock(m_mutex);
    m_events.push_back(event);
}

void RecordingSink::publishMetrics(const std::vector<Metric> &)
{
    ++m_metrics;
}

std::vector<server::Event> RecordingSink::events() const
{
    const std::lock_guard lock(m_mutex);
    return m_events;
}

std::vector<server::Event> RecordingSink::events(const QString &type) const
{
    std::vector<server::Event> some;
    for (const server::Event &event : events()) {
        if (event.type == type)
            some.push_back(event);
    }
    return some;
}

std::optional<QJsonObject> RecordingSink::find(const QString &type, const QJsonObject &members) const
{
    std::optional<QJsonObject> found;
    for (const server::Event &event : events(type)) {
        bool fits = true;
        for (auto it = members.begin(); it != members.end(); ++it)
            fits = fits && event.data.value(it.key()) == it.value();
        if (fits)
            found = event.data;
    }
    return found;
}

Rig::Rig()
{
    setup.dataFolder = folder() + QStringLiteral("/data");
    setup.masterKey.own = folder() + QStringLiteral("/master.key");
    setup.slates.push_back(
        {QStringLiteral("calm"), QStringLiteral("Calm"), file(QStringLiteral("calm.png"), "calm"), true});
    setup.slates.push_back(
        {QStringLiteral("back"), QStringLiteral("Back"), file(QStringLiteral("back.png"), "back"), true});
}

Rig::~Rig()
{
    encoderHangs = false;
    stop();
}

Result<void> Rig::start()
{
    auto opened = backend::Director::open(setup, clock, engines, encoder());
    if (!opened)
        return opened.error();
    m_director = std::move(*opened);
    m_director->setEventSink(&sink);
    return {};
}

void Rig::stop()
{
    if (m_director)
        m_director->setEventSink(nullptr);
    m_director.reset();
}

backend::SlateEncoder Rig::encoder()
{
    return [this](const QString &name, const media::SlateFormat &format,
                  std::stop_token stop) -> Result<std::shared_ptr<const media::SlateClip>> {
        while (encoderHangs && !stop.stop_requested())
            std::this_thread::yield();
        ++encodings;
        QFile content(name);
        if (!content.open(QIODevice::ReadOnly) || content.peek(1000).contains("bad")) {
            return Error{QStringLiteral("slate-refused"),
                         QStringLiteral("This is no picture."),
                         {},
                         QStringLiteral("Send a PNG."),
                         {}};
        }
        if (content.peek(2) == "P6")
            return media::encodeSlate(name, format, stop);
        auto clip = std::make_shared<media::SlateClip>();
        clip->format = format;
        return std::shared_ptr<const media::SlateClip>(clip);
    };
}

Result<server::Answer> Rig::ask(const Ask &asking)
{
    auto promise = std::make_shared<std::promise<Result<server::Answer>>>();
    auto future = promise->get_future();
    asking(*m_director, [promise](const Result<server::Answer> &answer) { promise->set_value(answer); });
    if (future.wait_for(20s) != std::future_status::ready)
        return Error{QStringLiteral("no-answer"), QStringLiteral("The director did not answer."), {}, {}, {}};
    return future.get();
}

server::Command Rig::command(std::optional<quint64> revision)
{
    server::Command command;
    command.caller = {QStringLiteral("anna"), Role::Engineer};
    command.idempotencyKey = QStringLiteral("key-%1").arg(++m_keys);
    command.fingerprint = command.idempotencyKey.toUtf8();
    command.revision = revision;
    command.receivedAt = clock.now();
    return command;
}

Result<server::Answer> Rig::create(const ChannelConfig &config)
{
    return ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.createChannel(command(), config, done);
    });
}

Result<server::Answer> Rig::take(const QString &channel, Source target, bool force)
{
    return take(command(revision(channel)), channel, target, force);
}

Result<server::Answer> Rig::take(const server::Command &command, const QString &channel, Source target,
                                 bool force)
{
    return ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.take(command, channel, target, {}, force, done);
    });
}

quint64 Rig::revision(const QString &channel) const
{
    const auto document = m_director->channel(channel);
    return document ? document->revision : 0;
}

std::vector<JournalEntry> Rig::journal(const QString &kind) const
{
    server::JournalQuery query;
    query.limit = 1000;
    const auto all = m_director->journal(query);
    std::vector<JournalEntry> some;
    if (!all)
        return some;
    for (const JournalEntry &entry : *all) {
        if (kind.isEmpty() || entry.kind == kind)
            some.push_back(entry);
    }
    return some;
}

std::optional<Operation> Rig::ended(const server::Answer &answer)
{
    const QString id = answer.body.value(QLatin1String("id")).toString();
    const auto isEnded = [&] {
        const auto operation = m_director->operation(id);
        return operation && operation->endedAt;
    };
    waitUntil(isEnded, 20s, "the operation to end");
    return m_director->operation(id);
}

ChannelConfig Rig::config(const QString &id)
{
    ChannelConfig config;
    config.id = id;
    config.name = QStringLiteral("Channel ") + id;
    config.primary.url = QStringLiteral("rtmp://user:secret@10.0.0.1/live/primary-key");
    config.backup.url = QStringLiteral("srt://10.0.0.2:9000?passphrase=very-secret");
    config.outputs.push_back(
        {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://10.0.0.3/live/cdn-key"), true});
    return config;
}

QString Rig::file(const QString &name, const QByteArray &content)
{
    const QString path = folder() + QLatin1Char('/') + name;
    QFile target(path);
    if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size())
        qFatal("the test's file cannot be written");
    return path;
}

} // namespace twinfeed::test
