// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"
#include "app/feed/loop.h"

#include <functional>
#include <stop_token>

namespace twinfeed::feed {

/// Encoded loops on disk, one file for each set of parameters. Two processes that want the same loop at once do not
/// collide: the second waits for the first and takes what it made. May be used from any thread.
class LoopCache final
{
public:
    /// What is being encoded and how far it is, 0 to 1; called on the encoding thread, first with 0, last with 1.
    using Said = std::function<void(const QString &what, double done)>;

    LoopCache(QString folder, Said said);
    /// $XDG_CACHE_HOME/twinfeed/feeds, or ~/.cache/twinfeed/feeds.
    static QString defaultFolder();

    bool hasVideo(const VideoFormat &format, Variant variant) const;
    Result<LoopPtr> video(const VideoFormat &format, Variant variant, std::stop_token stop) const;
    Result<LoopPtr> sound(const SoundFormat &format, SoundVariant variant, std::stop_token stop) const;

private:
    using Encode = std::function<Result<void>(const QString &path)>;
    QString pathOf(const VideoFormat &format, Variant variant) const;
    Result<LoopPtr> findOrMake(const QString &path, const Encode &encode, const std::stop_token &stop) const;
    void removeOld() const;

    const QString m_folder;
    const Said m_said;
};

} // namespace twinfeed::feed
