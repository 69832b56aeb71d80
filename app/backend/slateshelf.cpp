// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slateshelf.h"

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
}

void SlateShelf::write(const QByteArray &content, Written done)
{
    const QString draft = pathOf(QString::number(++m_drafts) + draftSuffix);
    m_aside.post([this, content, draft, done = std::move(done)] {
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
    for (Job &job : m_jobs) {
        if (job.id == id && job.format == format)
            return job.waiting.push_back(std::move(readyCall));
    }
    m_jobs.push_back({id, format, {std::move(readyCall)}});
    m_thread.post([this, id, format, path = m_paths[id]] {
        auto clip = m_encode(path, format, m_stop.get_token());
        m_post([this, id, format, clip] { encoded(id, format, clip); });
    });
}

void SlateShelf::encoded(const QString &id, const media::SlateFormat &format, const Clip &clip)
{
    const auto same = [&](const Job &job) { return job.id == id && job.format == format; };
    const auto it = std::find_if(m_jobs.begin(), m_jobs.end(), same);
    if (it == m_jobs.end())
        return;
    const std::vector<Ready> waiting = std::move(it->waiting);
    m_jobs.erase(it);
    if (clip) {
        m_kept.push_back({id, format, *clip});
        if (m_kept.size() > keptClips)
            m_kept.pop_front();
        setState(id, ready);
    } else if (!m_stop.stop_requested()) {
        m_failed.push_back({id, format, clip.error()});
        if (m_failed.size() > keptFailures)
            m_failed.pop_front();
        // A format that no slate can have says nothing of the file.
        if (clip.error().code != QLatin1String("slate-format"))
            setState(id, failed, clip.error());
    }
    for (const Ready &call : waiting)
        call(clip);
}

std::optional<Error> SlateShelf::failure(const QString &id, const media::SlateFormat &format) const
{
    const auto same = [&](const Failed &one) { return one.id == id && one.format == format; };
    const auto it = std::find_if(m_failed.begin(), m_failed.end(), same);
    return it == m_failed.end() ? std::nullopt : std::optional(it->error);
}

void SlateShelf::check(const QString &id, const QString &channel, Measure measure)
{
    m_aside.post([this, id, channel, measure = std::move(measure)] {
        m_post([this, id, channel, checks = measure()] { setChecks(id, channel, checks); });
    });
}

void SlateShelf::setChecks(const QString &id, const QString &channel, std::vector<SlateCheck> checks)
{
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
