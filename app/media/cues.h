// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// SCTE 35 in MPEG-TS: what FFmpeg 5.1 reads but does not write. Pure functions that read nothing outside what they are given.
namespace twinfeed::media {

/// A whole splice information section with a right check sum; at most 4096 bytes (SCTE 35, 9.6).
bool isCue(std::span<const uint8_t> section);

/// The section for a stream whose timestamps are larger by `byUs`: pts_adjustment is there for that (SCTE 35, 9.6.1). Nothing
/// where it is no cue.
std::optional<std::vector<uint8_t>> shiftedCue(std::span<const uint8_t> section, int64_t byUs);

/// Adds a track of cues to the PMT in one TS packet: the registration "CUEI" for the programme, and a stream of type 0x86 on
/// this PID. False, and nothing changes, where the packet holds no whole PMT or no room is left.
bool announceCues(std::span<uint8_t> tsPacket, uint16_t pid);

/// Appends the TS packets of a section; continuity counters are 0.
void appendCue(QByteArray &out, std::span<const uint8_t> section, uint16_t pid);

} // namespace twinfeed::media
