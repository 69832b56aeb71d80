// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <span>

namespace twinfeed::media {

/// Gives the packet a payload of its own with these bytes; what shared the old one keeps it. False where memory runs out.
bool replacePayload(Packet &packet, std::span<const uint8_t> bytes);

} // namespace twinfeed::media
