// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/keysource.h"

#include "app/feed/feedconnection.h"
#include "app/media/ffmpeg.h"
#include "app/sealing/keywrap.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <map>

namespace twinfeed::feed {

using sealing::Key;
using sealing::KeyId;

namespace {

constexpr int64_t answerWithinUs = 5'000'000;
constexpr int64_t askAgainUs = 1'000'000;
constexpr int largestAnswer = 64 << 10;
constexpr qint64 largestFile = 1 << 20;

Error error(const char *code, const QString &message, const QString &remedy = {})
{
    return {QString::fromLatin1(code), message, {}, remedy, {}};
}

Result<std::map<KeyId, Key>> keysIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return error("key-file", QStringLiteral("The key file cannot be read: %1.").arg(file.errorString()));
    static const QRegularExpression form(QStringLiteral("^(\\d{1,8})[ \\t:]+([0-9a-fA-F]{64})$"));
    std::map<KeyId, Key> keys;
    int number = 0;
    for (const QByteArray &bytes : file.read(largestFile).split('\n')) {
        ++number;
        const QString line = QString::fromLatin1(bytes).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const auto match = form.match(line);
        Key key;
        key.id = match.captured(1).toUInt();
        if (!match.hasMatch() || key.id < 1 || key.id > sealing::mostKeyId)
            return error("key-file", QStringLiteral("Line %1 of the key file is no key.").arg(number),
                         QStringLiteral("Each line is an id and 64 hexadecimal digits: 7 000102..."));
        std::ranges::copy(QByteArray::fromHex(match.captured(2).toLatin1()), key.bytes.begin());
        keys[key.id] = key;
    }
    if (keys.empty())
        return error("key-file", QStringLiteral("The key file holds no key."));
    return keys;
}

Error refused(KeyId id, int code)
{
    const QString key = QStringLiteral("The key %1 is not to be had: ").arg(id);
    switch (code) {
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN:
        return error("no-key",
                     key + QStringLiteral("the backend does not know this token, or it may not have it."));
    case AVERROR_HTTP_NOT_FOUND:
        return error("no-key", key + QStringLiteral("the backend does not know it."));
    case AVERROR_HTTP_OTHER_4XX:
        return error("no-key",
                     key + QStringLiteral("it is given out no more, or the backend refuses for now."));
    default:
        return error("no-key", key + media::avErrorText(code) + QLatin1Char('.'));
    }
}

/// GET /v1/keys/{id} of one backend.
class KeyServer
{
public:
    KeyServer(const KeyOptions &options, const Clock &clock, std::stop_token stop)
        : m_options(options)
        , m_clock(clock)
        , m_patience{clock, std::move(stop)}
    {
    }

    Result<Key> fetch(KeyId id)
    {
        AVDictionary *options = nullptr;
        const QByteArray headers =
            "Authorization: Bearer " + m_options.token + "\r\nAccept: application/json\r\n";
        av_dict_set(&options, "headers", headers.constData(), 0);
        av_dict_set(&options, "tls_verify", "1", 0);
        // A redirection may not lead the token out of TLS.
        av_dict_set(&options, "protocol_whitelist",
                    m_options.server.startsWith(QLatin1String("https:")) ? "https,tls,tcp" : "http,tcp", 0);
        if (!m_options.authorities.isEmpty())
            av_dict_set(&options, "ca_file", QFile::encodeName(m_options.authorities).constData(), 0);
        m_patience.deadline = m_clock.now() + answerWithinUs;
        const AVIOInterruptCB interrupt{Patience::expired, &m_patience};
        const QString url = m_options.server + QStringLiteral("/v1/keys/%1").arg(id);
        AVIOContext *io = nullptr;
        const int code = avio_open2(&io, url.toUtf8().constData(), AVIO_FLAG_READ, &interrupt, &options);
        av_dict_free(&options);
        if (code < 0)
            return refused(id, code);
        QByteArray body(largestAnswer, '\0');
        int size = 0;
        while (size < body.size()) {
            const int got = avio_read_partial(io, reinterpret_cast<uint8_t *>(body.data()) + size,
                                              int(body.size()) - size);
            if (got <= 0)
                break;
            size += got;
        }
        avio_closep(&io);
        body.truncate(size);
        return keyFromAnswer(id, body, m_options.token);
    }

private:
    const KeyOptions m_options;
    const Clock &m_clock;
    Patience m_patience;
};

sealing::Unsealer::FindKey fromServer(const KeyOptions &options, const Clock &clock, std::stop_token stop,
                                      KeyNews news)
{
    struct State
    {
        State(const KeyOptions &options, const Clock &clock, std::stop_token stop)
            : server(options, clock, std::move(stop))
        {
        }

        KeyServer server;
        std::map<KeyId, Key> keys;
        std::map<KeyId, int64_t> askAgainAt;
    };
    const auto state = std::make_shared<State>(options, clock, std::move(stop));
    return [state, &clock, news = std::move(news)](KeyId id) -> std::optional<Key> {
        if (const auto known = state->keys.find(id); known != state->keys.end())
            return known->second;
        if (const auto at = state->askAgainAt.find(id);
            at != state->askAgainAt.end() && clock.now() < at->second)
            return std::nullopt;
        const auto key = state->server.fetch(id);
        if (news)
            news(id, key ? std::nullopt : std::optional(key.error()));
        if (!key) {
            state->askAgainAt[id] = clock.now() + askAgainUs;
            return std::nullopt;
        }
        state->askAgainAt.erase(id);
        state->keys[id] = *key;
        return *key;
    };
}

QByteArray tokenIn(const QString &path, Arguments &arguments)
{
    if (path.isEmpty())
        return qgetenv("TWINFEED_TOKEN").trimmed();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        arguments.fail(QStringLiteral("--token-file"),
                       QStringLiteral("cannot be read: %1.").arg(file.errorString()), {});
        return {};
    }
    return file.read(4096).trimmed();
}

} // namespace

KeyOptions takeKeyOptions(Arguments &arguments)
{
    KeyOptions options;
    options.file = arguments.text("--key-file").value_or(QString());
    options.server = arguments.text("--keys-from").value_or(QString());
    options.authorities = arguments.text("--ca-file").value_or(QString());
    const QString tokenFile = arguments.text("--token-file").value_or(QString());
    while (options.server.endsWith(QLatin1Char('/')))
        options.server.chop(1);
    if (!options.file.isEmpty() && !options.server.isEmpty())
        arguments.fail(QStringLiteral("--keys-from"), QStringLiteral("does not go with --key-file."),
                       QStringLiteral("Give one of them."));
    if (options.server.isEmpty())
        return options;
    const QUrl url(options.server);
    const bool local = url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("::1")
        || url.host() == QLatin1String("localhost");
    if (url.scheme() != QLatin1String("https") && !(url.scheme() == QLatin1String("http") && local))
        arguments.fail(QStringLiteral("--keys-from"), QStringLiteral("needs an https address."),
                       QStringLiteral("Plain http is for 127.0.0.1 only: the token travels in it."));
    options.token = tokenIn(tokenFile, arguments);
    if (options.token.isEmpty())
        arguments.fail(QStringLiteral("--token-file"), QStringLiteral("is missing."),
                       QStringLiteral("Name a file with the token, or put it into TWINFEED_TOKEN."));
    return options;
}

QString keyHelp()
{
    return QStringLiteral(
        "  --key-file FILE        keys, one a line: its id and 64 hexadecimal digits\n"
        "  --keys-from URL        asks a backend for each key when it is first needed: https://host:port "
        "(http for\n"
        "                         127.0.0.1 only); the key comes wrapped for the token\n"
        "  --token-file FILE      the token for it; without it the environment's TWINFEED_TOKEN\n"
        "  --ca-file FILE         certificates to trust, where the backend has one of its own making\n");
}

Result<sealing::Unsealer::FindKey> findKeys(const KeyOptions &options, const Clock &clock,
                                            std::stop_token stop, KeyNews news)
{
    if (!options.server.isEmpty())
        return fromServer(options, clock, std::move(stop), std::move(news));
    auto keys = keysIn(options.file);
    if (!keys)
        return keys.error();
    return sealing::Unsealer::FindKey([keys = std::move(*keys)](KeyId id) -> std::optional<Key> {
        const auto found = keys.find(id);
        return found == keys.end() ? std::nullopt : std::optional(found->second);
    });
}

Result<Key> keyFromAnswer(KeyId id, const QByteArray &body, const QByteArray &token)
{
    const QString text = QJsonDocument::fromJson(body).object().value(QLatin1String("wrapped")).toString();
    const QByteArray wrapped = QByteArray::fromHex(text.toLatin1());
    const auto key = sealing::received(
        id, {reinterpret_cast<const uint8_t *>(wrapped.constData()), size_t(wrapped.size())},
        {token.constData(), size_t(token.size())});
    if (!key)
        return error(
            "key-unreadable",
            QStringLiteral("The answer for the key %1 cannot be unwrapped with this token.").arg(id));
    return *key;
}

} // namespace twinfeed::feed
