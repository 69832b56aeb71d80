// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <QByteArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QString>
#include <QUrl>

#include <chrono>
#include <map>
#include <optional>

namespace twinfeed::test {

/// The REST interface as a test wants it: one call, one answer. Waits with events processed; test's main thread.
class Api final
{
public:
    struct Answer
    {
        int status = 0; ///< 0: no answer came
        QJsonObject json;
        QByteArray body;
        std::map<QByteArray, QByteArray> headers; ///< names in small letters
    };
    using Headers = std::map<QByteArray, QByteArray>;

    Api(QUrl base, QByteArray token);

    Answer get(const QString &path);
    /// A command with a key of its own unless the headers give one. `body` is sent as it is.
    Answer send(const QByteArray &method, const QString &path, const QByteArray &body, Headers headers = {},
                const QByteArray &contentType = "application/json");
    Answer send(const QByteArray &method, const QString &path, const QJsonObject &body, Headers headers = {});

    quint64 revision(const QString &channel);
    /// A take at the channel's present revision.
    Answer take(const QString &channel, const QString &source, const QString &cut = {}, bool force = false);
    /// The operation when it has ended, or as it was when `timeout` ran out.
    QJsonObject ended(const QJsonObject &operation,
                      std::chrono::milliseconds timeout = std::chrono::seconds(20));
    /// Both: the ended operation of a take, or the problem document where it was refused.
    QJsonObject takeAndWait(const QString &channel, const QString &source, const QString &cut = {},
                            bool force = false);

    /// One source of GET status.
    QJsonObject source(const QString &channel, const QString &source);
    QJsonObject output(const QString &channel, const QString &id);
    bool waitForSource(const QString &channel, const QString &source, const QString &state,
                       std::chrono::milliseconds timeout = std::chrono::seconds(30));
    bool waitUntilFit(const QString &channel, const QString &source,
                      std::chrono::milliseconds timeout = std::chrono::seconds(60));
    bool waitForOutput(const QString &channel, const QString &id, const QString &state,
                       std::chrono::milliseconds timeout = std::chrono::seconds(30));

    QUrl url(const QString &path) const;
    QByteArray token() const { return m_token; }

private:
    QNetworkAccessManager m_network;
    QUrl m_base;
    QByteArray m_token;
};

} // namespace twinfeed::test
