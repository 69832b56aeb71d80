// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"
#include "tests/system/api.h"

#include <QJsonArray>
#include <QTemporaryDir>

#include <memory>

namespace twinfeed::test {

/// A channel as a test needs it: two addresses to listen at or to pull from, and outputs; failover is off.
QJsonObject channelJson(const QString &id, const QString &primary, const QString &primaryMode,
                        const QString &backup, const QString &backupMode, const QJsonArray &outputs);
QJsonObject outputJson(const QString &id, const QString &kind, const QString &url);

/// A real twinfeedd with its data in a temporary folder, ended by pid. Test's main thread.
class Daemon final
{
public:
    /// `extra`: further members of the configuration. `arguments`: further ones of the command line.
    explicit Daemon(const QJsonArray &channels, QJsonObject extra = {}, QStringList arguments = {});

    /// Starts it (again, on the same data) and waits until it listens; false with the reason in report().
    bool start();
    Process &process() { return m_process; }
    /// Valid after start().
    Api &api() { return *m_api; }
    QString report() const { return m_process.report(); }
    QString folder() const { return m_folder.path(); }
    /// Of the daemon itself: with --supervise the child's.
    qint64 pid() const { return m_pid; }
    /// After the daemon was killed under its supervisor: waits until another one listens.
    bool waitForSuccessor(std::chrono::milliseconds timeout = std::chrono::seconds(20));

private:
    bool readRuntimeFile(qint64 notPid);

    QTemporaryDir m_folder;
    const QString m_runtimeFile;
    Process m_process;
    std::unique_ptr<Api> m_api;
    qint64 m_pid = 0;
};

} // namespace twinfeed::test
