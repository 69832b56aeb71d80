// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slateshelf.h"

#include "app/media/slatetext.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>

#include <algorithm>

namespace twinfeed::backend {

namespace {

// A still's clip is about 100 kB, a clip of a minute some 30 MB. Channels hold their own; these serve the next arm and
// a path that comes back with its old format.
constexpr size_t keptClips = 6;
constexpr size_t keptFailures = 32;

const QString ready = QStringLiteral("ready");
const QString failed = QStringLiteral("failed");
const QString draftSuffix = QStringLiteral(".draft");

Error notKept(const QString &reason)
{
    return Error{QStringLiteral("store-failed"),
                 QStringLiteral("The slate could not be kept: %1.").arg(reason),
                 {},
                 QStringLiteral("Check the disk of the data folder: space, permissions, health."),
                 {}};
}

} // namespace

SlateShelf::SlateShelf(QString folder, SlateEncoder encode, Post post, Changed changed)
    : m_folder(std::move(folder))
    , m_encode(std::move(encode))
    , m_post(std::move(post))
    , m_changed(std::move(changed))
    , m_thread("slates")
{
    QDir kept(m_folder);
    kept.mkpath(QStringLiteral("."));
    // Of a backend that died in between.
    for (const QString &draft : kept.entryList({QLatin1Char('*') + draftSuffix}, QDir::Files))
        kept.remove(draft);
}

SlateShelf::~SlateShelf()
{
    m_stop.request_stop();
    m_aside.finish();
    m_thread.finish();
}

void SlateShelf::put(const Slate &slate, const QString &path)
{
    const auto same = [&](const Slate &other) { return other.id == slate.id; };
    const auto it = std::find_if(m_slates.begin(), m_slates.end(), same);
    if (it == m_slates.end())
        m_slates.push_back(slate);
    else
        *it = slate;
    m_paths[slate.id] = path;
    ++m_generations[slate.id];
    std::erase_if(m_kept, [&](const Kept &kept) { return kept.id == slate.id; });
    std::erase_if(m_failed, [&](const Failed &one) { return one.id == slate.id; });
}

void SlateShelf::remove(const QString &id)
{
    if (isKept(id))
        m_aside.post([path = m_paths[id]] { QFile::remove(path); });
    std::erase_if(m_slates, [&](const Slate &slate) { return slate.id == id; });
    std::erase_if(m_kept, [&](const Kept &kept) { return kept.id == id; });
    std::erase_if(m_failed, [&](const Failed &one) { return one.id == id; });
    m_paths.erase(id);
    ++m_generations[id];
}

void SlateShelf::write(const QByteArray &content, Written done)
{
    const QString draft = pathOf(QString::number(++m_drafts) + draftSuffix);
    m_aside.post([this, content, draft, done = std::move(done)] {
        if (m_stop.stop_requested())
            return;
        QSaveFile file(draft);
        Result<QString> written = draft;
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
            written = notKept(file.errorString());
        m_post([done, written] { done(written); });
    });
}

Result<QString> SlateShelf::adopt(const QString &draft, const QString &id, const QString &fileName) const
{
    // The ending is for people who look into the folder: what the file is, its content says.
    static const QRegularExpression ending(QStringLiteral("\\.([A-Za-z0-9]{1,5})\\z"));
    const auto match = ending.match(fileName);
    QString name = match.hasMatch() ? id + QLatin1Char('.') + match.captured(1).toLower() : id;
    QFile::remove(pathOf(name));
    QFile file(draft);
    if (!file.rename(pathOf(name)))
        return notKept(file.errorString());
    return name;
}

void SlateShelf::drop(const QString &draft) const
{
    QFile::remove(draft);
}

QString SlateShelf::pathOf(const QString &file) const
{
    QString path = m_folder + QLatin1Char('/') + file;
    return path;
}

QString SlateShelf::fileOf(const QString &id) const
{
    const auto path = m_paths.find(id);
    return path == m_paths.end() ? QString() : path->second;
}

bool SlateShelf::isKept(const QString &id) const
{
    const Slate *slate = find(id);
    const auto path = m_paths.find(id);
    return slate && path != m_paths.end() && path->second == pathOf(slate->file);
}

const Slate *SlateShelf::find(const QString &id) const
{
    const auto same = [&](const Slate &slate) { return slate.id == id; };
    const auto it = std::find_if(m_slates.begin(), m_slates.end(), same);
    return it == m_slates.end() ? nullptr : &*it;
}

QString SlateShelf::defaultId() const
{
    const auto usable = [](const Slate &slate) { return slate.state != failed; };
    const auto it = std::find_if(m_slates.begin(), m_slates.end(), usable);
    return it == m_slates.end() ? QString() : it->id;
}

void SlateShelf::want(const QString &id, const media::SlateFormat &format, Ready readyCall)
{
    if (!find(id)) {
        return readyCall(Error{QStringLiteral("unknown-slate"),
                               QStringLiteral("There is no slate \"%1\".").arg(id),
                               {},
                               QStringLiteral("Choose one of the slates that are listed."),
                               {}});
    }
    for (const Kept &kept : m_kept) {
        if (kept.id == id && kept.format == format)
            return readyCall(kept.clip);
    }
    const int generation = m_generations[id];
    for (Job &job : m_jobs) {
        if (job.id == id && job.generation == generation && job.format == format)
            return job.waiting.push_back(std::move(readyCall));
    }
    m_jobs.push_back({id, generation, format, {std::move(readyCall)}});
    m_thread.post([this, id, generation, format, path = m_paths[id], text = find(id)->text] {
        auto clip = m_encode(path, format, m_stop.get_token());
        if (clip && text)
            clip = media::withSlateText(*clip, *text);
        m_post([this, id, generation, format, clip] { encoded(id, generation, format, clip); });
    });
}

void SlateShelf::encoded(const QString &id, int generation, const media::SlateFormat &format,
                         const Clip &clip)
{
    const auto same = [&](const Job &job) {
        return job.id == id && job.generation == generation && job.format == format;
    };
    const auto it = std::find_if(m_jobs.begin(), m_jobs.end(), same);
    if (it == m_jobs.end())
        return;
    const std::vector<Ready> waiting = std::move(it->waiting);
    m_jobs.erase(it);
    if (generation != m_generations[id]) {
        // These pictures are of a file that is gone.
        const Error superseded{QStringLiteral("superseded"),
                               QStringLiteral("The slate \"%1\" was removed or exchanged meanwhile.").arg(id),
                               {},
                               {},
                               {}};
        for (const Ready &call : waiting)
            call(superseded);
        return;
    }
    if (clip) {
        m_kept.push_back({id, format, *clip});
        if (m_kept.size() > keptClips)
            m_kept.pop_front();
        setState(id, ready);
    } else if (!m_stop.stop_requested()) {
        keepFailure(id, format, clip.error());
    }
    for (const Ready &call : waiting)
        call(clip);
}

void SlateShelf::keepFailure(const QString &id, const media::SlateFormat &format, const Error &error)
{
    // A format that no slate can have says nothing of the file; what had no memory or no encoder just now says nothing of
    // either, and is tried again when it is wanted again.
    const bool ofFormat = error.code == QLatin1String("slate-format");
    const bool ofFile = error.code == QLatin1String("slate-refused");
    if (ofFormat || ofFile) {
        m_failed.push_back({id, format, error});
        if (m_failed.size() > keptFailures)
            m_failed.pop_front();
    }
    const Slate *slate = find(id);
    if (ofFile || (!ofFormat && slate && slate->state != ready))
        setState(id, failed, error);
}

std::optional<Error> SlateShelf::failure(const QString &id, const media::SlateFormat &format) const
{
    const auto same = [&](const Failed &one) { return one.id == id && one.format == format; };
    const auto it = std::find_if(m_failed.begin(), m_failed.end(), same);
    return it == m_failed.end() ? std::nullopt : std::optional(it->error);
}

void SlateShelf::check(const QString &id, const QString &channel, Measure measure)
{
    m_checked[channel] = id;
    dropChecks(channel, id);
    m_aside.post([this, id, channel, measure = std::move(measure)] {
        if (m_stop.stop_requested())
            return;
        m_post([this, id, channel, checks = measure()] { setChecks(id, channel, checks); });
    });
}

void SlateShelf::forgetChecks(const QString &channel)
{
    m_checked.erase(channel);
    dropChecks(channel, {});
}

void SlateShelf::dropChecks(const QString &channel, const QString &exceptSlate)
{
    for (Slate &slate : m_slates) {
        const auto with = [&](const SlateCheck &check) { return check.channel == channel; };
        if (slate.id != exceptSlate && std::erase_if(slate.checks, with) > 0)
            m_changed(slate);
    }
}

void SlateShelf::setChecks(const QString &id, const QString &channel, std::vector<SlateCheck> checks)
{
    const auto checked = m_checked.find(channel);
    if (checked == m_checked.end() || checked->second != id)
        return; // of before
    const auto same = [&](const Slate &slate) { return slate.id == id; };
    const auto it = std::find_if(m_slates.begin(), m_slates.end(), same);
    if (it == m_slates.end())
        return;
    std::vector<SlateCheck> all;
    for (const SlateCheck &check : it->checks) {
        if (check.channel != channel)
            all.push_back(check);
    }
    for (SlateCheck &check : checks) {
        check.channel = channel;
        all.push_back(std::move(check));
    }
    if (all == it->checks)
        return;
    it->checks = std::move(all);
    m_changed(*it);
}

void SlateShelf::setState(const QString &id, const QString &state, const Error &reason)
{
    for (Slate &slate : m_slates) {
        if (slate.id == id && (slate.state != state || slate.reason != reason.message)) {
            slate.state = state;
            slate.reason = reason.message;
            slate.reasonCode = reason.code;
            m_changed(slate);
            return;
        }
    }
}

} // namespace twinfeed::backend
