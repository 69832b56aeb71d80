// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/masterkey.h"

#include <QFile>
#include <QLoggingCategory>
#include <QSaveFile>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace twinfeed::backend {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.keys")

constexpr char variableName[] = "TWINFEED_MASTER_KEY";
constexpr qsizetype secretBytes = 32;
constexpr qint64 mostFile = 4096;

void wipe(QByteArray &bytes)
{
    OPENSSL_cleanse(bytes.data(), size_t(bytes.size()));
    bytes.clear();
}

Error unusable(const QString &place, const QString &why)
{
    return {QStringLiteral("master-key-missing"),
            QStringLiteral("The master key cannot be read from %1: %2.").arg(place, why),
            {},
            QStringLiteral("Put the one there that the keys were kept with, and start Twinfeed again."),
            {}};
}

Result<sealing::Secret> parsed(QByteArray text, const QString &place, bool mayBeRaw)
{
    QByteArray bytes = mayBeRaw && text.size() == secretBytes ? text : QByteArray();
    QByteArray trimmed = text.trimmed();
    if (bytes.isEmpty() && trimmed.size() == 2 * secretBytes)
        bytes = QByteArray::fromHex(trimmed);
    if (bytes.size() != secretBytes) {
        auto decoded = QByteArray::fromBase64Encoding(trimmed, QByteArray::AbortOnBase64DecodingErrors);
        bytes = decoded ? *decoded : QByteArray();
    }
    Result<sealing::Secret> result =
        unusable(place, QStringLiteral("it is neither 64 hexadecimal digits nor base64 of 32 bytes"));
    if (bytes.size() == secretBytes) {
        sealing::Secret secret;
        std::copy_n(reinterpret_cast<const uint8_t *>(bytes.constData()), secretBytes, secret.bytes.begin());
        result = secret;
    }
    for (QByteArray *used : {&text, &trimmed, &bytes})
        wipe(*used);
    return result;
}

} // namespace

MasterKey::Places MasterKey::placesOf(const QString &file, const QString &dataFolder)
{
    Places places{file, qgetenv(variableName), {}, dataFolder + QLatin1String("/master.key")};
    qunsetenv(variableName);
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString credential = folder + QLatin1String("/twinfeed-master-key");
    if (!folder.isEmpty() && QFile::exists(credential))
        places.credential = credential;
    return places;
}

MasterKey::MasterKey(Places places)
    : m_places(std::move(places))
{
}

MasterKey::~MasterKey()
{
    wipe(m_places.variable);
}

QString MasterKey::place() const
{
    if (!m_places.file.isEmpty())
        return m_places.file;
    if (!m_places.variable.isEmpty())
        return QString::fromLatin1(variableName);
    return m_places.credential.isEmpty() ? m_places.own : m_places.credential;
}

Result<sealing::Secret> MasterKey::read(bool mayMake) const
{
    if (!m_places.file.isEmpty())
        return readFile(m_places.file);
    if (!m_places.variable.isEmpty())
        return parsed(m_places.variable, place(), false);
    if (!m_places.credential.isEmpty())
        return readFile(m_places.credential);
    return mayMake && !QFile::exists(m_places.own) ? makeFile() : readFile(m_places.own);
}

Result<sealing::Secret> MasterKey::readFile(const QString &name) const
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(name, file.errorString());
    if (file.permissions() & (QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
        qCWarning(log, "The master key %ls can be read or changed by others.", qUtf16Printable(name));
    return parsed(file.read(mostFile), name, true);
}

Result<sealing::Secret> MasterKey::makeFile() const
{
    sealing::Secret secret;
    if (RAND_bytes(secret.bytes.data(), int(secret.bytes.size())) != 1)
        return unusable(m_places.own, QStringLiteral("the system has no random numbers"));
    QByteArray text =
        QByteArray::fromRawData(reinterpret_cast<const char *>(secret.bytes.data()), secretBytes).toHex()
        + '\n';
    // Never over one that is there: it may be the only copy of what opens the keys.
    const QByteArray name = QFile::encodeName(m_places.own);
    const int descriptor = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool written = descriptor >= 0
        && ::write(descriptor, text.constData(), size_t(text.size())) == text.size()
        && ::fsync(descriptor) == 0;
    const QString why = QString::fromLocal8Bit(std::strerror(errno));
    if (descriptor >= 0)
        ::close(descriptor);
    wipe(text);
    if (!written) {
        if (descriptor >= 0)
            QFile::remove(m_places.own);
        return unusable(m_places.own, why);
    }
    qCInfo(log, "A master key was made in %ls. Keep a copy apart from the data folder's.",
           qUtf16Printable(m_places.own));
    return secret;
}

} // namespace twinfeed::backend
