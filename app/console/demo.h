// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/demochild.h"
#include "models/domain/result.h"

#include <QLockFile>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace twinfeed {

/// A demo event: a backend of its own with one channel, "Main stage", and two live test feeds, all as children that end
/// with the console, however that ends. Everything is on the loopback interface and in one folder, which is made anew at
/// each start. UI thread.
class Demo final : public QObject
{
    Q_OBJECT

public:
    explicit Demo(QObject *parent = nullptr);
    /// Ends the children, feeds first.
    ~Demo() override;

    /// Makes folder and configuration, and starts the backend. A few milliseconds of disk; before the event loop runs.
    Result<void> start();
    /// The backend listens: now the feeds find it at their first try. Once.
    void startFeeds();

    /// Where the backend will say its port.
    QString runtimeFile() const { return m_folder + QLatin1String("/runtime.json"); }
    /// Where the backend keeps its channels.
    QString dataFolder() const { return m_folder + QLatin1String("/data"); }
    static QString channel() { return QStringLiteral("main"); }

    /// A line for a feed's standard input (1: primary, 2: backup): "stop", "resume", "black", ...
    void tellFeed(int feed, const QString &command);

Q_SIGNALS:
    /// A child cannot be kept running, in one sentence for people.
    void trouble(const QString &what);

private:
    Result<void> takeFolder();
    Result<void> writeConfig() const;
    void startChild(const QString &program, const QStringList &arguments, DemoChild::Output output);

    QString m_folder;
    quint16 m_ports[2] = {0, 0}; ///< of the inputs
    std::unique_ptr<QLockFile> m_lock; ///< of m_folder: two demos at a time have one each
    std::vector<std::unique_ptr<DemoChild>> m_children; ///< backend, feed 1, feed 2
};

/// A port of the loopback interface that was free a moment ago, below those that the kernel gives to outgoing
/// connections; 0 when none is.
quint16 freeLoopbackPort();

} // namespace twinfeed
