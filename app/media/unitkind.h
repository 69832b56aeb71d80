// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/sealing/sealer.h"

namespace twinfeed::media {

/// How the room of sealing is told what a packet is.
sealing::UnitKind kindOf(const Packet &packet);
sealing::Bytes bytesOf(const Packet &packet);

} // namespace twinfeed::media
