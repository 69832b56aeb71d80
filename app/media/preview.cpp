// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/preview.h"

#include "app/media/ffmpeg.h"
#include "app/media/picturedecoder.h"
#include "app/media/previewconnection.h"
#include "app/media/previewpace.h"
#include "app/media/soundmeter.h"
#include "models/domain/clock.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace twinfeed::media {

namespace {

constexpr auto firstPause = std::chrono::milliseconds(100);
/// A preview on the own machine costs nothing to ask for, and a tile should move soon after its source does.
constexpr auto longestPause = std::chrono::milliseconds(1000);
/// Sound older than this is none: five frames of AAC are 107 ms, and a bad network may hold some of them up.
constexpr int64_t soundFreshFor = 500'000;
/// Behind arrival by so much, pictures are decoded but not scaled, ...
constexpr int64_t skipScalingAt = 50'000;
/// ... not deblocked, ...
constexpr int64_t skipFilterAt = 300'000;
/// ... and only keyframes decoded.
constexpr int64_t keyframesOnlyAt = 1'000'000;
/// Two groups of pictures of 2 s take half of it; who needs longer has too slow a machine, and deblocking waits as well.
constexpr int64_t catchUpWithin = 1'000'000;
/// While catching up or lagging, a picture is shown at least this often: a still tile would look like a dead source.
constexpr int64_t showAtLeastEvery = 200'000;
/// With fewer pictures, one is shown so often: a little less than a tenth of a second, since pictures come at their own pace.
constexpr int64_t fewerEvery = 90'000;
constexpr int64_t stillEvery = 5'000'000;
/// After so many damaged packets in a row only a keyframe can help.
constexpr int damagedAtMost = 30;

} // namespace

class Preview::Private
{
public:
    Private(Address first, std::function<void()> wakeUp)
        : m_wakeUp(std::move(wakeUp))
        , m_address(std::move(first))
    {
    }

    void run(std::stop_token stop);
    const SystemClock m_clock;
    const std::function<void()> m_wakeUp; ///< called on the preview's thread

    mutable std::mutex
        m_mutex; ///< guards all below down to the gap; held for moments only, never over I/O or calls
    std::condition_variable_any m_changed;
    Address m_address;
    int m_width = 0;
    int m_height = 0;
    PreviewMotion m_motion = PreviewMotion::All;
    std::shared_ptr<SoundTap> m_tap;
    std::optional<int64_t> m_lateness; ///< the least since it was asked for
    PreviewPicture m_ready;
    bool m_hasReady = false;
    bool m_shownAny = false; ///< since the address was set or the tile opened
    bool m_skipped = false; ///< pictures came while nobody looked
    PreviewSound m_sound;
    int64_t m_soundAt = 0;
    PreviewStatus m_status;

    /// Counts changes of where to read; the thread then looks again at once. Written under m_mutex, read by FFmpeg's
    /// interrupt callback.
    std::atomic<unsigned> m_generation{0};
    PreviewPicture m_back; ///< of the thread: the picture being made
    std::jthread m_thread; ///< "preview"; last, so that it ends first

private:
    struct Session;

    bool waitForWork(std::stop_token stop, std::chrono::milliseconds pause, unsigned seen);
    Error play(std::stop_token stop, const Address &address, unsigned generation);
    void takePicturePacket(Session &session, const AVPacket &packet);
    void takeSoundPacket(Session &session, const AVPacket &packet);
    bool startsAgain(Session &session, const AVPacket &packet);
    bool decode(Session &session, const AVPacket &packet, PreviewMotion motion);
    void noteLateness(const Session &session);
    void show(Session &session);
    void setProblem(const Error &why);
};

/// One connection, from its first packet to its end. Of the thread.
struct Preview::Private::Session
{
    Session(PreviewConnection &c, int64_t now)
        : connection(c)
        , startedAt(now)
    {
    }

    PreviewConnection &connection;
    const int64_t startedAt;
    PictureDecoder pictures;
    SoundMeter sound;
    PreviewPace pace;
    int64_t waited = 0; ///< longest read since the last picture, microseconds
    bool waitsForKeyframe = true;
    bool first = true; ///< no picture decoded yet
    bool catchingUp = true;
    bool showsBacklog = false; ///< as long as it is being caught up with
    int64_t shownAt = 0;
    AVRational unit{1, 1000}; ///< of the picture track
    bool refusedPictures = false;
    bool refusedSound = false;
    int openCodec = 0;
};

void Preview::Private::run(std::stop_token stop)
{
    pthread_setname_np(pthread_self(), "preview");
    auto pause = firstPause;
    while (!stop.stop_requested()) {
        const unsigned generation = m_generation;
        Address address;
        {
            const std::lock_guard lock(m_mutex);
            address = m_address;
        }
        bool worked = false;
        if (!address.url.isEmpty()) {
            const uint64_t before = m_status.decoded; // written by this thread only
            const Error why = play(stop, address, generation);
            setProblem(why);
            worked = m_status.decoded > before;
        }
        pause = worked ? firstPause : std::min(pause * 2, longestPause);
        if (waitForWork(stop, address.url.isEmpty() ? std::chrono::hours(1) : pause, generation))
            pause = firstPause;
    }
}

/// True when there is something new to do.
bool Preview::Private::waitForWork(std::stop_token stop, std::chrono::milliseconds pause, unsigned seen)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, stop, pause, [&] { return m_generation != seen; });
}

Error Preview::Private::play(std::stop_token stop, const Address &address, unsigned generation)
{
    const auto interrupted = [this, stop, generation] {
        return stop.stop_requested() || m_generation != generation;
    };
    auto connection = PreviewConnection::open(address, interrupted);
    if (!connection)
        return connection.error();
    Session session(**connection, m_clock.now());
    {
        const std::lock_guard lock(m_mutex);
        m_skipped = false;
        m_status.connected = true;
        m_status.problem.clear();
        m_status.problemCode.clear();
        // After a reconnect the backlog may be what was shown before the stream stood still: old pictures would move
        // again. Only a tile that has shown nothing yet shows them.
        session.showsBacklog = !m_shownAny;
    }
    const AvPacket packet(av_packet_alloc());
    while (!interrupted()) {
        if (auto read = session.connection.read(*packet); !read)
            return read.error();
        // A picture that comes in one burst behind a sound frame is there at once: the sound's read did the waiting.
        session.waited = std::max(session.waited, session.connection.readTook());
        const AVCodecParameters &parameters = session.connection.parametersOf(*packet);
        if (parameters.codec_type == AVMEDIA_TYPE_VIDEO)
            takePicturePacket(session, *packet);
        else if (parameters.codec_type == AVMEDIA_TYPE_AUDIO)
            takeSoundPacket(session, *packet);
        av_packet_unref(packet.get());
    }
    return Error{QStringLiteral("interrupted"), {}, {}, {}, {}};
}

/// Brings the decoder to a keyframe; false while the packet is of no use.
bool Preview::Private::startsAgain(Session &session, const AVPacket &packet)
{
    const AVCodecParameters &parameters = session.connection.parametersOf(packet);
    if (!session.pictures.isOpen() || session.openCodec != parameters.codec_id) {
        if (session.refusedPictures)
            return false;
        if (auto opened = session.pictures.open(parameters); !opened) {
            session.refusedPictures = true;
            setProblem(opened.error());
            return false;
        }
        session.openCodec = parameters.codec_id;
        session.waitsForKeyframe = true;
    }
    if (session.pictures.damagedInARow() > damagedAtMost)
        session.waitsForKeyframe = true;
    if (!session.waitsForKeyframe)
        return true;
    if (!(packet.flags & AV_PKT_FLAG_KEY))
        return false;
    if (!session.first)
        session.pictures.flush();
    session.waitsForKeyframe = false;
    return true;
}

void Preview::Private::takePicturePacket(Session &session, const AVPacket &packet)
{
    bool looked = false;
    PreviewMotion motion = PreviewMotion::All;
    {
        const std::lock_guard lock(m_mutex);
        looked = m_width > 0;
        motion = m_motion;
        m_skipped = m_skipped || !looked;
    }
    const int64_t dts = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
    session.pace.arrived(session.connection.microsecondsOf(packet, dts), m_clock.now(),
                         std::exchange(session.waited, 0));
    const int64_t lag = session.pace.lag();
    if (looked)
        noteLateness(session);
    session.waitsForKeyframe =
        session.waitsForKeyframe || !looked || motion >= PreviewMotion::Keyframes || lag > keyframesOnlyAt;
    const int64_t since = m_clock.now() - session.shownAt;
    if (!looked || (motion == PreviewMotion::Stills && since < stillEvery) || !startsAgain(session, packet))
        return;
    const bool ready = decode(session, packet, motion);
    session.unit = session.connection.unitOf(packet);
    session.catchingUp = session.catchingUp && !session.pace.live();
    const bool due = m_clock.now() - session.shownAt >= showAtLeastEvery;
    const bool soon = motion != PreviewMotion::Fewer || since >= fewerEvery;
    const bool wanted = session.catchingUp ? session.showsBacklog && (session.first || due)
                                           : (lag <= skipScalingAt && soon) || due;
    if (ready && wanted)
        show(session);
    session.first = session.first && !ready;
    const std::lock_guard lock(m_mutex);
    m_status.decoded += ready ? 1 : 0;
}

bool Preview::Private::decode(Session &session, const AVPacket &packet, PreviewMotion motion)
{
    using Economy = PictureDecoder::Economy;
    const int64_t lag = session.pace.lag();
    const bool behind = session.catchingUp || lag > skipScalingAt;
    const bool slow = session.catchingUp && m_clock.now() - session.startedAt > catchUpWithin;
    const bool plain = lag > skipFilterAt || slow || motion == PreviewMotion::Fewer;
    session.pictures.setEconomy(plain ? Economy::LoopFilter : behind ? Economy::NonReference : Economy::None);
    // A keyframe alone comes out at once; its decoder would keep it back until more pictures follow.
    const bool atOnce = motion >= PreviewMotion::Keyframes || (session.first && session.showsBacklog);
    return atOnce ? session.pictures.decodeAtOnce(packet) : session.pictures.decode(packet);
}

void Preview::Private::noteLateness(const Session &session)
{
    int64_t late = session.pace.lag();
    if (!session.pace.everWaited()) {
        // Nothing to compare with: a machine that can not even get through the backlog never waits for the network.
        late = m_clock.now() - session.startedAt - catchUpWithin;
        if (late < 0)
            return;
    }
    const std::lock_guard lock(m_mutex);
    m_lateness = std::min(m_lateness.value_or(late), late);
}

void Preview::Private::show(Session &session)
{
    int width = 0;
    int height = 0;
    {
        const std::lock_guard lock(m_mutex);
        width = m_width;
        height = m_height;
    }
    if (width <= 0 || height <= 0 || !session.pictures.show(m_back, width, height))
        return;
    m_back.pts = av_rescale_q(m_back.pts, session.unit, microseconds);
    m_back.decodedAt = m_clock.now();
    m_back.catchingUp = session.catchingUp;
    session.shownAt = m_back.decodedAt;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(m_back, m_ready);
        m_status.dropped += m_hasReady ? 1 : 0;
        m_hasReady = true;
        m_shownAny = true;
        m_status.width = session.pictures.width();
        m_status.height = session.pictures.height();
    }
    m_wakeUp();
}

void Preview::Private::takeSoundPacket(Session &session, const AVPacket &packet)
{
    if (!session.sound.isOpen()) {
        if (session.refusedSound)
            return;
        session.refusedSound = !session.sound.open(session.connection.parametersOf(packet));
        if (session.refusedSound)
            return;
    }
    std::shared_ptr<SoundTap> tap;
    {
        const std::lock_guard lock(m_mutex);
        tap = m_tap;
    }
    session.sound.setTap(std::move(tap));
    if (!session.sound.decode(packet))
        return;
    const std::lock_guard lock(m_mutex);
    m_sound = session.sound.levels();
    m_soundAt = m_clock.now();
}

void Preview::Private::setProblem(const Error &why)
{
    const std::lock_guard lock(m_mutex);
    m_status.connected = false;
    if (why.code == QLatin1String("interrupted"))
        return;
    m_status.problem = why.message;
    m_status.problemCode = why.code;
}

Preview::Preview(Address address, std::function<void()> wakeUp)
    : d(std::make_unique<Private>(std::move(address), std::move(wakeUp)))
{
    d->m_thread = std::jthread([p = d.get()](std::stop_token stop) { p->run(stop); });
}

Preview::~Preview() = default;

void Preview::setAddress(Address address)
{
    {
        const std::lock_guard lock(d->m_mutex);
        d->m_address = std::move(address);
        d->m_hasReady = false;
        d->m_shownAny = false;
        d->m_sound = {};
        ++d->m_generation;
    }
    d->m_changed.notify_all();
}

void Preview::setMotion(PreviewMotion motion)
{
    const std::lock_guard lock(d->m_mutex);
    d->m_motion = motion;
}

void Preview::setTap(std::shared_ptr<SoundTap> tap)
{
    const std::lock_guard lock(d->m_mutex);
    d->m_tap = std::move(tap);
}

std::optional<int64_t> Preview::takeLateness()
{
    const std::lock_guard lock(d->m_mutex);
    return std::exchange(d->m_lateness, std::nullopt);
}

void Preview::setTargetSize(int width, int height)
{
    const std::lock_guard lock(d->m_mutex);
    const bool opened = d->m_width <= 0 && width > 0;
    d->m_width = width;
    d->m_height = height;
    if (!opened)
        return;
    d->m_shownAny = false;
    // The next keyframe may be ten seconds away; a new connection begins with the newest one.
    if (std::exchange(d->m_skipped, false)) {
        ++d->m_generation;
        d->m_changed.notify_all();
    }
}

bool Preview::takeNewest(PreviewPicture &picture)
{
    const std::lock_guard lock(d->m_mutex);
    if (!d->m_hasReady)
        return false;
    std::swap(picture, d->m_ready);
    d->m_hasReady = false;
    return true;
}

PreviewSound Preview::sound() const
{
    const std::lock_guard lock(d->m_mutex);
    const bool fresh = d->m_clock.now() - d->m_soundAt <= soundFreshFor;
    return fresh ? d->m_sound : PreviewSound();
}

PreviewStatus Preview::status() const
{
    const std::lock_guard lock(d->m_mutex);
    return d->m_status;
}

} // namespace twinfeed::media
