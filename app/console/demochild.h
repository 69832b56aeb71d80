// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

namespace twinfeed {

/// A program that the demo keeps running: started again when it ends, ended with its owner. Should this process die, the
/// kernel ends it (PR_SET_PDEATHSIG, bound to the thread that started it: the UI thread).
class DemoChild final : public QObject
{
    Q_OBJECT

public:
    /// Where its standard error goes: to ours, or to a file. Its standard output goes nowhere.
    struct Output
    {
        QString errorFile; ///< empty: ours
    };

    DemoChild(QString program, QStringList arguments, Output output, QObject *parent = nullptr);
    /// SIGTERM; SIGKILL after 3 s.
    ~DemoChild() override;

    void start();
    void writeLine(const QString &line);
    qint64 pid() const { return m_process.processId(); }

Q_SIGNALS:
    void trouble(const QString &what);

private:
    QProcess m_process;
    QTimer m_again;
    bool m_ending = false;
};

} // namespace twinfeed
