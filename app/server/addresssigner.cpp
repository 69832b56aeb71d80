// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/addresssigner.h"

#include <QCryptographicHash>
#include <QList>
#include <QMessageAuthenticationCode>
#include <QTimeZone>

#include <openssl/crypto.h>

#include <algorithm>

namespace twinfeed::server {

namespace {

/// How a scheme writes an address.
struct Form
{
    const char *name;
    SigningScheme scheme;
    /// Of the query; null: the signature stands in front of the path.
    const char *digestField;
    const char *timeField; ///< null: both in one field, with rand and uid
    bool digestFirst; ///< of those in the path
    enum Stamp { Decimal, Hexadecimal, Calendar } stamp;
    bool saysEnd; ///< else it says when it was signed
};

using enum SigningScheme;
constexpr Form forms[]{
    {"hmac", Hmac, "sign", "expires", false, Form::Decimal, true},
    {"nginx", Nginx, "md5", "expires", false, Form::Decimal, true},
    {"alibaba-a", AlibabaA, "auth_key", nullptr, false, Form::Decimal, false},
    {"alibaba-b", AlibabaB, nullptr, nullptr, false, Form::Calendar, false},
    {"alibaba-c", AlibabaC, nullptr, nullptr, true, Form::Hexadecimal, false},
    {"tencent-a", TencentA, "sign", nullptr, false, Form::Decimal, false},
    {"tencent-b", TencentB, nullptr, nullptr, false, Form::Calendar, false},
    {"tencent-c", TencentC, nullptr, nullptr, true, Form::Hexadecimal, false},
    {"tencent-d", TencentD, "sign", "t", false, Form::Decimal, false},
};

const Form &formOf(SigningScheme scheme)
{
    return *std::ranges::find(forms, scheme, &Form::scheme);
}

constexpr qsizetype md5Digits = 32;
constexpr int chinaOffset = 8 * 3600; // both clouds write local time so, wherever they are
const QString calendarFormat = QStringLiteral("yyyyMMddHHmm");

QByteArray md5(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Md5);
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// The value of a query's field, which is taken out of it; nothing where it is not there exactly once.
std::optional<QByteArray> taken(QByteArray &query, const char *field)
{
    QList<QByteArray> rest;
    std::optional<QByteArray> value;
    int found = 0;
    const QByteArray start = QByteArray(field) + '=';
    for (const QByteArray &part : query.split('&')) {
        if (part.startsWith(start)) {
            value = part.mid(start.size());
            ++found;
        } else if (!part.isEmpty()) {
            rest << part;
        }
    }
    if (found != 1)
        return std::nullopt;
    query = rest.join('&');
    return value;
}

Error refused(const char *code, const QString &why)
{
    return {QLatin1String(code), why, {}, QStringLiteral("Get a new address from where this one came."), {}};
}

} // namespace

QStringList signingSchemes()
{
    QStringList names;
    for (const Form &form : forms)
        names << QLatin1String(form.name);
    return names;
}

std::optional<SigningScheme> signingScheme(const QString &name)
{
    for (const Form &form : forms) {
        if (name == QLatin1String(form.name))
            return form.scheme;
    }
    return std::nullopt;
}

AddressSigner::AddressSigner(SigningRules rules)
    : m_rules(std::move(rules))
{
}

QByteArray AddressSigner::stampAt(const QDateTime &now) const
{
    const Form &form = formOf(m_rules.scheme);
    const qint64 seconds = now.toSecsSinceEpoch() + (form.saysEnd ? m_rules.validSeconds : 0);
    switch (form.stamp) {
    case Form::Decimal:
        return QByteArray::number(seconds);
    case Form::Hexadecimal:
        return QByteArray::number(seconds, 16);
    case Form::Calendar:
        break;
    }
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone(chinaOffset)).toString(calendarFormat).toLatin1();
}

std::optional<qint64> AddressSigner::endOf(const QByteArray &stamp) const
{
    const Form &form = formOf(m_rules.scheme);
    bool good = false;
    qint64 seconds = 0;
    if (form.stamp == Form::Calendar) {
        QDateTime time = QDateTime::fromString(QString::fromLatin1(stamp), calendarFormat);
        good = time.isValid();
        time = QDateTime(time.date(), time.time(), QTimeZone(chinaOffset));
        seconds = good ? time.toSecsSinceEpoch() : 0;
    } else {
        seconds = stamp.toLongLong(&good, form.stamp == Form::Hexadecimal ? 16 : 10);
    }
    // Beyond the year 9999 nobody means it, and sums of it must not overflow.
    if (!good || seconds < 0 || seconds > 253'402'300'799)
        return std::nullopt;
    return seconds + (form.saysEnd ? 0 : m_rules.validSeconds);
}

QByteArray AddressSigner::digest(const Parts &parts, const QByteArray &secret,
                                 const QByteArray &address) const
{
    const QByteArray &path = parts.target.path;
    switch (m_rules.scheme) {
    case Hmac:
        return base64Url(
            QMessageAuthenticationCode::hash(path + '\n' + parts.stamp, secret, QCryptographicHash::Sha256));
    case Nginx:
        return base64Url(
            md5(parts.stamp + path + (m_rules.bindAddress ? address : QByteArray()) + ' ' + secret));
    case AlibabaA:
    case TencentA:
        return md5(path + '-' + parts.stamp + '-' + parts.extra + '-' + secret).toHex();
    case AlibabaB:
    case TencentB:
        return md5(secret + parts.stamp + path).toHex();
    case AlibabaC:
    case TencentC:
    case TencentD:
        break;
    }
    return md5(secret + path + parts.stamp).toHex();
}

Target AddressSigner::sign(const Target &target, const QDateTime &now, const QByteArray &address,
                           const QByteArray &random) const
{
    const Form &form = formOf(m_rules.scheme);
    Parts parts{target, stampAt(now), random + "-0", {}};
    parts.digest = digest(parts, m_rules.secrets.empty() ? QByteArray() : m_rules.secrets.front(), address);
    Target result = target;
    if (!form.digestField) {
        const QByteArray front =
            form.digestFirst ? parts.digest + '/' + parts.stamp : parts.stamp + '/' + parts.digest;
        result.path = '/' + front + target.path;
        return result;
    }
    QByteArray fields = form.digestField + QByteArray("=");
    if (form.timeField)
        fields += parts.digest + '&' + form.timeField + '=' + parts.stamp;
    else
        fields += parts.stamp + '-' + parts.extra + '-' + parts.digest;
    result.query = target.query.isEmpty() ? fields : target.query + '&' + fields;
    return result;
}

std::optional<AddressSigner::Parts> AddressSigner::partsOf(const Target &target) const
{
    const Form &form = formOf(m_rules.scheme);
    Parts parts{target, {}, {}, {}};
    if (!form.digestField) {
        const QList<QByteArray> words = target.path.split('/'); // "", one, two, path
        if (words.size() < 4 || words.at(form.digestFirst ? 1 : 2).size() != md5Digits)
            return std::nullopt;
        parts.digest = words.at(form.digestFirst ? 1 : 2);
        parts.stamp = words.at(form.digestFirst ? 2 : 1);
        parts.target.path = '/' + words.mid(3).join('/');
        return parts;
    }
    const auto field = taken(parts.target.query, form.digestField);
    if (!field)
        return std::nullopt;
    if (form.timeField) {
        const auto stamp = taken(parts.target.query, form.timeField);
        if (!stamp)
            return std::nullopt;
        parts.digest = *field;
        parts.stamp = *stamp;
        return parts;
    }
    const QList<QByteArray> words = field->split('-'); // time, rand, uid, md5
    if (words.size() != 4)
        return std::nullopt;
    parts.stamp = words[0];
    parts.extra = words[1] + '-' + words[2];
    parts.digest = words[3];
    return parts;
}

std::optional<AddressSigner::Opened> AddressSigner::open(const Target &signedTarget, const QDateTime &now,
                                                         const QByteArray &address) const
{
    const auto parts = partsOf(signedTarget);
    if (!parts)
        return std::nullopt;
    Opened opened{parts->target, {}};
    bool good = false;
    for (const QByteArray &secret : m_rules.secrets) {
        const QByteArray right = digest(*parts, secret, address);
        const bool same = parts->digest.size() == right.size()
            && CRYPTO_memcmp(parts->digest.constData(), right.constData(), size_t(right.size())) == 0;
        good = same || good;
    }
    const auto end = endOf(parts->stamp);
    if (!good || !end)
        opened.verdict =
            refused("address-forged", QStringLiteral("The signature of this address is not ours."));
    else if (now.toSecsSinceEpoch() > *end + m_rules.toleranceSeconds)
        opened.verdict = refused("address-expired", QStringLiteral("The time of this address is over."));
    return opened;
}

} // namespace twinfeed::server
