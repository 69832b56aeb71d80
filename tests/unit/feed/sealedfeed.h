// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/streammuxer.h"
#include "app/sealing/sealer.h"

#include <functional>
#include <map>
#include <vector>

namespace twinfeed::feed {

/// A stream that was sealed by the rules, for tests: packets as an output sends them.
using Packets = std::vector<media::Packet>;

/// The packets of a file.
Packets packetsIn(const QString &path);
/// From these pictures (counted in order of decoding; keyframes) on sealed with the key of that id, or clear for 0.
Packets sealed(const Packets &packets, const std::map<int, sealing::KeyId> &from);
/// A changed copy, of the same track and time.
media::Packet withBytes(media::Packet packet, const sealing::Buffer &bytes);
/// Writes them to a file, FLV or TS by its name; false where that fails.
bool write(const Packets &packets, const QString &path);

/// Never the same for two ids.
sealing::Key keyOf(sealing::KeyId id);
/// As the option --key-file reads them.
bool writeKeys(const std::vector<sealing::Key> &keys, const QString &path);

} // namespace twinfeed::feed
