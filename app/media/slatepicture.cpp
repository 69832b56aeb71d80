// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatepicture.h"

#include "app/media/errors.h"
#include "app/media/streammuxer.h"

namespace twinfeed::media {

Result<QByteArray> pictureFile(const GopBuffer &buffer)
{
    auto keyframe = buffer.newestKeyframe();
    if (!keyframe)
        return errorOf(QStringLiteral("no-picture"), QStringLiteral("There is no picture now."));
    keyframe->dts = keyframe->pts = 0;
    auto muxer = StreamMuxer::create(Container::Ts, keyframe->config, nullptr);
    if (!muxer)
        return muxer.error();
    QByteArray file;
    if (auto written = (*muxer)->write(*keyframe, file); !written)
        return written.error();
    (*muxer)->finish(file);
    return file;
}

} // namespace twinfeed::media
