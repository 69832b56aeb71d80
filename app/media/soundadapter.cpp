// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundadapter.h"

#include "app/media/aacencoder.h"
#include "app/media/adts.h"
#include "app/media/soundsamples.h"

#include <algorithm>
#include <utility>

namespace twinfeed::media {

namespace {

constexpr int leastRate = 32'000; // below it, sound may be HE-AAC that says so in its frames only
constexpr int rateOfCd = 44'100;
// A step back of more is another time, not an overlap.
constexpr int64_t longestOverlap = 1'000'000;

bool isPlainLc(const CodecConfig &sound)
{
    const auto format = parseAudioSpecificConfig(sound.extradata);
    // The first five bits tell HE-AAC (5 and 29) that is announced.
    return format && sound.extradata[0] >> 3 == 2 && format->samplesPerFrame == AacEncoder::frameSamples
        && format->channelConfig > 0 && format->sampleRate == sound.sampleRate;
}

} // namespace

/// One run of encoding: from one format to another, until either changes.
class SoundAdapter::Work
{
public:
    Result<void> open(const CodecConfig &from, const SoundFormat &to)
    {
        m_rate = to.sampleRate;
        auto encoder = AacEncoder::create(to);
        if (!encoder)
            return encoder.error();
        m_encoder = std::move(*encoder);
        return m_samples.open(from, to);
    }

    /// Another format comes; what goes out stays.
    Result<void> change(const CodecConfig &from) { return m_samples.change(from); }
    const CodecConfigPtr &config() const { return m_config; }
    /// What the frames carry: an equal one of another run stays the same object.
    void setConfig(const CodecConfigPtr &known)
    {
        m_config = known && *known == *m_encoder->config() ? known : m_encoder->config();
    }

    /// False where what comes does not follow what came before: this run is over.
    bool follows(const Packet &packet) const { return m_samples.follows(packet); }

    /// An error is one of the encoder, for good.
    Result<void> take(const Packet &packet, std::vector<Packet> &out)
    {
        m_newest = packet;
        m_samples.add(packet);
        return encodeWhole(out);
    }

    void finish(std::vector<Packet> &out)
    {
        m_samples.flush(AacEncoder::frameSamples);
        // What may be lost here is the last 40 ms of a run that is over: the next one tells if the encoder fails.
        if (encodeWhole(out))
            (void)m_encoder->finish(m_encoded);
        give(out);
    }

private:
    Result<void> encodeWhole(std::vector<Packet> &out)
    {
        Result<void> encoded;
        while (encoded && m_samples.size() >= AacEncoder::frameSamples) {
            encoded = m_encoder->encode(m_samples.planes(), m_samples.first(), m_encoded);
            m_samples.drop(AacEncoder::frameSamples);
        }
        give(out);
        return encoded;
    }

    void give(std::vector<Packet> &out)
    {
        for (auto &encoded : std::exchange(m_encoded, {})) {
            if (encoded.firstSample < 0)
                continue; // priming
            Packet packet = m_newest;
            const SoundSamples::Time time = m_samples.timeOf(encoded.firstSample);
            packet.dts = packet.pts = time.unit;
            packet.sourceDts = packet.sourcePts = time.source;
            packet.duration = AacEncoder::frameUs(m_rate);
            packet.discontinuity = false;
            packet.keyframe = true;
            packet.config = m_config;
            packet.payload = std::move(encoded.payload);
            out.push_back(std::move(packet));
        }
    }

    int m_rate = 0;
    SoundSamples m_samples;
    std::unique_ptr<AacEncoder> m_encoder;
    std::vector<AacEncoder::Encoded> m_encoded;
    CodecConfigPtr m_config;
    Packet m_newest; // whose arrival and source the frames carry that it made ready
};

SoundAdapter::SoundAdapter(std::shared_ptr<ChannelSound> channel)
    : m_channel(std::move(channel))
{
}

SoundAdapter::~SoundAdapter() = default;

bool SoundAdapter::active() const
{
    return m_work != nullptr;
}

void SoundAdapter::restart()
{
    m_work.reset();
    m_from.reset();
    m_refusal.reset();
}

bool SoundAdapter::fits(const CodecConfig &sound, const SoundFormat &format)
{
    return sound.sampleRate >= leastRate && sound.sampleRate == format.sampleRate
        && sound.channels == format.channels && isPlainLc(sound);
}

SoundFormat SoundAdapter::nearest(const CodecConfig &sound)
{
    SoundFormat format;
    if (sound.sampleRate % (rateOfCd / 4) == 0)
        format.sampleRate = rateOfCd;
    else if (sound.sampleRate == leastRate || sound.sampleRate == leastRate / 2)
        format.sampleRate = leastRate;
    const bool several = sound.channels >= 1 && sound.channels <= 8 && sound.channels != 7;
    // One channel of HE-AAC may turn out to be two.
    if (several && (sound.channels > 1 || (sound.sampleRate >= leastRate && isPlainLc(sound))))
        format.channels = sound.channels;
    return format;
}

void SoundAdapter::adapt(std::vector<Packet> &packets)
{
    // Nearly always nothing is to be done: then nothing is moved either.
    const auto passes = [this](const Packet &packet) {
        return packet.track != Track::Sound
            || (!m_work && !m_refusal && packet.config == m_from && m_channel->format() == m_to);
    };
    const auto first = std::ranges::find_if_not(packets, passes);
    if (first == packets.end()) {
        for (const Packet &packet : packets) {
            if (packet.track == Track::Sound)
                m_end = packet.dts + packet.duration;
        }
        return;
    }
    std::vector<Packet> out;
    for (Packet &packet : packets) {
        if (packet.track == Track::Sound)
            take(std::move(packet), out);
        else
            out.push_back(std::move(packet));
    }
    packets = std::move(out);
}

void SoundAdapter::take(Packet packet, std::vector<Packet> &out)
{
    if (!packet.config)
        return pass(std::move(packet), out);
    if (packet.config != m_from || m_channel->format() != m_to)
        begin(packet, out);
    if (m_refusal)
        return;
    if (m_work && !m_work->follows(packet)) {
        finish(out);
        begin(packet, out);
    }
    if (!m_work)
        return pass(std::move(packet), out);
    std::vector<Packet> ready;
    if (const auto taken = m_work->take(packet, ready); !taken) {
        m_work.reset();
        m_refusal = taken.error();
    }
    place(std::move(ready), out);
}

void SoundAdapter::begin(const Packet &packet, std::vector<Packet> &out)
{
    const SoundFormat to = m_channel->agree(nearest(*packet.config));
    const bool goesOn = m_work && to == m_to && packet.config != m_from && !fits(*packet.config, to)
        && m_work->follows(packet);
    m_from = packet.config;
    if (goesOn && m_work->change(*packet.config))
        return;
    finish(out);
    m_refusal.reset();
    m_to = to;
    if (fits(*packet.config, m_to))
        return;
    m_work = std::make_unique<Work>();
    if (auto opened = m_work->open(*packet.config, m_to); !opened) {
        m_work.reset();
        m_refusal = opened.error();
        return;
    }
    m_work->setConfig(m_config);
    m_config = m_work->config();
}

void SoundAdapter::finish(std::vector<Packet> &out)
{
    if (!m_work)
        return;
    std::vector<Packet> rest;
    m_work->finish(rest);
    m_work.reset();
    place(std::move(rest), out);
}

void SoundAdapter::pass(Packet packet, std::vector<Packet> &out)
{
    std::vector<Packet> one;
    one.push_back(std::move(packet));
    place(std::move(one), out);
}

void SoundAdapter::place(std::vector<Packet> packets, std::vector<Packet> &out)
{
    for (Packet &packet : packets) {
        // Where one way of bringing sound follows the other, frames of both may lie at one time: the first is heard.
        if (m_end && packet.dts < *m_end - packet.duration / 2 && packet.dts > *m_end - longestOverlap)
            continue;
        m_end = packet.dts + packet.duration;
        out.push_back(std::move(packet));
    }
}

} // namespace twinfeed::media
