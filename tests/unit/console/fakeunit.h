// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"
#include "models/domain/live.h"
#include "models/domain/words.h"
#include "tests/unit/client/fakehttp.h"

#include <QJsonObject>
#include <QPointer>

#include <optional>

namespace twinfeed::test {

/// What a console sees of a backend with made-up channels: whose token it is, events with a snapshot, an empty journal. Whatever
/// else is asked gets 404, and commands hang, until the test says otherwise. On the test's thread.
class FakeUnit final : public QObject
{
public:
    explicit FakeUnit(const QString &channelName = QStringLiteral("Main stage"));

    FakeHttp http;
    /// Who may come in, and as what.
    QByteArray token = "a-token";
    Role role = Role::Engineer;
    /// Each answer and each event is held back by so much.
    int slowMs = 0;
    /// What a command is answered with; empty: it hangs.
    std::function<void(const FakeHttp::Request &)> command;
    /// Of the snapshot.
    std::vector<ChannelDocument> channels;
    QJsonObject moreOfSnapshot;
    /// Part of the ids of events: another one is another start of the backend.
    QByteArray incarnation = "a";

    /// Another event for everybody who listens; numbered, unless it is a heartbeat.
    void say(const char *type, const QJsonObject &data);
    /// All that is needed to be heard for a while: call it as often as time passes.
    void heartbeat();
    /// Requests that were no questions.
    std::vector<FakeHttp::Request> commands() const;
    int listeners() const { return int(m_streams.size()); }

    static ChannelDocument document(const QString &id, const QString &name);
    static ChannelStatus status(const QString &id);

private:
    void take(const FakeHttp::Request &request);
    void answer(const FakeHttp::Request &request);
    void listen(const FakeHttp::Request &request);
    QByteArray event(const char *type, const QJsonObject &data);
    QJsonObject snapshot() const;

    std::vector<QPointer<QTcpSocket>> m_streams;
    int m_number = 0;
};

} // namespace twinfeed::test
