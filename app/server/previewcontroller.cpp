// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/routes.h"
#include "app/server/workers.h"

namespace twinfeed::server {

namespace {

bool isPreviewSource(const QString &source)
{
    return source == QLatin1String("programme") || fromWord<Source>(source).has_value();
}

Error unknownSource(const QString &source)
{
    return {QStringLiteral("unknown-source"),
            QStringLiteral("There is no source \"%1\".").arg(source),
            {},
            QStringLiteral("Use one of: primary, backup, slate, programme."),
            {}};
}

/// Counts itself among the open previews for as long as it lives.
class CountedStream final : public ByteStream
{
public:
    CountedStream(std::unique_ptr<ByteStream> stream, std::shared_ptr<std::atomic<int>> count)
        : m_stream(std::move(stream))
        , m_count(std::move(count))
    {
        ++*m_count;
    }
    ~CountedStream() override { --*m_count; }
    QByteArray read(qsizetype most) override { return m_stream->read(most); }
    bool ended() const override { return m_stream->ended(); }
    void setWakeUp(std::function<void()> wakeUp) override { m_stream->setWakeUp(std::move(wakeUp)); }

private:
    const std::unique_ptr<ByteStream> m_stream;
    const std::shared_ptr<std::atomic<int>> m_count;
};

void getPreview(Call &call, PreviewKind kind)
{
    const QString source = call.parameter("source");
    if (!isPreviewSource(source))
        return call.refuse(unknownSource(source));
    // Opened and counted on one thread only, the transport's: no two can pass this at once.
    if (*call.services.previews >= call.services.limits.previews) {
        return call.refuse({QStringLiteral("too-many-streams"),
                            QStringLiteral("Too many previews are open."),
                            {},
                            QStringLiteral("Close one, or come back later."),
                            {}});
    }
    auto stream = call.services.backend.preview(call.parameter("channel"), source, kind);
    if (!stream)
        return call.refuse(stream.error());
    Response response;
    response.contentType = call.route.produces;
    response.headers.emplace_back("X-Accel-Buffering", "no");
    response.stream = std::make_unique<CountedStream>(std::move(*stream), call.services.previews);
    call.reply.send(std::move(response));
}

} // namespace

void getPreviewFlv(Call &call)
{
    getPreview(call, PreviewKind::Flv);
}

void getPreviewTs(Call &call)
{
    getPreview(call, PreviewKind::Ts);
}

void getStill(Call &call)
{
    const QString source = call.parameter("source");
    if (!isPreviewSource(source))
        return call.refuse(unknownSource(source));
    const auto width = call.number("width", 16, 3840, 640);
    if (!width)
        return call.refuse(width.error());
    const bool taken =
        call.services.workers.post([&backend = call.services.backend, reply = call.reply,
                                    channel = call.parameter("channel"), source, width = int(*width)] {
            const auto picture = backend.still(channel, source, width);
            if (!picture)
                return reply.fail(picture.error());
            Response response;
            response.contentType = "image/jpeg";
            response.body = *picture;
            reply.send(std::move(response));
        });
    if (!taken)
        call.refuse({QStringLiteral("busy"),
                     QStringLiteral("Too many are asking for pictures."),
                     {},
                     QStringLiteral("Ask again."),
                     {}});
}

} // namespace twinfeed::server
