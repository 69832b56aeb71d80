// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/auth.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <openssl/crypto.h>

#include <array>

namespace twinfeed::server {

namespace {

constexpr qsizetype hashSize = 32;
/// Longer ones are not even hashed.
constexpr qsizetype maxTokenSize = 512;

Error unauthenticated(const QString &message)
{
    return {QStringLiteral("unauthenticated"),
            message,
            QStringLiteral("Authorization"),
            QStringLiteral("Send \"Authorization: Bearer <token>\" with a token of this backend."),
            {}};
}

} // namespace

NewToken makeToken()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArray bits(reinterpret_cast<const char *>(random.data()), qsizetype(sizeof random));
    NewToken token;
    token.secret = "tf_" + bits.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    token.sha256 = tokenHash(token.secret);
    return token;
}

QByteArray tokenHash(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

bool includes(Role has, Role needed)
{
    return int(has) >= int(needed);
}

Authenticator::Authenticator(std::vector<Token> tokens)
    : m_tokens(std::move(tokens))
{
    std::erase_if(m_tokens, [](const Token &token) { return token.sha256.size() != hashSize; });
}

QByteArray bearerToken(const Request &request)
{
    const auto header = request.header("authorization");
    const QByteArray value = header ? header->value_or(QByteArray()) : QByteArray();
    constexpr qsizetype prefix = 7; // "Bearer "
    if (value.size() <= prefix || value.size() > maxTokenSize || value.left(prefix).toLower() != "bearer ")
        return {};
    return value.mid(prefix).trimmed();
}

Result<Caller> Authenticator::callerOf(const Request &request) const
{
    const auto header = request.header("authorization");
    if (!header)
        return header.error();
    if (!*header)
        return unauthenticated(QStringLiteral("This needs a token."));
    const QByteArray secret = bearerToken(request);
    if (secret.isEmpty())
        return unauthenticated(QStringLiteral("The Authorization header carries no bearer token."));
    const QByteArray hash = tokenHash(secret);
    const Token *found = nullptr;
    for (const Token &token : m_tokens) {
        if (CRYPTO_memcmp(hash.constData(), token.sha256.constData(), size_t(hashSize)) == 0)
            found = &token;
    }
    if (!found)
        return unauthenticated(QStringLiteral("The token is not known here."));
    return Caller{found->name, found->role, found->keys};
}

} // namespace twinfeed::server
