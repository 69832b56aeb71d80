// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

class QSslServer;

namespace twinfeed::test {

/// A certificate and its key in a folder, made by openssl's own tool; self-signed. `more`: further options of "openssl req".
bool makeCertificate(const QString &folder, const QStringList &more = {});
/// Makes it one that ran out yesterday.
bool makeOld(const QString &folder);

/// A server on the loopback interface that shows the certificate of a folder, and never says a word. On the test's thread.
class FakeTls final : public QObject
{
public:
    explicit FakeTls(const QString &folder);
    ~FakeTls() override;

    bool isListening() const;
    /// "https://<host>:<port>"
    QString address(const char *host = "127.0.0.1") const;

private:
    std::unique_ptr<QSslServer> m_server;
};

} // namespace twinfeed::test
