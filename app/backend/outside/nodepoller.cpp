// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/nodepoller.h"

#include <QUrlQuery>

namespace twinfeed::backend {

namespace {

constexpr int64_t second = 1'000'000;
constexpr std::chrono::milliseconds timeout{5000};

Result<StreamFigures> figuresOf(const NodeConfig &config, const QByteArray &body)
{
    switch (config.kind) {
    case NodeConfig::Kind::NginxRtmp:
        return readNginxRtmp(body, config.stream);
    case NodeConfig::Kind::Srs:
        return readSrs(body, config.stream);
    default:
        return readMediaMtx(body, config.stream);
    }
}

QString pathOf(NodeConfig::Kind kind)
{
    switch (kind) {
    case NodeConfig::Kind::Srs:
        return QStringLiteral("/api/v1/streams");
    case NodeConfig::Kind::MediaMtx:
        return QStringLiteral("/v3/paths/list");
    case NodeConfig::Kind::Prometheus:
        return QStringLiteral("/api/v1/query");
    case NodeConfig::Kind::NginxRtmp:
        break;
    }
    return QStringLiteral("/stat");
}

/// Any status but a good one.
Result<QByteArray> bodyOf(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return answer.error();
    // Prometheus says in a 400 what is wrong with a query.
    if (answer->status == 200 || answer->status == 400)
        return answer->body;
    return Error{QStringLiteral("http-status"),
                 QStringLiteral("The server answers with status %1.").arg(answer->status),
                 {},
                 answer->status == 401 || answer->status == 403
                     ? QStringLiteral("Give the node a tokenFile, or user and password in its address.")
                     : QStringLiteral("Check the address."),
                 {}};
}

} // namespace

NodePoller::NodePoller(NodeConfig config, Courier &courier, const Clock &clock)
    : m_config(std::move(config))
    , m_courier(courier)
    , m_clock(clock)
{
}

HttpAsk NodePoller::askFor(const QString &path, const NodeConfig::Query *query) const
{
    HttpAsk ask;
    ask.url = m_config.url;
    // Where an address has a path of its own that is the page itself.
    if (ask.url.path().isEmpty() || ask.url.path() == QLatin1String("/"))
        ask.url.setPath(path);
    else if (m_config.kind == NodeConfig::Kind::Prometheus)
        ask.url.setPath(ask.url.path() + path);
    QUrlQuery parameters(ask.url);
    if (query)
        parameters.addQueryItem(QStringLiteral("query"),
                                QString::fromLatin1(QUrl::toPercentEncoding(query->query)));
    // Both list a hundred or ten otherwise.
    if (m_config.kind == NodeConfig::Kind::Srs)
        parameters.addQueryItem(QStringLiteral("count"), QStringLiteral("1000"));
    if (m_config.kind == NodeConfig::Kind::MediaMtx)
        parameters.addQueryItem(QStringLiteral("itemsPerPage"), QStringLiteral("1000"));
    if (!parameters.isEmpty())
        ask.url.setQuery(parameters);
    if (!m_config.token.isEmpty())
        ask.headers.emplace_back("Authorization", "Bearer " + m_config.token);
    ask.timeout = timeout;
    return ask;
}

void NodePoller::poll()
{
    const int64_t now = m_clock.now();
    if (m_askedAt && now - *m_askedAt < m_config.everySeconds * second)
        return;
    const bool queries = m_config.kind == NodeConfig::Kind::Prometheus;
    {
        const std::lock_guard lock(m_core->mutex);
        if (m_core->open > 0)
            return; // one that hangs is not asked again
        m_core->open = queries ? int(m_config.queries.size()) : 1;
        m_core->coming.clear();
        m_core->failed.reset();
    }
    m_askedAt = now;
    const QString path = pathOf(m_config.kind);
    if (!queries) {
        m_courier.carry(
            askFor(path),
            [core = m_core, config = m_config, &clock = m_clock](const Result<HttpAnswer> &answer) {
                const auto body = bodyOf(answer);
                const auto figures = body ? figuresOf(config, *body) : Result<StreamFigures>(body.error());
                const std::lock_guard lock(core->mutex);
                if (figures)
                    take(*core, valuesOf(config, *figures, *core, clock.now()), clock.now(), clock.wall());
                else
                    take(*core, figures.error(), clock.now(), clock.wall());
            });
        return;
    }
    for (const NodeConfig::Query &query : m_config.queries) {
        m_courier.carry(askFor(path, &query),
                        [core = m_core, query, &clock = m_clock](const Result<HttpAnswer> &answer) {
                            const auto body = bodyOf(answer);
                            const auto number =
                                body ? readPrometheus(*body) : Result<std::optional<double>>(body.error());
                            const std::lock_guard lock(core->mutex);
                            if (number)
                                take(*core, std::vector{Value{query.name, query.unit, *number}}, clock.now(),
                                     clock.wall());
                            else
                                take(*core, number.error(), clock.now(), clock.wall());
                        });
    }
}

void NodePoller::take(Core &core, const Result<std::vector<Value>> &values, int64_t now,
                      const QDateTime &wall)
{
    if (values)
        core.coming.insert(core.coming.end(), values->begin(), values->end());
    else if (!core.failed)
        core.failed = values.error();
    if (--core.open > 0)
        return;
    core.asked = true;
    core.reason = core.failed ? core.failed->message : QString();
    core.reasonCode = core.failed ? core.failed->code : QString();
    if (core.failed && core.coming.empty()) {
        ++core.failures;
        return;
    }
    // One query that is wrong does not take the others away.
    core.failures = 0;
    core.goodAt = now;
    core.goodWall = wall;
    core.values = std::move(core.coming);
}

std::vector<NodePoller::Value> NodePoller::valuesOf(const NodeConfig &config, StreamFigures figures,
                                                    Core &core, int64_t now)
{
    if (config.kind == NodeConfig::Kind::MediaMtx) {
        if (figures.bytes && core.bytesBefore && *figures.bytes >= core.bytesBefore->second
            && now > core.bytesBefore->first)
            figures.bitrate = (*figures.bytes - core.bytesBefore->second) * 8 * double(second)
                / double(now - core.bytesBefore->first);
        core.bytesBefore = figures.bytes ? std::optional(std::pair(now, *figures.bytes)) : std::nullopt;
    }
    // What nobody publishes has no rate that could be too low.
    if (!figures.publishing)
        figures.bitrate.reset();
    return {{QStringLiteral("publishing"), QStringLiteral("1"), figures.publishing ? 1.0 : 0.0},
            {QStringLiteral("bitrate"), QStringLiteral("bit/s"), figures.bitrate},
            {QStringLiteral("bitrateOut"), QStringLiteral("bit/s"), figures.bitrateOut},
            {QStringLiteral("readers"), QStringLiteral("1"), figures.readers},
            {QStringLiteral("bytes"), QStringLiteral("1"), figures.bytes}};
}

NodePoller::State NodePoller::state() const
{
    const std::lock_guard lock(m_core->mutex);
    State state{m_core->reasonCode, m_core->reason, {}, m_core->asked};
    if (m_core->goodAt)
        state.ageMs = (m_clock.now() - *m_core->goodAt) / 1000;
    return state;
}

std::vector<Metric> NodePoller::metrics() const
{
    const int64_t now = m_clock.now();
    const QString node = QStringLiteral("node:") + m_config.id;
    const int periodMs = m_config.everySeconds * 1000;
    const std::lock_guard lock(m_core->mutex);
    std::vector<Metric> all;
    const bool old = !m_core->goodAt || now - *m_core->goodAt > patience * m_config.everySeconds * second;
    const QDateTime wall = m_clock.wall();
    for (const Value &value : m_core->values)
        all.push_back({m_config.channel, node, value.name, old ? std::nullopt : value.value, value.unit, 0,
                       periodMs, old ? wall : m_core->goodWall});
    const std::optional<double> down =
        m_core->asked ? std::optional(m_core->failures >= patience ? 1.0 : 0.0) : std::nullopt;
    all.push_back({m_config.channel, node, QStringLiteral("down"), down, QStringLiteral("1"), 0, 1000, wall});
    return all;
}

} // namespace twinfeed::backend
