// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/client/faketls.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>

namespace twinfeed::test {

namespace {

bool runOpenssl(const QStringList &arguments)
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(QStringLiteral("openssl"), arguments);
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

QString keyIn(const QString &folder)
{
    return folder + QLatin1String("/key.pem");
}

QString certificateIn(const QString &folder)
{
    return folder + QLatin1String("/certificate.pem");
}

} // namespace

bool makeCertificate(const QString &folder, const QStringList &more)
{
    return runOpenssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                                  QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
                                  QStringLiteral("-keyout"), keyIn(folder), QStringLiteral("-out"),
                                  certificateIn(folder)}
                      + more);
}

bool makeOld(const QString &folder)
{
    return runOpenssl({QStringLiteral("x509"), QStringLiteral("-in"), certificateIn(folder),
                       QStringLiteral("-signkey"), keyIn(folder), QStringLiteral("-days"),
                       QStringLiteral("-1"), QStringLiteral("-out"), certificateIn(folder)});
}

FakeTls::FakeTls(const QString &folder)
    : m_server(std::make_unique<QSslServer>())
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificateIn(folder)));
    QFile key(keyIn(folder));
    if (key.open(QIODevice::ReadOnly))
        configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Rsa));
    m_server->setSslConfiguration(configuration);
    m_server->listen(QHostAddress::LocalHost);
}

FakeTls::~FakeTls() = default;

bool FakeTls::isListening() const
{
    return m_server->isListening();
}

QString FakeTls::address(const char *host) const
{
    return QStringLiteral("https://%1:%2").arg(QLatin1String(host)).arg(m_server->serverPort());
}

} // namespace twinfeed::test
