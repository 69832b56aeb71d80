// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"
#include "tests/support/fakeclock.h"

#include <QStringList>
#include <QTemporaryDir>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace twinfeed::test {

/// A preview that gives what the test puts in.
class FakePreview final : public server::ByteStream
{
public:
    struct Core
    {
        std::mutex mutex; // guards bytes and ended
        QByteArray bytes;
        bool ended = false;
        std::mutex wakeMutex; // guards wakeUp, and is held while it is called
        std::function<void()> wakeUp;
        std::atomic<bool> alive = true;
        std::atomic<qint64> read = 0;

        void put(const QByteArray &more);
        void end();
    };
    explicit FakePreview(std::shared_ptr<Core> core);
    ~FakePreview() override;
    QByteArray read(qsizetype most) override;
    bool ended() const override;
    void setWakeUp(std::function<void()> wakeUp) override;

private:
    const std::shared_ptr<Core> m_core;
};

/// One command as it arrived.
struct Given
{
    QString kind;
    server::Command command;
    QString channel;
    QJsonObject what;
    QByteArray content;
    std::optional<QJsonObject> answer = {}; ///< of one that makes no operation
};

/// A backend without media: one channel "main" and one slate "standby", answers at once, remembers what it was told.
/// All methods from any thread.
class FakeBackend : public server::Backend
{
public:
    explicit FakeBackend(const Clock &clock);

    // What the test does.
    /// The next command, preview, still or journal query fails with this.
    void failNext(const QString &code, const QJsonObject &details = {});
    /// Answers of commands wait until release().
    void hold();
    void release();
    int held() const;
    std::vector<Given> given() const;
    std::vector<server::KeyAsk> asked() const; ///< for keys
    QStringList refusals() const; ///< "name METHOD path code"
    void emitEvent(const QString &type, const QJsonObject &data);
    void emitMetrics(const std::vector<Metric> &metrics);
    std::shared_ptr<FakePreview::Core> lastPreview() const;
    static ChannelConfig sampleConfig();
    static QString secret() { return QStringLiteral("very-secret-key"); }

    // Backend
    QJsonObject health() const override;
    std::vector<ChannelDocument> channels() const override;
    std::optional<ChannelDocument> channel(const QString &id) const override;
    std::optional<ChannelStatus> status(const QString &channel) const override;
    std::optional<ChannelControl> control(const QString &channel) const override;
    std::vector<Slate> slates() const override;
    std::optional<Operation> operation(const QString &id) const override;
    std::vector<Metric> metrics() const override;
    std::vector<KeyInfo> keys(const QString &channel) const override;
    void giveKey(server::KeyAsk ask, server::KeyDone done) override;
    Result<std::vector<JournalEntry>> journal(const server::JournalQuery &query) const override;
    Snapshot snapshot() const override;
    void setEventSink(server::EventSink *sink) override;
    Result<std::unique_ptr<server::PreviewStream>> preview(const QString &channel, const QString &source,
                                                           server::PreviewKind kind) override;
    Result<QByteArray> still(const QString &channel, const QString &source, int width) override;
    Result<std::optional<server::Answer>> replay(const server::Caller &caller, const QString &key,
                                                 const QByteArray &fingerprint) const override;
    void setControl(server::Command command, QString channel, ControlOrder order,
                    server::AnswerDone done) override;
    void createChannel(server::Command command, ChannelConfig config, server::AnswerDone done) override;
    void replaceChannel(server::Command command, ChannelConfig config, server::AnswerDone done) override;
    void deleteChannel(server::Command command, QString channel, server::AnswerDone done) override;
    void take(server::Command command, QString channel, Source target, std::optional<Cut> cut, bool force,
              server::AnswerDone done) override;
    void chooseNext(server::Command command, QString channel, std::optional<Source> next,
                    server::AnswerDone done) override;
    void armSlate(server::Command command, QString channel, QString slate, server::AnswerDone done) override;
    void setFailover(server::Command command, QString channel, std::optional<FailoverMode> mode, bool arm,
                     server::AnswerDone done) override;
    void setLocks(server::Command command, QString channel, std::vector<Source> locked,
                  server::AnswerDone done) override;
    void setEncryption(server::Command command, QString channel, EncryptionOrder order,
                       server::AnswerDone done) override;
    void endProgramme(server::Command command, QString channel, server::AnswerDone done) override;
    void addSlate(server::Command command, QString id, QString name, QString fileName, QByteArray content,
                  server::AnswerDone done) override;
    void keepPicture(server::Command command, QString channel, QString source, QString id, QString name,
                     server::AnswerDone done) override;
    void addTextSlate(server::Command command, QString picture, QString id, QString name, SlateText text,
                      server::AnswerDone done) override;
    void deleteSlate(server::Command command, QString slate, server::AnswerDone done) override;
    std::vector<Alarm> alarms() const override;
    Result<std::vector<Alarm>> alarmHistory(const server::AlarmQuery &query) const override;
    Result<AlarmQuality> alarmQuality(int hours) const override;
    server::RuleBook rules() const override;
    QJsonArray ruleStates() const override;
    QJsonArray nodes() const override;
    std::optional<Verdict> verdict(const QString &channel) const override;
    Result<Trend> trend(const server::TrendQuery &query) const override;
    std::vector<PlanDocument> plans() const override;
    std::vector<PlanState> planStates() const override;
    std::vector<PlanTimes> planTimes() const override;
    Result<std::vector<PlanRun>> runs(const server::RunQuery &query) const override;
    Result<std::optional<PlanRun>> run(const QString &id) const override;
    void putPlan(server::Command command, Plan plan, QString reason, server::AnswerDone done) override;
    void deletePlan(server::Command command, QString plan, server::AnswerDone done) override;
    void armPlan(server::Command command, PlanPlace place, server::AnswerDone done) override;
    void disarmPlan(server::Command command, QString plan, server::AnswerDone done) override;
    void firePlan(server::Command command, server::PlanFire fire, server::AnswerDone done) override;
    void orderRun(server::Command command, server::RunOrder order, server::AnswerDone done) override;
    static Plan samplePlan();
    static PlanRun sampleRun();
    void note(server::Command command, server::NoteOrder order, server::AnswerDone done) override;
    void orderAlarm(server::Command command, server::AlarmOrder order, server::AnswerDone done) override;
    void setRules(server::Command command, std::optional<RuleSet> rules, server::AnswerDone done) override;
    void changeSetup(server::Command command, SetupChange change, server::AnswerDone done) override;
    std::vector<Scenario> scenarios() const override;
    Result<std::vector<Drill>> drills(const server::DrillQuery &query) const override;
    Result<Drill> drill(const QString &id) const override;
    Result<QByteArray> drillPicture(const QString &drill, int mark) const override;
    Result<QJsonObject> readiness() const override;
    void putScenario(server::Command command, Scenario scenario, DrillDone done) override;
    void startDrill(server::Command command, server::DrillOrder order, DrillDone done) override;
    void endDrill(server::Command command, QString drill, DrillDone done) override;
    void answerDrill(server::Command command, QString drill, QString question, int choice,
                     DrillDone done) override;
    void noteDrill(server::Command command, QString drill, DrillNote note, DrillDone done) override;
    static Scenario sampleScenario();
    /// A rule that may be put in.
    static RuleSet sampleRules();
    /// A channel, a slate and the rules at once.
    static SetupChange sampleChange();
    void noteRefusal(const server::Caller &caller, const QString &method, const QString &path,
                     const Error &why) override;

private:
    struct Remembered
    {
        QByteArray fingerprint;
        server::Answer answer;
    };
    void accept(Given given, server::AnswerDone done);
    std::optional<Error> takeFailure() const;

    const Clock &m_clock;
    mutable std::mutex m_mutex; // guards all up to m_number
    ChannelDocument m_document;
    mutable std::optional<Error> m_failure;
    bool m_holding = false;
    std::vector<std::function<void()>> m_held;
    std::vector<Given> m_given;
    std::vector<server::KeyAsk> m_asked;
    QStringList m_refusals;
    std::map<std::pair<QString, QString>, Remembered> m_answers;
    std::map<QString, Operation> m_operations;
    const QTemporaryDir m_hls; ///< of the output "web"
    std::shared_ptr<FakePreview::Core> m_preview;
    quint64 m_number = 0;

    std::mutex m_eventMutex; // guards m_sink, and keeps events in order
    server::EventSink *m_sink = nullptr;
};

} // namespace twinfeed::test
