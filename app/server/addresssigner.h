// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringList>

#include <optional>
#include <vector>

/// Addresses that carry their own permission, and end by themselves (anti-hotlink).
namespace twinfeed::server {

/// How an address is signed. Only `hmac` is our own; the others are what web servers and CDNs check, as their public
/// documentation has it. They are made with MD5 over a secret and the path: enough against people who pass links on,
/// not a state of the art. Use `hmac` wherever it is Twinfeed itself that checks.
enum class SigningScheme {
    Hmac, ///< ?expires=<unix>&sign=<base64url of HMAC-SHA256 over path, line feed, expires>
    Nginx, ///< secure_link: ?md5=<base64url>&expires=<unix>; MD5
    AlibabaA, ///< ?auth_key=<unix>-<rand>-<uid>-<md5>
    AlibabaB, ///< /<yyyyMMddHHmm, UTC+8>/<md5>/path
    AlibabaC, ///< /<md5>/<unix, hexadecimal>/path
    TencentA, ///< ?sign=<unix>-<rand>-<uid>-<md5>
    TencentB, ///< /<yyyyMMddHHmm, UTC+8>/<md5>/path
    TencentC, ///< /<md5>/<unix, hexadecimal>/path
    TencentD, ///< ?sign=<md5>&t=<unix>
};
/// "hmac", "nginx", "alibaba-a" to "alibaba-c", "tencent-a" to "tencent-d".
QStringList signingSchemes();
std::optional<SigningScheme> signingScheme(const QString &name);

/// What signer and checker must know alike.
struct SigningRules
{
    SigningScheme scheme = SigningScheme::Hmac;
    /// The first signs, each is taken: two while one takes the place of the other.
    std::vector<QByteArray> secrets;
    /// How long an address is good for. `hmac` and `nginx` say the end; of the others, which say when they were signed, the
    /// checker must know it too.
    int validSeconds = 1800;
    /// How far the clocks of signer and checker may differ.
    int toleranceSeconds = 30;
    /// nginx only: bound to the reader's address.
    bool bindAddress = false;
};

/// Path and query, as they are on the wire.
struct Target
{
    QByteArray path;
    QByteArray query;

    QByteArray text() const { return query.isEmpty() ? path : path + '?' + query; }
};

/// Signs, and tells what is signed. Pure, any thread.
class AddressSigner final
{
public:
    explicit AddressSigner(SigningRules rules);

    /// The target with its signature. `address`: of the reader, where the rules bind it. `random`: of the schemes that
    /// have one; letters and digits.
    Target sign(const Target &target, const QDateTime &now, const QByteArray &address = {},
                const QByteArray &random = "0") const;

    /// An address taken apart: what it is for, and whether it may be believed.
    struct Opened
    {
        Target target; ///< without the signature
        /// "address-forged" or "address-expired".
        Result<void> verdict;
    };
    /// Nothing where it carries no signature of this scheme. Compares in constant time.
    std::optional<Opened> open(const Target &signedTarget, const QDateTime &now,
                               const QByteArray &address = {}) const;

private:
    struct Parts
    {
        Target target;
        QByteArray stamp; ///< the time as it is written
        QByteArray extra; ///< rand and uid
        QByteArray digest;
    };
    std::optional<Parts> partsOf(const Target &target) const;
    QByteArray digest(const Parts &parts, const QByteArray &secret, const QByteArray &address) const;
    QByteArray stampAt(const QDateTime &now) const;
    std::optional<qint64> endOf(const QByteArray &stamp) const;

    const SigningRules m_rules;
};

} // namespace twinfeed::server
