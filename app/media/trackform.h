// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/internalform.h"
#include "app/media/nal.h"

namespace twinfeed::media {

/// The half of InternalForm that knows one kind of track. For sources of app/media only.
class TrackForm
{
public:
    virtual ~TrackForm() = default;
    virtual Result<void> setExtradata(Bytes extradata) = 0;
    virtual Result<std::vector<InternalForm::Unit>> convert(const AVPacket &packet) = 0;
    virtual CodecConfigPtr config() const = 0;
};

std::unique_ptr<TrackForm> makeVideoForm(int codecId, AVRational timeBase);
/// `channels` as the demuxer says, for streams that say it in a program config element only.
std::unique_ptr<TrackForm> makeSoundForm(int channels);

using Payload = std::shared_ptr<const AVPacket>;

/// A packet that is shared from now on and never changed.
Payload share(AvPacket packet);
/// The bytes where they are, kept alive by the packet's buffer; copied only where a demuxer gave none.
/// Null when there is no memory.
Payload referTo(const AVPacket &source, Bytes bytes);

inline Error damaged(const QString &reason)
{
    return errorOf(QStringLiteral("damaged-unit"), reason);
}

} // namespace twinfeed::media
