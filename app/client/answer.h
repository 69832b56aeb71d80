// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QJsonObject>

class QNetworkReply;

/// What came back, in one place: a JSON object, a problem document, or the network's own failure, in words.
namespace twinfeed::client {

/// 0 where no answer came at all.
int statusOf(const QNetworkReply &reply);

/// The network failed before an answer was there: repeating with the same key is safe and makes sense.
bool failedWithoutAnswer(const QNetworkReply &reply);

/// Remembers what is wrong with the other side's certificate, for networkError(). Call it when the question is sent.
void watchCertificate(QNetworkReply &reply);

/// Why there was no answer. "backend-untrusted" says in its details what is wrong ("certificate": "expired", "not-yet-valid",
/// "other-name", "self-signed", "unknown-authority", "revoked", "bad", or "no-tls" where none was shown). Codes: "backend-unreachable", "backend-refused" (nobody listens), "backend-unknown" (no such
/// host), "backend-timeout", "backend-untrusted" (TLS), "backend-dropped" (connection lost).
Error networkError(const QNetworkReply &reply);

/// The Error that a problem document stands for; made from the status where the body is none. `httpStatus` is put into
/// the details.
Error problemError(int status, const QByteArray &body);

/// The body of a 2xx answer as a JSON object, or the reason why not. `body` is what was read of the reply.
Result<QJsonObject> jsonAnswer(const QNetworkReply &reply, const QByteArray &body);

} // namespace twinfeed::client
