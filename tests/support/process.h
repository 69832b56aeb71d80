// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace twinfeed::test {

/// A program under test, as a real process. Never outlives the test: the destructor kills it with everything it started in its
/// process group and collects it; should the test itself die, the kernel kills it (PR_SET_PDEATHSIG: bound to the
/// *thread* that called start(), so start on the test's main thread).
///
/// All methods on the thread that made it. Everything that waits processes the events of that thread.
class Process final
{
public:
    enum class Stream { Out, Err };
    struct Line
    {
        Stream stream;
        QString text; ///< UTF-8 decoded, without line end
    };

    explicit Process(const QString &program, const QStringList &arguments = {},
                     const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    ~Process();
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    /// False when the program could not be started; report() says why. May be started again after its end, then with
    /// empty output.
    bool start();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// 0 when it does not run.
    qint64 pid() const { return m_process.processId(); }

    /// Writes a line to its standard input.
    void writeLine(const QString &line);
    /// Ends its standard input.
    void closeInput();

    /// Everything said so far, as bytes.
    QByteArray out() const { return m_out.all; }
    QByteArray err() const { return m_err.all; }
    /// Complete lines so far, of both streams in order of arrival.
    const std::vector<Line> &lines() const { return m_lines; }

    /// The first line of either stream that matches, searched from behind the line that the last call returned: calls in
    /// a row expect lines in a row. Nothing after `timeout`, or when the program ended without it.
    std::optional<QRegularExpressionMatch> waitForLine(const QRegularExpression &pattern,
                                                       std::chrono::milliseconds timeout);
    std::optional<QRegularExpressionMatch> waitForLine(const QString &pattern,
                                                       std::chrono::milliseconds timeout);

    /// True when it has ended within `timeout`; exitCode() and crashed() then say how.
    bool waitForEnd(std::chrono::milliseconds timeout);
    /// -1 when it was ended by a signal or still runs.
    int exitCode() const;
    bool crashed() const { return m_process.exitStatus() == QProcess::CrashExit; }

    /// SIGTERM, and waits; false when it took no notice.
    bool terminate(std::chrono::milliseconds timeout = std::chrono::seconds(5));
    /// SIGKILL to it alone (what it started may go on, as after a crash), and collects it.
    void kill();
    /// Any other signal (SIGSTOP, SIGCONT, SIGHUP) to it alone.
    void signal(int number);

    /// For the message of a failed test: command line, state, and the last 4 KiB of each stream.
    QString report() const;

private:
    struct Said
    {
        QByteArray all;
        qsizetype taken = 0; ///< up to here in lines already
    };

    void read(Stream stream);
    void takeLines(Stream stream, bool atEnd);

    QProcess m_process;
    Said m_out;
    Said m_err;
    std::vector<Line> m_lines;
    std::size_t m_searched = 0; ///< lines that waitForLine() is done with
    qint64 m_group = 0; ///< process group to clear away
};

} // namespace twinfeed::test
