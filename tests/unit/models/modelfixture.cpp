// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/models/modelfixture.h"

namespace twinfeed::test {

void ModelFixture::connectNow()
{
    state.setConnection({ConnectionState::Phase::Connected, clock.wall(), {}, {}});
    state.touch(clock.now());
}

void ModelFixture::fill(const QString &channel)
{
    connectNow();
    Snapshot snapshot;
    snapshot.channels = {document(channel)};
    snapshot.statuses = {status(channel)};
    snapshot.slates = {slate(QStringLiteral("calm"))};
    state.applySnapshot(snapshot);
}

ChannelDocument ModelFixture::document(const QString &id, quint64 revision)
{
    ChannelDocument document;
    document.config.id = id;
    document.config.name = QStringLiteral("Channel ") + id;
    document.config.primary.url = QStringLiteral("rtmp://a.example/live/main");
    document.config.backup.url = QStringLiteral("srt://b.example:9000");
    document.config.outputs = {
        {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://cdn.example/live/x"), true}};
    document.revision = revision;
    document.onAir = Source::Primary;
    document.slate = QStringLiteral("calm");
    return document;
}

ChannelStatus ModelFixture::status(const QString &channel, Source programme)
{
    ChannelStatus status;
    status.channel = channel;
    for (const Source source : allSources) {
        SourceStatus one;
        one.source = source;
        one.state = InputState::Live;
        one.fit = true;
        one.format.frameRate = 30;
        status.sources.push_back(one);
    }
    status.programme = programme;
    return status;
}

Slate ModelFixture::slate(const QString &id, const QString &state)
{
    return {id, QStringLiteral("Slate ") + id, state, {}, id + QStringLiteral(".png"), true, {}, {}};
}

Operation ModelFixture::take(const QString &id, const QString &channel, Source target, OperationState state)
{
    Operation operation;
    operation.id = id;
    operation.kind = QStringLiteral("take");
    operation.channel = channel;
    operation.state = state;
    operation.request = {{QStringLiteral("source"), toWord(target)}};
    return operation;
}

Error ModelFixture::error(const char *code)
{
    return {QLatin1String(code), QStringLiteral("No."), {}, {}, {}};
}

Metric ModelFixture::metric(const QString &channel, const char *node, const char *name,
                            std::optional<double> value) const
{
    return {channel, QLatin1String(node), QLatin1String(name), value, QStringLiteral("1/s"), 1000,
            1000,    clock.wall()};
}

JournalEntry ModelFixture::entry(qint64 id, const char *kind) const
{
    return {id,
            clock.wall(),
            QStringLiteral("anna"),
            QStringLiteral("director"),
            QLatin1String(kind),
            QStringLiteral("main"),
            QStringLiteral("Entry %1").arg(id),
            {}};
}

} // namespace twinfeed::test
