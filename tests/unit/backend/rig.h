// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/director.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/backend/fakeengine.h"

#include <QTemporaryDir>

#include <atomic>
#include <mutex>

namespace twinfeed::test {

/// Hears everything, in order. Any thread reads.
class RecordingSink final : public server::EventSink
{
public:
    void publish(const server::Event &event) override;
    void publishMetrics(const std::vector<Metric> &metrics) override;

    std::vector<server::Event> events() const;
    std::vector<server::Event> events(const QString &type) const;
    /// The newest event of this type whose data have these members; nothing where there is none.
    std::optional<QJsonObject> find(const QString &type, const QJsonObject &members) const;
    int metricRounds() const { return m_metrics; }

private:
    mutable std::mutex m_mutex; // guards the events
    std::vector<server::Event> m_events;
    std::atomic<int> m_metrics = 0;
};

/// A director over fake engines and a fake encoder, on a real store in a temporary folder.
class Rig final
{
public:
    Rig();
    ~Rig();

    /// Opens (again) on the same folder.
    Result<void> start();
    void stop();

    backend::Director &director() { return *m_director; }
    QString folder() const { return m_folder.path(); }
    QString storeFile() const { return folder() + QStringLiteral("/data/twinfeed.db"); }

    using Ask = std::function<void(server::Backend &, const server::AnswerDone &)>;
    /// Asks and waits for the answer.
    Result<server::Answer> ask(const Ask &ask);
    /// With a new key, by a director named anna.
    server::Command command(std::optional<quint64> revision = {});

    Result<server::Answer> create(const ChannelConfig &config);
    Result<server::Answer> take(const QString &channel, Source target, bool force = false);
    Result<server::Answer> take(const server::Command &command, const QString &channel, Source target,
                                bool force = false);
    quint64 revision(const QString &channel) const;
    std::vector<JournalEntry> journal(const QString &kind = {}) const;
    /// Waits until the operation in the answer has ended.
    std::optional<Operation> ended(const server::Answer &answer);

    static ChannelConfig config(const QString &id);
    /// A file whose content the fake encoder takes, or, holding "bad", refuses. A PPM is really encoded.
    QString file(const QString &name, const QByteArray &content);

    FakeClock clock;
    FakeEngineFactory engines;
    RecordingSink sink;
    backend::Director::Setup setup;
    std::atomic<int> encodings = 0;
    /// While true the encoder does not come back.
    std::atomic<bool> encoderHangs = false;

private:
    backend::SlateEncoder encoder();

    QTemporaryDir m_folder;
    std::unique_ptr<backend::Director> m_director;
    int m_keys = 0;
};

} // namespace twinfeed::test
