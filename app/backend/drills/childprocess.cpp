// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/childprocess.h"

#include <QFile>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twinfeed::drills {

namespace {

constexpr int patience = 50; // of 10 ms

/// In the child, between fork() and exec(): only what is safe there.
[[noreturn]] void become(char *const *arguments, int input, int output, pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) // it died before the line above
        ::_exit(0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    // Our own log is for programs that read it line by line.
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

} // namespace

Result<void> ChildProcess::start(const QString &program, const QStringList &arguments)
{
    end();
    std::vector<QByteArray> texts{QFile::encodeName(program)};
    for (const QString &argument : arguments)
        texts.push_back(argument.toUtf8());
    std::vector<char *> pointers;
    for (QByteArray &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    const pid_t parent = ::getpid();
    const bool piped = ::pipe2(in, O_CLOEXEC) == 0 && ::pipe2(out, O_CLOEXEC) == 0;
    m_pid = piped ? ::fork() : -1;
    if (m_pid == 0)
        become(pointers.data(), in[0], out[1], parent);
    const int why = errno;
    for (const int mine : {in[0], out[1]}) {
        if (mine >= 0)
            ::close(mine);
    }
    m_input = in[1];
    m_output = out[0];
    if (m_pid > 0) {
        std::ignore = ::fcntl(m_output, F_SETFL, O_NONBLOCK);
        std::ignore = ::fcntl(m_input, F_SETFL, O_NONBLOCK);
        return {};
    }
    m_pid = 0;
    closePipes();
    return Error{
        QStringLiteral("program-failed"),
        QStringLiteral("%1 cannot be started: %2.").arg(program, QString::fromLocal8Bit(std::strerror(why))),
        {},
        QStringLiteral("Is the machine out of memory or of processes?"),
        {}};
}

bool ChildProcess::isRunning()
{
    if (m_pid > 0 && ::waitpid(m_pid, nullptr, WNOHANG) != 0)
        m_pid = 0;
    return m_pid > 0;
}

void ChildProcess::writeLine(const QByteArray &line)
{
    // A few bytes into an empty pipe: they fit, or it has ended.
    const QByteArray whole = line + '\n';
    sigset_t pipe;
    sigset_t before;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    if (m_input >= 0 && ::write(m_input, whole.constData(), size_t(whole.size())) < 0 && errno == EPIPE) {
        const timespec now{};
        ::sigtimedwait(&pipe, nullptr, &now);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

std::vector<QByteArray> ChildProcess::readLines()
{
    char bytes[4096];
    for (ssize_t count = 0; m_output >= 0 && (count = ::read(m_output, bytes, sizeof bytes)) > 0;)
        m_read.append(bytes, count);
    std::vector<QByteArray> lines;
    for (qsizetype end = 0; (end = m_read.indexOf('\n')) >= 0; m_read.remove(0, end + 1))
        lines.push_back(m_read.left(end));
    return lines;
}

void ChildProcess::end()
{
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        for (int i = 0; i < patience && isRunning(); ++i)
            ::poll(nullptr, 0, 10);
    }
    if (m_pid > 0) {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }
    closePipes();
    m_read.clear();
}

void ChildProcess::closePipes()
{
    for (int *pipe : {&m_input, &m_output}) {
        if (*pipe >= 0)
            ::close(std::exchange(*pipe, -1));
    }
}

} // namespace twinfeed::drills
