// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFile>
#include <QString>

#include <signal.h>

namespace twinfeed::test {

/// A script in place of twinfeedd: writes its arguments to "arguments" and its process, session and parent to "facts" in the
/// folder, then a runtime file as a daemon does, and stays. All that were started are ended by the destructor.
class FakeDaemon final
{
public:
    explicit FakeDaemon(const QString &folder, bool saysWhereItIs = true)
        : m_folder(folder)
    {
        QFile script(program());
        if (!script.open(QIODevice::WriteOnly))
            return;
        script.write("#!/bin/sh\ncd '" + folder.toUtf8()
                     + "'\necho started $$ >> starts\necho \"$@\" > arguments\n");
        script.write("echo \"$$ $(ps -o sess= -p $$)\" > facts\necho words on stderr >&2\n");
        if (saysWhereItIs) {
            script.write("umask 077\necho "
                         "\"{\\\"port\\\":40123,\\\"scheme\\\":\\\"http\\\",\\\"token\\\":\\\"t$$\\\","
                         "\\\"pid\\\":$$}\" > r.new\n"
                         "mv r.new runtime.json\n");
        }
        script.write("exec sleep 600\n");
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    ~FakeDaemon() { end(); }
    FakeDaemon(const FakeDaemon &) = delete;
    FakeDaemon &operator=(const FakeDaemon &) = delete;

    QString program() const { return m_folder + QLatin1String("/fake-twinfeedd"); }
    QString runtimeFile() const { return m_folder + QLatin1String("/runtime.json"); }
    QByteArray read(const char *name) const
    {
        QFile file(m_folder + QLatin1Char('/') + QLatin1String(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    qint64 pid() const { return read("facts").split(' ').value(0).toLongLong(); }
    int starts() const { return int(read("starts").count("started")); }
    void end()
    {
        const QList<QByteArray> lines = read("starts").split('\n');
        for (const QByteArray &line : lines) {
            if (const qint64 process = line.split(' ').value(1).toLongLong(); process > 1)
                kill(pid_t(process), SIGKILL);
        }
    }

private:
    const QString m_folder;
};

} // namespace twinfeed::test
