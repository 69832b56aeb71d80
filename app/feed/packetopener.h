// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/unsealer.h"

#include <QString>

#include <map>
#include <optional>

struct AVPacket;
struct AVStream;

namespace twinfeed::feed {

/// Opens sealed units where they stand, in the packets of any container: length-prefixed or Annex B, bare AAC or behind ADTS
/// headers. What cannot be opened is not released, nor is a picture that would refer to one. One per connection; one thread.
class PacketOpener final
{
public:
    /// `sealedOnly`: clear units are refused too.
    explicit PacketOpener(sealing::Unsealer::FindKey findKey, bool sealedOnly = false);

    /// Changes the packet's bytes where it was sealed; tracks of other codecs pass as they are. Gives the key it was opened
    /// with, nothing where it is clear. Errors, after which the packet is not to be used: those of Unsealer::open(), and
    /// "awaits-keyframe" (a picture behind one that was refused), "not-sealed" (where only sealed ones may pass).
    Result<std::optional<sealing::KeyId>> open(AVPacket &packet, const AVStream &stream);

    struct Counts
    {
        uint64_t clear = 0; ///< packets, of both tracks
        uint64_t opened = 0;
        std::map<QString, uint64_t> refused; ///< by the code of their error

        uint64_t allRefused() const;
    };
    const Counts &counts() const { return m_counts; }

private:
    Result<std::optional<sealing::KeyId>> openPicture(AVPacket &packet, const AVStream &stream);
    Result<std::optional<sealing::KeyId>> openSound(AVPacket &packet);
    Result<sealing::Unsealer::Opened> openUnit(const sealing::UnitKind &kind, sealing::Bytes unit,
                                               bool keyframe);

    sealing::Unsealer m_unsealer;
    const bool m_sealedOnly;
    bool m_awaitsKeyframe = false;
    Counts m_counts;
};

} // namespace twinfeed::feed
