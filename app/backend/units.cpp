// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/units.h"

#include "app/media/loudness.h"
#include "app/media/slatechecks.h"

#include <QLoggingCategory>

namespace twinfeed::backend {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.backend")

QString described(const StreamFormat &format)
{
    if (format.videoCodec.isEmpty())
        return format.soundCodec.isEmpty() ? QStringLiteral("unknown format") : QStringLiteral("sound only");
    QString text = QStringLiteral("%1 %2x%3").arg(format.videoCodec).arg(format.width).arg(format.height);
    return text;
}

/// The reasons among the numbers may quote an address.
QJsonObject scrubbed(const ChannelUnit &unit, QJsonObject decision)
{
    const QLatin1String numbersKey("numbers");
    const QLatin1String sourcesKey("sources");
    const QLatin1String reasonKey("reason");
    const QLatin1String textKey("text");
    decision.insert(textKey, unit.scrubbed(decision.value(textKey).toString()));
    QJsonObject numbers = decision.value(numbersKey).toObject();
    QJsonObject sources = numbers.value(sourcesKey).toObject();
    for (const QString &name : sources.keys()) {
        QJsonObject source = sources.value(name).toObject();
        source.insert(reasonKey, unit.scrubbed(source.value(reasonKey).toString()));
        sources.insert(name, source);
    }
    numbers.insert(sourcesKey, sources);
    decision.insert(numbersKey, numbers);
    return decision;
}

} // namespace

QString measured(const TakeEvidence &evidence)
{
    QString text = QStringLiteral("The %1 is on air: first picture after %2 ms at %3, gap %4 ms.")
                       .arg(toWord(evidence.to))
                       .arg(evidence.firstPictureMs, 0, 'f', 0)
                       .arg(evidence.measuredAt)
                       .arg(evidence.gapMs, 0, 'f', 0);
    if (!evidence.insteadBecause.isEmpty())
        text += QLatin1Char(' ') + evidence.insteadBecause;
    return text;
}

Units::Units(World world)
    : m_world(std::move(world))
{
}

Units::~Units()
{
    std::vector<std::jthread> ends;
    for (auto &[id, unit] : m_units)
        ends.emplace_back([engine = unit->release()]() mutable { engine.reset(); });
    ends.clear();
    m_units.clear();
    m_ending.finish();
}

ChannelUnit &Units::start(StoredChannel stored)
{
    const QString id = stored.document.config.id;
    auto unit = std::make_unique<ChannelUnit>(std::move(stored), m_world.engines, *this, m_world.seals);
    ChannelUnit &started = *(m_units[id] = std::move(unit));
    m_world.board.setTaps(id, started.taps());
    standSlate(started);
    return started;
}

void Units::end(const QString &id)
{
    const auto it = m_units.find(id);
    if (it == m_units.end())
        return;
    // std::function wants to be copied, an engine does not: a shared box carries it over.
    auto box = std::make_shared<std::unique_ptr<Engine>>(it->second->release());
    m_units.erase(it);
    m_world.shelf.forgetChecks(id);
    m_ending.post([box] { box->reset(); });
}

ChannelUnit *Units::find(const QString &id)
{
    const auto it = m_units.find(id);
    return it == m_units.end() ? nullptr : it->second.get();
}

QStringList Units::ids() const
{
    QStringList ids;
    for (const auto &[id, unit] : m_units)
        ids << id;
    return ids;
}

void Units::each(const std::function<void(ChannelUnit &)> &what)
{
    for (auto &[id, unit] : m_units)
        what(*unit);
}

QStringList Units::channelsWith(const QString &slate) const
{
    QStringList channels;
    for (const auto &[id, unit] : m_units) {
        if (unit->document().slate == slate)
            channels << id;
    }
    return channels;
}

void Units::standSlate(ChannelUnit &unit, SlateShelf::Ready done)
{
    const QString slate = unit.document().slate;
    if (slate.isEmpty())
        return;
    m_world.shelf.want(slate, unit.slateFormat(),
                       [this, id = unit.id(), slate, done](const SlateShelf::Clip &clip) {
                           slateEncoded(id, slate, clip, done);
                       });
}

void Units::slateEncoded(const QString &channel, const QString &slate, const SlateShelf::Clip &clip,
                         const SlateShelf::Ready &done)
{
    ChannelUnit *unit = find(channel);
    const bool wanted = unit && unit->document().slate == slate;
    // Another file stands under this id now: that is the one.
    if (wanted && !clip && clip.error().code == QLatin1String("superseded"))
        return standSlate(*unit, done);
    // A clip in an older format is better than none until the next stands ready.
    if (wanted && clip) {
        unit->stand({slate, *clip});
        checkSlate(*unit);
        refresh(*unit);
    } else if (wanted && clip.error().code != QLatin1String("shutting-down")) {
        m_world.ledger.note(
            QStringLiteral("slate-failed"), channel,
            QStringLiteral("The slate %1 cannot stand ready: %2").arg(slate, clip.error().message),
            {{QStringLiteral("slate"), slate}, {QStringLiteral("problem"), toJson(clip.error())}});
    }
    if (done && wanted) {
        done(clip);
    } else if (done) {
        done(Error{
            QStringLiteral("superseded"), QStringLiteral("Another slate was chosen meanwhile."), {}, {}, {}});
    }
}

void Units::checkSlate(ChannelUnit &unit)
{
    m_world.shelf.check(
        unit.standing().slate, unit.id(),
        [clip = unit.standing().clip, live = unit.live(), programme = unit.engine().programme()] {
            auto checks = media::checkSlateFormat(clip->format, live.video, live.sound);
            const auto loudness = programme ? media::loudnessOf(*programme) : std::nullopt;
            for (SlateCheck &check :
                 media::checkSlateSound(*clip, loudness ? std::optional(loudness->integrated) : std::nullopt))
                checks.push_back(std::move(check));
            return checks;
        });
}

void Units::poll()
{
    for (auto &[id, unit] : m_units) {
        refresh(*unit);
        m_world.board.setTaps(id, unit->taps());
        const bool described = unit->refreshLive();
        if (unit->refreshSlateFormat()) {
            qCInfo(log, "%ls: the slate follows the stream's format %dx%d", qUtf16Printable(id),
                   unit->slateFormat().width, unit->slateFormat().height);
            standSlate(*unit);
            Changes changes;
            changes.channels.push_back(unit->storedWith(unit->document()));
            m_world.ledger.settle(std::move(changes), {});
        } else if (described && unit->standing().clip) {
            checkSlate(*unit);
        }
    }
}

void Units::refresh(ChannelUnit &unit)
{
    const ChannelStatus fresh = unit.status();
    if (const auto changed = unit.changedStatus(fresh)) {
        Board::News news;
        news.status(*changed);
        m_world.board.publish(news);
    } else {
        m_world.board.refreshStatus(fresh);
    }
}

void Units::publishMetrics(std::vector<Metric> more)
{
    std::vector<Metric> all = std::move(more);
    for (auto &[id, unit] : m_units) {
        for (const Metric &metric : unit->engine().metrics())
            all.push_back(metric);
    }
    m_world.board.publishMetrics(std::move(all));
}

void Units::keepMarks()
{
    std::vector<std::pair<QString, ProgrammeTime>> marks;
    for (auto &[id, unit] : m_units) {
        unit->mark(marked(unit->stored().time, m_world.clock));
        marks.emplace_back(id, unit->stored().time);
    }
    if (marks.empty())
        return;
    if (auto kept = m_world.store.keepMarks(marks); !kept)
        qCWarning(log, "%ls", qUtf16Printable(kept.error().message));
}

void Units::inputChanged(const QString &channel, const SourceStatus &status)
{
    m_world.post([this, channel, status] {
        if (ChannelUnit *unit = find(channel))
            noteInput(*unit, status);
    });
}

void Units::outputChanged(const QString &channel, const OutputStatus &status)
{
    m_world.post([this, channel, status] {
        if (ChannelUnit *unit = find(channel))
            noteOutput(*unit, status);
    });
}

void Units::decided(const QString &channel, const Decision &decision)
{
    m_world.post([this, channel, decision] {
        if (ChannelUnit *unit = find(channel))
            noteDecision(*unit, decision);
    });
}

void Units::switched(const QString &channel, const Decision &decision, const Result<TakeEvidence> &result)
{
    m_world.post([this, channel, decision, result] {
        if (ChannelUnit *unit = find(channel))
            noteSwitch(*unit, decision, result);
    });
}

void Units::resumed(const QString &channel, const TakeEvidence &evidence)
{
    m_world.post([this, channel, evidence] {
        if (!find(channel))
            return;
        m_world.ledger.note(
            QStringLiteral("bridge-broke-off"), channel,
            QStringLiteral("The bridge to the %1 broke off: it goes on at its keyframe, gap %2 ms, %3 "
                           "pictures lost, %4 repeated.")
                .arg(toWord(evidence.to))
                .arg(evidence.gapMs, 0, 'f', 0)
                .arg(evidence.picturesLost)
                .arg(evidence.picturesRepeated),
            {{QStringLiteral("evidence"), toJson(evidence)}});
    });
}

std::optional<ChannelDocument> Units::movedTo(const ChannelUnit &unit, Source source) const
{
    if (unit.isTaking() || unit.document().onAir == source)
        return std::nullopt;
    ChannelDocument document = unit.document();
    document.onAir = source;
    document.suspended = false; // what is on air is nobody's choice any more
    ++document.revision;
    return document;
}

void Units::keepNote(ChannelUnit &unit, JournalEntry entry, const std::optional<ChannelDocument> &document)
{
    Changes changes;
    Board::News news;
    if (document) {
        unit.adopt(*document);
        entry.data.insert(QStringLiteral("revision"), double(document->revision));
        changes.channels.push_back(unit.storedWith(*document));
        news.channel(*document);
    }
    changes.entries.push_back(std::move(entry));
    m_world.ledger.settle(std::move(changes), std::move(news));
    refresh(unit);
}

void Units::noteDecision(ChannelUnit &unit, const Decision &decision)
{
    const QJsonObject data{{QStringLiteral("decision"), scrubbed(unit, toJson(decision))}};
    JournalEntry entry{0,
                       decision.at,
                       QStringLiteral("twinfeed"),
                       {},
                       decision.switched ? QStringLiteral("failover") : QStringLiteral("failover-stayed"),
                       unit.id(),
                       unit.scrubbed(decision.text),
                       data};
    std::optional<ChannelDocument> document;
    if (decision.switched && decision.to) {
        unit.newestSwitch = decision.number;
        // A person's slate that is under way is newer than this: after it the engine decides nothing until it is done.
        const bool older = unit.isTaking() && unit.lastTake->target == Source::Slate;
        if (*decision.to == Source::Slate && !older)
            unit.setCovered(decision.from);
        document = movedTo(unit, *decision.to);
    }
    keepNote(unit, std::move(entry), document);
}

void Units::noteSwitch(ChannelUnit &unit, const Decision &decision, const Result<TakeEvidence> &result)
{
    QJsonObject data{{QStringLiteral("number"), decision.number}};
    QString kind = QStringLiteral("failover-done");
    QString text;
    std::optional<ChannelDocument> document;
    if (result) {
        data.insert(QStringLiteral("evidence"), toJson(*result));
        text = measured(*result);
    } else {
        Error problem = result.error();
        problem.message = unit.scrubbed(problem.message);
        kind = QStringLiteral("failover-failed");
        data.insert(QStringLiteral("problem"), toJson(problem));
        text = QStringLiteral("The switch did not come about: %1").arg(problem.message);
    }
    // What is measured may be told after the next decision, or a take: then it says nothing of now. And the document must
    // not go on claiming what did not come about.
    const auto real = unit.status().programme; // the engine knows it before it tells of a switch
    if (real && decision.number == unit.newestSwitch) {
        if (result && *real != Source::Slate)
            unit.setCovered({});
        document = movedTo(unit, *real);
    }
    keepNote(unit, {0, m_world.clock.wall(), QStringLiteral("twinfeed"), {}, kind, unit.id(), text, data},
             document);
}

void Units::noteInput(ChannelUnit &unit, const SourceStatus &status)
{
    refresh(unit);
    if (!unit.noteInput(status))
        return;
    const QString path = toWord(status.source);
    QString kind = QStringLiteral("input-lost");
    QString text = QStringLiteral("The %1 path is lost: %2").arg(path, unit.scrubbed(status.reason));
    if (status.state == InputState::Live) {
        kind = QStringLiteral("input-live");
        text = QStringLiteral("The %1 path is live: %2.").arg(path, described(status.format));
    } else if (status.state == InputState::Refused) {
        kind = QStringLiteral("input-refused");
        text = QStringLiteral("The %1 path cannot be used: %2").arg(path, unit.scrubbed(status.reason));
    }
    m_world.ledger.note(kind, unit.id(), text,
                        {{QStringLiteral("source"), path},
                         {QStringLiteral("state"), toWord(status.state)},
                         {QStringLiteral("onAir"), unit.document().onAir == status.source}});
}

void Units::noteOutput(ChannelUnit &unit, const OutputStatus &status)
{
    refresh(unit);
    if (!unit.noteOutput(status))
        return;
    const bool live = status.state == OutputState::Live;
    m_world.ledger.note(
        live ? QStringLiteral("output-live") : QStringLiteral("output-failed"), unit.id(),
        live && status.missingMs > 0 ? QStringLiteral("The output %1 is live; %2 ms are missing in all.")
                                           .arg(status.id)
                                           .arg(status.missingMs)
            : live
            ? QStringLiteral("The output %1 is live.").arg(status.id)
            : QStringLiteral("The output %1 has failed: %2").arg(status.id, unit.scrubbed(status.reason)),
        {{QStringLiteral("output"), status.id},
         {QStringLiteral("reconnects"), status.reconnects},
         {QStringLiteral("missingMs"), status.missingMs},
         {QStringLiteral("droppedPictures"), status.droppedPictures},
         {QStringLiteral("file"), status.file}});
}

} // namespace twinfeed::backend
