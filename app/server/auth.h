// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/http.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

/// Who calls, and what they may do.
namespace twinfeed::server {

/// A token as it is kept: hashed. The token itself has 256 random bits, so a plain hash is enough (no guessing).
struct Token
{
    QString name; ///< stands in the journal
    Role role = Role::Viewer;
    QByteArray sha256; ///< 32 bytes
    /// Ids of channels whose keys it gets, whatever its role.
    QStringList keys = {};
};

/// The token of "Authorization: Bearer <token>" as it was sent; empty where there is none.
QByteArray bearerToken(const Request &request);

/// A new token: the text to give away once, and what is kept of it.
struct NewToken
{
    QByteArray secret; ///< "tf_" and 43 characters of base64url: 256 bits from the system's generator
    QByteArray sha256;
};
NewToken makeToken();
QByteArray tokenHash(const QByteArray &secret);

/// True where `has` includes `needed`.
bool includes(Role has, Role needed);

/// Knows the tokens. Immutable: any thread.
class Authenticator final
{
public:
    explicit Authenticator(std::vector<Token> tokens);

    /// The caller of "Authorization: Bearer <token>" (RFC 6750); error "unauthenticated" for anybody else. Takes the
    /// same time for every token (ASVS 11.2.4): all are compared, in constant time.
    Result<Caller> callerOf(const Request &request) const;

private:
    std::vector<Token> m_tokens;
};

} // namespace twinfeed::server
