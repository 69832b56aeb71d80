// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmcommands.h"
#include "app/backend/automationcommands.h"
#include "app/backend/channelcommands.h"
#include "app/backend/encryptioncommands.h"
#include "app/backend/planeyes.h"
#include "app/backend/planoutside.h"
#include "app/backend/plans/planrunner.h"
#include "app/backend/planweb.h"
#include "app/backend/slatecommands.h"

namespace twinfeed::backend {

/// Acts through the same commands as people do: each deed is an operation with its journal entry and its measured evidence. Director's thread.
class LivePlanHands final : public PlanHands
{
public:
    struct World
    {
        const Clock &clock;
        Ledger &ledger;
        Board &board;
        Units &units;
        AlarmDesk &alarms;
        const PlanEyes &eyes;
        ChannelCommands &channelCommands;
        SlateCommands &slateCommands;
        AutomationCommands &automationCommands;
        EncryptionCommands &encryptionCommands;
        AlarmCommands &alarmCommands;
    };
    LivePlanHands(World world, PlanOutside outside);

    QJsonObject before(const PlanAction &action, const PlanPlace &place) override;
    Result<void> begin(const PlanAction &action, const PlanDeed &deed) override;
    Result<void> restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed) override;
    Progress progress(const QString &key) override;
    Truth isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place) override;

    /// What a step needs that is not there: "no-host", "no-secret", "no-address", "unknown-output", "unknown-rule"; nothing where all is.
    std::optional<Error> missing(const PlanAction &action, const PlanPlace &place) const;
    /// In words of states: what is, and what the action would make of it.
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place);

private:
    using Order = std::function<void(const server::Command &, const server::AnswerDone &)>;
    /// A row of orders, one after the other; over when the last one's operation is.
    struct Doing
    {
        std::deque<std::function<Result<void>(Doing &)>> todo;
        QString operation;
        bool web = false;
        HttpAction http;
        QJsonObject evidence;
    };
    using Todo = std::function<Result<void>(Doing &)>;

    ChannelUnit *unit(const PlanPlace &place) const { return m_world.units.find(place.channel); }
    Todo ordered(const PlanDeed &deed, Order order) const;
    Todo take(const PlanDeed &deed, Source source, std::optional<Cut> cut, bool force);
    Todo armSlate(const PlanDeed &deed, const QString &slate);
    Todo failover(const PlanDeed &deed, std::optional<FailoverMode> mode, bool arm);
    Todo encryption(const PlanDeed &deed, const EncryptionOrder &order);
    Todo replace(const PlanDeed &deed, std::function<void(ChannelConfig &)> change);
    Todo overrideRule(const PlanDeed &deed, const QString &rule, std::optional<RuleOverride> other);
    Todo request(const PlanDeed &deed, const HttpAction &http);
    Result<std::deque<Todo>> todoOf(const PlanAction &action, const PlanDeed &deed);
    Result<std::deque<Todo>> wayBack(const PlanAction &action, const QJsonObject &before,
                                     const PlanDeed &deed);
    Result<void> start(const QString &key, Result<std::deque<Todo>> todo);
    Result<Source> sourceOf(TakeTarget target, const PlanPlace &place) const;
    QStringList outputsOf(const QString &name, const PlanPlace &place) const;
    QStringList recordings(const RecordAction &record, const PlanPlace &place) const;
    QStringList touchedOutputs(const PlanAction &action, const PlanPlace &place) const;
    Progress webProgress(const QString &key, Doing &doing);

    const World m_world;
    const PlanOutside m_outside;
    PlanWeb m_web;
    std::map<QString, Doing> m_doing;
};

} // namespace twinfeed::backend
