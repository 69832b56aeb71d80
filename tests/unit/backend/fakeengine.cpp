// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/backend/fakeengine.h"

namespace twinfeed::test {

FakeChannel::FakeChannel(media::ChannelEngine::Start start)
    : buffers{std::make_shared<media::GopBuffer>(), std::make_shared<media::GopBuffer>(),
              std::make_shared<media::GopBuffer>()}
    , programme(std::make_shared<media::GopBuffer>())
    , m_start(start)
    , m_config(start.config)
    , m_orders(start.orders)
{
    m_status.channel = start.config.id;
    m_status.programme = start.onAir;
    for (const Source source : allSources) {
        SourceStatus status;
        status.source = source;
        status.state = InputState::Live;
        status.fit = true;
        status.ageMs = 10;
        m_status.sources.push_back(status);
    }
    for (const OutputConfig &output : start.config.outputs)
        m_status.outputs.push_back({output.id, OutputState::Connecting, {}, 0, 0, 0, {}, 0, {}});
}

void FakeChannel::setSource(const SourceStatus &status)
{
    const std::lock_guard lock(m_mutex);
    m_status.sources[size_t(status.source)] = status;
}

void FakeChannel::setOutput(const OutputStatus &status)
{
    const std::lock_guard lock(m_mutex);
    for (OutputStatus &output : m_status.outputs) {
        if (output.id == status.id)
            output = status;
    }
}

ChannelStatus FakeChannel::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

media::ChannelEngine::Start FakeChannel::start() const
{
    const std::lock_guard lock(m_mutex);
    return m_start;
}

ChannelConfig FakeChannel::config() const
{
    const std::lock_guard lock(m_mutex);
    return m_config;
}

std::shared_ptr<const media::SlateClip> FakeChannel::slate() const
{
    const std::lock_guard lock(m_mutex);
    return m_slate;
}

std::vector<FakeChannel::Take> FakeChannel::takes() const
{
    const std::lock_guard lock(m_mutex);
    return m_takes;
}

bool FakeChannel::alive() const
{
    const std::lock_guard lock(m_mutex);
    return m_alive;
}

void FakeChannel::finish(size_t take, const Result<TakeEvidence> &result)
{
    media::ChannelEngine::TakeDone done;
    {
        const std::lock_guard lock(m_mutex);
        done = m_takes.at(take).done;
        m_takes.at(take).finished = true;
        if (result)
            m_status.programme = m_takes.at(take).target;
    }
    done(result);
}

std::vector<FakeChannel::Sealing> FakeChannel::sealings() const
{
    const std::lock_guard lock(m_mutex);
    return m_sealings;
}

void FakeChannel::finishSealing(size_t sealing, const media::EncryptionOutcome &outcome)
{
    media::EncryptionDone done;
    {
        const std::lock_guard lock(m_mutex);
        done = m_sealings.at(sealing).done;
        m_sealings.at(sealing).finished = true;
        for (const EncryptionEvidence &evidence : outcome.outputs) {
            for (OutputStatus &output : m_status.outputs) {
                if (output.id != evidence.output)
                    continue;
                output.encryption.sending = evidence.mode;
                output.encryption.sendingKey = evidence.key;
            }
        }
    }
    done(outcome);
}

void FakeChannel::tellInput(Source path)
{
    const ChannelStatus now = status();
    m_listener->inputChanged(now.channel, now.sources[size_t(path)]);
}

void FakeChannel::tellOutput(const QString &id)
{
    const ChannelStatus now = status();
    for (const OutputStatus &output : now.outputs) {
        if (output.id == id)
            m_listener->outputChanged(now.channel, output);
    }
}

void FakeChannel::decide(const Decision &decision)
{
    m_listener->decided(config().id, decision);
}

void FakeChannel::switched(const Decision &decision, const Result<TakeEvidence> &result)
{
    if (result) {
        const std::lock_guard lock(m_mutex);
        m_status.programme = result->to;
    }
    m_listener->switched(config().id, decision, result);
}

media::FailoverOrders FakeChannel::orders() const
{
    const std::lock_guard lock(m_mutex);
    return m_orders;
}

int FakeChannel::arms() const
{
    const std::lock_guard lock(m_mutex);
    return m_arms;
}

void FakeChannel::setMetrics(std::vector<Metric> metrics)
{
    const std::lock_guard lock(m_mutex);
    m_metrics = std::move(metrics);
}

std::optional<Source> FakeChannel::expected() const
{
    const std::lock_guard lock(m_mutex);
    return m_expected;
}

std::vector<media::ContentFault> FakeChannel::faults(Source path) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_faults.find(path);
    return it == m_faults.end() ? std::vector<media::ContentFault>() : it->second;
}

class FakeEngine final : public backend::Engine
{
public:
    explicit FakeEngine(std::shared_ptr<FakeChannel> channel)
        : m_channel(std::move(channel))
    {
    }
    /// Ends what is under way, as the real one does.
    ~FakeEngine() override
    {
        std::vector<FakeChannel::Take> takes;
        std::vector<FakeChannel::Sealing> sealings;
        {
            const std::lock_guard lock(m_channel->m_mutex);
            m_channel->m_alive = false;
            takes = m_channel->m_takes;
            sealings = m_channel->m_sealings;
        }
        for (const FakeChannel::Sealing &sealing : sealings) {
            if (!sealing.finished)
                sealing.done(
                    {{},
                     Error{
                         QStringLiteral("engine-stopped"), QStringLiteral("The engine ends."), {}, {}, {}}});
        }
        for (const FakeChannel::Take &take : takes) {
            if (!take.finished)
                take.done(
                    Error{QStringLiteral("source-lost"), QStringLiteral("The engine ends."), {}, {}, {}});
        }
    }

    void reconfigure(const ChannelConfig &config) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_config = config;
    }
    void setSlate(std::shared_ptr<const media::SlateClip> slate) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_slate = std::move(slate);
    }
    void setOrders(const media::FailoverOrders &orders) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_orders = orders;
    }
    void arm() override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        ++m_channel->m_arms;
    }
    void setContentFaults(Source path, std::vector<media::ContentFault> faults) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_faults[path] = std::move(faults);
    }
    void take(Source target, Cut cut, int64_t acceptedAt, media::ChannelEngine::TakeDone done) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_takes.push_back({target, cut, acceptedAt, std::move(done), false});
    }
    std::chrono::milliseconds expectTake(std::optional<Source> next) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_expected = next;
        return std::chrono::milliseconds(next ? 60'000 : 0);
    }
    void setEncryption(std::vector<media::OutputSeal> seals, int64_t acceptedAt, bool soon,
                       media::EncryptionDone done) override
    {
        const std::lock_guard lock(m_channel->m_mutex);
        m_channel->m_sealings.push_back({std::move(seals), acceptedAt, soon, std::move(done), false});
    }
    ChannelStatus status() const override { return m_channel->status(); }
    std::vector<Metric> metrics() const override
    {
        {
            const std::lock_guard lock(m_channel->m_mutex);
            if (m_channel->m_metrics)
                return *m_channel->m_metrics;
        }
        return {Metric{m_channel->start().config.id, QStringLiteral("programme"), QStringLiteral("fps"), 30.0,
                       QStringLiteral("1/s"), 1000, 1000,
                       QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC)}};
    }
    std::shared_ptr<const media::GopBuffer> buffer(Source source) const override
    {
        return m_channel->buffers[size_t(source)];
    }
    std::shared_ptr<const media::GopBuffer> programme() const override { return m_channel->programme; }

private:
    const std::shared_ptr<FakeChannel> m_channel;
};

std::unique_ptr<backend::Engine> FakeEngineFactory::create(media::ChannelEngine::Start start,
                                                           media::EngineListener &listener)
{
    auto channel = std::make_shared<FakeChannel>(std::move(start));
    channel->m_listener = &listener;
    const std::lock_guard lock(m_mutex);
    m_channels[channel->start().config.id] = channel;
    ++m_made;
    return std::make_unique<FakeEngine>(channel);
}

std::shared_ptr<FakeChannel> FakeEngineFactory::channel(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_channels.find(id);
    return it == m_channels.end() ? nullptr : it->second;
}

int FakeEngineFactory::made() const
{
    const std::lock_guard lock(m_mutex);
    return m_made;
}

TakeEvidence evidenceOf(Source from, Source to, double firstPictureMs)
{
    TakeEvidence evidence;
    evidence.from = from;
    evidence.to = to;
    evidence.firstPictureMs = firstPictureMs;
    evidence.measuredAt = QStringLiteral("programme");
    evidence.gapMs = 33;
    return evidence;
}

} // namespace twinfeed::test
