// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pushprogram.h"

#include "app/feed/endsignals.h"

#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace twinfeed::feed {

namespace {

constexpr unsigned soundBits = 16;
// How soon the end of a feed that has a duration is noticed.
constexpr int pollMs = 50;

unsigned bitOf(const FeedCommand &command)
{
    return command.kind == FeedCommand::Kind::Play ? 1u << (soundBits + unsigned(command.sound))
                                                   : 1u << unsigned(command.variant);
}

} // namespace

PushProgram::PushProgram(PushOptions options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_cache(LoopCache::defaultFolder(), [this](const QString &what, double done) { progress(what, done); })
    , m_gate(clock, int(m_options.urls.size()), m_options.epochUs)
{
}

PushProgram::~PushProgram() = default;

VideoFormat PushProgram::videoOf(int feed) const
{
    VideoFormat format = m_options.video;
    format.source = m_options.sourceOf(feed);
    return format;
}

SoundFormat PushProgram::soundOf(int feed) const
{
    SoundFormat format = m_options.sound;
    format.source = m_options.sourceOf(feed);
    return format;
}

void PushProgram::print(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    const std::lock_guard lock(m_printing);
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

void PushProgram::say(const QString &sentence)
{
    const std::lock_guard lock(m_printing);
    std::fprintf(stderr, "twinfeed-feed: %s\n", sentence.toUtf8().constData());
}

/// On a terminal a line that counts; in a log a line each quarter.
void PushProgram::progress(const QString &what, double done)
{
    const bool terminal = isatty(STDERR_FILENO);
    const int percent = terminal ? int(done * 100) : int(done * 4) * 25;
    const std::lock_guard lock(m_printing);
    if (percent == m_lastPercent)
        return;
    m_lastPercent = percent;
    std::fprintf(stderr, "%stwinfeed-feed: encoding %s: %d %%%s", terminal ? "\r" : "",
                 what.toUtf8().constData(), percent, terminal && percent < 100 ? "" : "\n");
    if (percent == 100)
        m_lastPercent = -1;
}

Result<FeedLoops> PushProgram::loopsOf(int feed, std::stop_token stop) const
{
    FeedLoops loops;
    std::vector<Variant> wanted = m_options.prepare;
    wanted.insert(wanted.begin(), Variant::Normal);
    for (const Variant variant : m_options.withVideo ? wanted : std::vector<Variant>()) {
        auto loop = m_cache.video(videoOf(feed), variant, stop);
        if (!loop)
            return loop.error();
        loops.video[size_t(variant)] = *loop;
    }
    if (!m_options.withSound)
        return loops;
    std::vector<SoundVariant> sounds = m_options.prepareSound;
    sounds.insert(sounds.begin(), SoundVariant::Normal);
    for (const SoundVariant variant : sounds) {
        auto loop = m_cache.sound(soundOf(feed), variant, stop);
        if (!loop)
            return loop.error();
        loops.sound[size_t(variant)] = *loop;
    }
    return loops;
}

Result<void> PushProgram::makeLoops(std::stop_token stop)
{
    for (int feed = 1; feed <= m_options.urls.size(); ++feed) {
        auto loops = loopsOf(feed, stop);
        if (!loops)
            return loops.error();
        unsigned has = 0;
        for (unsigned i = 0; i < variantCount; ++i)
            has |= loops->video[i] ? 1u << i : 0;
        for (unsigned i = 0; i < soundVariantCount; ++i)
            has |= loops->sound[i] ? 1u << (soundBits + i) : 0;
        m_has.push_back(has);
        m_loops.push_back(*std::move(loops));
    }
    return {};
}

void PushProgram::startFeeds()
{
    print({{QStringLiteral("at_us"), qint64(m_clock.now())},
           {QStringLiteral("did"), QStringLiteral("ready")},
           {QStringLiteral("feeds"), int(m_options.urls.size())}});
    for (int feed = 1; feed <= m_options.urls.size(); ++feed) {
        Pusher::Setup setup;
        setup.feed = feed;
        setup.url = m_options.urls.at(feed - 1);
        setup.loops = m_loops[size_t(feed - 1)];
        setup.rate = m_options.video.rate;
        setup.shiftUs = int64_t(m_options.startTime * 1e6);
        setup.durationUs = int64_t(m_options.duration * 1e6);
        setup.paced = m_options.paced;
        setup.prompt = m_options.prompt;
        m_feeds.push_back(
            std::make_unique<Pusher>(setup, m_clock, m_gate,
                                     Pusher::Listener{[this](const QJsonObject &o) { print(o); },
                                                      [this](const QString &s) { say(s); }}));
    }
}

int PushProgram::run()
{
    const int signals = openEndSignals();

    std::stop_source encoding;
    Result<void> made;
    std::atomic<bool> ready{false};
    std::jthread maker([&] {
        made = makeLoops(encoding.get_token());
        ready = true;
    });
    bool asked = false;
    while (!ready) {
        pollfd wait{signals, POLLIN, 0};
        if (poll(&wait, 1, pollMs) > 0) {
            asked = true;
            encoding.request_stop();
            break;
        }
    }
    maker.join();
    int code = 0;
    if (!asked && !made) {
        const Error &error = made.error();
        say(error.message + (error.remedy.isEmpty() ? QString() : QLatin1Char(' ') + error.remedy));
        code = 2;
    } else if (!asked) {
        startFeeds();
        code = loop(signals);
        m_preparer = {};
        m_feeds.clear();
    }
    close(signals);
    return code;
}

int PushProgram::loop(int signals)
{
    QByteArray input;
    pollfd wait[]{{signals, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    while (!m_end) {
        const bool finite = m_options.duration > 0 || !FeedConnection::isNetwork(m_options.urls.first());
        poll(wait, 2, finite ? pollMs : 1'000);
        if (wait[0].revents)
            return 0;
        if (wait[1].revents) {
            char bytes[512];
            const ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
            if (size <= 0)
                wait[1].fd = -1; // nobody there any more: the feeds go on
            else
                input.append(bytes, size);
        }
        for (qsizetype end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
            obey(QString::fromUtf8(input.left(end)));
            input.remove(0, end + 1);
        }
        bool running = false;
        for (const auto &feed : m_feeds) {
            if (feed->state() == Pusher::State::Failed)
                return 2;
            running |= feed->state() == Pusher::State::Running;
        }
        if (!running)
            return 0;
    }
    return 0;
}

void PushProgram::obey(const QString &line)
{
    if (line.trimmed().isEmpty())
        return;
    const auto command = parseFeedCommand(line);
    QString why = command ? QString() : command.error().message + QLatin1Char(' ') + command.error().remedy;
    if (command && command->feed && (*command->feed < 1 || *command->feed > int(m_feeds.size())))
        why =
            QStringLiteral("There is no feed %1; they are 1 to %2.").arg(*command->feed).arg(m_feeds.size());
    if (!why.isEmpty()) {
        say(why);
        print({{QStringLiteral("at_us"), qint64(m_clock.now())},
               {QStringLiteral("did"), QStringLiteral("refused")},
               {QStringLiteral("why"), why}});
        return;
    }
    if (command->kind == FeedCommand::Kind::End) {
        print({{QStringLiteral("at_us"), qint64(m_clock.now())},
               {QStringLiteral("did"), QStringLiteral("end")}});
        m_end = true;
        return;
    }
    for (int feed = 1; feed <= int(m_feeds.size()); ++feed) {
        if (!command->feed || *command->feed == feed)
            obey(*command, feed);
    }
}

void PushProgram::obey(const FeedCommand &command, int feed)
{
    const bool needsVideo = command.kind == FeedCommand::Kind::Show;
    const bool needsSound =
        command.kind == FeedCommand::Kind::Play || command.kind == FeedCommand::Kind::Late;
    const bool isEncoded = needsVideo || command.kind == FeedCommand::Kind::Play;
    if ((needsVideo && !m_options.withVideo) || (needsSound && !m_options.withSound)) {
        print({{QStringLiteral("at_us"), qint64(m_clock.now())},
               {QStringLiteral("feed"), feed},
               {QStringLiteral("did"), QStringLiteral("refused")},
               {QStringLiteral("why"),
                QStringLiteral("The feed has no %1.")
                    .arg(needsVideo ? QLatin1String("video") : QLatin1String("sound"))}});
        return;
    }
    if (!isEncoded || available(command, feed))
        m_feeds[size_t(feed - 1)]->command(command);
}

bool PushProgram::available(const FeedCommand &command, int feed)
{
    unsigned &has = m_has[size_t(feed - 1)];
    if (has & bitOf(command))
        return true;
    has |= bitOf(command);
    print({{QStringLiteral("at_us"), qint64(m_clock.now())},
           {QStringLiteral("feed"), feed},
           {QStringLiteral("did"), QStringLiteral("preparing")},
           {QStringLiteral("what"), command.word()}});
    // One at a time; whoever asks for a second fault while the first is encoded waits in line behind it.
    auto before = std::make_shared<std::jthread>(std::move(m_preparer));
    m_preparer = std::jthread([this, command, feed, before](const std::stop_token &stop) {
        const std::stop_callback pass(stop, [&] { before->request_stop(); });
        if (before->joinable())
            before->join();
        prepare(command, feed, stop);
    });
    return false;
}

void PushProgram::prepare(const FeedCommand &command, int feed, const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "prepare");
    setpriority(PRIO_PROCESS, 0, 10); // this thread and those it starts: what is on the way goes first
    Pusher &pusher = *m_feeds[size_t(feed - 1)];
    const bool sound = command.kind == FeedCommand::Kind::Play;
    auto loop = sound ? m_cache.sound(soundOf(feed), command.sound, stop)
                      : m_cache.video(videoOf(feed), command.variant, stop);
    if (!loop) {
        if (!stop.stop_requested())
            say(QStringLiteral("feed %1: %2 cannot be shown: %3")
                    .arg(feed)
                    .arg(command.word(), loop.error().message));
        return;
    }
    if (sound)
        pusher.addSound(command.sound, *loop);
    else
        pusher.addVideo(command.variant, *loop);
    pusher.command(command);
}

} // namespace twinfeed::feed
