// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewframesource.h"

#include "app/console/previewhub.h"

#include <utility>

namespace twinfeed {

QString PreviewFrameSource::wordsFor(const QString &code)
{
    if (code == QLatin1String("unauthorised"))
        return tr("The backend does not accept this console's token.");
    if (code == QLatin1String("no-stream"))
        return tr("There is no stream at the moment.");
    if (code == QLatin1String("silent"))
        return tr("Nothing has come for 5 s.");
    if (code == QLatin1String("ended"))
        return tr("The stream has ended.");
    if (code == QLatin1String("not-decodable"))
        return tr("This kind of picture cannot be shown here.");
    if (code == QLatin1String("not-a-stream"))
        return tr("What comes is no stream.");
    return tr("The preview cannot be reached.");
}

/// Both ends are the UI thread's today; the lock is there because an image may be let go of anywhere.
struct PreviewFrameSource::Pool
{
    std::mutex mutex;
    std::vector<std::vector<uint8_t>> free;

    std::vector<uint8_t> take()
    {
        const std::lock_guard lock(mutex);
        if (free.empty())
            return {};
        std::vector<uint8_t> memory = std::move(free.back());
        free.pop_back();
        return memory;
    }
    void giveBack(std::vector<uint8_t> memory)
    {
        // One shown, one being taken: more only after the tile has changed its size.
        constexpr size_t kept = 2;
        const std::lock_guard lock(mutex);
        if (free.size() < kept)
            free.push_back(std::move(memory));
    }
};

PreviewFrameSource::PreviewFrameSource(PreviewHub &hub, const Clock &clock, media::Preview::Address address)
    : m_hub(hub)
    , m_clock(clock)
    , m_pool(std::make_shared<Pool>())
    , m_wakeUp(std::make_shared<WakeUp>())
    , m_preview(std::move(address), [wakeUp = m_wakeUp] {
        const std::lock_guard lock(wakeUp->mutex);
        if (wakeUp->function)
            wakeUp->function();
    })
{
}

PreviewFrameSource::~PreviewFrameSource()
{
    m_hub.forget(this);
}

void PreviewFrameSource::setAddress(const media::Preview::Address &address)
{
    m_preview.setAddress(address);
}

void PreviewFrameSource::setWakeUp(std::function<void()> wakeUp)
{
    const std::lock_guard lock(m_wakeUp->mutex);
    m_wakeUp->function = std::move(wakeUp);
}

void PreviewFrameSource::setTargetSize(QSize pixels)
{
    m_preview.setTargetSize(pixels.width(), pixels.height());
}

void PreviewFrameSource::setMotion(Motion most)
{
    m_most = most;
    tellMotion();
}

void PreviewFrameSource::allow(Motion motion)
{
    m_allowed = motion;
    tellMotion();
}

void PreviewFrameSource::tellMotion()
{
    static_assert(int(Motion::Stills) == int(media::PreviewMotion::Stills));
    m_preview.setMotion(media::PreviewMotion(motion()));
}

std::optional<int64_t> PreviewFrameSource::takeLateness()
{
    const std::optional<int64_t> decoding = m_preview.takeLateness();
    const std::optional<int64_t> showing = std::exchange(m_shownLate, std::nullopt);
    // An empty one is the least of all.
    return std::max(decoding, showing);
}

void PreviewFrameSource::setHeard(bool on)
{
    m_hub.hear(*this, on);
}

Hearing PreviewFrameSource::hearing() const
{
    return m_hub.hearing(*this);
}

QImage PreviewFrameSource::takeNewest(bool *catchingUp)
{
    m_picture.pixels = m_pool->take();
    if (!m_preview.takeNewest(m_picture)) {
        m_pool->giveBack(std::move(m_picture.pixels));
        return {};
    }
    m_newestAt = m_picture.decodedAt;
    m_livePictures += m_picture.catchingUp ? 0 : 1;
    const int64_t late = m_clock.now() - m_picture.decodedAt;
    m_shownLate = std::min(m_shownLate.value_or(late), late);
    if (catchingUp)
        *catchingUp = m_picture.catchingUp;
    struct Lent
    {
        std::shared_ptr<Pool> pool;
        std::vector<uint8_t> memory;
    };
    auto *lent = new Lent{m_pool, std::move(m_picture.pixels)};
    const auto giveBack = [](void *info) {
        const std::unique_ptr<Lent> owned(static_cast<Lent *>(info));
        owned->pool->giveBack(std::move(owned->memory));
    };
    // const: nobody paints into it, so nothing is copied.
    const uchar *pixels = lent->memory.data();
    return QImage(pixels, m_picture.width, m_picture.height, qsizetype(m_picture.width) * 4,
                  QImage::Format_RGB32, giveBack, lent);
}

qint64 PreviewFrameSource::pictureAgeMs() const
{
    return m_newestAt == 0 ? -1 : std::max<qint64>(0, (m_clock.now() - m_newestAt) / 1000);
}

SoundLevel PreviewFrameSource::sound() const
{
    const media::PreviewSound sound = m_preview.sound();
    return {sound.present, sound.momentaryLufs, {sound.peakDbfs[0], sound.peakDbfs[1]}};
}

QString PreviewFrameSource::problem() const
{
    const media::PreviewStatus status = m_preview.status();
    return status.problemCode.isEmpty() ? QString() : wordsFor(status.problemCode);
}

} // namespace twinfeed
