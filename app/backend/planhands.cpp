// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planhands.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::backend {

namespace {

Error fault(const char *code, const QString &message, const QString &remedy = {})
{
    return Error{QLatin1String(code), message, {}, remedy, {}};
}

bool isSourceChange(const PlanAction &action)
{
    return std::holds_alternative<TakeAction>(action) || std::holds_alternative<SlateInAction>(action)
        || std::holds_alternative<SlateOutAction>(action);
}

QStringList sealedOutputs(const ChannelDocument &document)
{
    QStringList sealed;
    for (const SealedOutput &output : document.sealed)
        sealed << output.output;
    sealed.sort();
    return sealed;
}

QStringList lockedSources(const ChannelDocument &document)
{
    QStringList locked;
    for (const Source source : document.locked)
        locked << toWord(source);
    return locked;
}

std::optional<RuleOverride> overrideOf(const RuleSet &rules, const QString &channel, const QString &rule)
{
    const auto found = std::ranges::find_if(
        rules.overrides, [&](const RuleOverride &one) { return one.channel == channel && one.rule == rule; });
    return found == rules.overrides.end() ? std::nullopt : std::optional(*found);
}

QStringList texts(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue &value : array.toArray())
        list << value.toString();
    return list;
}

/// The value that a JSON pointer names; undefined where there is none.
QJsonValue at(QJsonValue value, const QString &pointer)
{
    for (QString part : pointer.split(QLatin1Char('/')).mid(1)) {
        part.replace(QLatin1String("~1"), QLatin1String("/"))
            .replace(QLatin1String("~0"), QLatin1String("~"));
        value = value.isArray() ? value.toArray().at(part.toInt()) : value.toObject().value(part);
    }
    return value;
}

} // namespace

LivePlanHands::LivePlanHands(World world, PlanOutside outside)
    : m_world(world)
    , m_outside(std::move(outside))
{
}

QStringList LivePlanHands::outputsOf(const QString &name, const PlanPlace &place) const
{
    const ChannelUnit *channel = unit(place);
    QStringList outputs;
    for (const OutputConfig &output :
         channel ? channel->document().config.outputs : std::vector<OutputConfig>()) {
        const bool mine = output.id == place.output;
        if (name == QLatin1String("all") || name == output.id || (name == QLatin1String("this") && mine)
            || (name == QLatin1String("others") && !mine))
            outputs << output.id;
    }
    return outputs;
}

QStringList LivePlanHands::recordings(const RecordAction &record, const PlanPlace &place) const
{
    const ChannelUnit *channel = unit(place);
    QStringList outputs;
    for (const OutputConfig &output :
         channel ? channel->document().config.outputs : std::vector<OutputConfig>()) {
        if (output.kind == OutputKind::Recording && (record.output.isEmpty() || record.output == output.id))
            outputs << output.id;
    }
    return outputs;
}

QStringList LivePlanHands::touchedOutputs(const PlanAction &action, const PlanPlace &place) const
{
    if (const auto *record = std::get_if<RecordAction>(&action))
        return recordings(*record, place);
    const auto *output = std::get_if<OutputAction>(&action);
    return output ? outputsOf(output->output, place) : QStringList();
}

Result<Source> LivePlanHands::sourceOf(TakeTarget target, const PlanPlace &place) const
{
    const PlanSight &sight = m_world.eyes.sight(place.channel);
    const QString onAir = sight.fact(QStringLiteral("onAir"));
    const auto fit = [&](const char *node) {
        return sight.fact(QStringLiteral("fit"), QLatin1String(node)) == QLatin1String("yes");
    };
    switch (target) {
    case TakeTarget::Primary:
        return Source::Primary;
    case TakeTarget::Backup:
        return Source::Backup;
    case TakeTarget::Slate:
        return Source::Slate;
    case TakeTarget::Other:
        if (onAir == QLatin1String("primary"))
            return Source::Backup;
        if (onAir == QLatin1String("backup"))
            return Source::Primary;
        return fault("unfit", QStringLiteral("No path is on air, so there is no other one."));
    case TakeTarget::Fit:
        break;
    }
    if (fit("primary"))
        return Source::Primary;
    if (fit("backup"))
        return Source::Backup;
    return fault("unfit", QStringLiteral("Neither path is fit to be seen."));
}

QJsonObject LivePlanHands::before(const PlanAction &action, const PlanPlace &place)
{
    const ChannelUnit *channel = unit(place);
    if (!channel)
        return {};
    const ChannelDocument &document = channel->document();
    if (isSourceChange(action)) {
        const QString seen = m_world.eyes.sight(place.channel).fact(QStringLiteral("onAir"));
        return {{QStringLiteral("onAir"), seen.isEmpty() ? toWord(document.onAir) : seen},
                {QStringLiteral("slate"), document.slate},
                {QStringLiteral("suspended"), document.suspended}};
    }
    if (std::holds_alternative<EncryptionAction>(action))
        return {{QStringLiteral("sealed"), QJsonArray::fromStringList(sealedOutputs(document))}};
    if (std::holds_alternative<FailoverAction>(action))
        return {{QStringLiteral("mode"), toWord(document.config.failover.mode)},
                {QStringLiteral("suspended"), document.suspended}};
    if (std::holds_alternative<LockAction>(action))
        return {{QStringLiteral("locked"), QJsonArray::fromStringList(lockedSources(document))}};
    if (const auto *rule = std::get_if<RuleAction>(&action)) {
        const auto other = overrideOf(m_world.alarms.rules().set, place.channel, rule->rule);
        return {
            {QStringLiteral("override"), other ? QJsonValue(toJson(*other)) : QJsonValue(QJsonValue::Null)}};
    }
    const QStringList touched = touchedOutputs(action, place);
    if (touched.isEmpty())
        return {};
    QJsonObject enabled;
    QJsonObject addresses;
    for (const OutputConfig &output : document.config.outputs) {
        if (!touched.contains(output.id))
            continue;
        enabled.insert(output.id, output.enabled);
        addresses.insert(output.id, output.url);
    }
    return {{QStringLiteral("enabled"), enabled}, {QStringLiteral("hidden"), addresses}};
}

LivePlanHands::Todo LivePlanHands::ordered(const PlanDeed &deed, Order order) const
{
    return [this, by = deed.by, key = deed.key, channel = deed.place.channel,
            order = std::move(order)](Doing &doing) -> Result<void> {
        server::Command command;
        command.caller = {by, Role::Director};
        // New for each try: after a restart the same deed is done again.
        command.idempotencyKey = QStringLiteral("%1-%2").arg(key).arg(m_world.clock.now());
        command.fingerprint =
            QCryptographicHash::hash(command.idempotencyKey.toUtf8(), QCryptographicHash::Sha256);
        command.receivedAt = m_world.clock.now();
        command.ofRun = true;
        if (const ChannelUnit *unit = m_world.units.find(channel))
            command.revision = unit->document().revision;
        Result<server::Answer> answer =
            fault("internal", QStringLiteral("The command was not answered at once."));
        order(command, [&answer](const Result<server::Answer> &given) { answer = given; });
        if (!answer)
            return answer.error();
        doing.operation = answer->body.value(QStringLiteral("id")).toString();
        return {};
    };
}

LivePlanHands::Todo LivePlanHands::take(const PlanDeed &deed, Source source, std::optional<Cut> cut,
                                        bool force)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, source, cut, force](const server::Command &command,
                                                                            const server::AnswerDone &done) {
                       m_world.channelCommands.take(command, {channel, source, cut, force}, done);
                   });
}

LivePlanHands::Todo LivePlanHands::armSlate(const PlanDeed &deed, const QString &slate)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, slate](const server::Command &command,
                                                               const server::AnswerDone &done) {
                       m_world.slateCommands.arm(command, channel, slate, done);
                   });
}

LivePlanHands::Todo LivePlanHands::failover(const PlanDeed &deed, std::optional<FailoverMode> mode, bool arm)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, mode, arm](const server::Command &command,
                                                                   const server::AnswerDone &done) {
                       m_world.automationCommands.setFailover(command, channel, {mode, arm}, done);
                   });
}

LivePlanHands::Todo LivePlanHands::encryption(const PlanDeed &deed, const EncryptionOrder &order)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, order](const server::Command &command,
                                                               const server::AnswerDone &done) {
                       m_world.encryptionCommands.set(command, channel, order, done);
                   });
}

LivePlanHands::Todo LivePlanHands::replace(const PlanDeed &deed, std::function<void(ChannelConfig &)> change)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, change = std::move(change)](
                       const server::Command &command, const server::AnswerDone &done) {
                       const ChannelUnit *unit = m_world.units.find(channel);
                       if (!unit)
                           return done(fault("unknown-channel",
                                             QStringLiteral("There is no channel \"%1\".").arg(channel)));
                       ChannelConfig config = unit->document().config;
                       change(config);
                       m_world.channelCommands.replace(command, config, done);
                   });
}

LivePlanHands::Todo LivePlanHands::overrideRule(const PlanDeed &deed, const QString &rule,
                                                std::optional<RuleOverride> other)
{
    return ordered(deed,
                   [this, channel = deed.place.channel, rule,
                    other = std::move(other)](server::Command command, const server::AnswerDone &done) {
                       RuleSet rules = m_world.alarms.rules().set;
                       std::erase_if(rules.overrides, [&](const RuleOverride &one) {
                           return one.channel == channel && one.rule == rule;
                       });
                       if (other)
                           rules.overrides.push_back(*other);
                       command.revision = m_world.alarms.rules().revision;
                       m_world.alarmCommands.setRules(command, rules, done);
                   });
}

LivePlanHands::Todo LivePlanHands::request(const PlanDeed &deed, const HttpAction &http)
{
    return [this, key = deed.key, http](Doing &doing) -> Result<void> {
        const auto host = m_outside.hosts.find(http.host);
        if (host == m_outside.hosts.end())
            return fault("no-host",
                         QStringLiteral("The configuration allows no host \"%1\".").arg(http.host));
        WebRequest asked{
            QUrl(host->second + http.path), http.method.toLatin1(), {}, {}, http.timeoutMs, http.retries};
        if (http.body.isObject())
            asked.body = QJsonDocument(http.body.toObject()).toJson(QJsonDocument::Compact);
        if (const auto secret = m_outside.secrets.find(http.secret); secret != m_outside.secrets.end())
            asked.bearer = secret->second;
        doing.web = true;
        doing.http = http;
        m_web.send(key, asked);
        return {};
    };
}

Result<void> LivePlanHands::start(const QString &key, Result<std::deque<Todo>> todo)
{
    if (!todo)
        return todo.error();
    Doing &doing = m_doing[key];
    doing = {};
    doing.todo = std::move(*todo);
    if (doing.todo.empty())
        return {};
    const Todo first = doing.todo.front();
    doing.todo.pop_front();
    return first(doing);
}

Result<void> LivePlanHands::begin(const PlanAction &action, const PlanDeed &deed)
{
    if (const auto why = missing(action, deed.place))
        return *why;
    return start(deed.key, todoOf(action, deed));
}

Result<void> LivePlanHands::restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed)
{
    return start(deed.key, wayBack(action, before, deed));
}

PlanHands::Progress LivePlanHands::progress(const QString &key)
{
    const auto found = m_doing.find(key);
    if (found == m_doing.end())
        return {true, fault("backend-ended", QStringLiteral("Nothing is known of it any more.")), {}};
    Doing &doing = found->second;
    if (doing.web)
        return webProgress(key, doing);
    if (!doing.operation.isEmpty()) {
        const auto operation = m_world.board.operation(doing.operation);
        if (!operation || !operation->endedAt)
            return {false, {}, doing.evidence};
        doing.evidence.insert(QStringLiteral("operation"), operation->id);
        if (operation->evidence)
            doing.evidence.insert(QStringLiteral("take"), toJson(*operation->evidence));
        QJsonArray seals;
        for (const EncryptionEvidence &seal : operation->encryption)
            seals << toJson(seal);
        if (!seals.isEmpty())
            doing.evidence.insert(QStringLiteral("encryption"), seals);
        if (operation->problem)
            return {true, operation->problem, doing.evidence};
        doing.operation.clear();
    }
    if (doing.todo.empty())
        return {true, {}, doing.evidence};
    const Todo next = doing.todo.front();
    doing.todo.pop_front();
    if (auto started = next(doing); !started)
        return {true, started.error(), doing.evidence};
    return {false, {}, doing.evidence};
}

PlanHands::Progress LivePlanHands::webProgress(const QString &key, Doing &doing)
{
    const auto answer = m_web.take(key);
    if (!answer)
        return {false, {}, {}};
    const HttpAction &http = doing.http;
    const QJsonObject evidence{{QStringLiteral("status"), answer->status}};
    if (answer->status == 0)
        return {true,
                fault("http-failed", QStringLiteral("%1 did not answer: %2.").arg(http.host, answer->fault)),
                evidence};
    if (std::ranges::find(http.status, answer->status) == http.status.end())
        return {true,
                fault("http-failed", QStringLiteral("%1 answered %2.").arg(http.host).arg(answer->status)),
                evidence};
    const QJsonDocument document = QJsonDocument::fromJson(answer->body);
    const QJsonValue body = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    for (auto it = http.expect.begin(); it != http.expect.end(); ++it) {
        if (at(body, it.key()) != it.value())
            return {true,
                    fault("http-failed",
                          QStringLiteral("%1 answered something else at %2 than expected.")
                              .arg(http.host, it.key())),
                    evidence};
    }
    return {true, {}, evidence};
}

Truth LivePlanHands::isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place)
{
    const ChannelUnit *channel = unit(place);
    if (!channel || before.isEmpty())
        return Truth::Undecided;
    const ChannelDocument &document = channel->document();
    QJsonObject now = this->before(action, place);
    if (isSourceChange(action) || std::holds_alternative<FailoverAction>(action)) {
        // Automation that was suspended before may be armed by now; the other way round is no restoring.
        if (before.value(QStringLiteral("suspended")).toBool()
            || document.config.failover.mode == FailoverMode::Off)
            now.insert(QStringLiteral("suspended"), before.value(QStringLiteral("suspended")));
        // Only where it was is as it is seen: the document's word is not enough.
        if (isSourceChange(action)
            && m_world.eyes.sight(place.channel).fact(QStringLiteral("onAir")).isEmpty())
            return Truth::Undecided;
    }
    if (now != before)
        return Truth::No;
    const QJsonObject enabled = before.value(QStringLiteral("enabled")).toObject();
    for (auto it = enabled.begin(); it != enabled.end(); ++it) {
        const bool off = m_world.eyes.sight(place.channel)
                             .fact(QStringLiteral("output"), QLatin1String("output:") + it.key())
            == QLatin1String("off");
        if (off == it.value().toBool())
            return Truth::No;
    }
    return Truth::Yes;
}

Result<std::deque<LivePlanHands::Todo>> LivePlanHands::todoOf(const PlanAction &action, const PlanDeed &deed)
{
    std::deque<Todo> todo;
    const ChannelUnit *channel = unit(deed.place);
    if (!channel)
        return fault("unknown-channel",
                     QStringLiteral("There is no channel \"%1\".").arg(deed.place.channel));
    if (const auto *one = std::get_if<TakeAction>(&action)) {
        const auto source = sourceOf(one->source, deed.place);
        if (!source)
            return source.error();
        todo.push_back(take(deed, *source, one->cut, one->force));
    } else if (const auto *in = std::get_if<SlateInAction>(&action)) {
        if (!in->slate.isEmpty() && in->slate != channel->document().slate)
            todo.push_back(armSlate(deed, in->slate));
        todo.push_back(take(deed, Source::Slate, {}, false));
    } else if (const auto *out = std::get_if<SlateOutAction>(&action)) {
        const auto source = sourceOf(out->source, deed.place);
        if (!source)
            return source.error();
        todo.push_back(take(deed, *source, {}, false));
    } else if (const auto *change = std::get_if<EncryptionAction>(&action)) {
        EncryptionOrder order;
        order.mode = change->change == EncryptionChange::Off ? Encryption::Clear : Encryption::Sealed;
        order.newKey = change->change == EncryptionChange::Rotate;
        order.outputs = change->outputs;
        order.emergency = change->emergency;
        order.reason =
            change->emergency ? QStringLiteral("Plan %1, run %2.").arg(deed.place.plan, deed.run) : QString();
        todo.push_back(encryption(deed, order));
    } else if (const auto *mode = std::get_if<FailoverAction>(&action)) {
        todo.push_back(failover(deed, mode->mode, mode->arm));
    } else if (const auto *lock = std::get_if<LockAction>(&action)) {
        todo.push_back(ordered(deed,
                               [this, id = deed.place.channel, sources = lock->sources](
                                   const server::Command &command, const server::AnswerDone &done) {
                                   m_world.automationCommands.setLocks(command, id, sources, done);
                               }));
    } else if (std::holds_alternative<OutputAction>(action) || std::holds_alternative<RecordAction>(action)) {
        const auto *output = std::get_if<OutputAction>(&action);
        const std::optional<bool> enabled = output ? output->enabled : true;
        const QString address =
            output && !output->address.isEmpty() ? m_outside.addresses.at(output->address) : QString();
        todo.push_back(replace(
            deed, [touched = touchedOutputs(action, deed.place), enabled, address](ChannelConfig &config) {
                for (OutputConfig &one : config.outputs) {
                    if (!touched.contains(one.id))
                        continue;
                    one.enabled = enabled.value_or(one.enabled);
                    one.url = address.isEmpty() ? one.url : address;
                }
            }));
    } else if (const auto *rule = std::get_if<RuleAction>(&action)) {
        RuleOverride other;
        other.channel = deed.place.channel;
        other.rule = rule->rule;
        other.enabled = rule->enabled;
        other.value = rule->value;
        other.clear = rule->value; // the rule's own would be on the wrong side, perhaps
        other.forMs = rule->forMs;
        todo.push_back(overrideRule(deed, rule->rule, other));
        const QString end = m_world.clock.wall().addMSecs(rule->endsAfterMs).toString(Qt::ISODateWithMs);
        todo.push_back([end](Doing &doing) -> Result<void> {
            doing.evidence.insert(QStringLiteral("endsAt"), end);
            return {};
        });
    } else if (const auto *notify = std::get_if<NotifyAction>(&action)) {
        todo.push_back([this, channelId = deed.place.channel, plan = deed.place.plan,
                        text = notify->text](Doing &) -> Result<void> {
            m_world.ledger.note(
                QStringLiteral("plan-notice"), channelId, text.value(QStringLiteral("en")),
                {{QStringLiteral("plan"), plan}, {QStringLiteral("text"), twinfeed::toJson(text)}});
            return {};
        });
    } else if (const auto *http = std::get_if<HttpAction>(&action)) {
        todo.push_back(request(deed, *http));
    }
    return todo;
}

Result<std::deque<LivePlanHands::Todo>>
LivePlanHands::wayBack(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed)
{
    std::deque<Todo> todo;
    const ChannelUnit *channel = unit(deed.place);
    if (!channel || before.isEmpty())
        return fault("unknown-channel",
                     QStringLiteral("There is no channel \"%1\".").arg(deed.place.channel));
    const bool armed = !before.value(QStringLiteral("suspended")).toBool();
    if (isSourceChange(action)) {
        const PlanSight &sight = m_world.eyes.sight(deed.place.channel);
        const Source source =
            fromWord<Source>(before.value(QStringLiteral("onAir")).toString()).value_or(Source::Slate);
        if (sight.fact(QStringLiteral("onAir")) != toWord(source)) {
            // What is not fit is not put on air because it was there before.
            if (sight.fact(QStringLiteral("fit"), toWord(source)) != QLatin1String("yes"))
                return fault("unfit",
                             QStringLiteral("The %1, which was on air before, is not fit to be seen.")
                                 .arg(toWord(source)));
            todo.push_back(take(deed, source, {}, true));
        }
        if (before.value(QStringLiteral("slate")).toString() != channel->document().slate)
            todo.push_back(armSlate(deed, before.value(QStringLiteral("slate")).toString()));
        if (armed && channel->document().config.failover.mode != FailoverMode::Off)
            todo.push_back(failover(deed, {}, true));
    } else if (std::holds_alternative<EncryptionAction>(action)) {
        const QStringList sealed = texts(before.value(QStringLiteral("sealed")));
        EncryptionOrder on, off;
        on.mode = Encryption::Sealed;
        for (const OutputConfig &output : channel->document().config.outputs)
            (sealed.contains(output.id) ? on : off).outputs << output.id;
        if (!on.outputs.isEmpty())
            todo.push_back(encryption(deed, on));
        if (!off.outputs.isEmpty())
            todo.push_back(encryption(deed, off));
    } else if (std::holds_alternative<FailoverAction>(action)) {
        todo.push_back(
            failover(deed, fromWord<FailoverMode>(before.value(QStringLiteral("mode")).toString()), armed));
    } else if (std::holds_alternative<LockAction>(action)) {
        std::vector<Source> sources;
        for (const QString &word : texts(before.value(QStringLiteral("locked"))))
            sources.push_back(fromWord<Source>(word).value_or(Source::Slate));
        todo.push_back(ordered(deed,
                               [this, id = deed.place.channel, sources](const server::Command &command,
                                                                        const server::AnswerDone &done) {
                                   m_world.automationCommands.setLocks(command, id, sources, done);
                               }));
    } else if (const auto *rule = std::get_if<RuleAction>(&action)) {
        std::optional<RuleOverride> other;
        if (const QJsonObject kept = before.value(QStringLiteral("override")).toObject(); !kept.isEmpty()) {
            RuleSet set = m_world.alarms.rules().set;
            QJsonObject whole = toJson(set);
            whole.insert(QStringLiteral("overrides"), QJsonArray{kept});
            if (const auto read = ruleSetFromJson(whole); read && !read->overrides.empty())
                other = read->overrides.front();
        }
        todo.push_back(overrideRule(deed, rule->rule, other));
    } else {
        todo.push_back(
            replace(deed,
                    [enabled = before.value(QStringLiteral("enabled")).toObject(),
                     addresses = before.value(QStringLiteral("hidden")).toObject()](ChannelConfig &config) {
                        for (OutputConfig &one : config.outputs) {
                            if (!enabled.contains(one.id))
                                continue;
                            one.enabled = enabled.value(one.id).toBool();
                            one.url = addresses.value(one.id).toString(one.url);
                        }
                    }));
    }
    return todo;
}

std::optional<Error> LivePlanHands::missing(const PlanAction &action, const PlanPlace &place) const
{
    if (const auto *http = std::get_if<HttpAction>(&action)) {
        if (!m_outside.hosts.contains(http->host))
            return fault("no-host",
                         QStringLiteral("The configuration allows no host \"%1\".").arg(http->host),
                         QStringLiteral("Let an engineer add it to \"plans\" in the configuration."));
        if (!http->secret.isEmpty() && !m_outside.secrets.contains(http->secret))
            return fault("no-secret",
                         QStringLiteral("The configuration has no secret \"%1\".").arg(http->secret),
                         QStringLiteral("Let an engineer add its file to \"plans\" in the configuration."));
    }
    const auto *output = std::get_if<OutputAction>(&action);
    if (output && !output->address.isEmpty() && !m_outside.addresses.contains(output->address))
        return fault("no-address",
                     QStringLiteral("The configuration has no address \"%1\".").arg(output->address),
                     QStringLiteral("Let an engineer add it to \"plans\" in the configuration."));
    const bool outputs = output || std::holds_alternative<RecordAction>(action);
    const bool mayBeNone = output && output->output == QLatin1String("others");
    if (outputs && !mayBeNone && touchedOutputs(action, place).isEmpty())
        return fault("unknown-output",
                     QStringLiteral("The channel %1 has no such output.").arg(place.channel),
                     QStringLiteral("Add it to the channel, or change the plan."));
    const auto *rule = std::get_if<RuleAction>(&action);
    if (rule
        && std::ranges::find(m_world.alarms.rules().set.rules, rule->rule, &Rule::id)
            == m_world.alarms.rules().set.rules.end())
        return fault("unknown-rule", QStringLiteral("There is no rule \"%1\".").arg(rule->rule),
                     QStringLiteral("Name one of the rules there are."));
    return std::nullopt;
}

std::pair<QString, QString> LivePlanHands::preview(const PlanAction &action, const PlanPlace &place)
{
    const QJsonObject now = before(action, place);
    const auto joined = [](QStringList words) {
        return words.isEmpty() ? QStringLiteral("-") : words.join(QLatin1String(", "));
    };
    if (isSourceChange(action)) {
        const auto *take = std::get_if<TakeAction>(&action);
        const auto *out = std::get_if<SlateOutAction>(&action);
        const auto source = sourceOf(take ? take->source : out ? out->source : TakeTarget::Slate, place);
        return {now.value(QStringLiteral("onAir")).toString(),
                source ? toWord(*source) : source.error().message};
    }
    if (const auto *mode = std::get_if<FailoverAction>(&action))
        return {now.value(QStringLiteral("mode")).toString(),
                mode->mode ? toWord(*mode->mode) : QStringLiteral("armed")};
    if (const auto *change = std::get_if<EncryptionAction>(&action))
        return {joined(texts(now.value(QStringLiteral("sealed")))), toWord(change->change)};
    if (const auto *lock = std::get_if<LockAction>(&action)) {
        QStringList words;
        for (const Source source : lock->sources)
            words << toWord(source);
        return {joined(texts(now.value(QStringLiteral("locked")))), joined(words)};
    }
    QStringList are;
    const QJsonObject enabled = now.value(QStringLiteral("enabled")).toObject();
    for (auto it = enabled.begin(); it != enabled.end(); ++it)
        are << it.key() + (it.value().toBool() ? QLatin1String(" on") : QLatin1String(" off"));
    const auto *output = std::get_if<OutputAction>(&action);
    const bool off = output && output->enabled && !*output->enabled;
    return {joined(are),
            are.isEmpty() ? kindOf(action)
                          : joined(touchedOutputs(action, place))
                    + (off ? QLatin1String(" off") : QLatin1String(" on"))};
}

} // namespace twinfeed::backend
