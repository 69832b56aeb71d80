// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/media/meter.h"
#include "app/media/slate.h"
#include "app/media/slatetextpictures.h"

#include <array>
#include <memory>
#include <vector>

namespace twinfeed::media {

/// Makes an endless live stream of a clip: its packets again and again, in unit time, into its own buffer. Nothing is
/// decoded or copied. It begins `headStartUs` in the past, so that a cut to it finds a keyframe at once whatever the
/// hold. Driven by one thread (the splicer's); has none of its own and no clock.
class SlateLoop final
{
public:
    SlateLoop(std::shared_ptr<GopBuffer> buffer, Meter &meter, int64_t headStartUs);

    /// Which clip from now on; null: none. A running one goes on to its next keyframe (a second at most), and until the new
    /// one's text is ready. `text`: of a clip with a running time.
    void setClip(std::shared_ptr<const SlateClip> clip, int64_t now,
                 std::shared_ptr<SlateTextPictures> text = {});

    /// Pushes what is due by `now`; gives the time of the next push, or the largest value where there is no clip.
    int64_t advance(int64_t now);

    const std::shared_ptr<const SlateClip> &clip() const { return m_next ? m_next.clip : m_now.clip; }

private:
    static constexpr int64_t nothing = INT64_MIN / 2;

    struct Playing
    {
        std::shared_ptr<const SlateClip> clip;
        std::shared_ptr<SlateTextPictures> text; ///< may be null

        explicit operator bool() const { return clip != nullptr; }
    };
    void begin(Playing playing, int64_t at);
    /// Unit time of the next picture, and of the next sound frame (the largest value where there is none).
    int64_t pictureTime() const { return m_loopStart + m_pictures[m_picture]->dts; }
    int64_t soundTime() const;
    /// True where the clip in waiting takes over in front of the picture that is due next.
    bool exchange();
    void pushPicture(std::vector<Packet> &due);
    void pushSound(std::vector<Packet> &due);
    void push(Packet live, std::vector<Packet> &due);

    const std::shared_ptr<GopBuffer> m_buffer;
    Meter &m_meter;
    const int64_t m_headStart;
    Playing m_now;
    Playing m_next; // takes over at the next keyframe
    bool m_discontinuity = false;
    // Of m_now, by track: the sound's round is not the pictures' (see SlateClip).
    std::vector<const Packet *> m_pictures;
    std::vector<const Packet *> m_sounds;
    size_t m_picture = 0; // in m_pictures
    int64_t m_sound = 0; // frames of sound since begin()
    int64_t m_loopStart = 0; // unit clock at which this round of pictures began
    int64_t m_soundStart = 0; // unit clock at which begin() was
    std::array<int64_t, 2> m_endOf{nothing, nothing}; // per track: end of what was pushed
};

} // namespace twinfeed::media
