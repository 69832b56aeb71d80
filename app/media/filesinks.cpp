// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/filesinks.h"

#include "app/media/errors.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <cerrno>

namespace twinfeed::media {

namespace {

// Half a minute at 4 Mb/s: with less left a full disk would make a new small file at each try.
constexpr qint64 leastFree = 16 << 20;
constexpr int mostFiles = 100'000;

Error recordingError(const QString &message, const QString &remedy = {})
{
    return errorOf(QStringLiteral("disk-failed"), message, remedy);
}

} // namespace

HlsSink::HlsSink(QString folder, QString keyUrl, const Clock &clock)
    : m_segmenter({.folder = std::move(folder), .keyUrl = std::move(keyUrl)}, clock)
{
}

Result<void> HlsSink::open(IoGate &)
{
    return m_segmenter.open();
}

Result<void> HlsSink::write(const Packet &packet, const QByteArray &bytes)
{
    return m_segmenter.write(packet, bytes);
}

void HlsSink::close()
{
    m_segmenter.close();
}

RecordingSink::RecordingSink(QString file)
    : m_name(std::move(file))
{
}

Result<void> RecordingSink::open(IoGate &)
{
    const QFileInfo info(m_name);
    const QString folder = info.absolutePath();
    if (!QDir().mkpath(folder))
        return recordingError(QStringLiteral("The folder \"%1\" cannot be made.").arg(folder));
    const QStorageInfo storage(folder);
    if (storage.isValid() && storage.bytesAvailable() < leastFree)
        return errorOf(QStringLiteral("disk-full"),
                       QStringLiteral("The disk under \"%1\" is full.").arg(folder),
                       QStringLiteral("Make room; recording goes on by itself in a new file."));
    // NewOnly is exclusive: nobody else's file is ever written to, not even in a race.
    for (; m_number < mostFiles; ++m_number) {
        const QString number = m_number == 1 ? QString() : QStringLiteral("-%1").arg(m_number);
        const QString name =
            folder % QLatin1Char('/') % info.completeBaseName() % number % QStringLiteral(".ts");
        m_file.setFileName(name);
        m_empty = true;
        if (m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
            return {};
        if (!QFileInfo::exists(name))
            return recordingError(
                QStringLiteral("\"%1\" cannot be written: %2.").arg(name, m_file.errorString()));
    }
    return recordingError(QStringLiteral("There are too many recordings in \"%1\".").arg(folder));
}

Result<void> RecordingSink::write(const Packet &, const QByteArray &bytes)
{
    if (m_file.write(bytes) == bytes.size()) {
        m_empty = false;
        return {};
    }
    return recordingError(
        QStringLiteral("\"%1\" cannot be written any more: %2.").arg(m_file.fileName(), m_file.errorString()),
        QStringLiteral("Recording goes on by itself in a new file."));
}

void RecordingSink::close()
{
    if (!m_file.isOpen())
        return;
    m_file.close();
    if (m_empty)
        m_file.remove();
}

} // namespace twinfeed::media
