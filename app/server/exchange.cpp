// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/exchange.h"

#include "app/server/framing.h"
#include "app/server/log.h"
#include "app/server/problem.h"

#include <microhttpd.h>

#include <algorithm>
#include <cstring>

namespace twinfeed::server {

namespace {

/// Of a stream, at once.
constexpr size_t blockSize = 32 * 1024;

QByteArray statusLine(int status)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + MHD_get_reason_phrase_for(unsigned(status))
        + "\r\n";
}

/// What goes into the log must not be able to look like another line of it.
QByteArray printable(const QByteArray &text)
{
    QByteArray result = text.left(200);
    for (char &c : result) {
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == '\\')
            c = '?';
    }
    return result;
}

/// Some CDNs' signatures stand in the path (32 hexadecimal digits as a part of it): whoever reads the log must not be able to
/// use them.
QByteArray withoutSignature(const QByteArray &path)
{
    const auto isSignature = [](const QByteArray &part) {
        return part.size() == 32 && std::ranges::all_of(part, [](char c) {
                   return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
               });
    };
    QList<QByteArray> parts = path.split('/');
    for (QByteArray &part : parts) {
        if (isSignature(part))
            part = "***";
    }
    return parts.join('/');
}

} // namespace

Exchange::Exchange(ExchangeShared &shared, MHD_Connection *connection, const QByteArray &uri)
    : m_shared(shared)
    , m_connection(connection)
    , m_startedAt(shared.clock.now())
{
    const qsizetype mark = uri.indexOf('?');
    m_request.path = mark < 0 ? uri : uri.left(mark);
    m_request.query = mark < 0 ? QByteArray() : uri.mid(mark + 1);
    m_request.id = newRequestId();
    m_request.address = shared.connections.address(connection);
}

Exchange::~Exchange()
{
    endStream();
}

void Exchange::collectHeaders()
{
    MHD_get_connection_values_n(
        m_connection, MHD_HEADER_KIND,
        [](void *self, MHD_ValueKind, const char *name, size_t nameSize, const char *value,
           size_t valueSize) {
            auto &headers = static_cast<Exchange *>(self)->m_request.headers;
            headers.emplace_back(QByteArray(name, qsizetype(nameSize)).toLower(),
                                 QByteArray(value, qsizetype(valueSize)));
            return MHD_YES;
        },
        this);
}

Response Exchange::failure(const char *code, const QString &message, const QString &remedy) const
{
    return problem({QLatin1String(code), message, {}, remedy, {}}, m_request.id);
}

bool Exchange::headersRead(const char *method)
{
    m_gotHeaders = true;
    m_request.method = method;
    collectHeaders();
    m_shared.connections.enter(m_connection, Phase::Body, shared_from_this());

    if (const auto error = framingError(m_request, m_shared.limits)) {
        Response response = problem(*error, m_request.id);
        response.close = true; // where the next request begins is not certain
        respond(std::move(response));
        return queue();
    }
    if (m_shared.stopping || !m_shared.connections.admit(m_connection)) {
        Response response = m_shared.stopping
            ? failure("shutting-down", QStringLiteral("The backend is going down."),
                      QStringLiteral("Try again in a moment."))
            : failure("too-many-connections", QStringLiteral("Too many connections are open."),
                      QStringLiteral("Close some, or try again in a moment."));
        response.close = true;
        return refuseEarly(std::move(response));
    }
    Admission admission = m_shared.handler.admit(m_request);
    if (admission.refusal)
        return refuseEarly(std::move(*admission.refusal));
    m_bodyLimit = admission.bodyLimit;
    const auto length = m_request.header("content-length");
    if (length && *length && (**length).toLongLong() > m_bodyLimit) {
        return refuseEarly(failure("too-large",
                                   m_bodyLimit == 0
                                       ? QStringLiteral("This takes no body.")
                                       : QStringLiteral("The body is larger than %1 bytes.").arg(m_bodyLimit),
                                   QStringLiteral("Send less.")));
    }
    return true;
}

bool Exchange::refuseEarly(Response response)
{
    const auto length = m_request.header("content-length");
    const qint64 announced = length && *length ? (**length).toLongLong() : 0;
    const bool hasBody = announced > 0 || m_request.has("transfer-encoding");
    // Answered when all is read, so that the connection can go on; at once where nobody wants to read that much, or
    // where the client waits for a word before it sends.
    m_discarding = !hasBody || (announced <= m_shared.limits.discardedBody && !m_request.has("expect"));
    response.close = response.close || !m_discarding;
    respond(std::move(response));
    return m_discarding || queue();
}

bool Exchange::bodyRead(const char *data, size_t size)
{
    if (m_queued)
        return true;
    m_received += qint64(size);
    if (m_discarding)
        return m_received <= m_shared.limits.discardedBody;
    const bool tooLarge = m_received > m_bodyLimit;
    if (tooLarge || m_shared.bodies + qint64(size) > m_shared.limits.bodiesAtOnce) {
        // Only now seen: a chunked body says no length. The rest is read and thrown away.
        respond(tooLarge ? failure("too-large",
                                   QStringLiteral("The body is larger than %1 bytes.").arg(m_bodyLimit),
                                   QStringLiteral("Send less."))
                         : failure("busy", QStringLiteral("Too much is being sent at once."),
                                   QStringLiteral("Try again in a moment.")));
        m_discarding = true;
        dropBody();
        return true;
    }
    m_counted += qint64(size);
    m_shared.bodies += qint64(size);
    m_request.body.append(data, qsizetype(size));
    return true;
}

bool Exchange::complete()
{
    if (m_queued)
        return true;
    if (m_shared.stopping)
        shutDown();
    if (!m_handled && !m_discarding && !m_shared.stopping) {
        m_handled = true;
        m_request.receivedAt = m_shared.clock.now();
        m_shared.connections.enter(m_connection, Phase::Working, shared_from_this());
        m_shared.handler.handle(m_request, [self = weak_from_this()](Response response) {
            if (const auto exchange = self.lock())
                exchange->respond(std::move(response));
        });
        // Whoever works on it may still hold its bytes: they count until there is an answer.
        m_request.body.clear();
    }
    {
        const std::lock_guard lock(m_mutex);
        if (!m_response)
            return suspend();
    }
    return queue();
}

void Exchange::dropBody()
{
    m_request.body.clear();
    m_shared.bodies -= std::exchange(m_counted, 0);
}

bool Exchange::suspend()
{
    if (m_shared.stopping) {
        m_abandoned = true;
        return false;
    }
    MHD_suspend_connection(m_connection);
    m_suspended = true;
    return true;
}

void Exchange::resume()
{
    m_suspended = false;
    MHD_resume_connection(m_connection);
}

void Exchange::respond(Response response)
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_answered, true))
        return;
    m_response = std::move(response);
    if (m_suspended)
        resume();
}

void Exchange::abandon()
{
    const std::lock_guard lock(m_mutex);
    m_abandoned = true;
    if (m_suspended)
        resume();
}

void Exchange::shutDown()
{
    respond(failure("shutting-down",
                    QStringLiteral("The backend is going down; whether this was done is not known."),
                    QStringLiteral("Ask again with the same Idempotency-Key.")));
    abandon();
}

void Exchange::wake()
{
    const std::lock_guard lock(m_mutex);
    if (m_suspended)
        resume();
    else
        m_woken = true;
}

bool Exchange::queue()
{
    m_queued = true;
    m_discarding = false;
    dropBody();
    MHD_Response *response = mhdResponse();
    if (!response)
        return false;
    m_shared.connections.enter(m_connection, m_stream ? Phase::Streaming : Phase::Answering,
                               shared_from_this());
    const MHD_Result queued = MHD_queue_response(m_connection, unsigned(m_status), response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}

MHD_Response *Exchange::mhdResponse()
{
    Response answer;
    {
        const std::lock_guard lock(m_mutex);
        answer = std::move(*m_response);
        m_response.reset();
    }
    m_status = answer.status;
    m_caller = answer.caller;
    m_stream = std::move(answer.stream);
    MHD_Response *response = nullptr;
    if (m_stream) {
        m_stream->setWakeUp([self = weak_from_this()] {
            if (const auto exchange = self.lock())
                exchange->wake();
        });
        response = MHD_create_response_from_callback(
            MHD_SIZE_UNKNOWN, blockSize,
            [](void *self, uint64_t, char *buffer, size_t most) {
                return ssize_t((*static_cast<std::shared_ptr<Exchange> *>(self))->read(buffer, most));
            },
            new std::shared_ptr<Exchange>(shared_from_this()),
            [](void *self) {
                const std::unique_ptr<std::shared_ptr<Exchange>> last(
                    static_cast<std::shared_ptr<Exchange> *>(self));
                (*last)->endStream();
            });
    } else {
        response = MHD_create_response_from_buffer(size_t(answer.body.size()), answer.body.data(),
                                                   MHD_RESPMEM_MUST_COPY);
        m_sent = answer.body.size();
    }
    if (!response)
        return nullptr;
    const auto add = [response](const QByteArray &name, const QByteArray &value) {
        MHD_add_response_header(response, name.constData(), value.constData());
    };
    add("Content-Type", answer.contentType);
    add("X-Request-Id", m_request.id.toLatin1());
    add("Cache-Control", "no-store");
    add("X-Content-Type-Options", "nosniff");
    for (const Header &header : answer.headers)
        add(header.first, header.second);
    if (answer.close || m_stream) // after a stream nothing else comes
        add("Connection", "close");
    return response;
}

qint64 Exchange::read(char *buffer, size_t most)
{
    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_abandoned)
                return MHD_CONTENT_READER_END_WITH_ERROR;
            m_woken = false;
        }
        // Asked before it is read: what is written between the two is then read in the next round.
        const bool ended = m_stream->ended();
        const QByteArray bytes = m_stream->read(qsizetype(std::min(most, blockSize)));
        if (!bytes.isEmpty()) {
            std::memcpy(buffer, bytes.constData(), size_t(bytes.size()));
            m_sent += bytes.size();
            m_shared.connections.enter(m_connection, Phase::Streaming, shared_from_this());
            return bytes.size();
        }
        if (ended)
            return MHD_CONTENT_READER_END_OF_STREAM;
        m_shared.connections.enter(m_connection, Phase::Waiting, shared_from_this());
        const std::lock_guard lock(m_mutex);
        if (m_woken || m_abandoned)
            continue;
        return suspend() ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
    }
}

void Exchange::endStream()
{
    if (!m_stream)
        return;
    m_stream->setWakeUp({});
    m_stream.reset();
}

QByteArray Exchange::timeoutAnswer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_timedOut = true;
    }
    const Response response =
        failure("request-timeout", QStringLiteral("The request was not complete in time."),
                QStringLiteral("Send it again, faster."));
    return statusLine(response.status) + "Content-Type: " + response.contentType
        + "\r\nX-Request-Id: " + m_request.id.toLatin1() + "\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(response.body.size()) + "\r\n\r\n" + response.body;
}

void Exchange::finished(bool completely)
{
    endStream();
    dropBody();
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
        if (m_timedOut)
            m_status = 408;
    }
    m_shared.connections.enter(m_connection, Phase::Idle);
    log(completely);
}

void Exchange::log(bool completely) const
{
    const double ms = double(m_shared.clock.now() - m_startedAt) / 1000;
    qCInfo(serverLog,
           "request method=%s path=\"%s\" status=%d ms=%.1f bytes=%lld caller=\"%s\" from=%s id=%s%s",
           printable(m_request.method).constData(), printable(withoutSignature(m_request.path)).constData(), m_status, ms,
           static_cast<long long>(m_sent), printable(m_caller.toUtf8()).constData(),
           qUtf8Printable(m_request.address), qUtf8Printable(m_request.id), completely ? "" : " cut=true");
}

} // namespace twinfeed::server
