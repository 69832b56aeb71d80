// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/nal.h"

#include <map>

namespace twinfeed::media {

/// The parameter sets of one video stream as a decoder would hold them, and the CodecConfig that they make. An id that
/// comes with other content replaces the old set, and a replaced SPS takes the PPS that belonged to it along, as it does
/// in FFmpeg's decoder: they may read differently under the new one.
class ParameterSets final
{
public:
    explicit ParameterSets(int codecId);

    /// Takes in one set; false when it is damaged (and nothing changes).
    bool add(Bytes set);
    /// Replaces all by those of an avcC, hvcC or Annex B extradata. False when no usable SPS and PPS are in it.
    bool replace(const std::vector<std::vector<uint8_t>> &sets);

    /// The config for a picture whose slices name this PPS: the same object as long as nothing changed. Null while the
    /// PPS or its SPS is unknown.
    CodecConfigPtr configFor(unsigned pps);
    CodecConfigPtr newest() const { return m_config; }

private:
    struct Sps
    {
        std::vector<uint8_t> bytes;
        SpsInfo info;
    };
    struct Pps
    {
        std::vector<uint8_t> bytes;
        unsigned sps = 0;
    };

    bool addSps(Bytes set);
    bool addPps(Bytes set);
    bool addVps(Bytes set);
    CodecConfig build(const SpsInfo &active) const;

    const int m_codecId;
    // Bounded by the range of the ids: 16 VPS, 32 SPS, 256 PPS.
    std::map<unsigned, std::vector<uint8_t>> m_vps;
    std::map<unsigned, Sps> m_sps;
    std::map<unsigned, Pps> m_pps;
    bool m_changed = true;
    unsigned m_activeSps = 0;
    CodecConfigPtr m_config;
};

} // namespace twinfeed::media
