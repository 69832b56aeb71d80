// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pusher.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

namespace twinfeed::feed {

namespace {

constexpr int64_t firstBackOffUs = 250'000;
constexpr int64_t mostBackOffUs = 4'000'000;
// A live encoder whose destination is slower than the show drops what is too old to be of use.
constexpr int64_t tooLateUs = 3'000'000;
// A keyframe so little overdue is still sent: or all feeds would miss their first one by the time it takes to get going.
constexpr int64_t slackUs = 250'000;

LoopIndexPtr indexOf(const LoopPtr &loop)
{
    return loop ? LoopIndexPtr(loop, &loop->index()) : nullptr;
}

LoopTimeline timelineOf(const FeedLoops &loops, int rate)
{
    const LoopPtr &sound = loops.sound[0];
    LoopTimeline timeline(indexOf(loops.video[0]), rate, indexOf(sound),
                          sound ? sound->codec().sampleRate : 0);
    for (int i = 1; i < variantCount; ++i)
        timeline.addVariant(Variant(i), indexOf(loops.video[size_t(i)]));
    return timeline;
}

} // namespace

Pusher::Pusher(Setup setup, const Clock &clock, StartGate &gate, Listener listener)
    : m_setup(std::move(setup))
    , m_clock(clock)
    , m_gate(gate)
    , m_listener(std::move(listener))
    , m_patience{clock, {}}
    , m_loops(m_setup.loops)
    , m_timeline(timelineOf(m_loops, m_setup.rate))
    , m_faults(uint32_t(m_setup.feed))
    , m_thread([this](std::stop_token stop) { run(stop); })
{
}

Pusher::~Pusher() = default; // m_thread stops and joins first: it is the last member

void Pusher::command(const FeedCommand &command)
{
    {
        const std::lock_guard lock(m_mutex);
        m_commands.push_back(command);
    }
    if (command.kind == FeedCommand::Kind::Cut)
        m_patience.cut = true; // also out of a write that blocks
    m_wake.notify_all();
}

void Pusher::addVideo(Variant variant, LoopPtr loop)
{
    const std::lock_guard lock(m_mutex);
    m_arrivals.push_back([this, variant, loop] {
        m_loops.video[size_t(variant)] = loop;
        m_timeline.addVariant(variant, indexOf(loop));
    });
    m_wake.notify_all();
}

void Pusher::addSound(SoundVariant variant, LoopPtr loop)
{
    const std::lock_guard lock(m_mutex);
    m_arrivals.push_back([this, variant, loop] { m_loops.sound[size_t(variant)] = loop; });
    m_wake.notify_all();
}

void Pusher::report(const QString &did, QJsonObject more)
{
    more[QStringLiteral("at_us")] = qint64(m_clock.now());
    more[QStringLiteral("feed")] = m_setup.feed;
    more[QStringLiteral("did")] = did;
    m_listener.did(more);
}

void Pusher::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), ("feed-" + std::to_string(m_setup.feed)).c_str());
    m_patience.stop = stop;
    int64_t backOff = firstBackOffUs;
    while (!stop.stop_requested() && m_state == State::Running) {
        obey(nullptr);
        if (m_cut) {
            waitForCommand(stop);
            continue;
        }
        const int64_t since = m_clock.now();
        const Result<void> result = connectAndStream(stop);
        if (result || stop.stop_requested() || m_patience.cut)
            continue;
        if (!FeedConnection::isNetwork(m_setup.url)) {
            m_state = State::Failed;
            return;
        }
        if (m_clock.now() - since > 2 * mostBackOffUs) // it had been well
            backOff = firstBackOffUs;
        waitUntil(m_clock.now() + backOff, stop);
        backOff = m_setup.prompt ? firstBackOffUs : std::min(backOff * 2, mostBackOffUs);
    }
}

/// One connection, from its making to its end. A failure that was not asked for is told, the same one only once.
Result<void> Pusher::connectAndStream(const std::stop_token &stop)
{
    auto connection = FeedConnection::open(m_setup.url, m_loops, m_patience);
    if (!m_zeroUs)
        m_zeroUs = m_gate.pass(stop);
    const bool connected = connection.ok();
    if (connected) {
        report(QStringLiteral("connected"));
        m_lastSaid.clear();
    }
    const Result<void> result = connected ? stream(**connection, stop) : connection.error();
    if (result || stop.stop_requested() || m_patience.cut)
        return result;
    const QString &why = result.error().message;
    report(connected ? QStringLiteral("disconnected") : QStringLiteral("unreachable"),
           {{QStringLiteral("why"), why}});
    if (why != m_lastSaid) {
        const QString again =
            QStringLiteral("; trying again, at last every %1 s").arg(mostBackOffUs / 1'000'000);
        m_listener.say(QStringLiteral("feed %1: %2 %3%4")
                           .arg(m_setup.feed)
                           .arg(FeedConnection::printable(m_setup.url), why,
                                FeedConnection::isNetwork(m_setup.url) ? again : QString()));
    }
    m_lastSaid = why;
    return result;
}

/// Waits until then, a command or the stop; true when the time has come.
bool Pusher::waitUntil(int64_t us, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    const auto wait = std::chrono::microseconds(us - m_clock.now());
    return wait.count() <= 0
        || !m_wake.wait_for(lock, stop, wait, [this] { return !m_commands.empty() || !m_arrivals.empty(); });
}

void Pusher::waitForCommand(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, stop, [this] { return !m_commands.empty() || !m_arrivals.empty(); });
}

Result<void> Pusher::stream(FeedConnection &connection, const std::stop_token &stop)
{
    if (m_setup.paced)
        m_timeline.seek(timeNow() - slackUs);
    if (std::exchange(m_connectedBefore, true) && m_setup.paced && m_setup.prompt)
        *m_zeroUs -= std::max<int64_t>(0, m_timeline.peek().dueUs - timeNow());
    for (;;) {
        obey(&connection);
        if (m_cut)
            return {};
        if (stop.stop_requested()) {
            m_patience.stop = {}; // the farewell has its own deadline
            return connection.finish();
        }
        if (m_stopped) {
            waitForCommand(stop);
            continue;
        }
        const TimelinePacket &next = m_timeline.peek();
        if (m_setup.durationUs > 0 && next.dueUs >= m_setup.durationUs
            && (next.closed || !m_loops.video[0])) {
            auto finished = connection.finish();
            if (finished)
                m_state = State::Done;
            return finished;
        }
        if (m_setup.paced && !waitUntil(*m_zeroUs + m_faults.sentAt(next.dueUs), stop))
            continue;
        if (stop.stop_requested())
            continue;
        if (auto sent = send(connection); !sent)
            return sent;
        if (m_setup.paced)
            skipIfLate();
    }
}

Result<void> Pusher::send(FeedConnection &connection)
{
    const TimelinePacket packet = m_timeline.peek();
    const int64_t shiftUs = m_setup.shiftUs + m_faults.shiftUs(packet);
    const bool lost = m_faults.loses(packet, timeUs(packet) + shiftUs);
    if (auto written = lost ? Result<void>() : connection.write(packet, m_loops, shiftUs); !written)
        return written;
    m_timeline.pop();
    if (!lost)
        acknowledge(packet);
    return {};
}

int64_t Pusher::timeUs(const TimelinePacket &packet) const
{
    const int64_t ticks = packet.video ? m_setup.rate : m_loops.of(packet)->codec().sampleRate;
    return packet.pts * 1'000'000 / ticks;
}

void Pusher::skipIfLate()
{
    const int64_t late = timeNow() - m_timeline.peek().dueUs;
    if (late < tooLateUs)
        return;
    m_timeline.seek(timeNow() - slackUs);
    m_listener.say(QStringLiteral("feed %1: the destination is too slow; %2 s were left out")
                       .arg(m_setup.feed)
                       .arg(double(late) / 1e6, 0, 'f', 1));
    report(QStringLiteral("skipped"), {{QStringLiteral("late_ms"), qint64(late / 1'000)}});
}

void Pusher::obey(FeedConnection *connection)
{
    // A cut closes the connection first, whatever was said after it.
    while (!connection || !m_cut) {
        std::function<void()> arrival;
        FeedCommand command;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_arrivals.empty()) {
                arrival = std::move(m_arrivals.front());
                m_arrivals.pop_front();
            } else if (!m_commands.empty()) {
                command = m_commands.front();
                m_commands.pop_front();
            } else {
                break;
            }
        }
        const bool wasStopped = m_stopped;
        if (arrival)
            arrival();
        else
            obey(command);
        if (connection && wasStopped && !m_stopped && m_setup.paced)
            m_timeline.seek(timeNow() - slackUs);
    }
    m_timeline.want(m_wanted);
    m_timeline.wantSound(m_loops.sound[size_t(m_wantedSound)] ? m_wantedSound : SoundVariant::Normal);
}

void Pusher::obey(const FeedCommand &command)
{
    using Kind = FeedCommand::Kind;
    switch (command.kind) {
    case Kind::Stop:
    case Kind::Cut:
        (command.kind == Kind::Stop ? m_stopped : m_cut) = true;
        report(command.word());
        break;
    case Kind::Resume:
        m_stopped = false;
        m_cut = false;
        m_patience.cut = false;
        expect(command, bool(m_loops.video[0]), !m_loops.video[0]);
        break;
    case Kind::Show:
        m_wanted = command.variant;
        expect(command, true, false);
        break;
    case Kind::Play:
        m_wantedSound = command.sound;
        expect(command, false, true);
        break;
    case Kind::Late:
    case Kind::Jitter:
    case Kind::Loss:
        spoil(command);
        break;
    case Kind::Normal:
        m_wanted = Variant::Normal;
        m_wantedSound = SoundVariant::Normal;
        m_faults.setLate(0);
        m_faults.setJitter(0);
        m_faults.setLoss(0);
        expect(command, bool(m_loops.video[0]), bool(m_loops.sound[0]));
        break;
    case Kind::End:
        break;
    }
}

/// From the next packet on.
void Pusher::spoil(const FeedCommand &command)
{
    if (command.kind == FeedCommand::Kind::Late)
        m_faults.setLate(command.amount);
    else if (command.kind == FeedCommand::Kind::Jitter)
        m_faults.setJitter(command.amount);
    else
        m_faults.setLoss(command.amount);
    report(command.word(), {{QStringLiteral("amount"), command.amount}});
}

void Pusher::expect(const FeedCommand &command, bool video, bool sound)
{
    // What was asked for before and is not to be seen any more is not waited for.
    std::erase_if(m_waiting, [&](const Waiting &old) {
        return old.command.kind != FeedCommand::Kind::Resume && (old.video ? video : sound);
    });
    m_waiting.push_back({command, video, sound});
}

/// Says that a command has taken effect when the first packet that shows it has been sent.
void Pusher::acknowledge(const TimelinePacket &sent)
{
    if (m_waiting.empty())
        return;
    const LoopPtr &loop = m_loops.of(sent);
    QJsonObject more{{QStringLiteral("pts_ms"),
                      qint64((timeUs(sent) + m_setup.shiftUs + m_faults.shiftUs(sent)) / 1'000)}};
    if (sent.video)
        more[QStringLiteral("counter")] = qint64(loop->index().entries[sent.entry].pts);
    std::erase_if(m_waiting, [&](Waiting &waiting) {
        const bool any = waiting.command.kind == FeedCommand::Kind::Resume;
        if (sent.video && (any || sent.variant == m_wanted))
            waiting.video = false;
        if (!sent.video && (any || sent.sound == m_wantedSound))
            waiting.sound = false;
        if (waiting.video || waiting.sound)
            return false;
        report(waiting.command.word(), more);
        return true;
    });
}

} // namespace twinfeed::feed
