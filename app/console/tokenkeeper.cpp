// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/tokenkeeper.h"

#include <QLoggingCategory>
#include <QPointer>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

QString keyOf(const QString &backend)
{
    return QLatin1String("token/") + backend;
}

} // namespace

TokenKeeper::TokenKeeper(KeyStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

void TokenKeeper::keep(const QString &backend, const QByteArray &token)
{
    m_tokens.insert(backend, token);
    m_store.write(keyOf(backend), token, [self = QPointer(this)](const Result<void> &answer) {
        if (self)
            self->learn(answer);
    });
}

void TokenKeeper::find(const QString &backend, Found found)
{
    if (const auto known = m_tokens.constFind(backend); known != m_tokens.cend())
        return found(*known);
    m_store.read(keyOf(backend),
                 [self = QPointer(this), backend, found = std::move(found)](const auto &token) {
                     if (!self)
                         return;
                     const bool none = !token && token.error().code == QLatin1String("no-such-key");
                     self->learn(token || none ? Result<void>() : Result<void>(token.error()));
                     // One that was entered meanwhile is the newer one.
                     if (token && !self->m_tokens.contains(backend))
                         self->m_tokens.insert(backend, *token);
                     const auto known = self->m_tokens.constFind(backend);
                     found(known == self->m_tokens.cend() ? std::nullopt : std::optional(*known));
                 });
}

void TokenKeeper::forget(const QString &backend)
{
    m_tokens.remove(backend);
    m_store.remove(keyOf(backend), [self = QPointer(this)](const Result<void> &answer) {
        if (self)
            self->learn(answer);
    });
}

void TokenKeeper::learn(const Result<void> &answer)
{
    if (!answer)
        qCInfo(log).noquote() << "tokens are kept until the program ends only:" << answer.error().message;
    setPlace(answer ? Place::KeyStore : Place::Session);
}

void TokenKeeper::setPlace(Place place)
{
    if (m_place == place)
        return;
    m_place = place;
    Q_EMIT placeChanged();
}

} // namespace twinfeed
