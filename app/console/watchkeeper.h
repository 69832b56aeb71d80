// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/watchclient.h"
#include "models/consolestate.h"
#include "widgets/inquiries.h"

#include <QObject>
#include <QPointer>

namespace twinfeed {

class Watch;

/// Serves what the director watches: sends what is wanted of alarms, rules and notes, asks for what was, and keeps the rules
/// that the state knows up to date. UI thread.
class WatchKeeper final : public QObject, public Inquiries
{
    Q_OBJECT

public:
    /// Both outlive it.
    WatchKeeper(client::Client &client, ConsoleState &state, QObject *parent = nullptr);

    /// Connects its intents, and answers its questions. The watch goes first.
    void serve(Watch &watch);

    void acknowledge(const QString &alarm);
    void shelve(const QString &alarm, const QString &reason, int minutes);
    void unshelve(const QString &alarm);
    void note(const QString &channel, const QString &alarm, const QString &text);
    void setRules(const RuleSet &rules, quint64 revision);
    void resetRules(quint64 revision);

    /// Writes it on another thread, whole or not at all.
    void writeFile(const QString &path, const QByteArray &content);

    void alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done) override;
    void alarmQuality(int hours, Done<AlarmQuality> done) override;
    void trend(const TrendQuery &query, Done<Trend> done) override;
    void journal(const JournalQuery &query, Done<std::vector<JournalEntry>> done) override;

private:
    void askForRules();
    /// Tells the state of a command, and sends it by `send(done)`, which gives its key.
    template <typename Send>
    void command(const QString &kind, const QString &target, Send send);

    QPointer<Watch> m_watch;
    client::Client &m_rest;
    client::WatchClient m_client;
    ConsoleState &m_state;
};

} // namespace twinfeed
