// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/splicer.h"

#include "tests/unit/media/madebridge.h"
#include "tests/unit/media/madepackets.h"

#include <QString>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

/// Made-up live streams and a studio that plays them to a splicer, all in made-up time.
namespace twinfeed::test {

struct Encoder
{
    const char *name;
    int gop = 60;
    bool bFrames = false;
    bool openGop = false;
    int64_t pictureUs = 33'333;
    int64_t soundUs = 21'333;
    int64_t soundLagUs = 0; ///< sound is multiplexed so much later than pictures
    int64_t ptsOffsetUs = 0; ///< some encoders put a constant between dts and pts
    int64_t jitterUs = 0;
    int64_t lateUs = 0; ///< the whole path is so much longer
    int stream = 0; ///< payloads are the same where this is; 0: one of its own
    bool silent = false; ///< without sound
};

/// sourceDts of pictures counts them, in these steps.
inline constexpr int64_t ordinalStep = 10'000;

inline const Encoder noBFrames{"no B-frames"};
inline const Encoder twoBFrames{.name = "two B-frames", .gop = 50, .bFrames = true};
inline const Encoder openGops{.name = "open groups", .gop = 48, .bFrames = true, .openGop = true};
inline const Encoder offsetPts{.name = "constant pts offset", .gop = 45, .ptsOffsetUs = 100'000};
inline const std::array<Encoder, 4> allEncoders{noBFrames, twoBFrames, openGops, offsetPts};

/// One encoder into one buffer.
class MadeSource final
{
public:
    MadeSource(Source source, Encoder encoder, int64_t start)
        : buffer(std::make_shared<media::GopBuffer>())
        , m_source(source)
        , m_encoder(encoder)
        , m_base(start)
        , m_now(start)
    {
    }

    std::shared_ptr<media::GopBuffer> buffer;

    void stop() { m_running = false; }
    void start()
    {
        m_running = true;
        m_base = m_now;
        m_decoded = 0;
        m_heard = 0;
        m_connected = false;
    }
    void skipFirstKeyframe() { m_decoded = 1; }
    bool running() const { return m_running; }
    void setSilent(bool silent) { m_encoder.silent = silent; }
    bool reorders() const { return m_encoder.bFrames; }
    int64_t pictureUs() const { return m_encoder.pictureUs; }
    int64_t lateUs() const { return m_encoder.lateUs; }

    int64_t next() const
    {
        if (!m_running)
            return std::numeric_limits<int64_t>::max();
        return std::min(pictureArrival(), soundArrival());
    }

    void advance(int64_t now)
    {
        m_now = now;
        while (next() <= now) {
            if (pictureArrival() <= soundArrival())
                pushPicture();
            else
                pushSound();
        }
    }

private:
    int64_t reorder() const { return m_encoder.bFrames ? m_encoder.pictureUs : 0; }
    int64_t dts() const { return m_base + m_decoded * m_encoder.pictureUs + m_encoder.lateUs; }
    int64_t jitter(int64_t of) const
    {
        return m_encoder.jitterUs > 0 ? (of * 7919 + m_encoder.gop) % m_encoder.jitterUs : 0;
    }
    int64_t pictureArrival() const { return dts() + jitter(m_decoded); }
    int64_t soundArrival() const
    {
        return m_base + m_heard * m_encoder.soundUs + m_encoder.lateUs + m_encoder.soundLagUs
            + jitter(m_heard);
    }

    /// Display number of the picture at this place in decoding order.
    int64_t shown(bool &keyframe, bool &leading) const
    {
        const int64_t inGop = m_decoded % m_encoder.gop;
        keyframe = inGop == 0;
        leading = false;
        if (!m_encoder.bFrames)
            return m_decoded;
        if (m_encoder.openGop) { // I2 B0 B1 P5 B3 B4: whole groups of three
            leading = inGop == 1 || inGop == 2;
            return inGop % 3 == 0 ? m_decoded + 2 : m_decoded - 1;
        }
        // I0 P3 B1 B2 P6 B4 B5; what is left at the end comes as it is.
        const int64_t place = inGop - 1;
        const int64_t whole = (m_encoder.gop - 1) / 3 * 3;
        if (keyframe || place >= whole)
            return m_decoded;
        return place % 3 == 0 ? m_decoded + 2 : m_decoded - 1;
    }

    void pushPicture()
    {
        bool keyframe = false;
        bool leading = false;
        const int64_t display = shown(keyframe, leading);
        media::Packet packet = picture(dts(), keyframe, 0, m_encoder.pictureUs);
        packet.sourcePts = m_base + display * m_encoder.pictureUs;
        packet.pts = packet.sourcePts + reorder() + m_encoder.ptsOffsetUs + m_encoder.lateUs;
        packet.leading = leading;
        packet.arrival = pictureArrival();
        packet.source = m_source;
        packet.discontinuity = !std::exchange(m_connected, true) && m_ordinal > 0;
        packet.sourceDts = ++m_ordinal * ordinalStep;
        packet.payload = payload(packet.sourcePts / 1000);
        ++m_decoded;
        buffer->push(packet);
    }

    void pushSound()
    {
        media::Packet packet = sound(m_base + m_heard * m_encoder.soundUs, m_encoder.soundUs);
        packet.sourceDts = packet.sourcePts = packet.dts;
        packet.payload = payload(packet.sourceDts / 1000);
        packet.pts = packet.dts = packet.dts + reorder() + m_encoder.ptsOffsetUs + m_encoder.lateUs;
        packet.arrival = soundArrival();
        packet.source = m_source;
        ++m_heard;
        if (!m_encoder.silent)
            buffer->push(packet);
    }

    /// The same for the same content of the same stream; otherwise another.
    std::shared_ptr<const AVPacket> payload(int64_t content) const
    {
        static const auto all = [] {
            std::vector<std::shared_ptr<const AVPacket>> made;
            for (int i = 0; i < 16 * 251; ++i)
                made.push_back(payloadOf(8 + i / 251, uint8_t(i % 251)));
            return made;
        }();
        const int stream = m_encoder.stream > 0 ? m_encoder.stream : 8 + int(m_source);
        return all[size_t(stream * 251 + content % 251)];
    }

    const Source m_source;
    Encoder m_encoder;
    int64_t m_base;
    int64_t m_now;
    bool m_running = true;
    bool m_connected = true;
    int64_t m_decoded = 0;
    int64_t m_heard = 0;
    int64_t m_ordinal = 0; // of pictures
};

struct Sent
{
    int64_t at = 0;
    media::Packet packet;
};

/// Two sources, an empty slate and a splicer, moved by whichever has something to do next.
class Studio final
{
public:
    Studio(const Encoder &primary, const Encoder &backup, int64_t holdUs = 500'000)
        : m_hold(holdUs)
        , m_leastHold(holdUs)
        , m_sources{MadeSource(Source::Primary, primary, m_now), MadeSource(Source::Backup, backup, m_now)}
        , m_slate(std::make_shared<media::GopBuffer>())
    {
        makeSplicer(Source::Primary);
    }

    MadeSource &source(Source source) { return m_sources[size_t(source)]; }
    media::Splicer &splicer() { return *m_splicer; }
    int64_t origin() const { return m_origin; }
    int64_t now() const { return m_now; }

    MadeBridge &bridge() { return m_bridge; }
    /// Where sound is missing, silence is sent from now on.
    void fillSilence()
    {
        static const auto payload = payloadOf(6);
        m_silence = true;
        m_splicer->setSilence(media::SilentSound{soundConfig(32'000), payload, 21'333});
    }
    void setTrims(std::array<int64_t, 2> trims)
    {
        m_trims = trims;
        m_splicer->setTrims(trims);
    }

    void setHold(int64_t holdUs)
    {
        m_leastHold = std::min(m_leastHold, holdUs);
        m_splicer->setHold(holdUs, std::max<int64_t>(300'000, holdUs - 200'000));
    }
    void take(Source target, Cut cut, bool urgent = false)
    {
        m_splicer->take({++m_takes, target, cut, urgent}, m_now);
    }

    /// A keyframe for the source on air.
    void makeKeyframe() { m_splicer->take({++m_takes, Source::Slate, Cut::Bridged, false, true}, m_now); }

    /// Called in front of the splicer's every round.
    std::function<void()> beforeRound;

    void runOnce()
    {
        if (beforeRound)
            beforeRound();
        media::Splicer::Step step = m_splicer->advance(m_now);
        for (media::Packet &packet : step.packets)
            m_sent.push_back({m_now, std::move(packet)});
        for (auto &event : step.events) {
            if (auto *done = std::get_if<media::Splicer::CutDone>(&event)) {
                m_cuts.push_back(*done);
                m_trimsAtCut.push_back(m_trims);
            } else if (auto *resumed = std::get_if<media::Splicer::Resumed>(&event)) {
                m_resumed.push_back(*resumed);
            } else {
                m_failures.push_back(std::get<media::Splicer::TakeFailed>(event));
            }
        }
        m_next = step.next;
        m_wants = step.wantsData;
        ++m_steps;
    }

    void run(int64_t us)
    {
        const int64_t end = m_now + us;
        runOnce();
        while (m_now < end) {
            int64_t next = std::min(end, m_next);
            for (const MadeSource &source : m_sources)
                next = std::min(next, source.next());
            m_now = std::max(m_now, next);
            bool wake = m_now >= m_next;
            for (size_t i = 0; i < m_sources.size(); ++i) {
                const bool comes = m_sources[i].next() <= m_now;
                m_sources[i].advance(m_now);
                wake = wake || (comes && m_wants[i]);
            }
            if (wake)
                runOnce();
        }
    }

    /// The backend dies and is back after this time, with empty buffers and the same origin.
    void restartSplicer(int64_t after)
    {
        const Source onAir = m_splicer->onAir();
        m_now += after;
        for (MadeSource &source : m_sources) {
            source.advance(m_now);
            source.buffer = std::make_shared<media::GopBuffer>();
        }
        makeSplicer(onAir);
    }

    const std::vector<Sent> &sent() const { return m_sent; }
    const std::vector<media::Splicer::CutDone> &cuts() const { return m_cuts; }
    const std::vector<media::Splicer::Resumed> &resumed() const { return m_resumed; }
    const std::vector<media::Splicer::TakeFailed> &failures() const { return m_failures; }
    int steps() const { return m_steps; }

    std::vector<Sent> pictures() const
    {
        std::vector<Sent> found;
        std::copy_if(m_sent.begin(), m_sent.end(), std::back_inserter(found),
                     [](const Sent &sent) { return sent.packet.track == media::Track::Video; });
        return found;
    }

    int64_t largestPictureGap() const
    {
        // Behind the newest dts there are none to come; in front of it some B-frames may be.
        std::vector<int64_t> shown;
        const std::vector<Sent> sent = pictures();
        for (const Sent &picture : sent) {
            if (picture.packet.pts <= sent.back().packet.dts)
                shown.push_back(picture.packet.pts);
        }
        std::sort(shown.begin(), shown.end());
        int64_t largest = 0;
        for (size_t i = 1; i < shown.size(); ++i)
            largest = std::max(largest, shown[i] - shown[i - 1]);
        return largest;
    }

    int64_t largestSoundGap() const
    {
        int64_t largest = 0;
        int64_t end = -1;
        for (const Sent &sent : m_sent) {
            if (sent.packet.track != media::Track::Sound)
                continue;
            if (end >= 0)
                largest = std::max(largest, sent.packet.pts - end);
            end = sent.packet.pts + sent.packet.duration;
        }
        return largest;
    }

    /// What must hold of any programme; the first thing that does not, in words.
    QString problem() const
    {
        for (const auto &check : {&Studio::timesProblem, &Studio::picturesProblem, &Studio::soundProblem,
                                  &Studio::evidenceProblem}) {
            if (const QString found = (this->*check)(); !found.isEmpty())
                return found;
        }
        return {};
    }

private:
    void makeSplicer(Source onAir)
    {
        media::Splicer::Settings settings;
        settings.onAir = onAir;
        settings.holdUs = m_hold;
        settings.lossUs = std::max<int64_t>(300'000, m_hold - 200'000);
        settings.origin = m_origin;
        m_splicer = std::make_unique<media::Splicer>(
            media::Splicer::Buffers{m_sources[0].buffer, m_sources[1].buffer, m_slate}, settings, m_now,
            &m_bridge);
        m_splicer->setTrims(m_trims);
        m_next = m_now;
    }

    QString timesProblem() const
    {
        constexpr int64_t nothing = std::numeric_limits<int64_t>::min() / 2;
        std::array<int64_t, 2> last{nothing, nothing};
        std::array<int64_t, 2> end{last};
        for (size_t i = 0; i < m_sent.size(); ++i) {
            const media::Packet &packet = m_sent[i].packet;
            const auto track = size_t(packet.track);
            const QString at = QStringLiteral(" at packet %1, %2 ms").arg(i).arg(packet.dts / 1000);
            if (packet.dts < last[track] + 1'000)
                return QStringLiteral("dts does not rise") + at;
            if (packet.pts < packet.dts)
                return QStringLiteral("pts before dts") + at;
            if (packet.track == media::Track::Sound && packet.dts < end[track] - packet.duration / 2)
                return QStringLiteral("sound overlaps") + at;
            // Ten pictures early at most, for closing the display order.
            const int64_t early =
                std::max<int64_t>(350'000, 6 * std::max(m_sources[0].pictureUs(), m_sources[1].pictureUs()));
            if (m_sent[i].at < packet.dts + m_origin + m_leastHold - early)
                return QStringLiteral("hold not kept") + at;
            last[track] = packet.dts;
            end[track] = packet.dts + packet.duration;
        }
        return {};
    }

    static bool isBridged(const media::Packet &picture) { return picture.config == MadeBridge::config(); }

    /// A decoder that has `before` has all that `packet` refers to, where it is no keyframe.
    static bool follows(const media::Packet &before, const media::Packet &packet, bool atCut)
    {
        if (packet.discontinuity || isBridged(before) != isBridged(packet))
            return false;
        if (isBridged(packet))
            return !packet.keyframe && before.source == packet.source && before.sourcePts < packet.sourcePts;
        const int64_t steps = (packet.sourceDts - before.sourceDts) / ordinalStep;
        // Aligned: the next picture of the same stream.
        if (before.source != packet.source && media::sizeOf(before) != media::sizeOf(packet))
            return false;
        return steps == 1 || (atCut && steps > 0 && steps <= 3);
    }

    bool wasCutAt(int64_t dts) const
    {
        return std::ranges::any_of(m_cuts, [dts](const auto &cut) {
            return cut.dts == dts && cut.evidence.from != cut.evidence.to;
        });
    }

    QString picturesProblem() const
    {
        const media::Packet *previous = nullptr;
        const media::Packet *first = nullptr;
        bool afterCut = false; // until the next keyframe: no leading pictures
        bool atCut = false; // the cut's keyframe was the last picture
        int64_t shownBeforeCut = std::numeric_limits<int64_t>::min();
        int64_t newest = shownBeforeCut;
        size_t changes = 0;
        for (const Sent &sent : m_sent) {
            const media::Packet &packet = sent.packet;
            if (packet.track != media::Track::Video)
                continue;
            const QString at = QStringLiteral(" at %1 ms").arg(packet.dts / 1000);
            first = first ? first : &packet;
            const bool changed = previous && packet.source != previous->source;
            const bool follows = previous && this->follows(*previous, packet, atCut);
            changes += changed;
            if (!follows) {
                if (!packet.keyframe)
                    return QStringLiteral("a picture refers to one that was not sent") + at;
                shownBeforeCut = newest;
            }
            if (packet.leading && afterCut)
                return QStringLiteral("a leading picture was sent after a cut") + at;
            if (packet.pts <= shownBeforeCut)
                return QStringLiteral("a picture is shown before one of the source before") + at;
            afterCut = packet.keyframe ? !follows : afterCut;
            // Of two aligned paths the next picture may happen to be the keyframe that was cut to, and so may that of the one
            // source where a cut away from it was overtaken by one back before it had a picture.
            atCut = packet.keyframe && (!follows || changed || wasCutAt(packet.dts));
            newest = std::max(newest, packet.pts);
            previous = &packet;
        }
        size_t cuts = 0;
        for (const auto &cut : m_cuts)
            cuts += cut.evidence.from != cut.evidence.to && cut.dts > first->dts;
        // A take that another one overtook before its first picture leaves no trace in the programme.
        if (changes > cuts || cuts - changes > m_failures.size())
            return QStringLiteral("%1 cuts, %2 changes of the source").arg(cuts).arg(changes);
        return {};
    }

    /// Where silence is filled in, sound is missing only where pictures are.
    QString soundProblem() const
    {
        if (!m_silence)
            return {};
        int64_t end = -1;
        for (const Sent &sent : m_sent) {
            const media::Packet &packet = sent.packet;
            if (packet.track != media::Track::Sound)
                continue;
            const int64_t missing = packet.pts - end;
            const int within =
                end < 0 || missing < 400'000 ? 0 : shownBetween(end + 300'000, packet.pts - 100'000);
            if (within > 2) {
                return QStringLiteral("%1 ms without sound and %2 pictures at %3 ms")
                    .arg(missing / 1000)
                    .arg(within)
                    .arg(end / 1000);
            }
            end = packet.pts + packet.duration;
        }
        return {};
    }

    int shownBetween(int64_t from, int64_t to) const
    {
        return int(std::ranges::count_if(m_sent, [&](const Sent &sent) {
            return sent.packet.track == media::Track::Video && sent.packet.pts > from && sent.packet.pts < to;
        }));
    }

    /// What was said of the cuts between paths, against what was sent.
    QString evidenceProblem() const
    {
        const std::vector<Sent> sent = pictures();
        for (size_t i = 0; i < m_cuts.size(); ++i) {
            const TakeEvidence &said = m_cuts[i].evidence;
            if (said.from == said.to)
                continue;
            const auto first = std::ranges::find_if(sent, [&](const Sent &picture) {
                return picture.packet.dts == m_cuts[i].dts && picture.packet.source == said.to;
            });
            const QString at = QStringLiteral(" at %1 ms").arg(m_cuts[i].dts / 1000);
            if (first == sent.end())
                return QStringLiteral("no first picture") + at;
            if (first == sent.begin())
                continue;
            const QString problem = cutProblem(sent.begin(), first, said, m_trimsAtCut[i]);
            if (!problem.isEmpty())
                return problem + at;
        }
        return {};
    }

    using SentAt = std::vector<Sent>::const_iterator;
    QString cutProblem(SentAt begin, SentAt first, const TakeEvidence &said,
                       std::array<int64_t, 2> trims) const
    {
        int64_t shown = std::numeric_limits<int64_t>::min();
        int64_t content = shown;
        SentAt last = first - 1;
        if (last->packet.source != said.from) // overtaken before it had a picture
            return {};
        for (SentAt it = begin; it != first; ++it) {
            if (it->packet.pts > shown) {
                shown = it->packet.pts;
                content = it->packet.sourcePts;
            }
        }
        if (said.cut == CutMade::Aligned) {
            // Behind a keyframe that was entered, leading pictures are left out on either path.
            const int64_t steps = (first->packet.sourceDts - last->packet.sourceDts) / ordinalStep;
            const bool next = steps == 1 || (last->packet.keyframe && steps > 0 && steps <= 3);
            return next && said.picturesLost + said.picturesRepeated == 0
                ? QString()
                : QStringLiteral("aligned, but not the next picture");
        }
        const double gap = double(first->packet.pts - shown) / 1000;
        if (std::abs(gap - said.gapMs) > 2)
            return QStringLiteral("a gap of %1 ms, said %2").arg(gap).arg(said.gapMs);
        // As the paths lie to each other once they are trimmed.
        const auto trimmed = [&](Source source, int64_t of) {
            return of + m_sources[size_t(source)].lateUs() + trims[size_t(source)];
        };
        const int64_t old = m_sources[size_t(said.from)].pictureUs();
        const int64_t target = m_sources[size_t(said.to)].pictureUs();
        const int64_t skipped = trimmed(said.to, first->packet.sourcePts) - trimmed(said.from, content) - old;
        const int64_t saidSkipped = said.picturesLost * old - said.picturesRepeated * target;
        // Where the old source was left between a picture and the ones shown before it, those are lost too.
        // While a trim is slewed pictures stand by 1 % nearer or further.
        const int64_t slack = (m_sources[size_t(said.from)].reorders() ? 3 : 1) * std::max(old, target)
            + std::abs(skipped) / 50 + 5'000;
        if (std::abs(saidSkipped - skipped) > slack) {
            return QStringLiteral("%1 lost and %2 repeated said of %3 ms")
                .arg(said.picturesLost)
                .arg(said.picturesRepeated)
                .arg(skipped / 1000);
        }
        return {};
    }

    static constexpr int64_t m_origin = 900'000'000;
    int64_t m_now = 1'000'000'000;
    const int64_t m_hold;
    int64_t m_leastHold;
    MadeBridge m_bridge{m_now};
    std::array<int64_t, 2> m_trims{};
    bool m_silence = false;
    std::array<MadeSource, 2> m_sources;
    std::shared_ptr<media::GopBuffer> m_slate;
    std::unique_ptr<media::Splicer> m_splicer;
    uint64_t m_takes = 0;
    int64_t m_next = 0;
    int m_steps = 0;
    std::array<bool, 3> m_wants{};
    std::vector<Sent> m_sent;
    std::vector<media::Splicer::CutDone> m_cuts;
    std::vector<std::array<int64_t, 2>> m_trimsAtCut;
    std::vector<media::Splicer::Resumed> m_resumed;
    std::vector<media::Splicer::TakeFailed> m_failures;
};

} // namespace twinfeed::test
