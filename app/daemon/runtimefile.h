// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QString>

namespace twinfeed::daemon {

/// How a console on the same machine finds this daemon and may command it: {"port", "scheme", "token", "pid",
/// "version"}, readable by its owner alone, there while the daemon listens.
class RuntimeFile final
{
public:
    explicit RuntimeFile(QString file)
        : m_file(std::move(file))
    {
    }
    /// Removes it, if it was written here.
    ~RuntimeFile();
    RuntimeFile(const RuntimeFile &) = delete;
    RuntimeFile &operator=(const RuntimeFile &) = delete;

    /// All of it or nothing: a reader never sees half a file.
    Result<void> write(quint16 port, bool tls, const QByteArray &token);
    /// The port of the file that is there, of a predecessor; 0 without one.
    quint16 portBefore() const;

private:
    const QString m_file;
    bool m_written = false;
};

} // namespace twinfeed::daemon
