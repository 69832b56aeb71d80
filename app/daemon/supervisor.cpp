// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/supervisor.h"

#include "app/daemon/exitcode.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twinfeed::daemon {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.supervisor")

constexpr int leastPauseMs = 100;
constexpr int mostPauseMs = 2'000;
constexpr qint64 livedLongMs = 10'000;

sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGCHLD})
        sigaddset(&set, signal);
    return set;
}

} // namespace

Supervisor::Supervisor(QStringList arguments, QByteArray token)
    : m_arguments(std::move(arguments))
    , m_token(std::move(token))
{
}

int Supervisor::run()
{
    // Blocked and waited for, never handled: no code runs between two instructions of ours.
    const sigset_t set = watchedSignals();
    sigprocmask(SIG_BLOCK, &set, nullptr);
    // Where whoever started us ignores it, that is inherited: the kernel would then tell nobody that the child has ended.
    std::signal(SIGCHLD, SIG_DFL);
    int pauseMs = leastPauseMs;
    for (int starts = 0;; ++starts) {
        QElapsedTimer lived;
        lived.start();
        const int child = start(starts);
        if (child < 0) {
            qCCritical(log, "The daemon cannot be started: %s", std::strerror(errno));
            if (starts == 0)
                return ExitAgain;
            // There is a programme to bring back, and a lack of memory or of processes passes.
            if (!pause(mostPauseMs))
                return ExitOk;
            continue;
        }
        const int status = waitFor(child);
        if (WIFEXITED(status) && (m_ending || isFinal(WEXITSTATUS(status))))
            return WEXITSTATUS(status);
        if (m_ending)
            return ExitOk;
        if (lived.elapsed() >= livedLongMs)
            pauseMs = leastPauseMs;
        if (WIFSIGNALED(status))
            qCCritical(log, "The daemon (%d) was ended by signal %d; another starts in %d ms", child,
                       WTERMSIG(status), pauseMs);
        else
            qCCritical(log, "The daemon (%d) ended with code %d; another starts in %d ms", child,
                       WEXITSTATUS(status), pauseMs);
        if (!pause(pauseMs))
            return ExitOk;
        pauseMs = std::min(2 * pauseMs, mostPauseMs);
    }
}

int Supervisor::start(int starts) const
{
    // Made before fork(): between it and exec() only what is safe there may be called.
    std::vector<QByteArray> texts{QByteArrayLiteral("twinfeedd")};
    for (const QString &argument : m_arguments)
        texts.push_back(QFile::encodeName(argument));
    std::vector<char *> arguments;
    for (QByteArray &text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    qputenv(startsVariable, QByteArray::number(starts));
    qputenv(tokenVariable, m_token);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) // it died before the line above
        _exit(ExitOk);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execv("/proc/self/exe", arguments.data());
    _exit(127);
}

int Supervisor::waitFor(int child)
{
    const sigset_t set = watchedSignals();
    while (true) {
        int status = 0;
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child)
            return status;
        const int signal = sigwaitinfo(&set, nullptr);
        if (signal > 0 && signal != SIGCHLD) {
            m_ending = true;
            kill(child, SIGTERM);
        }
    }
}

bool Supervisor::pause(int milliseconds)
{
    sigset_t set = watchedSignals();
    sigdelset(&set, SIGCHLD);
    const timespec time{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
    while (true) {
        const int signal = sigtimedwait(&set, nullptr, &time);
        if (signal < 0 && errno == EINTR)
            continue;
        return signal < 0;
    }
}

} // namespace twinfeed::daemon
