// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loopcache.h"

#include "app/feed/loopencoder.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QLockFile>
#include <QStandardPaths>

namespace twinfeed::feed {

namespace {

// Part of every key: raise it when pictures, sound or encoder settings change.
constexpr int cacheVersion = 2;
// A 1080p loop of a minute is 30 MB; this holds a hundred and thirty of them.
constexpr qint64 mostBytes = 4'000'000'000;

QString hashed(const QString &name, const QString &key)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha1).toHex().left(12);
    return name + QLatin1Char('-') + QString::fromLatin1(hash) + QLatin1String(".loop");
}

} // namespace

LoopCache::LoopCache(QString folder, Said said)
    : m_folder(std::move(folder))
    , m_said(std::move(said))
{
}

QString LoopCache::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + QLatin1String("/twinfeed/feeds");
}

QString LoopCache::pathOf(const VideoFormat &f, Variant variant) const
{
    const QString name = QStringLiteral("%1-%2x%3p%4-%5")
                             .arg(sourceLetter(f.source))
                             .arg(f.width)
                             .arg(f.height)
                             .arg(f.rate)
                             .arg(toWord(variant));
    const QString key = QStringLiteral("v%1 %2 %3 %4 %5 %6 %7 %8 %9")
                            .arg(cacheVersion)
                            .arg(name)
                            .arg(f.gop)
                            .arg(f.bframes)
                            .arg(f.profile)
                            .arg(f.bitrate)
                            .arg(f.openGop)
                            .arg(toWord(f.codec))
                            .arg(f.loopSeconds);
    return m_folder + QLatin1Char('/') + hashed(name, key);
}

bool LoopCache::hasVideo(const VideoFormat &format, Variant variant) const
{
    return Loop::open(pathOf(format, variant)).ok();
}

Result<LoopPtr> LoopCache::video(const VideoFormat &format, Variant variant, std::stop_token stop) const
{
    const QString what = QStringLiteral("feed %1, %2x%3 at %4, %5 s, %6")
                             .arg(sourceLetter(format.source))
                             .arg(format.width)
                             .arg(format.height)
                             .arg(format.rate)
                             .arg(format.loopSeconds)
                             .arg(toWord(variant));
    return findOrMake(
        pathOf(format, variant),
        [&](const QString &path) {
            m_said(what, 0);
            return encodeVideoLoop(
                format, variant, path, [&](double done) { m_said(what, done); }, stop);
        },
        stop);
}

Result<LoopPtr> LoopCache::sound(const SoundFormat &format, SoundVariant variant, std::stop_token stop) const
{
    const QString name = QStringLiteral("%1-sound-%2x%3-%4")
                             .arg(sourceLetter(format.source))
                             .arg(format.sampleRate)
                             .arg(format.channels)
                             .arg(variant == SoundVariant::Normal && format.melody ? QStringLiteral("melody")
                                                                                   : toWord(variant));
    // Silence is as long as what it takes the place of.
    const QString key = QStringLiteral("v%1 %2%3")
                            .arg(cacheVersion)
                            .arg(name, format.melody ? QStringLiteral(" melody") : QString());
    return findOrMake(
        m_folder + QLatin1Char('/') + hashed(name, key),
        [&](const QString &path) { return encodeSoundLoop(format, variant, path, stop); }, stop);
}

Result<LoopPtr> LoopCache::findOrMake(const QString &path, const Encode &encode,
                                      const std::stop_token &stop) const
{
    if (auto found = Loop::open(path); found) {
        // Marks it as used (see removeOld).
        QFile file(path);
        if (file.open(QIODevice::ReadWrite))
            file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
        return found;
    }
    if (!QDir().mkpath(m_folder)) {
        return Error{QStringLiteral("cache-failed"),
                     QStringLiteral("The folder %1 cannot be made.").arg(m_folder),
                     {},
                     QStringLiteral("Set XDG_CACHE_HOME to a folder that can be written to."),
                     {}};
    }
    QLockFile lock(path + QLatin1String(".lock"));
    lock.setStaleLockTime(0); // no age is too old: QLockFile sees by itself that a holder has died
    while (!lock.tryLock(200)) {
        if (lock.error() != QLockFile::LockFailedError) {
            return Error{QStringLiteral("cache-failed"),
                         QStringLiteral("%1 cannot be locked.").arg(path),
                         {},
                         QStringLiteral("Set XDG_CACHE_HOME to a folder that can be written to."),
                         {}};
        }
        if (stop.stop_requested())
            return Error{QStringLiteral("stopped"),
                         QStringLiteral("Stopped while waiting for the cache."),
                         {},
                         {},
                         {}};
    }
    if (auto found = Loop::open(path); found) // another process made it meanwhile
        return found;
    removeOld();
    if (auto encoded = encode(path); !encoded)
        return encoded.error();
    return Loop::open(path);
}

void LoopCache::removeOld() const
{
    const auto files = QDir(m_folder).entryInfoList({QStringLiteral("*.loop")}, QDir::Files, QDir::Time);
    qint64 bytes = 0;
    for (const QFileInfo &file : files) { // newest first
        bytes += file.size();
        if (bytes > mostBytes)
            QFile::remove(file.filePath()); // who has it mapped keeps it
    }
}

} // namespace twinfeed::feed
