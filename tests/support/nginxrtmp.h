// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"

#include <QString>
#include <QTemporaryDir>

#include <optional>

namespace twinfeed::test {

/// A real nginx-rtmp server on free loopback ports, with configuration, logs and everything else in a temporary folder.
/// Works as root and as any user. All methods on the thread that made it; nothing is shared with an nginx of the machine.
///
/// Applications: `live` takes every publisher and gives a player its first packet at a keyframe; a player of a stream
/// that nobody publishes is sent away at once, and one whose publisher leaves is sent away too, so that a reader that
/// stays connected proves that the publisher did. `patient` keeps players while a publisher is gone, as nginx-rtmp does unless
/// told otherwise. `refuse` turns every publisher and player away.
class NginxRtmp final
{
public:
    /// `applications`: further ones, in nginx's own words.
    explicit NginxRtmp(QByteArray applications = {});

    /// Starts it and waits until both ports listen, at most 10 s. False when it does not; report() says why. After stop() it
    /// comes back on the same ports.
    bool start();
    /// Ends it at once, as a server that fails: connections are cut.
    void stop();

    /// rtmp://127.0.0.1:<port>/live/<stream>
    QString url(const QString &stream) const;
    /// rtmp://127.0.0.1:<port>/patient/<stream>
    QString patientUrl(const QString &stream) const;
    /// An address whose publishers are refused.
    QString refusedUrl(const QString &stream) const;
    quint16 port() const { return m_rtmpPort; }
    /// Where its statistics page is: http://127.0.0.1:<port>/stat
    quint16 httpPort() const { return m_httpPort; }

    /// What the server says about one stream of `live`.
    struct Stream
    {
        bool publishing = false;
        int readers = 0;
        qint64 bytesIn = 0;
    };
    /// Nothing when the server does not know the stream, or does not answer within 2 s.
    std::optional<Stream> stream(const QString &name) const;
    /// Waits until somebody publishes the stream.
    bool waitForPublisher(const QString &stream, std::chrono::milliseconds timeout) const;
    /// Cuts the connection of the stream's publisher; true when there was one.
    bool dropPublisher(const QString &stream);
    /// Gives the players of one stream of `live` another one, without their doing; true when there were any.
    bool redirectPlayers(const QString &from, const QString &to);
    qint64 pid() const { return m_process.pid(); }

    /// Log and output, for the message of a failed test.
    QString report() const;

private:
    bool writeConfiguration() const;
    QByteArray get(const QString &path) const;
    bool listens(quint16 port) const;

    QTemporaryDir m_dir;
    const QByteArray m_applications;
    const quint16 m_rtmpPort;
    const quint16 m_httpPort;
    Process m_process;
};

} // namespace twinfeed::test
