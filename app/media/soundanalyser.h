// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <memory>
#include <optional>

namespace twinfeed::media {

class SoundMeter;

/// How loud one stream's sound is, and whether there is any to be heard: all of it is decoded, 0.2 % of a core. One thread.
class SoundAnalyser final
{
public:
    /// Loudness and peak are nothing before the first sound; as low as -200 for silence.
    struct Reading
    {
        std::optional<double> momentary; ///< LUFS, EBU R 128, 400 ms
        std::optional<double> shortTerm; ///< LUFS, 3 s
        std::optional<double> truePeak; ///< dBTP, of the newest 3 s
        /// For how long now no sample has been above -60 dBFS, in microseconds; 0 where it is not so.
        int64_t silentUs = 0;
        int64_t at = 0; ///< end of the newest sound, its pts
    };

    SoundAnalyser();
    ~SoundAnalyser();
    SoundAnalyser(SoundAnalyser &&) noexcept;
    SoundAnalyser &operator=(SoundAnalyser &&) noexcept;

    void add(const Packet &sound);
    /// What comes now does not follow what came before.
    void forget();
    const Reading &reading() const { return m_reading; }

private:
    std::unique_ptr<SoundMeter> m_meter; // null where the format cannot be measured
    CodecConfigPtr m_config; // that it is for
    std::optional<int64_t> m_silentSince;
    Reading m_reading;
};

} // namespace twinfeed::media
