// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/units.h"

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

} // namespace

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
    auto unit = std::make_unique<ChannelUnit>(std::move(stored), m_world.engines, *this);
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
    m_ending.post([box] { box->reset(); });
}

ChannelUnit *Units::find(const QString &id)
{
    const auto it = m_units.find(id);
    return it == m_units.end() ? nullptr : it->second.get();
}

void Units::standSlate(ChannelUnit &unit, SlateShelf::Ready done)
{
    const QString slate = unit.document().slate;
    if (slate.isEmpty())
        return;
    const auto format = unit.slateFormat();
    m_world.shelf.want(
        slate, format, [this, id = unit.id(), slate, format, done](const SlateShelf::Clip &clip) {
            ChannelUnit *unit = find(id);
            const bool wanted = unit && unit->document().slate == slate;
            // A clip in an older format is better than none until the next stands ready.
            if (wanted && clip) {
                unit->engine().setSlate(*clip);
                refresh(*unit);
            } else if (wanted && clip.error().code != QLatin1String("shutting-down")) {
                m_world.ledger.note(
                    QStringLiteral("slate-failed"), id,
                    QStringLiteral("The slate %1 cannot stand ready: %2").arg(slate, clip.error().message));
            }
            if (done && wanted) {
                done(clip);
            } else if (done) {
                done(Error{QStringLiteral("superseded"),
                           QStringLiteral("Another slate was chosen meanwhile."),
                           {},
                           {},
                           {}});
            }
        });
}

void Units::poll()
{
    for (auto &[id, unit] : m_units) {
        refresh(*unit);
        m_world.board.setTaps(id, unit->taps());
        if (unit->refreshSlateFormat()) {
            qCInfo(log, "%ls: the slate follows the stream's format %dx%d", qUtf16Printable(id),
                   unit->slateFormat().width, unit->slateFormat().height);
            standSlate(*unit);
            Changes changes;
            changes.channels.push_back(unit->storedWith(unit->document()));
            m_world.ledger.settle(std::move(changes), {});
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

void Units::publishMetrics()
{
    std::vector<Metric> all;
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
