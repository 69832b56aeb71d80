// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/usage.h"

#include "tests/bench/audience.h"
#include "tests/system/feeds.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

namespace twinfeed::bench {

namespace {

QByteArray procFile(qint64 pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The number behind `key` in a file of lines "key: number ...".
double numberIn(const QByteArray &text, const QByteArray &key)
{
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith(key))
            return line.mid(key.size()).simplified().split(' ').value(0).toDouble();
    }
    return 0;
}

double cpuSecondsOf(qint64 pid)
{
    const QByteArray stat = procFile(pid, "stat");
    // Behind the name, which may hold anything: state is field 3, utime and stime are 14 and 15.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(::sysconf(_SC_CLK_TCK));
}

} // namespace

Held heldBy(const std::vector<qint64> &pids)
{
    Held held;
    for (const qint64 pid : pids) {
        held.cpuSeconds += cpuSecondsOf(pid);
        held.memoryMb += numberIn(procFile(pid, "smaps_rollup"), "Pss:") / 1024;
        held.threads += int(numberIn(procFile(pid, "status"), "Threads:"));
        held.handles += int(QDir(QStringLiteral("/proc/%1/fd").arg(pid))
                                .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                                .size());
    }
    return held;
}

double cpuPercent(const std::vector<qint64> &pids, std::chrono::milliseconds time)
{
    const double beganUs = nowUs();
    const double before = heldBy(pids).cpuSeconds;
    test::letRun(time);
    return (heldBy(pids).cpuSeconds - before) / ((nowUs() - beganUs) / 1e6) * 100;
}

} // namespace twinfeed::bench
