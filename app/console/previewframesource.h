// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/preview.h"
#include "models/domain/clock.h"
#include "widgets/framesource.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

namespace twinfeed {

class PreviewHub;

/// A tile's pictures: one media::Preview, its pictures handed over as images without copying them. Made by PreviewHub,
/// owned by its tile. UI thread.
class PreviewFrameSource final : public FrameSource
{
    Q_DECLARE_TR_FUNCTIONS(PreviewFrameSource)

public:
    /// `hub` outlives it; hears of its end.
    PreviewFrameSource(PreviewHub &hub, const Clock &clock, media::Preview::Address address);
    ~PreviewFrameSource() override;

    void setAddress(const media::Preview::Address &address);

    void setWakeUp(std::function<void()> wakeUp) override;
    void setTargetSize(QSize pixels) override;
    QImage takeNewest(bool *catchingUp) override;
    qint64 pictureAgeMs() const override;
    void setMotion(Motion most) override;
    Motion motion() const override { return std::max(m_most, m_allowed); }
    void setHeard(bool on) override;
    Hearing hearing() const override;
    SoundLevel sound() const override;
    QString problem() const override;

    /// What the machine is fast enough for.
    void allow(Motion motion);
    /// By how much pictures came late since the last call, decoding or showing them, in microseconds: the least of each. Nothing where
    /// none came.
    std::optional<int64_t> takeLateness();
    /// Null: it is not heard any more. Called by the hub.
    void setTap(std::shared_ptr<media::SoundTap> tap) { m_preview.setTap(std::move(tap)); }

    /// Pictures that were shown and were not of the backlog.
    quint64 livePictures() const { return m_livePictures; }

private:
    void tellMotion();
    /// The preview's codes in the language of the window; its own sentences are English.
    static QString wordsFor(const QString &code);

    /// Picture memory that goes round between the decoder and the images that were given out; outlives both.
    struct Pool;
    /// Called from the preview's thread.
    struct WakeUp
    {
        std::mutex mutex; ///< held over the call: setWakeUp() promises that the old one is called no more
        std::function<void()> function;
    };

    PreviewHub &m_hub;
    const Clock &m_clock;
    std::shared_ptr<Pool> m_pool;
    std::shared_ptr<WakeUp> m_wakeUp;
    media::PreviewPicture m_picture;
    int64_t m_newestAt = 0; ///< unit clock; 0: none yet
    quint64 m_livePictures = 0;
    std::optional<int64_t> m_shownLate; ///< the least since it was asked for
    Motion m_most = Motion::All;
    Motion m_allowed = Motion::All;
    media::Preview m_preview; ///< last: its thread uses the above
};

} // namespace twinfeed
