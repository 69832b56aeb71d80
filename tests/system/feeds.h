// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"

#include <QJsonArray>
#include <QJsonObject>

namespace twinfeed::test {

/// A real `twinfeed-feed push`. Test's main thread.
class Feeds final
{
public:
    /// Small pictures and a short loop, so that a machine of two cores has time for the rest.
    static QStringList smallPictures();

    Feeds(QStringList options, QStringList urls);

    /// Starts it and waits until it has encoded what it needs (a minute and more the first time).
    bool start();
    /// Says a command and waits until it has taken effect; the acknowledging line, empty when none came.
    QJsonObject say(const QString &command);
    /// Waits for the line that acknowledges this word; empty when none came.
    QJsonObject took(const QString &word);
    Process &process() { return m_process; }
    QString report() const { return m_process.report(); }

private:
    Process m_process;
};

/// A real `twinfeed-feed read`, told to end by the test.
class Reading final
{
public:
    explicit Reading(const QString &url, QStringList options = {});

    /// Starts it without waiting for pictures.
    bool start();
    /// Waits for the first picture; its event.
    QJsonObject firstPicture(std::chrono::milliseconds timeout = std::chrono::seconds(30));
    /// The next change of source; empty when none came.
    QJsonObject nextChange(std::chrono::milliseconds timeout = std::chrono::seconds(20));
    /// Ends it; its summary, empty when it gave none.
    QJsonObject finish();
    /// The summary when it ends by itself, as with a file.
    QJsonObject summary(std::chrono::milliseconds timeout = std::chrono::seconds(60));
    bool isRunning() const { return m_process.isRunning(); }
    QString report() const { return m_process.report(); }

private:
    QJsonObject nextEvent(const QString &kind, std::chrono::milliseconds timeout);

    Process m_process;
};

/// Lets the programme run on, so that there is something to measure.
bool letRun(std::chrono::milliseconds time);

/// What must hold of every programme: empty, or a sentence for each thing that does not. `harmless`: a message of the
/// decoder that is expected.
QString faultsIn(QJsonObject summary, const QString &harmless = {});

} // namespace twinfeed::test
