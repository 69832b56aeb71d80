// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"

#include <QFile>

#include <ctime>

namespace twinfeed {

int64_t SystemClock::now() const
{
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return int64_t(time.tv_sec) * 1'000'000 + time.tv_nsec / 1'000;
}

QDateTime SystemClock::wall() const
{
    return QDateTime::currentDateTimeUtc();
}

QString SystemClock::bootId() const
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("unknown");
    return QString::fromLatin1(file.readAll().trimmed());
}

} // namespace twinfeed
