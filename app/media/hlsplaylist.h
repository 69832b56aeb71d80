// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/hlskey.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace twinfeed::media {

/// The end of a live HLS playlist (RFC 8216), for whoever reads it back. Pure.
struct HlsPlaylist
{
    /// The newest segment, as the playlist writes it: relative to it, or a whole address. Empty where there is none.
    QString segment;
    /// How that one is encrypted: empty for a clear one, "AES-128", or whatever it says.
    QString method;
    QString keyUrl;
    std::optional<sealing::SegmentIv> iv;
    /// Of a list of lists: the first of them; then there is no segment.
    QString variant;

    /// Nothing where it is no playlist.
    static std::optional<HlsPlaylist> parse(const QByteArray &text);
};

/// Which key an address names that was made of `pattern` (an output's keyUrl, with `{key}`); nothing where it was not.
std::optional<sealing::KeyId> keyOfUrl(const QString &url, const QString &pattern);

} // namespace twinfeed::media
