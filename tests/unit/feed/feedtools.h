// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedconnection.h"
#include "app/feed/loopcache.h"
#include "app/feed/readcollector.h"
#include "models/domain/clock.h"

#include <QTemporaryDir>

#include <initializer_list>

namespace twinfeed::feed {

/// What the tests of the feed share: small loops in a folder of their own, and reading back. Error results end in an empty
/// value and a message on the test log.
class FeedTools final
{
public:
    FeedTools();

    /// 320x180 at 30, groups of 15, 4 s at 300 kb/s: encoded in a fifth of a second.
    static VideoFormat smallFormat(int source = 1);

    QString path(const QString &name) const { return m_folder.filePath(name); }
    const LoopCache &cache() const { return m_cache; }
    FeedLoops loops(const VideoFormat &format, std::initializer_list<Variant> variants = {},
                    std::initializer_list<SoundVariant> sounds = {}) const;

    /// Pushes unpaced to a file; false when it failed.
    bool pushToFile(const FeedLoops &loops, int rate, const QString &url, double seconds) const;
    /// Reads to the end.
    static ReadReport read(const QString &url);

private:
    QTemporaryDir m_folder;
    const LoopCache m_cache{path(QStringLiteral("cache")), [](const QString &, double) {}};
};

} // namespace twinfeed::feed
