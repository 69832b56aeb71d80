// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "app/media/errors.h"
#include "app/media/outputsink.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

#include <pthread.h>

namespace twinfeed::media {

namespace {

constexpr int64_t figuresPeriod = 1'000'000;
constexpr int64_t firstBackOffUs = 250'000;
constexpr int64_t longestBackOffUs = 5'000'000;
constexpr int64_t writeTimeoutUs = 5'000'000;
constexpr int64_t closeTimeoutUs = 300'000; // of the second that the destructor may take
constexpr int64_t mostBehindUs = 2'000'000;
constexpr int64_t waitUs = 250'000;
constexpr int64_t placePollUs = 10'000; // for a predecessor's end, which takes a second at most
constexpr int64_t pollUs = 100'000; // for a source that the container can carry
constexpr int64_t sealPollUs = 1'000'000; // for a key, or a disk that takes its numbers again
// Small, so that falling behind is seen within a fraction of a second's packets.
constexpr size_t batch = 16;
constexpr int64_t newest = std::numeric_limits<int64_t>::max();

uint64_t picturesIn(const std::vector<Packet> &packets)
{
    return uint64_t(std::ranges::count(packets, Track::Video, &Packet::track));
}

} // namespace

class Output::Private
{
public:
    Private(OutputConfig config, std::shared_ptr<const GopBuffer> programme, const Clock &clock,
            Callbacks callbacks, std::shared_ptr<SealSwitch> seal)
        : config(std::move(config))
        , m_programme(std::move(programme))
        , m_clock(clock)
        , m_callbacks(std::move(callbacks))
        , m_seal(seal ? std::move(seal) : std::make_shared<SealSwitch>(SealSwitch::Setup()))
        , m_sink(OutputSink::create(this->config, clock))
    {
        m_status.id = this->config.id;
        if (!this->config.enabled)
            return;
        m_status.state = OutputState::Connecting;
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

    void requestStop() { m_thread.request_stop(); }
    OutputStatus status() const
    {
        OutputStatus status;
        {
            const std::lock_guard lock(m_mutex);
            status = m_status;
        }
        status.bytes = m_bytes;
        status.droppedPictures = m_dropped;
        status.reconnects = m_reconnects;
        status.missingMs = m_missingUs / 1000;
        m_seal->tell(status.encryption, m_clock.now());
        return status;
    }

    Figures figures() const
    {
        const std::lock_guard lock(m_mutex);
        return m_figures;
    }

    const OutputConfig config;

private:
    void run(const std::stop_token &stop);
    void awaitPlace(const std::stop_token &stop);
    bool awaitStart(const std::stop_token &stop);
    Result<void> connectAndSend(const std::stop_token &stop);
    Result<void> sendUntilEnd(const std::stop_token &stop, IoGate &gate);
    Result<std::unique_ptr<StreamMuxer>> start(GopBuffer::Cursor &cursor);
    Result<void> send(const Packet &packet, StreamMuxer &muxer, IoGate &gate);
    Result<void> write(const Packet &packet, const QByteArray &bytes, bool entry, IoGate &gate);
    void notePicture(const Packet &packet, int64_t at);
    void leaveOut(uint64_t pictures);
    bool catchUp(GopBuffer::Cursor &cursor, const std::vector<Packet> &packets);
    void set(OutputState state, const Error &reason = {});
    void pause(const std::stop_token &stop, int64_t us);

    const std::shared_ptr<const GopBuffer> m_programme;
    const Clock &m_clock;
    const Callbacks m_callbacks;
    const std::shared_ptr<SealSwitch> m_seal;

    mutable std::mutex m_mutex; // guards m_status, whose counters are the atomics below, and m_figures
    OutputStatus m_status;
    Figures m_figures;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<qint64> m_dropped = 0;
    std::atomic<int> m_reconnects = 0;
    std::atomic<int64_t> m_missingUs = 0;

    // The output's thread only.
    const std::unique_ptr<OutputSink> m_sink;
    struct Place
    {
        uint64_t next; // sequence
        uint64_t pictures; // of the programme before it
    };
    std::optional<Place> m_place; // behind what was sent last, over all connections
    std::optional<Source> m_sentSource; // of the last picture sent
    std::optional<int64_t> m_sentEnd; // dts behind it
    bool m_hasPictures = false; // on this connection: readers begin at its keyframes
    bool m_leftOut = false; // pictures between it and the next one
    bool m_everLive = false;
    std::optional<int64_t> m_liveSince; // of this connection
    int64_t m_figuresAt = 0;
    std::jthread m_thread; // last: uses all of the above
};

void Output::Private::set(OutputState state, const Error &reason)
{
    OutputStatus changed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state == state && m_status.reason == reason.message)
            return;
        m_status.state = state;
        m_status.reason = reason.message;
        m_status.reasonCode = reason.code;
    }
    if (m_callbacks.statusChanged)
        m_callbacks.statusChanged(status());
}

void Output::Private::pause(const std::stop_token &stop, int64_t us)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::microseconds(us), [] { return false; });
}

void Output::Private::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), ("out-" + config.id.toStdString()).substr(0, 15).c_str());
    int64_t backOff = firstBackOffUs;
    awaitPlace(stop);
    while (!stop.stop_requested() && !m_programme->closed()) {
        if (!awaitStart(stop))
            continue;
        m_liveSince.reset();
        const auto ended = connectAndSend(stop);
        if (ended || stop.stop_requested())
            continue;
        set(OutputState::Failed, ended.error());
        // What the container cannot carry is no failure of the destination: awaitStart() waits for the cause to go.
        if (ended.error().code == QLatin1String("not-carried"))
            continue;
        if (m_liveSince && m_clock.now() - *m_liveSince >= longestBackOffUs)
            backOff = firstBackOffUs;
        pause(stop, backOff);
        backOff = std::min(backOff * 2, longestBackOffUs);
    }
}

/// Waits until whoever had the same address or file before has let go of it.
void Output::Private::awaitPlace(const std::stop_token &stop)
{
    while (m_callbacks.placeIsFree && !m_callbacks.placeIsFree() && !stop.stop_requested())
        pause(stop, placePollUs);
}

/// Waits for a keyframe that the container can carry.
bool Output::Private::awaitStart(const std::stop_token &stop)
{
    const auto keyframe = m_programme->newestKeyframe();
    const CodecConfigPtr sound = m_programme->config(Track::Sound);
    if (auto ready = m_seal->prepare(); !ready) {
        set(OutputState::Failed, ready.error());
        pause(stop, sealPollUs);
        return false;
    }
    const bool soundOnly = !keyframe && sound && !m_programme->config(Track::Video);
    if (keyframe || soundOnly) {
        const auto carried =
            StreamMuxer::carries(m_sink->container(), keyframe ? keyframe->config : nullptr, sound);
        if (carried)
            return true;
        set(OutputState::Failed, carried.error());
        pause(stop, pollUs);
    } else {
        if (!m_everLive)
            set(OutputState::Connecting,
                errorOf(QStringLiteral("not-begun"), QStringLiteral("The programme has not begun.")));
        GopBuffer::Cursor cursor;
        m_programme->waitAndRead(cursor, stop, waitUs, 1);
    }
    return false;
}

Result<void> Output::Private::connectAndSend(const std::stop_token &stop)
{
    // A failure stays to be seen, with its reason, while it is tried again.
    if (status().state != OutputState::Failed)
        set(OutputState::Connecting,
            m_sink->openTimeoutUs() == IoGate::forEver
                ? errorOf(QStringLiteral("waiting-for-caller"), QStringLiteral("Waiting to be called."))
                : Error());
    IoGate gate(m_clock, stop);
    gate.allow(m_sink->openTimeoutUs());
    auto result = m_sink->open(gate);
    if (result) {
        {
            const std::lock_guard lock(m_mutex);
            m_status.file = m_sink->file();
        }
        result = sendUntilEnd(stop, gate);
    }
    gate.allowClosing(closeTimeoutUs);
    m_sink->close();
    m_figuresAt = 0;
    {
        const std::lock_guard lock(m_mutex);
        m_figures = {};
    }
    return result;
}

Result<std::unique_ptr<StreamMuxer>> Output::Private::start(GopBuffer::Cursor &cursor)
{
    Packet keyframe;
    m_hasPictures = false;
    if (const auto at = m_programme->keyframeAtOrBefore(newest, &keyframe)) {
        m_hasPictures = true;
        cursor = *at;
        if (m_place && cursor.next > m_place->next)
            leaveOut(cursor.pictures - m_place->pictures);
    }
    return StreamMuxer::create(m_sink->container(), keyframe.config, m_programme->config(Track::Sound));
}

Result<void> Output::Private::sendUntilEnd(const std::stop_token &stop, IoGate &gate)
{
    GopBuffer::Cursor cursor;
    auto muxer = start(cursor);
    if (!muxer)
        return muxer.error();
    while (!stop.stop_requested()) {
        const auto skippedBefore = cursor.skippedPictures;
        const auto read = m_programme->waitAndRead(cursor, stop, waitUs, batch);
        leaveOut(cursor.skippedPictures - skippedBefore);
        if (read.packets.empty() && m_programme->closed())
            return {};
        if (catchUp(cursor, read.packets))
            continue;
        (void)m_seal->prepare(); // what goes wrong counts at the keyframe
        uint64_t pictures = cursor.pictures - picturesIn(read.packets);
        for (const Packet &packet : read.packets) {
            if (auto sent = send(packet, **muxer, gate); !sent)
                return sent;
            pictures += packet.track == Track::Video;
            m_place = Place{packet.sequence + 1, pictures};
        }
    }
    return {};
}

Result<void> Output::Private::send(const Packet &packet, StreamMuxer &muxer, IoGate &gate)
{
    m_hasPictures |= packet.track == Track::Video;
    const bool entry = packet.track == Track::Video ? packet.keyframe : !m_hasPictures;
    QByteArray bytes;
    const auto passed = m_seal->pass(packet, entry);
    const auto muxed = passed ? muxer.write(*passed, bytes) : Result<void>(passed.error());
    if (!muxed) {
        // One damaged picture is no reason to lose the connection.
        if (muxed.error().code != QLatin1String("damaged-unit"))
            return muxed;
        leaveOut(packet.track == Track::Video);
        return {};
    }
    return bytes.isEmpty() ? Result<void>() : write(packet, bytes, entry, gate);
}

Result<void> Output::Private::write(const Packet &packet, const QByteArray &bytes, bool entry, IoGate &gate)
{
    gate.allow(writeTimeoutUs);
    if (entry)
        m_sink->encrypt(m_seal->key());
    if (auto written = m_sink->write(packet, bytes); !written)
        return written;
    const int64_t at = m_clock.now();
    m_bytes += bytes.size();
    m_seal->left(packet, entry, at);
    if (packet.track == Track::Video)
        notePicture(packet, at); // before it is called live: what is missing is known by then
    if (at - m_figuresAt >= figuresPeriod) {
        m_figuresAt = at;
        const LinkFigures link = m_sink->link();
        const std::lock_guard lock(m_mutex);
        m_figures = {m_liveSince.value_or(at), link};
    }
    if (!m_liveSince) {
        m_liveSince = at;
        m_reconnects += std::exchange(m_everLive, true);
        set(OutputState::Live);
    }
    if (m_callbacks.passed)
        m_callbacks.passed(packet, at);
    return {};
}

void Output::Private::notePicture(const Packet &packet, int64_t at)
{
    // Only what this output left out is its own loss: a programme may have holes too.
    if (std::exchange(m_leftOut, false) && m_sentEnd)
        m_missingUs += std::max<int64_t>(0, packet.dts - *m_sentEnd);
    m_sentEnd = packet.dts + packet.duration;
    if (std::exchange(m_sentSource, packet.source) != packet.source && m_callbacks.sent)
        m_callbacks.sent(packet, at);
}

void Output::Private::leaveOut(uint64_t pictures)
{
    m_dropped += qint64(pictures);
    m_leftOut |= pictures > 0;
}

/// Leaves out what lies between the packets just read and the newest keyframe, when that is far ahead: the connection is
/// slower than the stream, and every picture would only come later and later.
bool Output::Private::catchUp(GopBuffer::Cursor &cursor, const std::vector<Packet> &packets)
{
    if (packets.size() < batch)
        return false;
    Packet keyframe;
    const auto ahead = m_programme->keyframeAtOrBefore(newest, &keyframe);
    if (!ahead || ahead->next < cursor.next || keyframe.dts - packets.front().dts <= mostBehindUs)
        return false;
    leaveOut(ahead->pictures - cursor.pictures + picturesIn(packets));
    cursor.next = ahead->next;
    cursor.pictures = ahead->pictures;
    cursor.generation = ahead->generation;
    return true;
}

Output::Output(OutputConfig config, std::shared_ptr<const GopBuffer> programme, const Clock &clock,
               Callbacks callbacks, std::shared_ptr<SealSwitch> seal)
    : d(std::make_unique<Private>(std::move(config), std::move(programme), clock, std::move(callbacks),
                                  std::move(seal)))
{
}

Output::~Output() = default;

void Output::requestStop()
{
    d->requestStop();
}

const OutputConfig &Output::config() const
{
    return d->config;
}

Output::Figures Output::figures() const
{
    return d->figures();
}

OutputStatus Output::status() const
{
    return d->status();
}

} // namespace twinfeed::media
