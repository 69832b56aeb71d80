// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/addresspolicy.h"
#include "app/backend/engine.h"
#include "app/backend/masterkey.h"
#include "app/backend/outside/outsideconfig.h"
#include "app/backend/planoutside.h"
#include "app/server/backend.h"

#include <chrono>
#include <memory>

namespace twinfeed::backend {

/// A slate that comes with the program or with the configuration.
struct GivenSlate
{
    QString id;
    QString name;
    QString file; ///< absolute
    bool builtIn = false;
};

class RehearsalUnit;

/// The backend: owns the store, the channels and their engines. One thread of its own ("director") does everything that
/// changes something, one request after the other; questions are answered from the board, on whoever's thread asks.
class Director final : public server::Backend
{
public:
    struct Setup
    {
        /// Of this unit; made where it is missing. Nobody else uses it.
        QString dataFolder;
        /// Channels of the configuration file: applied where their text has changed since it was last applied.
        std::vector<ChannelConfig> channels;
        std::vector<GivenSlate> slates;
        AllowRules allow;
        /// Where the secret is under which keys are kept.
        MasterKey::Places masterKey;
        std::chrono::seconds rotateKeysAfter = std::chrono::hours(72);
        /// For so long engineers get retired keys, for old recordings.
        std::chrono::seconds keepRetiredKeys = std::chrono::hours(90 * 24);
        RuleSet rules = {}; ///< those that the program came with, or that the configuration names
        OutsideConfig outside = {}; ///< a rehearsal unit asks and tells nobody
        /// Not null: this is a rehearsal unit, and that is what it may reach.
        std::shared_ptr<const drills::RehearsalGuard> rehearsal = {};
        std::vector<Plan> plans = {}; ///< likewise
        PlanOutside plansOutside = {}; ///< what plans may reach
        /// Data folder of the unit beside this one, of which the store is only read; there need be none. Of a live unit the rehearsal
        /// unit's, whose green runs count here; of a rehearsal unit the live one's, whose plans are rehearsed.
        QString folderBeside = {};
        /// Of a rehearsal unit: where drills make their faults; outlives the director.
        RehearsalUnit *drillUnit = nullptr;
        std::vector<Scenario> scenarios = {}; ///< those that the program came with
        QString feedProgram = {}; ///< twinfeed-feed
        /// How often state that changes by itself is looked at: what a person takes for at once when it is not the
        /// answer to a press of their own.
        std::chrono::milliseconds tick{250};
    };

    /// Opens the store, resumes the channels, and stands ready. Clock and factory outlive it. Errors: of the store.
    static Result<std::unique_ptr<Director>> open(Setup setup, const Clock &clock, EngineFactory &engines,
                                                  SlateEncoder encoder);
    /// Ends the engines; what was accepted has been kept. Commands still queued are answered "shutting-down".
    ~Director() override;

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

    std::vector<Alarm> alarms() const override;
    Result<std::vector<Alarm>> alarmHistory(const server::AlarmQuery &query) const override;
    Result<AlarmQuality> alarmQuality(int hours) const override;
    server::RuleBook rules() const override;
    QJsonArray ruleStates() const override;
    QJsonArray nodes() const override;
    std::optional<Verdict> verdict(const QString &channel) const override;
    Result<Trend> trend(const server::TrendQuery &query) const override;

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
    void note(server::Command command, server::NoteOrder order, server::AnswerDone done) override;
    void orderAlarm(server::Command command, server::AlarmOrder order, server::AnswerDone done) override;
    void setRules(server::Command command, std::optional<RuleSet> rules, server::AnswerDone done) override;
    void changeSetup(server::Command command, SetupChange change, server::AnswerDone done) override;
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
    void noteRefusal(const server::Caller &caller, const QString &method, const QString &path,
                     const Error &why) override;

private:
    class Room;
    class Private;
    explicit Director(std::unique_ptr<Private> d);
    /// Brings a request to the director's thread; answers "shutting-down" where it does not get there.
    template <typename Done>
    void request(const Done &done, std::function<void(Room &)> act);
    Result<std::shared_ptr<const media::GopBuffer>> tap(const QString &channel, const QString &source) const;

    const std::unique_ptr<Private> d;
};

} // namespace twinfeed::backend
