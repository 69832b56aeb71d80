// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/process.h"

#include "tests/support/wait.h"

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace twinfeed::test {

using namespace std::chrono_literals;

Process::Process(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    m_process.setProgram(program);
    m_process.setArguments(arguments);
    m_process.setProcessEnvironment(environment);
    const pid_t parent = ::getpid();
    m_process.setChildProcessModifier([parent] {
        // In the child, between fork and exec: system calls only.
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) // died before the kernel knew that we want to hear of it
            ::_exit(127);
    });
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { read(Stream::Out); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { read(Stream::Err); });
}

Process::~Process()
{
    m_process.disconnect();
    if (m_group > 0)
        ::kill(static_cast<pid_t>(-m_group), SIGKILL);
    m_process.kill();
    m_process.waitForFinished(5000);
}

bool Process::start()
{
    Q_ASSERT(!isRunning());
    m_out = {};
    m_err = {};
    m_lines.clear();
    m_searched = 0;
    m_process.start();
    if (!m_process.waitForStarted(10'000))
        return false;
    m_group = m_process.processId();
    return true;
}

void Process::writeLine(const QString &line)
{
    m_process.write(line.toUtf8() + '\n');
    m_process.waitForBytesWritten(1000);
}

void Process::closeInput()
{
    m_process.closeWriteChannel();
}

void Process::read(Stream stream)
{
    if (stream == Stream::Out)
        m_out.all += m_process.readAllStandardOutput();
    else
        m_err.all += m_process.readAllStandardError();
    takeLines(stream, false);
}

void Process::takeLines(Stream stream, bool atEnd)
{
    Said &said = stream == Stream::Out ? m_out : m_err;
    for (;;) {
        qsizetype end = said.all.indexOf('\n', said.taken);
        if (end < 0 && atEnd && said.taken < said.all.size())
            end = said.all.size();
        if (end < 0)
            return;
        QString text = QString::fromUtf8(said.all.constData() + said.taken, end - said.taken);
        if (text.endsWith(QLatin1Char('\r')))
            text.chop(1);
        m_lines.push_back({stream, text});
        said.taken = end + 1;
    }
}

std::optional<QRegularExpressionMatch> Process::waitForLine(const QRegularExpression &pattern,
                                                            std::chrono::milliseconds timeout)
{
    std::optional<QRegularExpressionMatch> found;
    const auto search = [&] {
        // Asked before reading, so that what was said up to the end is searched once more.
        const bool ended = !isRunning();
        if (ended) {
            read(Stream::Out);
            read(Stream::Err);
            takeLines(Stream::Out, true);
            takeLines(Stream::Err, true);
        }
        while (!found && m_searched < m_lines.size()) {
            const QRegularExpressionMatch match = pattern.match(m_lines[m_searched++].text);
            if (match.hasMatch())
                found = match;
        }
        return found.has_value() || ended;
    };
    waitUntil(search, timeout, qPrintable(QStringLiteral("a line like '%1'").arg(pattern.pattern())));
    return found;
}

std::optional<QRegularExpressionMatch> Process::waitForLine(const QString &pattern,
                                                            std::chrono::milliseconds timeout)
{
    return waitForLine(QRegularExpression(pattern), timeout);
}

bool Process::waitForEnd(std::chrono::milliseconds timeout)
{
    const auto ended = [this] { return !isRunning(); };
    if (!waitUntil(ended, timeout, qPrintable(QStringLiteral("the end of %1").arg(m_process.program()))))
        return false;
    for (const Stream stream : {Stream::Out, Stream::Err}) {
        read(stream);
        takeLines(stream, true);
    }
    return true;
}

int Process::exitCode() const
{
    return isRunning() || crashed() ? -1 : m_process.exitCode();
}

bool Process::terminate(std::chrono::milliseconds timeout)
{
    m_process.terminate();
    return waitForEnd(timeout);
}

void Process::kill()
{
    m_process.kill();
    waitForEnd(5s);
}

void Process::signal(int number)
{
    if (pid() > 0)
        ::kill(static_cast<pid_t>(pid()), number);
}

QString Process::report() const
{
    const auto tail = [](const QByteArray &bytes) { return QString::fromUtf8(bytes.right(4096)); };
    QString state;
    if (isRunning())
        state = QStringLiteral("running, pid %1").arg(pid());
    else if (m_process.error() == QProcess::FailedToStart)
        state = QStringLiteral("not started: %1").arg(m_process.errorString());
    else if (crashed())
        state = QStringLiteral("ended by signal %1").arg(m_process.exitCode());
    else
        state = QStringLiteral("ended with %1").arg(m_process.exitCode());
    QString text = m_process.program() % QLatin1Char(' ') % m_process.arguments().join(QLatin1Char(' '))
        % QLatin1String("\n[") % state % QLatin1String("]\n--- stdout\n") % tail(m_out.all)
        % QLatin1String("\n--- stderr\n") % tail(m_err.all);
    return text;
}

} // namespace twinfeed::test
