// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/demochild.h"

#include <QFileInfo>

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace twinfeed {

namespace {

constexpr int againMs = 1000;
constexpr int patienceMs = 3000;

} // namespace

DemoChild::DemoChild(QString program, QStringList arguments, Output output, QObject *parent)
    : QObject(parent)
{
    m_process.setProgram(std::move(program));
    m_process.setArguments(std::move(arguments));
    m_process.setStandardOutputFile(QProcess::nullDevice());
    if (output.errorFile.isEmpty())
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    else
        m_process.setStandardErrorFile(output.errorFile, QIODevice::Append);
    m_process.setChildProcessModifier([parent = getpid()] {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent)
            _exit(0); // the parent died before the line above
    });
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &DemoChild::start);
    const auto restart = [this] {
        if (m_ending)
            return;
        Q_EMIT trouble(QStringLiteral("%1 has ended and is started again.")
                           .arg(QFileInfo(m_process.program()).fileName()));
        m_again.start();
    };
    connect(&m_process, &QProcess::finished, this, restart);
    connect(&m_process, &QProcess::errorOccurred, this, [this, restart](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            restart();
    });
}

DemoChild::~DemoChild()
{
    m_ending = true;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patienceMs)) {
        m_process.kill();
        m_process.waitForFinished(patienceMs);
    }
}

void DemoChild::start()
{
    m_process.start();
}

void DemoChild::writeLine(const QString &line)
{
    m_process.write(line.toUtf8() + '\n');
}

} // namespace twinfeed
