// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <optional>
#include <vector>

namespace twinfeed::media {

/// Pictures that show once more what the picture before them showed: one slice in which every macroblock is skipped (H.264
/// 7.3.4, mb_skip_run), a dozen bytes. Nothing is encoded for them. They follow an IDR of the same config. Immutable.
class SkipPictures final
{
public:
    /// Nothing where the config asks for more than this knows: codecs but H.264, CABAC, fields, slice groups, weighted
    /// prediction, picture order counts that are written out.
    static std::optional<SkipPictures> create(const CodecConfig &config);

    /// The `number`th picture behind the IDR, from 1. Shared: there are only as many as frame_num has values.
    const std::shared_ptr<const AVPacket> &payload(int number) const;

private:
    std::vector<std::shared_ptr<const AVPacket>> m_payloads; // by frame_num
};

} // namespace twinfeed::media
