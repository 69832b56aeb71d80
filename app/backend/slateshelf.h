// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/engine.h"
#include "app/backend/taskthread.h"
#include "models/domain/record.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace twinfeed::backend {

/// The slates there are, and their encoded clips. Encodes on a thread of its own ("slates"), one at a time; everything
/// else, the callbacks too, on the director's thread. Owns the folder of the slates that users added.
class SlateShelf final
{
public:
    using Post = std::function<void(TaskThread::Task)>; ///< to the director's thread
    using Changed = std::function<void(const Slate &)>;
    using Clip = Result<std::shared_ptr<const media::SlateClip>>;
    using Ready = std::function<void(const Clip &)>;

    /// `folder` is made where it is missing. `changed` hears of each change of a slate's state.
    SlateShelf(QString folder, SlateEncoder encode, Post post, Changed changed);
    /// Cuts a running encoding short.
    ~SlateShelf();

    /// A slate whose file is there; takes the place of one with the same id.
    void put(const Slate &slate, const QString &path);
    /// Its file, where it is the shelf's own, goes too.
    void remove(const QString &id);

    using Written = std::function<void(const Result<QString> &draft)>;
    /// Writes what a user sent into the folder, on a thread of its own: a disk takes its time for 32 MiB. `done` gets the
    /// draft's path, for adopt() or drop(). Errors: "store-failed".
    void write(const QByteArray &content, Written done);
    /// Makes a draft the file of this slate; its name in the folder. Errors: "store-failed".
    Result<QString> adopt(const QString &draft, const QString &id, const QString &fileName) const;
    void drop(const QString &draft) const;
    QString pathOf(const QString &file) const;
    /// Path of a slate's file; empty for one that is unknown.
    QString fileOf(const QString &id) const;
    /// True for a slate whose file is in the shelf's own folder.
    bool isKept(const QString &id) const;

    const std::vector<Slate> &slates() const { return m_slates; }
    const Slate *find(const QString &id) const;
    /// The slate of a channel that nobody gave one: the first that is not broken; empty where there is none.
    QString defaultId() const;

    /// The clip in this format, at once where it stands ready, else when it is encoded. Errors: "unknown-slate",
    /// "slate-refused", "slate-format" (this format only; the slate stays as it is), "superseded" (another file was put
    /// under this id meanwhile, or it was removed), "shutting-down".
    void want(const QString &id, const media::SlateFormat &format, Ready ready);
    /// Why no clip can be made of this file in this format, as far as that was tried; nothing where it was not, or where
    /// trying again may help.
    std::optional<Error> failure(const QString &id, const media::SlateFormat &format) const;

    using Measure = std::function<std::vector<SlateCheck>()>;
    /// What was compared with a channel. `measure` runs beside everything else; what it finds replaces what was found for
    /// this channel before, on whichever slate.
    void check(const QString &id, const QString &channel, Measure measure);
    /// The channel is gone, and what was compared with it.
    void forgetChecks(const QString &channel);

private:
    struct Job
    {
        QString id;
        int generation = 0;
        media::SlateFormat format;
        std::vector<Ready> waiting;
    };
    struct Kept
    {
        QString id;
        media::SlateFormat format;
        std::shared_ptr<const media::SlateClip> clip;
    };
    struct Failed
    {
        QString id;
        media::SlateFormat format;
        Error error;
    };
    void setChecks(const QString &id, const QString &channel, std::vector<SlateCheck> checks);
    void dropChecks(const QString &channel, const QString &exceptSlate);
    void encoded(const QString &id, int generation, const media::SlateFormat &format, const Clip &clip);
    void keepFailure(const QString &id, const media::SlateFormat &format, const Error &error);
    void setState(const QString &id, const QString &state, const Error &reason = {});

    const QString m_folder;
    const SlateEncoder m_encode;
    const Post m_post;
    const Changed m_changed;
    std::vector<Slate> m_slates;
    std::map<QString, QString> m_paths;
    std::map<QString, int> m_generations; // of an id: counts the files that stood under it
    std::map<QString, QString> m_checked; // by channel: the slate that is compared with it
    std::vector<Job> m_jobs;
    std::deque<Kept> m_kept; // newest last
    std::deque<Failed> m_failed; // newest last
    std::stop_source m_stop;
    int m_drafts = 0;
    TaskThread m_aside{"slate-files"}; // files and measurements
    TaskThread m_thread; // last: uses the others
};

} // namespace twinfeed::backend
