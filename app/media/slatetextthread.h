// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/slatetextpictures.h"

#include <condition_variable>
#include <thread>

namespace twinfeed::media {

/// Prepares a slate's running time in real time: thread "slate-text", which is made with the first slate that has one and
/// sleeps while there is none. All methods on one thread.
class SlateTextThread final
{
public:
    explicit SlateTextThread(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// The pictures of this clip from now on; null for a clip without a running time, or no clip.
    std::shared_ptr<SlateTextPictures> setClip(const std::shared_ptr<const SlateClip> &clip);
    /// By how much later a picture leaves than its own time: the programme's hold.
    void setAhead(int64_t aheadUs);

private:
    void run(const std::stop_token &stop);

    const Clock &m_clock;
    int64_t m_aheadUs = 0;
    std::mutex m_mutex; // guards the one below
    std::shared_ptr<SlateTextPictures> m_pictures;
    std::condition_variable_any m_changed;
    std::jthread m_thread; // last
};

} // namespace twinfeed::media
