// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"

#include <QByteArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QUrl>

namespace twinfeed::test {

/// A real browser with a real player that watches the programme (see watch.mjs). Test's main thread.
class Watching final
{
public:
    /// mpegts.js on an HTTP-FLV stream, with the token that reads it.
    static QStringList flv(const QUrl &url, const QByteArray &token);
    /// hls.js on a folder that holds index.m3u8.
    static QStringList hls(const QString &folder);

    /// Folder of the players as `./dev` fetches them.
    static QString modules();

    explicit Watching(const QStringList &stream);

    /// Starts it and waits until it shows this source (see waitUntilShown()).
    bool start(const QString &source);
    /// Forgets what was noticed so far, such as the waiting before the first picture; false when it does not answer.
    bool begin();
    /// Waits until a source appears that was not there the picture before: "1", "2", "none".
    bool waitUntilShown(const QString &source, std::chrono::milliseconds timeout);
    /// Ends it; its summary, empty when it gave none.
    QJsonObject finish();
    QString report() const { return m_process.report(); }

private:
    QTemporaryDir
        m_folder; ///< Chromium's profile, cache and settings, so that nothing is left and nothing is found
    Process m_process;
};

/// What a viewer would have noticed: empty, or a sentence for each thing.
QString noticedIn(const QJsonObject &summary);

} // namespace twinfeed::test
