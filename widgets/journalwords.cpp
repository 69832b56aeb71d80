// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/journalwords.h"

#include "models/journalmodel.h"
#include "widgets/alarmwords.h"
#include "widgets/autowords.h"
#include "widgets/buswords.h"
#include "widgets/planjournalwords.h"
#include "widgets/planreasons.h"
#include "widgets/sealwords.h"
#include "widgets/words.h"

#include <QJsonArray>
#include <QLocale>

namespace twinfeed {

namespace {

const QString requestKey = QStringLiteral("request");
const QString sourceKey = QStringLiteral("source");
const QString slateKey = QStringLiteral("slate");

QString sourceOf(const QJsonObject &object, const QString &key)
{
    const QString word = object.value(key).toString();
    const std::optional<Source> source = fromWord<Source>(word);
    return source ? Words::source(*source) : word;
}

} // namespace

QVariant JournalWords::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return QIdentityProxyModel::data(index, role);
    const auto entry = QIdentityProxyModel::data(index, JournalModel::EntryRole).value<JournalEntry>();
    if (role == Qt::DisplayRole)
        return sentence(entry);
    return tr("%1, %2: %3", "time, who, what").arg(Words::timeOfDay(entry.at), actor(entry), sentence(entry));
}

void JournalWords::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

QString JournalWords::actor(const JournalEntry &entry)
{
    return entry.actor == QLatin1String("twinfeed") ? tr("Twinfeed", "the backend itself, as an actor")
                                                    : entry.actor;
}

JournalWords::Weight JournalWords::weight(const QString &kind)
{
    if (kind.endsWith(QLatin1String("-failed")) || kind == QLatin1String("input-lost")
        || kind == QLatin1String("input-refused")) {
        return Weight::Trouble;
    }
    if (kind == QLatin1String("encryption-disagrees") || kind == QLatin1String("alarm")
        || kind == QLatin1String("alarm-returned") || kind == QLatin1String("plan-not-restored")
        || kind == QLatin1String("plan-rolling-back"))
        return Weight::Trouble;
    if (kind == QLatin1String("take") || kind == QLatin1String("fire-plan")
        || kind == QLatin1String("plan-auto") || kind == QLatin1String("plan-lit")
        || kind == QLatin1String("take-done") || kind.startsWith(QLatin1String("failover"))) {
        return Weight::Programme;
    }
    return Weight::Normal;
}

std::optional<TakeEvidence> JournalWords::evidence(const QJsonObject &data)
{
    const QJsonObject object = data.value(QLatin1String("evidence")).toObject();
    const auto cut = fromWord<CutMade>(object.value(QLatin1String("cut")).toString());
    const auto to = fromWord<Source>(object.value(QLatin1String("to")).toString());
    if (!cut || !to)
        return std::nullopt;
    TakeEvidence measured;
    measured.cut = *cut;
    measured.to = *to;
    measured.firstPictureMs = object.value(QLatin1String("firstPictureMs")).toDouble();
    measured.gapMs = object.value(QLatin1String("gapMs")).toDouble();
    measured.picturesLost = object.value(QLatin1String("picturesLost")).toInt();
    measured.picturesRepeated = object.value(QLatin1String("picturesRepeated")).toInt();
    measured.insteadBecause = object.value(QLatin1String("insteadBecause")).toString();
    measured.insteadCode = object.value(QLatin1String("insteadCode")).toString();
    return measured;
}

QString JournalWords::problem(const QJsonObject &data)
{
    const QJsonObject object = data.value(QLatin1String("problem")).toObject();
    return object.isEmpty() ? QString() : BusWords::problem(errorFromJson(object));
}

QString JournalWords::sentence(const JournalEntry &entry)
{
    QString text;
    if (entry.kind.startsWith(QLatin1String("take")))
        text = takeSentence(entry);
    else if (PlanJournalWords::isAbout(entry.kind))
        text = PlanJournalWords::sentence(entry);
    else if (entry.kind.startsWith(QLatin1String("failover")))
        text = AutoWords::decisionSentence(entry);
    else if (entry.kind.startsWith(QLatin1String("input-")))
        text = pathSentence(entry);
    else if (entry.kind.startsWith(QLatin1String("output-")))
        text = outputSentence(entry);
    else if (entry.kind.contains(QLatin1String("encryption")) || entry.kind.startsWith(QLatin1String("key-")))
        text = SealWords::sentence(entry);
    else if (entry.kind.contains(QLatin1String("slate")))
        text = slateSentence(entry);
    else if (entry.kind == QLatin1String("set-failover") || entry.kind == QLatin1String("set-locks")
             || entry.kind == QLatin1String("end"))
        text = automationSentence(entry);
    else if (entry.kind.startsWith(QLatin1String("control-")))
        text = controlSentence(entry);
    else if (entry.kind == QLatin1String("create-channel"))
        text = tr("Set up the channel %1").arg(entry.channel);
    else if (entry.kind == QLatin1String("replace-channel"))
        text = tr("Changed the channel %1").arg(entry.channel);
    else if (entry.kind == QLatin1String("change-setup"))
        text = setupSentence(entry);
    else if (entry.kind == QLatin1String("config-applied") && !entry.channel.isEmpty())
        text = tr("The configuration set up the channel %1").arg(entry.channel);
    else if (entry.kind == QLatin1String("delete-channel"))
        text = tr("Took down the channel %1").arg(entry.channel);
    else if (entry.kind == QLatin1String("start"))
        text = tr("Backend started, version %1").arg(entry.data.value(QLatin1String("version")).toString());
    else if (entry.kind == QLatin1String("stop"))
        text = tr("Backend stopped");
    else if (entry.kind == QLatin1String("refused"))
        text = refusalSentence(entry);
    else if (entry.kind == QLatin1String("refusals"))
        text = tr("%n more request(s) were refused", "", entry.data.value(QLatin1String("count")).toInt());
    else
        text = AlarmWords::journal(entry);
    return text.isEmpty() ? entry.text : text;
}

QString JournalWords::setupSentence(const JournalEntry &entry)
{
    const QJsonObject request = entry.data.value(QLatin1String("request")).toObject();
    const auto count = [&request](QLatin1String member) { return request.value(member).toArray().size(); };
    QStringList parts;
    if (const auto channels = count(QLatin1String("channels")); channels > 0)
        parts << tr("%n channel(s) set up or changed", "", int(channels));
    if (const auto gone = count(QLatin1String("removedChannels")); gone > 0)
        parts << tr("%n channel(s) taken down", "", int(gone));
    if (const auto slates = count(QLatin1String("removedSlates")); slates > 0)
        parts << tr("%n slate(s) deleted", "", int(slates));
    if (request.contains(QLatin1String("rules")))
        parts << tr("the rules changed");
    return parts.isEmpty()
        ? QString()
        : tr("Setup: %1", "%1: what was changed in it").arg(parts.join(tr(", ", "between parts of a list")));
}

QString JournalWords::refusalSentence(const JournalEntry &entry)
{
    const QString code = entry.data.value(QLatin1String("code")).toString();
    if (code == QLatin1String("stale-revision"))
        return tr("Was refused: the channel had been changed");
    if (code == QLatin1String("too-soon"))
        return tr("Was refused: the same take within a second");
    if (code == QLatin1String("too-late"))
        return tr("Was refused: it came too late");
    if (code == QLatin1String("unfit"))
        return tr("Was refused: the source was not fit");
    if (code == QLatin1String("forbidden"))
        return tr("Was refused: not allowed with this role");
    if (code == QLatin1String("unauthenticated"))
        return tr("Was refused: unknown token");
    QString why = BusWords::translated(code);
    if (why.isEmpty())
        why = PlanReasons::plain(code);
    return why.isEmpty() ? QString() : tr("Was refused: %1", "%1: why, a sentence").arg(why);
}

QString JournalWords::takeSentence(const JournalEntry &entry)
{
    if (entry.kind == QLatin1String("take")) {
        const QJsonObject request = entry.data.value(requestKey).toObject();
        const QString source = sourceOf(request, sourceKey);
        if (source.isEmpty())
            return {};
        const Cut cut = fromWord<Cut>(request.value(QLatin1String("cut")).toString()).value_or(Cut::Cached);
        return request.value(QLatin1String("force")).toBool()
            ? tr("Took %1 by force, cut %2").arg(source, Words::cut(cut))
            : tr("Took %1, cut %2").arg(source, Words::cut(cut));
    }
    if (const std::optional<TakeEvidence> measured = JournalWords::evidence(entry.data))
        return BusWords::evidence(*measured);
    if (entry.kind == QLatin1String("take-failed")) {
        const QString problem = JournalWords::problem(entry.data);
        return problem.isEmpty() ? QString() : tr("The take failed: %1").arg(problem);
    }
    return {};
}

QString JournalWords::automationSentence(const JournalEntry &entry)
{
    const QJsonObject request = entry.data.value(requestKey).toObject();
    if (entry.kind == QLatin1String("end"))
        return tr("Ended the event");
    if (entry.kind == QLatin1String("set-locks")) {
        QStringList names;
        for (const QJsonValue &value : request.value(QLatin1String("locked")).toArray()) {
            if (const auto source = fromWord<Source>(value.toString()))
                names << Words::source(*source);
        }
        return names.isEmpty() ? tr("Unlocked all sources")
                               : tr("Locked: %1", "%1: sources").arg(QLocale().createSeparatedList(names));
    }
    const bool armed = request.value(QLatin1String("armed")).toBool();
    if (const auto mode = fromWord<FailoverMode>(request.value(QLatin1String("mode")).toString())) {
        const QString word = AutoWords::mode(*mode);
        return armed ? tr("Set AUTO to %1 and armed it", "%1: mode of automation").arg(word)
                     : tr("Set AUTO to %1", "%1: mode of automation").arg(word);
    }
    return armed ? tr("Armed AUTO again") : QString();
}

QString JournalWords::pathSentence(const JournalEntry &entry)
{
    const QString path = sourceOf(entry.data, sourceKey);
    if (path.isEmpty())
        return {};
    const bool onAir = entry.data.value(QLatin1String("onAir")).toBool();
    if (entry.kind == QLatin1String("input-live"))
        return tr("%1 is live").arg(path);
    if (entry.kind == QLatin1String("input-lost"))
        return onAir ? tr("%1 is LOST while on air").arg(path) : tr("%1 is LOST").arg(path);
    if (entry.kind == QLatin1String("input-refused"))
        return tr("%1 sends what cannot be used").arg(path);
    return {};
}

QString JournalWords::outputSentence(const JournalEntry &entry)
{
    const QString output = entry.data.value(QLatin1String("output")).toString();
    if (output.isEmpty())
        return {};
    if (entry.kind == QLatin1String("output-live"))
        return tr("Output %1 is live").arg(output);
    if (entry.kind == QLatin1String("output-failed"))
        return tr("Output %1 has failed and reconnects").arg(output);
    return {};
}

QString JournalWords::controlSentence(const JournalEntry &entry)
{
    const QString from = entry.data.value(QLatin1String("from")).toString();
    const QString to = entry.data.value(QLatin1String("to")).toString();
    if (entry.kind == QLatin1String("control-held"))
        return tr("Has the channel now");
    if (entry.kind == QLatin1String("control-taken-over"))
        return from.isEmpty() ? tr("Has the channel now") : tr("Took the channel over from %1").arg(from);
    if (entry.kind == QLatin1String("control-handed-over"))
        return tr("Handed the channel over to %1").arg(to);
    if (entry.kind == QLatin1String("control-released"))
        return tr("Let go of the channel");
    if (entry.kind == QLatin1String("control-lapsed"))
        return tr("%1 has the channel no more: the console is gone").arg(from);
    return {};
}

QString JournalWords::slateSentence(const JournalEntry &entry)
{
    const QJsonObject request = entry.data.value(requestKey).toObject();
    const QString problem = JournalWords::problem(entry.data);
    if (entry.kind == QLatin1String("arm-slate"))
        return tr("Chose the slate %1 to stand ready").arg(request.value(slateKey).toString());
    if (entry.kind == QLatin1String("arm-slate-done"))
        return tr("The slate stands ready");
    if (entry.kind == QLatin1String("arm-slate-failed") && !problem.isEmpty())
        return tr("The slate does not stand ready: %1").arg(problem);
    const QString name = request.value(QLatin1String("name")).toString();
    const QString source = request.value(sourceKey).toString();
    if (entry.kind == QLatin1String("add-slate") && !source.isEmpty())
        return tr("Kept the picture of %1 as the slate %2").arg(Words::node(source), name);
    if (entry.kind == QLatin1String("add-slate"))
        return tr("Added the slate %1").arg(name);
    if (entry.kind == QLatin1String("add-slate-done"))
        return tr("The new slate is ready");
    if (entry.kind == QLatin1String("add-slate-failed") && !problem.isEmpty())
        return tr("The new slate cannot be used: %1").arg(problem);
    if (entry.kind == QLatin1String("delete-slate"))
        return tr("Deleted the slate %1").arg(request.value(QLatin1String("id")).toString());
    if (entry.kind == QLatin1String("slate-failed") && !problem.isEmpty())
        return tr("The slate %1 cannot stand ready: %2").arg(entry.data.value(slateKey).toString(), problem);
    return {};
}

} // namespace twinfeed
