// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/channelengine.h"

#include "app/media/bridgethread.h"
#include "app/media/channelreport.h"
#include "app/media/silence.h"
#include "app/media/slatetextthread.h"
#include "app/media/standby.h"
#include "app/media/takebook.h"

#include <algorithm>
#include <atomic>

namespace twinfeed::media {

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;
// A path's buffer reaches back to a keyframe from before the programme's place, which is the hold, the path's trim and what
// a cached cut left the programme behind: a cut goes back to there. Memory is bounded by bytes besides.
constexpr int64_t behindKeepUs = 2'500 * ms;
constexpr size_t mostSourceBytes = 64u << 20;
// Longer than an output may fall behind before it leaves pictures out by itself.
constexpr int64_t programmeKeepUs = 2'500 * ms;
constexpr int64_t slateKeepUs = 9 * second;
// The slate always has a keyframe from before the largest hold (its groups last a second).
constexpr int64_t slateHeadStart = 6'500 * ms;
int64_t lossUs(const ChannelConfig &config)
{
    return config.effectiveLossMs() * ms;
}

int64_t keepFor(const InputConfig &path, int64_t holdUs)
{
    return holdUs + path.delayMs * ms + behindKeepUs;
}

} // namespace

class ChannelEngine::Private
{
public:
    Private(Start start, const Clock &clock, EngineListener &listener);
    ~Private();

    void reconfigure(const ChannelConfig &config);
    std::shared_ptr<GopBuffer> bufferOf(Source source) const;

    std::unique_ptr<EncryptionDesk> encryption; // outlives the outputs, and orders for keyframes
    TakeBook takes; // outlives the threads that answer takes
    std::unique_ptr<FailoverWatch> failover; // outlives the splicer's thread
    std::unique_ptr<SpliceThread> splice;
    const std::shared_ptr<GopBuffer> programme =
        std::make_shared<GopBuffer>(GopBuffer::Limits{programmeKeepUs, mostSourceBytes});

    void setClip(std::shared_ptr<const SlateClip> clip);
    void makeKeyframe(std::function<void(Result<void>)> done);
    ChannelReport::Parts parts();
    const ChannelReport &report() const { return m_report; }
    void expectTakes() { m_standby.expectTakes(m_clock.now()); }
    std::chrono::milliseconds expectTake(std::optional<Source> next);

private:
    using Sinks = std::vector<std::shared_ptr<Sink>>;

    std::unique_ptr<Input> makeInput(Source path, const ChannelConfig &config);
    /// What of the paths' configuration concerns the splicer and the bridge.
    void setPaths(const ChannelConfig &config);
    Standby::Hooks standbyHooks();
    std::shared_ptr<Sink> makeSink(const OutputConfig &config, std::vector<Ended> before);
    std::unique_ptr<SpliceThread> makeSplice(const Start &start);
    std::unique_ptr<FailoverWatch> makeFailover(const Start &start);
    std::unique_ptr<EncryptionDesk> makeDesk(const Start &start);
    std::optional<Error> refusal(Source path) const;
    Sinks sinks() const;
    ChannelConfig config() const;
    bool anyOutputLive() const;

    const Clock &m_clock;
    EngineListener &m_listener;
    const QString m_channel;
    const std::shared_ptr<ChannelSound> m_sound;
    Meter m_slateMeter;
    Meter m_programmeMeter;
    std::array<SourcePath, 2> m_paths; // by Source
    const std::shared_ptr<GopBuffer> m_slate =
        std::make_shared<GopBuffer>(GopBuffer::Limits{slateKeepUs, mostSourceBytes});
    const ChannelReport m_report{parts()}; // outlives the outputs, which ask it to their end

    SlateTextThread m_slateText{m_clock};
    BridgeThread m_bridge{m_clock}; // the splicer's
    Standby m_standby{standbyHooks()};

    std::shared_ptr<AnalysisThread> analysis() const;
    void setAnalysis(bool wanted);

    mutable std::mutex m_mutex; // guards the five below
    std::shared_ptr<AnalysisThread> m_analysis; // null where it is not wanted
    ChannelConfig m_config;
    std::shared_ptr<const SlateClip> m_clip;
    Sinks m_sinks; // in the order of the config
    Retired m_retired;

    std::vector<ChainProbe::Target> chainTargets() const;
    bool m_mayAnalyse = true;
    std::unique_ptr<ChainProbe> m_chain; // asks for the outputs, so it ends first
    std::unique_ptr<AlignThread> m_align; // calls the splicer, so it ends first
};

ChannelEngine::Private::Private(Start start, const Clock &clock, EngineListener &listener)
    : m_clock(clock)
    , m_listener(listener)
    , m_channel(start.config.id)
    , m_sound(std::make_shared<ChannelSound>(start.config.sound))
    , m_config(start.config)
    , m_clip(start.slate)
{
    for (const Source path : {Source::Primary, Source::Backup}) {
        m_paths[size_t(path)].buffer =
            std::make_shared<GopBuffer>(GopBuffer::Limits{behindKeepUs, mostSourceBytes});
        m_paths[size_t(path)].buffer->setKeep(keepFor(start.config.input(path), start.config.holdMs * ms));
        m_paths[size_t(path)].input = makeInput(path, start.config);
    }
    for (SourcePath &path : m_paths)
        path.input->start();
    encryption = makeDesk(start);
    failover = makeFailover(start);
    splice = makeSplice(start);
    setPaths(start.config);
    m_align = std::make_unique<AlignThread>(AlignWatch::Buffers{m_paths[0].buffer, m_paths[1].buffer},
                                            m_clock, [this](std::optional<int64_t> sourceOffsetUs) {
                                                m_standby.setAligned(sourceOffsetUs.has_value());
                                                splice->setAligned(sourceOffsetUs);
                                            });
    m_mayAnalyse = start.analysis;
    setAnalysis(start.config.analysis);
    Sinks sinks;
    for (const OutputConfig &output : start.config.outputs)
        sinks.push_back(makeSink(output, {}));
    {
        const std::lock_guard lock(m_mutex); // the splicer's thread may ask already
        m_sinks = std::move(sinks);
    }
    encryption->startProbing();
    m_chain = std::make_unique<ChainProbe>([this] { return chainTargets(); }, m_clock);
}

ChannelEngine::Private::~Private()
{
    // The other way round, and at once wherever a network may hang.
    for (SourcePath &path : m_paths)
        path.input->requestStop();
    m_chain.reset();
    setAnalysis(false);
    encryption->stopProbing();
    m_align.reset();
    splice.reset();
    programme->close();
    {
        const std::lock_guard lock(m_mutex);
        m_retired.add(std::exchange(m_sinks, {}));
    }
    for (SourcePath &path : m_paths) {
        path.input.reset();
        path.buffer->close();
    }
    m_slate->close();
}

ChannelReport::Parts ChannelEngine::Private::parts()
{
    return {m_clock,
            m_channel,
            m_paths,
            *m_slate,
            *programme,
            m_slateMeter,
            m_programmeMeter,
            failover,
            splice,
            encryption,
            m_align,
            m_chain,
            [this] { return analysis(); },
            [this] { return config(); },
            [this] {
                const std::lock_guard lock(m_mutex);
                return m_clip;
            },
            [this] { return sinks(); }};
}

std::unique_ptr<Input> ChannelEngine::Private::makeInput(Source path, const ChannelConfig &config)
{
    SourcePath &parts = m_paths[size_t(path)];
    return std::make_unique<Input>(Input::Settings{path, config.input(path), lossUs(config), m_sound},
                                   parts.buffer, parts.meter, m_clock,
                                   [this, path](const Input::Status &status) {
                                       m_listener.inputChanged(m_channel, m_report.judged(path, status));
                                   });
}

std::shared_ptr<Sink> ChannelEngine::Private::makeSink(const OutputConfig &config, std::vector<Ended> before)
{
    auto sink = std::make_shared<Sink>();
    Output::Callbacks callbacks;
    callbacks.statusChanged = [this](OutputStatus status) {
        encryption->tell(status);
        m_listener.outputChanged(m_channel, status);
    };
    callbacks.sent = [this, id = config.id](const Packet &packet, int64_t at) { takes.sent(id, packet, at); };
    callbacks.passed = [meter = &sink->meter](const Packet &packet, int64_t at) { meter->add(packet, at); };
    callbacks.placeIsFree = [before = std::move(before)] {
        return std::ranges::all_of(before, [](const Ended &ended) { return ended->load(); });
    };
    sink->output = std::make_unique<Output>(config, programme, m_clock, std::move(callbacks),
                                            encryption->switchFor(config));
    return sink;
}

std::unique_ptr<EncryptionDesk> ChannelEngine::Private::makeDesk(const Start &start)
{
    EncryptionDesk::Hooks hooks;
    hooks.output = [this](const QString &id) { return m_report.output(id); };
    hooks.makeKeyframe = [this](auto done) { makeKeyframe(std::move(done)); };
    hooks.changed = [this](const QString &id) {
        if (const auto status = m_report.output(id))
            m_listener.outputChanged(m_channel, *status);
    };
    return std::make_unique<EncryptionDesk>(
        EncryptionDesk::Setup{start.seals, start.incarnations, start.findKey}, m_clock, std::move(hooks));
}

std::unique_ptr<SpliceThread> ChannelEngine::Private::makeSplice(const Start &start)
{
    SpliceThread::Setup setup;
    setup.buffers = {m_paths[0].buffer, m_paths[1].buffer, m_slate};
    setup.slate = m_slate;
    setup.clip = start.slate;
    m_slateText.setAhead(start.config.holdMs * ms);
    setup.text = m_slateText.setClip(start.slate);
    setup.programme = programme;
    setup.settings = {start.onAir, start.config.holdMs * ms, lossUs(start.config), start.programmeOrigin};
    setup.slateHeadStartUs = slateHeadStart;
    setup.bridge = &m_bridge;
    SpliceThread::Callbacks callbacks;
    callbacks.cutDone = [this](const Splicer::CutDone &cut, int64_t now) {
        takes.cut(cut.take, cut.evidence, cut.dts, now, anyOutputLive());
    };
    callbacks.takeFailed = [this](const Splicer::TakeFailed &failure) {
        takes.fail(failure.take, failure.error);
    };
    callbacks.resumed = [this](const Splicer::Resumed &resumed) {
        m_listener.resumed(m_channel, resumed.evidence);
    };
    callbacks.decide = [this](const Splicer::Facts &facts, int64_t now) {
        return failover->decide(facts, now);
    };
    callbacks.expire = [this](int64_t now) { return std::min(takes.expire(now), encryption->expire(now)); };
    callbacks.moved = [this](Source onAir, int64_t lagUs) { m_standby.moved(onAir, lagUs, m_clock.now()); };
    callbacks.silence = [silence = std::make_shared<ChannelSilence>(m_sound)](int64_t now) {
        return silence->changed(now);
    };
    return std::make_unique<SpliceThread>(std::move(setup), m_slateMeter, m_programmeMeter, m_clock,
                                          std::move(callbacks));
}

void ChannelEngine::Private::setPaths(const ChannelConfig &config)
{
    const std::array<int64_t, 2> trims{config.primary.delayMs * ms, config.backup.delayMs * ms};
    splice->setTrims(trims);
    m_standby.configure(config.warm, trims);
}

Standby::Hooks ChannelEngine::Private::standbyHooks()
{
    return {[this](Source path) { return !m_bridge.refusal(*m_paths[size_t(path)].buffer); },
            [this](std::optional<Source> path) {
                m_bridge.setWarm(path ? m_paths[size_t(*path)].buffer : nullptr);
            },
            [this](int64_t us) { m_bridge.setBehind(us); }};
}

/// What is here, and what somebody has said may be read back: many servers give a stream to nobody, least of all to whoever
/// sends it.
std::vector<ChainProbe::Target> ChannelEngine::Private::chainTargets() const
{
    std::vector<ChainProbe::Target> targets;
    for (const auto &sink : sinks()) {
        const OutputConfig &config = sink->output->config();
        const bool isHere = config.kind == OutputKind::Hls || config.kind == OutputKind::Recording;
        OutputStatus status = sink->output->status();
        if (status.state != OutputState::Live || (!isHere && config.probeUrl.isEmpty()))
            continue;
        const ProbePlace place = ProbePlace::of(config, status.file);
        if (place.kind != ProbePlace::Kind::None)
            targets.push_back({config.id, place, status.encryption.sending != Encryption::Clear});
    }
    return targets;
}

std::unique_ptr<FailoverWatch> ChannelEngine::Private::makeFailover(const Start &start)
{
    FailoverWatch::Hooks hooks;
    hooks.judge = [this](Source source) { return m_report.judged(source); };
    hooks.refusal = [this](Source path) { return refusal(path); };
    hooks.open = [this](int64_t at, TakeBook::Done done) { return takes.open(at, std::move(done)); };
    // What the take book answers at the very end must find these, whatever is left of the engine.
    hooks.decided = [&listener = m_listener, channel = m_channel](const Decision &decision) {
        listener.decided(channel, decision);
    };
    hooks.switched = [&listener = m_listener, channel = m_channel](const Decision &decision,
                                                                   const Result<TakeEvidence> &result) {
        listener.switched(channel, decision, result);
    };
    return std::make_unique<FailoverWatch>(start.config, start.orders, start.covered, m_clock,
                                           std::move(hooks));
}

std::optional<Error> ChannelEngine::Private::refusal(Source path) const
{
    if (m_standby.aligned())
        return std::nullopt;
    return m_bridge.refusal(*m_paths[size_t(path)].buffer);
}

void ChannelEngine::Private::reconfigure(const ChannelConfig &config)
{
    Sinks kept;
    std::vector<OutputConfig> wanted;
    {
        const std::lock_guard lock(m_mutex);
        m_config = config;
        Sinks gone;
        for (auto &sink : m_sinks) {
            const bool stays =
                std::ranges::find(config.outputs, sink->output->config()) != config.outputs.end();
            (stays ? kept : gone).push_back(sink);
        }
        m_retired.add(std::move(gone));
        m_sinks = kept;
    }
    Sinks all;
    for (const OutputConfig &output : config.outputs) {
        const auto same =
            std::ranges::find_if(kept, [&](const auto &sink) { return sink->output->config() == output; });
        if (same != kept.end()) {
            all.push_back(*same);
            continue;
        }
        std::vector<Ended> before;
        {
            const std::lock_guard lock(m_mutex);
            before = m_retired.before(output);
        }
        all.push_back(makeSink(output, std::move(before)));
    }
    {
        const std::lock_guard lock(m_mutex);
        m_sinks = std::move(all);
    }
    encryption->setOutputs(config.outputs);
    m_sound->configure(config.sound);
    // The hold moves slowly: where it falls, what it still is counts.
    const int64_t hold = std::max(splice->hold().holdUs, config.holdMs * ms);
    for (const Source path : {Source::Primary, Source::Backup}) {
        m_paths[size_t(path)].buffer->setKeep(keepFor(config.input(path), hold));
        m_paths[size_t(path)].input->setLoss(lossUs(config));
        m_paths[size_t(path)].input->setConfig(config.input(path));
    }
    splice->setHold(config.holdMs * ms, lossUs(config));
    m_slateText.setAhead(config.holdMs * ms);
    setPaths(config);
    failover->reconfigure(config);
    setAnalysis(config.analysis);
}

std::shared_ptr<AnalysisThread> ChannelEngine::Private::analysis() const
{
    const std::lock_guard lock(m_mutex);
    return m_analysis;
}

void ChannelEngine::Private::setAnalysis(bool wanted)
{
    wanted = wanted && m_mayAnalyse;
    if (wanted == (analysis() != nullptr))
        return;
    std::shared_ptr<AnalysisThread> other;
    if (wanted)
        other = std::make_shared<AnalysisThread>(
            AnalysisThread::Buffers{m_paths[0].buffer, m_paths[1].buffer, programme}, m_clock);
    const std::lock_guard lock(m_mutex);
    m_analysis.swap(other); // the old one ends behind the lock
}

void ChannelEngine::Private::makeKeyframe(std::function<void(Result<void>)> done)
{
    const auto told = [done = std::move(done)](const Result<TakeEvidence> &made) {
        done(made.ok() ? Result<void>() : Result<void>(made.error()));
    };
    splice->take({takes.open(m_clock.now(), told), Source::Slate, Cut::Bridged, false, true});
}

std::chrono::milliseconds ChannelEngine::Private::expectTake(std::optional<Source> next)
{
    const bool path = next && *next != Source::Slate;
    m_standby.expect(path ? next : std::nullopt, m_clock.now());
    splice->tellMoved(); // else it would be up to a second until the decoder begins
    return std::chrono::milliseconds(path ? Standby::attention / ms : 0);
}

void ChannelEngine::Private::setClip(std::shared_ptr<const SlateClip> clip)
{
    {
        const std::lock_guard lock(m_mutex);
        m_clip = clip;
    }
    auto text = m_slateText.setClip(clip);
    splice->setClip(std::move(clip), std::move(text));
}

ChannelEngine::Private::Sinks ChannelEngine::Private::sinks() const
{
    const std::lock_guard lock(m_mutex);
    return m_sinks;
}

ChannelConfig ChannelEngine::Private::config() const
{
    const std::lock_guard lock(m_mutex);
    return m_config;
}

bool ChannelEngine::Private::anyOutputLive() const
{
    return std::ranges::any_of(
        sinks(), [](const auto &sink) { return sink->output->status().state == OutputState::Live; });
}

std::shared_ptr<GopBuffer> ChannelEngine::Private::bufferOf(Source source) const
{
    return source == Source::Slate ? m_slate : m_paths[size_t(source)].buffer;
}

ChannelEngine::ChannelEngine(Start start, const Clock &clock, EngineListener &listener)
    : d(std::make_unique<Private>(std::move(start), clock, listener))
{
}

ChannelEngine::~ChannelEngine() = default;

void ChannelEngine::reconfigure(const ChannelConfig &config)
{
    d->reconfigure(config);
}

void ChannelEngine::setSlate(std::shared_ptr<const SlateClip> slate)
{
    d->setClip(std::move(slate));
}

void ChannelEngine::setOrders(const FailoverOrders &orders)
{
    d->failover->setOrders(orders);
}

void ChannelEngine::arm()
{
    d->failover->arm();
}

void ChannelEngine::setContentFaults(Source path, std::vector<ContentFault> faults)
{
    d->failover->setContentFaults(path, std::move(faults));
}

void ChannelEngine::take(Source target, Cut cut, int64_t acceptedAt, TakeDone done)
{
    d->failover->noteTake(target);
    d->expectTakes();
    d->splice->take({d->takes.open(acceptedAt, std::move(done)), target, cut, false});
}

std::chrono::milliseconds ChannelEngine::expectTake(std::optional<Source> next)
{
    return d->expectTake(next);
}

void ChannelEngine::makeKeyframe(std::function<void(Result<void>)> done)
{
    d->makeKeyframe(std::move(done));
}

void ChannelEngine::setEncryption(std::vector<OutputSeal> seals, int64_t acceptedAt, bool soon,
                                  EncryptionDone done)
{
    d->encryption->set(std::move(seals), acceptedAt, soon, std::move(done));
}

ChannelStatus ChannelEngine::status() const
{
    return d->report().status();
}

std::vector<Metric> ChannelEngine::metrics() const
{
    return d->report().metrics();
}

std::shared_ptr<const GopBuffer> ChannelEngine::buffer(Source source) const
{
    return d->bufferOf(source);
}

std::shared_ptr<const GopBuffer> ChannelEngine::programme() const
{
    return d->programme;
}

} // namespace twinfeed::media
