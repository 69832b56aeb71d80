// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/outputsink.h"

#include "app/media/filesinks.h"
#include "app/media/networksinks.h"

#include <QUrl>

namespace twinfeed::media {

std::unique_ptr<OutputSink> OutputSink::create(const OutputConfig &config, const Clock &clock)
{
    // Folders and files may come as a path or as file://.
    const QString local =
        config.url.startsWith(QLatin1String("file:")) ? QUrl(config.url).toLocalFile() : config.url;
    switch (config.kind) {
    case OutputKind::Srt:
        return std::make_unique<SrtSink>(config.url);
    case OutputKind::Udp:
        return std::make_unique<UdpSink>(config.url);
    case OutputKind::Hls:
        return std::make_unique<HlsSink>(local, config.keyUrl, clock);
    case OutputKind::Recording:
        return std::make_unique<RecordingSink>(local);
    case OutputKind::Rtmp:
        break;
    }
    return std::make_unique<RtmpSink>(config.url);
}

} // namespace twinfeed::media
