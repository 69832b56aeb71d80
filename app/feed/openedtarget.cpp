// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/openedtarget.h"

#include "app/media/output.h"

#include <QFile>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unistd.h>

namespace twinfeed::feed {

using namespace media;

namespace {

using namespace std::chrono_literals;

constexpr auto lastPacketsWithin = 5s;
constexpr int64_t soundWithinUs = 1'000'000;

Error diskFailed(const QString &message)
{
    return {QStringLiteral("disk-failed"), message, {}, {}, {}};
}

/// A file, or standard output: everything that comes, as it comes.
class FileTarget final : public OpenedTarget
{
public:
    explicit FileTarget(Container container)
        : m_container(container)
    {
    }

    Result<void> open(const QString &name)
    {
        m_name = name;
        if (name == QLatin1String("-"))
            return m_file.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered)
                ? Result<void>()
                : diskFailed(QStringLiteral("Standard output cannot be written."));
        m_file.setFileName(name);
        if (m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
            return {};
        if (QFile::exists(name))
            return Error{QStringLiteral("file-exists"),
                         QStringLiteral("\"%1\" exists already.").arg(name),
                         {},
                         {},
                         {}};
        return diskFailed(QStringLiteral("\"%1\" cannot be written: %2.").arg(name, m_file.errorString()));
    }

    Result<void> write(std::vector<Packet> packets) override
    {
        std::ranges::move(packets, std::back_inserter(m_waiting));
        return m_muxer || knowsTracks() ? mux() : Result<void>();
    }

    void finish() override
    {
        (void)mux();
        QByteArray bytes;
        if (m_muxer)
            m_muxer->finish(bytes);
        (void)put(bytes);
        m_file.close();
    }

    bool wantsRealTime() const override { return false; }
    int64_t bytes() const override { return m_bytes; }

private:
    CodecConfigPtr configOf(Track track) const
    {
        const auto found = std::ranges::find(m_waiting, track, &Packet::track);
        return found == m_waiting.end() ? nullptr : found->config;
    }

    /// A container's beginning says which tracks there are.
    bool knowsTracks() const
    {
        const auto picture = std::ranges::find(m_waiting, Track::Video, &Packet::track);
        return picture != m_waiting.end()
            && (configOf(Track::Sound) || m_waiting.back().dts - picture->dts > soundWithinUs);
    }

    Result<void> mux()
    {
        if (!m_muxer && !m_waiting.empty()) {
            auto muxer = StreamMuxer::create(m_container, configOf(Track::Video), configOf(Track::Sound));
            if (!muxer)
                return muxer.error();
            m_muxer = std::move(*muxer);
            // It begins with a picture.
            m_waiting.erase(m_waiting.begin(), std::ranges::find(m_waiting, Track::Video, &Packet::track));
        }
        QByteArray bytes;
        for (const Packet &packet : m_waiting) {
            const auto muxed = m_muxer->write(packet, bytes);
            if (!muxed && muxed.error().code != QLatin1String("damaged-unit"))
                return muxed;
        }
        m_waiting.clear();
        return put(bytes);
    }

    Result<void> put(const QByteArray &bytes)
    {
        if (m_file.write(bytes) != bytes.size())
            return diskFailed(
                QStringLiteral("\"%1\" cannot be written any more: %2.").arg(m_name, m_file.errorString()));
        m_bytes += bytes.size();
        return {};
    }

    const Container m_container;
    QString m_name;
    QFile m_file;
    std::vector<Packet> m_waiting; // until the tracks are known
    std::unique_ptr<StreamMuxer> m_muxer;
    int64_t m_bytes = 0;
};

/// A network or HLS, by the engine's own outputs: connects again by itself, and leaves out whole groups where it is too slow.
class OutputTarget final : public OpenedTarget
{
public:
    OutputTarget(const OpenOptions &options, const Clock &clock, News news)
        : m_output({QStringLiteral("open"), *options.kind, options.to, true}, m_buffer, clock,
                   {[news = std::move(news)](const OutputStatus &status) {
                        news(toWord(status.state), status.reason);
                    },
                    {},
                    [this](const Packet &packet, int64_t) {
                        const std::lock_guard lock(m_mutex);
                        m_passed = packet.sequence;
                        m_left.notify_all();
                    },
                    {}})
    {
    }

    Result<void> write(std::vector<Packet> packets) override
    {
        m_pushed += packets.size();
        m_buffer->push(std::move(packets));
        return {};
    }

    void finish() override
    {
        m_buffer->close();
        std::unique_lock lock(m_mutex);
        m_left.wait_for(lock, lastPacketsWithin, [this] { return m_passed >= m_pushed; });
    }

    bool wantsRealTime() const override { return true; }
    int64_t bytes() const override { return m_output.status().bytes; }

private:
    const std::shared_ptr<GopBuffer> m_buffer = std::make_shared<GopBuffer>();
    uint64_t m_pushed = 0; // their sequences count from 1
    std::mutex m_mutex; // guards the next
    uint64_t m_passed = 0;
    std::condition_variable m_left;
    Output m_output; // last: its thread uses the others
};

} // namespace

Result<std::unique_ptr<OpenedTarget>> OpenedTarget::create(const OpenOptions &options, const Clock &clock,
                                                           News news)
{
    if (options.kind)
        return std::unique_ptr<OpenedTarget>(std::make_unique<OutputTarget>(options, clock, std::move(news)));
    auto target = std::make_unique<FileTarget>(options.container);
    if (auto opened = target->open(options.to); !opened)
        return opened.error();
    return std::unique_ptr<OpenedTarget>(std::move(target));
}

} // namespace twinfeed::feed
