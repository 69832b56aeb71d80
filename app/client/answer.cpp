// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/answer.h"

#include "models/domain/record.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QSslError>

namespace twinfeed::client {

namespace {

Error error(const QString &code, const QString &message, const QString &remedy)
{
    return Error{code, message, {}, remedy, {}};
}

constexpr char certificateProperty[] = "twinfeedCertificate";

const char *faultOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired:
        return "expired";
    case QSslError::CertificateNotYetValid:
        return "not-yet-valid";
    case QSslError::HostNameMismatch:
        return "other-name";
    case QSslError::SelfSignedCertificate:
        return "self-signed";
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return "unknown-authority";
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return "revoked";
    default:
        return "bad";
    }
}

/// The one that is mended first: a certificate that is nobody's is not worth a new date.
QString worstFault(const QList<QSslError> &errors)
{
    constexpr const char *order[]{"revoked", "self-signed",   "unknown-authority",
                                  "expired", "not-yet-valid", "other-name"};
    for (const char *fault : order) {
        for (const QSslError &error : errors) {
            if (qstrcmp(faultOf(error.error()), fault) == 0)
                return QLatin1String(fault);
        }
    }
    return QStringLiteral("bad");
}

Error untrusted(const QNetworkReply &reply)
{
    const QString fault = reply.property(certificateProperty).toString();
    Error why =
        error(QStringLiteral("backend-untrusted"),
              QStringLiteral("The certificate of %1 cannot be trusted: %2")
                  .arg(reply.url().host(), reply.errorString()),
              QStringLiteral("Give the backend a certificate that this machine's authorities vouch for."));
    why.details.insert(QLatin1String("certificate"), fault.isEmpty() ? QStringLiteral("no-tls") : fault);
    return why;
}

/// What a bare status means, where somebody other than a backend answered (a proxy, another program).
Error statusError(int status)
{
    const QString wrong = QStringLiteral("Check the address: is it a Twinfeed backend?");
    switch (status) {
    case 401:
        return error(QStringLiteral("unauthenticated"),
                     QStringLiteral("The backend does not know this token."),
                     QStringLiteral("Ask for a new token and start the console with it."));
    case 403:
        return error(QStringLiteral("forbidden"), QStringLiteral("This token may not do that."),
                     QStringLiteral("Ask for a token with a higher role."));
    case 503:
        return error(QStringLiteral("busy"), QStringLiteral("The backend is busy."),
                     QStringLiteral("Try again."));
    default:
        return error(QStringLiteral("unexpected-answer"),
                     QStringLiteral("The backend gave an answer (%1) that is not understood.").arg(status),
                     wrong);
    }
}

} // namespace

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

bool failedWithoutAnswer(const QNetworkReply &reply)
{
    // A status line with a body that broke off is no answer either: what it was to say is not known.
    const auto code = reply.error();
    const bool transport = code != QNetworkReply::NoError && code < QNetworkReply::ContentAccessDenied;
    return transport || statusOf(reply) == 0;
}

void watchCertificate(QNetworkReply &reply)
{
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply, [&reply](const QList<QSslError> &errors) {
        reply.setProperty(certificateProperty, worstFault(errors));
    });
}

Error networkError(const QNetworkReply &reply)
{
    const QString host = reply.url().host();
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return error(QStringLiteral("backend-refused"),
                     QStringLiteral("Nobody answers at %1:%2.").arg(host).arg(reply.url().port()),
                     QStringLiteral("Check that the backend runs and that the port is right."));
    case QNetworkReply::HostNotFoundError:
        return error(QStringLiteral("backend-unknown"),
                     QStringLiteral("There is no machine called %1.").arg(host),
                     QStringLiteral("Check the address."));
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return error(QStringLiteral("backend-timeout"), QStringLiteral("%1 does not answer.").arg(host),
                     QStringLiteral("Check the network and the backend."));
    case QNetworkReply::SslHandshakeFailedError:
        return untrusted(reply);
    case QNetworkReply::NoError: // an event stream that ended in good order is lost all the same
    case QNetworkReply::RemoteHostClosedError:
        return error(QStringLiteral("backend-dropped"), QStringLiteral("%1 closed the connection.").arg(host),
                     QStringLiteral("Nothing needs to be done: it is tried again."));
    default:
        return error(QStringLiteral("backend-unreachable"),
                     QStringLiteral("%1 cannot be reached: %2").arg(host, reply.errorString()),
                     QStringLiteral("Check the network and the backend."));
    }
}

Error problemError(int status, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    Error problem = object.isEmpty() ? Error{} : errorFromJson(object);
    if (problem.code.isEmpty() || problem.message.isEmpty())
        problem = statusError(status);
    problem.details.insert(QLatin1String("httpStatus"), status);
    return problem;
}

Result<QJsonObject> jsonAnswer(const QNetworkReply &reply, const QByteArray &body)
{
    if (failedWithoutAnswer(reply))
        return networkError(reply);
    const int status = statusOf(reply);
    if (status < 200 || status > 299)
        return problemError(status, body);
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parse);
    if (!document.isObject())
        return statusError(status);
    return document.object();
}

} // namespace twinfeed::client
