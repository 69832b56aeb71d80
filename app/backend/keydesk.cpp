// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/keydesk.h"

#include "app/sealing/hlskey.h"

namespace twinfeed::backend {

namespace {

QString formOf(const server::KeyAsk &ask)
{
    return ask.form == server::KeyAsk::Form::Hls ? QStringLiteral("hls") : QStringLiteral("wrapped");
}

bool mayHave(const server::KeyAsk &ask, const QString &channel)
{
    // An address that was signed for this path says so itself.
    return ask.caller.signedAddress || ask.caller.role == Role::Engineer || ask.caller.keys.contains(channel);
}

template <typename Array>
QByteArray bytesOf(const Array &array)
{
    return {reinterpret_cast<const char *>(array.data()), qsizetype(array.size())};
}

} // namespace

KeyDesk::KeyDesk(const Keyring &keys, Ledger &ledger, const Clock &clock)
    : m_keys(keys)
    , m_ledger(ledger)
    , m_clock(clock)
{
}

void KeyDesk::give(const server::KeyAsk &ask, const server::KeyDone &done)
{
    const auto key = given(ask);
    if (!key) {
        const auto info = m_keys.info(ask.id);
        m_ledger.noteRefusal(ask.caller, QStringLiteral("get key %1").arg(ask.id),
                             info ? info->channel : QString(), key.error());
    }
    done(key);
}

Result<QByteArray> KeyDesk::given(const server::KeyAsk &ask)
{
    const auto info = m_keys.info(ask.id);
    if (info && !mayHave(ask, info->channel)) {
        return Error{
            QStringLiteral("forbidden"),
            QStringLiteral("This token does not open the channel %1.").arg(info->channel),
            {},
            QStringLiteral("Let an engineer add the channel to the token's \"keys\" in the configuration."),
            {}};
    }
    auto key = m_keys.key(ask.id);
    const bool retired = !key && key.error().code == QLatin1String("key-retired");
    if (retired && ask.caller.role == Role::Engineer && ask.form == server::KeyAsk::Form::Wrapped)
        key = m_keys.retired(ask.id);
    if (!key)
        return key.error();
    std::optional<QByteArray> bytes;
    if (ask.form == server::KeyAsk::Form::Hls)
        bytes = bytesOf(sealing::segmentKeyOf(**key));
    else if (const auto text = sealing::delivered(**key, {ask.token.constData(), size_t(ask.token.size())}))
        bytes = bytesOf(*text);
    if (!bytes)
        return Error{QStringLiteral("key-failed"), QStringLiteral("The key cannot be wrapped."), {}, {}, {}};
    if (auto noted = note(ask, info->channel, retired); !noted)
        return noted.error();
    return *bytes;
}

Result<void> KeyDesk::note(const server::KeyAsk &ask, const QString &channel, bool retired)
{
    Window &window = m_windows[{ask.caller.name, ask.id}];
    const int64_t now = m_clock.now();
    if (window.given == 0) {
        window.since = now;
        window.channel = channel;
    }
    const bool counts = ask.caller.signedAddress && window.given > 0;
    if (!ask.caller.signedAddress && window.given >= tokensPerMinute) {
        return Error{
            QStringLiteral("too-soon"),
            QStringLiteral("This token has asked for this key %1 times in a minute.").arg(window.given),
            {},
            QStringLiteral("A player keeps the key that it got."),
            {{QStringLiteral("retryAfterMs"), double((window.since + windowUs - now) / 1'000 + 1)}}};
    }
    ++window.given;
    if (counts) {
        ++window.uncounted;
        return {};
    }
    const QString text = retired
        ? QStringLiteral("The retired key %1 is given to %2, for what was recorded with it.")
        : QStringLiteral("Key %1 is given to %2.");
    Changes changes;
    changes.entries.push_back(
        m_ledger.entry(ask.caller, QStringLiteral("key-given"), channel, text.arg(ask.id).arg(ask.caller.name),
                       {{QStringLiteral("key"), double(ask.id)},
                        {QStringLiteral("retired"), retired},
                        {QStringLiteral("form"), formOf(ask)},
                        {QStringLiteral("address"), ask.address},
                        {QStringLiteral("times"), 1}}));
    return m_ledger.commit(std::move(changes), {});
}

void KeyDesk::tick()
{
    for (auto it = m_windows.begin(); it != m_windows.end();) {
        const auto &[who, window] = *it;
        if (m_clock.now() - window.since < windowUs) {
            ++it;
            continue;
        }
        if (window.uncounted > 0)
            m_ledger.note(
                QStringLiteral("key-given"), window.channel,
                QStringLiteral("Key %1 was given to %2 another %3 times.")
                    .arg(who.second)
                    .arg(who.first)
                    .arg(window.uncounted),
                {{QStringLiteral("key"), double(who.second)}, {QStringLiteral("times"), window.uncounted}});
        it = m_windows.erase(it);
    }
}

} // namespace twinfeed::backend
