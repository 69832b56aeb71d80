// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/hlsplaylist.h"
#include "app/server/problem.h"
#include "app/server/routes.h"
#include "app/server/signedaccess.h"
#include "app/server/workers.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace twinfeed::server {

namespace {

/// A second of 300 Mb/s; a segment has four at most.
constexpr qint64 mostBytes = 160'000'000;

Error noSuchFile()
{
    return {QStringLiteral("unknown-path"),
            QStringLiteral("This output has no such file (any more)."),
            {},
            QStringLiteral("Begin with index.m3u8 of an HLS output that is live."),
            {}};
}

/// The folder of the output; nothing where it is none that is served.
std::optional<QString> folderOf(const Call &call)
{
    const auto document = call.services.backend.channel(call.parameter("channel"));
    if (!document)
        return std::nullopt;
    const auto &outputs = document->config.outputs;
    const auto output = std::ranges::find(outputs, call.parameter("output"), &OutputConfig::id);
    if (output == outputs.end() || output->kind != OutputKind::Hls || !output->enabled)
        return std::nullopt;
    return output->url;
}

/// Answers with a file of the output's folder, read on a worker, and made into something else by `finish`.
void serve(const Call &call, const QString &name, const std::function<QByteArray(QByteArray)> &finish)
{
    const auto folder = folderOf(call);
    if (!folder)
        return call.refuse(noSuchFile());
    const QString path = *folder + QLatin1Char('/') + name;
    const bool taken = call.services.workers.post(
        [reply = call.reply, path, type = QByteArray(call.route.produces), finish] {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > mostBytes)
                return reply.fail(noSuchFile());
            Response response;
            response.contentType = type;
            response.body = finish(file.readAll());
            reply.send(std::move(response));
        });
    if (!taken)
        call.refuse({QStringLiteral("busy"),
                     QStringLiteral("Too many are asking for files."),
                     {},
                     QStringLiteral("Ask again."),
                     {}});
}

} // namespace

void getHlsPlaylist(Call &call)
{
    const Services &services = call.services;
    const bool sign = call.caller.signedAddress;
    const QByteArray path = call.request.path;
    serve(call, QStringLiteral("index.m3u8"),
          [&access = services.access, now = services.clock.wall(), address = call.request.address.toLatin1(),
           sign, folder = path.left(path.lastIndexOf('/') + 1)](const QByteArray &playlist) {
              const auto signer = [&](const Target &target) {
                  return access.signer().sign(target, now, address);
              };
              return sign ? signedPlaylist(playlist, folder, signer) : playlist;
          });
}

void getHlsSegment(Call &call)
{
    static const QRegularExpression segment(QStringLiteral("^[A-Za-z0-9_-]{1,64}\\.ts$"));
    const QString name = call.parameter("segment");
    if (!segment.match(name).hasMatch())
        return call.refuse(noSuchFile());
    serve(call, name, [](QByteArray bytes) { return bytes; });
}

} // namespace twinfeed::server
