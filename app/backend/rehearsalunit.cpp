// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/rehearsalunit.h"

#include "app/backend/database.h"
#include "app/backend/store.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace twinfeed::backend {

namespace {

QString markerOf(const QString &folder)
{
    QString file = folder + QLatin1Char('/') + QLatin1String(RehearsalUnit::markerName);
    return file;
}

QString storeOf(const QString &folder)
{
    QString file = folder + QLatin1String("/twinfeed.db");
    return file;
}

Error failure(const QString &code, const QString &message, const QString &remedy)
{
    return Error{code, message, {}, remedy, {}};
}

} // namespace

RehearsalUnit::RehearsalUnit(QString folder)
    : m_folder(std::move(folder))
{
}

Result<std::unique_ptr<RehearsalUnit>> RehearsalUnit::prepare(const DaemonConfig &event,
                                                              const QString &dataFolder)
{
    if (QFile::exists(storeOf(dataFolder)) && !isMarked(dataFolder)) {
        return failure(QStringLiteral("rehearsal-folder"),
                       QStringLiteral("A live unit has worked in the data folder %1.").arg(dataFolder),
                       QStringLiteral("Choose another folder for rehearsals with --data."));
    }
    std::unique_ptr<RehearsalUnit> unit(new RehearsalUnit(dataFolder));
    // What the last rehearsal sent out is of no use to anybody.
    QDir(dataFolder + QLatin1String("/sink")).removeRecursively();
    if (!QDir().mkpath(dataFolder + QLatin1String("/sink"))) {
        return failure(QStringLiteral("folder-failed"),
                       QStringLiteral("The data folder %1 cannot be used.").arg(dataFolder),
                       QStringLiteral("Check its place and its rights, or choose another with --data."));
    }
    unit->readPorts();
    unit->m_config.tokens = event.tokens;
    unit->m_config.slates = event.slates;
    unit->m_config.keys.rotateAfterHours = event.keys.rotateAfterHours;
    unit->m_config.channels = event.channels;
    for (ChannelConfig &channel : unit->m_config.channels)
        unit->takeOver(channel);
    if (auto written = unit->writePorts(); !written)
        return written.error();
    unit->m_guard = std::make_shared<const drills::RehearsalGuard>(
        unit->m_inputs, unit->m_outputs, QString(dataFolder + QLatin1String("/sink")));
    return unit;
}

bool RehearsalUnit::isMarked(const QString &dataFolder)
{
    return QFile::exists(markerOf(dataFolder));
}

Result<std::vector<ChannelConfig>> RehearsalUnit::channelsOf(const QString &dataFolder)
{
    std::vector<ChannelConfig> channels;
    if (!QFile::exists(storeOf(dataFolder)))
        return channels;
    const auto database = Database::open(storeOf(dataFolder), Store::migrations(), Database::Access::Read);
    if (!database)
        return database.error();
    auto query = (*database)->run(QStringLiteral("SELECT document FROM channels ORDER BY position"));
    if (!query)
        return query.error();
    while (query->next()) {
        const auto json = QJsonDocument::fromJson(query->value(0).toString().toUtf8()).object();
        const auto document = channelDocumentFromJson(json);
        if (!document)
            return document.error();
        channels.push_back(document->config);
    }
    return channels;
}

quint16 RehearsalUnit::inputPort(const QString &channel, Source path) const
{
    const auto it = m_ports.find(channel + QLatin1Char('/') + toWord(path));
    return it == m_ports.end() ? 0 : it->second;
}

drills::SinkSocket *RehearsalUnit::sink(const QString &channel, const QString &output)
{
    const auto it = m_sinks.find(channel + QLatin1String("/output:") + output);
    return it == m_sinks.end() ? nullptr : &it->second;
}

void RehearsalUnit::readPorts()
{
    QFile file(markerOf(m_folder));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject ports =
        QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("ports")).toObject();
    for (auto it = ports.begin(); it != ports.end(); ++it)
        m_before[it.key()] = quint16(it->toInt());
}

Result<void> RehearsalUnit::writePorts() const
{
    QJsonObject ports;
    for (const auto &[name, port] : m_ports)
        ports.insert(name, port);
    QSaveFile file(markerOf(m_folder));
    const QByteArray text = QJsonDocument(QJsonObject{{QStringLiteral("ports"), ports}}).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return failure(
        QStringLiteral("folder-failed"),
        QStringLiteral("The data folder %1 cannot be written: %2.").arg(m_folder, file.errorString()),
        QStringLiteral("Check its rights and its space, or choose another with --data."));
}

quint16 RehearsalUnit::listeningPort(const QString &name)
{
    const auto it = m_before.find(name);
    m_ports[name] = drills::freeLoopbackPort(it != m_before.end() ? it->second : 0);
    return m_ports[name];
}

quint16 RehearsalUnit::sinkPort(const QString &name)
{
    drills::SinkSocket sink;
    const auto it = m_before.find(name);
    if (it == m_before.end() || !sink.open(it->second))
        sink.open();
    m_ports[name] = sink.port();
    m_sinks.emplace(name, std::move(sink));
    return m_ports[name];
}

void RehearsalUnit::takeOver(ChannelConfig &channel)
{
    for (const Source path : {Source::Primary, Source::Backup}) {
        InputConfig &input = path == Source::Primary ? channel.primary : channel.backup;
        if (input.url.isEmpty())
            continue;
        const quint16 port = listeningPort(channel.id + QLatin1Char('/') + toWord(path));
        input.mode = InputMode::Listen;
        input.url = QStringLiteral("rtmp://127.0.0.1:%1/rehearsal/%2").arg(port).arg(toWord(path));
        m_inputs << input.url;
    }
    for (OutputConfig &output : channel.outputs) {
        output.probeUrl.clear();
        output.keyUrl.clear();
        if (output.kind == OutputKind::Hls || output.kind == OutputKind::Recording) {
            output.kind = OutputKind::Recording;
            output.url = QStringLiteral("%1/sink/%2-%3.ts").arg(m_folder, channel.id, output.id);
            continue;
        }
        output.kind = OutputKind::Udp;
        output.url = QStringLiteral("udp://127.0.0.1:%1")
                         .arg(sinkPort(channel.id + QLatin1String("/output:") + output.id));
        m_outputs << output.url;
    }
}

} // namespace twinfeed::backend
