// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/keystore.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace twinfeed {

/// The tokens of the backends that the person works with, by their ids: in the key store, and where that is not to be had, in
/// memory until the program ends. Never in a file. UI thread.
class TokenKeeper final : public QObject
{
    Q_OBJECT

public:
    enum class Place {
        Unknown, ///< nobody has asked the key store yet
        KeyStore,
        Session, ///< until the program ends
    };
    using Found = std::function<void(const std::optional<QByteArray> &)>;

    /// `store` outlives it.
    explicit TokenKeeper(KeyStore &store, QObject *parent = nullptr);

    /// At hand for find() at once; where it is kept is known later.
    void keep(const QString &backend, const QByteArray &token);
    /// Nothing: it has to be entered. Calls `found` at once where the token is at hand, else when the store has answered, which may
    /// take as long as a person needs for a password.
    void find(const QString &backend, Found found);
    void forget(const QString &backend);

    /// Where the newest answer of the store says that tokens are.
    Place place() const { return m_place; }

Q_SIGNALS:
    void placeChanged();

private:
    void setPlace(Place place);
    void learn(const Result<void> &answer);

    KeyStore &m_store;
    QHash<QString, QByteArray> m_tokens; ///< of this session
    Place m_place = Place::Unknown;
};

} // namespace twinfeed
