// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/mediaengine.h"

namespace twinfeed::backend {

namespace {

class MediaEngine final : public Engine
{
public:
    using Guard = std::shared_ptr<const drills::RehearsalGuard>;

    MediaEngine(media::ChannelEngine::Start start, const Clock &clock, Guard guard,
                media::EngineListener &listener)
        : m_guard(std::move(guard))
        , m_engine(std::move(start), clock, listener)
    {
    }

    void reconfigure(const ChannelConfig &config) override
    {
        m_engine.reconfigure(m_guard ? m_guard->onlyOwn(config) : config);
    }
    void setSlate(std::shared_ptr<const media::SlateClip> slate) override
    {
        m_engine.setSlate(std::move(slate));
    }
    void setOrders(const media::FailoverOrders &orders) override { m_engine.setOrders(orders); }
    void arm() override { m_engine.arm(); }
    void setContentFaults(Source path, std::vector<media::ContentFault> faults) override
    {
        m_engine.setContentFaults(path, std::move(faults));
    }
    void take(Source target, Cut cut, int64_t acceptedAt, media::ChannelEngine::TakeDone done) override
    {
        m_engine.take(target, cut, acceptedAt, std::move(done));
    }
    std::chrono::milliseconds expectTake(std::optional<Source> next) override
    {
        return m_engine.expectTake(next);
    }
    void setEncryption(std::vector<media::OutputSeal> seals, int64_t acceptedAt, bool soon,
                       media::EncryptionDone done) override
    {
        m_engine.setEncryption(std::move(seals), acceptedAt, soon, std::move(done));
    }
    ChannelStatus status() const override { return m_engine.status(); }
    std::vector<Metric> metrics() const override { return m_engine.metrics(); }
    std::shared_ptr<const media::GopBuffer> buffer(Source source) const override
    {
        return m_engine.buffer(source);
    }
    std::shared_ptr<const media::GopBuffer> programme() const override { return m_engine.programme(); }

private:
    const Guard m_guard;
    media::ChannelEngine m_engine;
};

} // namespace

std::unique_ptr<Engine> MediaEngineFactory::create(media::ChannelEngine::Start start,
                                                   media::EngineListener &listener)
{
    if (m_guard)
        start.config = m_guard->onlyOwn(start.config);
    return std::make_unique<MediaEngine>(std::move(start), m_clock, m_guard, listener);
}

} // namespace twinfeed::backend
