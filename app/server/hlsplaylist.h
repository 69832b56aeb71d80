// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/addresssigner.h"

#include <functional>

namespace twinfeed::server {

/// A target with its signature.
using SignTarget = std::function<Target(const Target &)>;

/// An HLS playlist for a reader without a token: its segments, and keys that stand at /v1/keys/{id}/hls whatever the host, carry
/// signatures as the playlist's own address did. `folder` is the path in which the segments stand, with its last slash. Lines
/// that are no such addresses stay as they are.
QByteArray signedPlaylist(const QByteArray &playlist, const QByteArray &folder, const SignTarget &sign);

} // namespace twinfeed::server
