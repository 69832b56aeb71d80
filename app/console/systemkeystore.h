// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/keystore.h"

#include <QObject>

namespace twinfeed {

/// The key store of the person's session (Secret Service, KWallet), by QtKeychain. It may ask the person for a password
/// before it answers; nobody waits for that but the one who asked.
class SystemKeyStore final : public QObject, public KeyStore
{
public:
    /// `service`: under which name the secrets are filed.
    explicit SystemKeyStore(QString service = QStringLiteral("twinfeed"), QObject *parent = nullptr);

    void read(const QString &key, Found found) override;
    void write(const QString &key, const QByteArray &secret, Done done) override;
    void remove(const QString &key, Done done) override;

private:
    const QString m_service;
};

} // namespace twinfeed
