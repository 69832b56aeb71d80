// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people, files and other programs write: documents, addresses, events, commands.

#include "app/backend/addresspolicy.h"
#include "app/backend/config.h"
#include "app/backend/yamldocument.h"
#include "app/client/endpoint.h"
#include "app/client/sseparser.h"
#include "app/feed/counter.h"
#include "app/feed/feedcommand.h"
#include "app/media/srtavio.h"
#include "models/domain/channel.h"
#include "models/domain/live.h"
#include "models/domain/record.h"
#include "tests/fuzz/targets.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

namespace twinfeed::fuzz {

namespace {

QByteArray bytesOf(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

/// What was read says the same when it is written and read again.
template <typename T, typename Write>
void roundTrip(const Result<T> &read, Write write, Result<T> (*readAgain)(const QJsonObject &),
               const char *promise)
{
    if (!read) {
        must(!read.error().code.isEmpty() && !read.error().message.isEmpty(), "an error says what is wrong");
        return;
    }
    const QJsonObject written = write(*read);
    const auto again = readAgain(written);
    must(again && write(*again) == written, promise);
}

template <typename T>
void roundTrip(const QJsonObject &object, Result<T> (*read)(const QJsonObject &), const char *promise)
{
    roundTrip(
        read(object), [](const T &value) { return toJson(value); }, read, promise);
}

Result<ChannelConfig> readConfigAgain(const QJsonObject &object)
{
    return channelConfigFromJson(object);
}

} // namespace

int json(const uint8_t *data, size_t size)
{
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(data, size)).object();
    roundTrip(
        channelConfigFromJson(object), [](const ChannelConfig &config) { return toJson(config, true); },
        readConfigAgain, "a channel's configuration is read as it was written");
    roundTrip(
        channelDocumentFromJson(object),
        [](const ChannelDocument &document) { return toJson(document, true); }, channelDocumentFromJson,
        "a channel is read as it was written");
    roundTrip(object, channelStatusFromJson, "a status is read as it was written");
    roundTrip(object, metricFromJson, "a metric is read as it was written");
    roundTrip(object, operationFromJson, "an operation is read as it was written");
    roundTrip(object, journalEntryFromJson, "a journal entry is read as it was written");
    roundTrip(object, slateFromJson, "a slate is read as it was written");
    roundTrip(object, takeEvidenceFromJson, "evidence is read as it was written");
    (void)errorFromJson(object);
    return 0;
}

int yaml(const uint8_t *data, size_t size)
{
    const auto document = backend::YamlDocument::parse(bytesOf(data, size), QStringLiteral("a.yaml"));
    if (!document)
        must(!document.error().code.isEmpty() && !document.error().message.isEmpty(),
             "an error says what is wrong");
    else
        (void)document->located(
            {QStringLiteral("unknown-field"), {}, QStringLiteral("/channels/0/id"), {}, {}});
    static const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a.yaml"));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytesOf(data, size)) < 0)
        return 0;
    file.close();
    for (const Error &error : backend::readConfig(name).errors)
        must(!backend::toText(error).isEmpty(), "an error says what is wrong");
    return 0;
}

int address(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(bytesOf(data, size));
    for (const bool listen : {false, true}) {
        const auto srt = media::SrtAddress::parse(text, listen);
        if (srt)
            must(srt->port > 0 && srt->port < 65'536 && srt->latencyMs >= 0, "an address can be used");
        else
            must(!srt.error().message.isEmpty(), "an error says what is wrong");
    }
    const QString redacted = redactedUrl(text);
    must(redactedUrl(redacted) == redacted, "what is blotted out stays so");
    (void)client::Endpoint::parse(text, "token");
    (void)client::Endpoint::parse(QStringLiteral("http://127.0.0.1:1"), bytesOf(data, size));
    (void)backend::AddressPolicy::isNetwork(text);
    backend::AllowRules rules;
    rules.networks = {QStringLiteral("10.0.0.0/8"), QStringLiteral("2001:db8::/32"), text};
    rules.hosts = {QStringLiteral("*.example.com"), text};
    rules.folders = {QStringLiteral("/srv")};
    ChannelConfig config;
    config.primary.url = text;
    config.backup.url = QStringLiteral("rtmp://10.1.1.1/live/a");
    config.outputs.emplace_back().url = text;
    (void)backend::AddressPolicy(rules).check(config, nullptr);
    return 0;
}

int events(const uint8_t *data, size_t size)
{
    // The same bytes at once and in pieces are the same events.
    client::SseParser whole(4096);
    client::SseParser pieces(4096);
    const QByteArray bytes = bytesOf(data, size);
    const auto expected = whole.feed(bytes);
    std::vector<client::SseEvent> found;
    for (qsizetype at = 0, step = 1; at < bytes.size(); at += step, step = step % 7 + 1) {
        for (auto &event : pieces.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at))))
            found.push_back(std::move(event));
    }
    must(whole.overflowed() == pieces.overflowed(), "the bound does not depend on how the network cut");
    must(found == expected, "events do not depend on how the network cut");
    return 0;
}

/// The first byte chooses: a command, or a picture whose blocks are the following bits.
int feed(const uint8_t *data, size_t size)
{
    using namespace twinfeed::feed;
    Script script({data, size});
    if (script.byte() % 2 == 0) {
        const Bytes rest = script.rest();
        const auto command = parseFeedCommand(QString::fromUtf8(bytesOf(rest.data(), rest.size())));
        must(command || !command.error().message.isEmpty(), "an error says what is wrong");
        if (command)
            must(!command->word().isEmpty(), "a command has a word");
        return 0;
    }
    constexpr int width = 320;
    constexpr int height = 180;
    static std::vector<uint8_t> luma(size_t(width) * height);
    CounterUnwrapper counter;
    RunWatch watch;
    while (!script.empty()) {
        // What was drawn is read; a few pixels are damaged then.
        PictureCode code;
        code.source = 1 + script.byte() % 63;
        code.variant = Variant(script.byte() % variantCount);
        code.rate = std::array{25, 30, 50, 60}[script.byte() % 4];
        code.loopPictures = 1 + int(script.number(3) % 262'143);
        code.counter = int(script.number(3)) % code.loopPictures;
        strip::draw(code, luma.data(), width, width, height);
        const auto clean = readPictureCode(luma.data(), width, width, height);
        must(clean.found == PictureReading::Found::Code && clean.code == code, "what was drawn is read");
        for (int damaged = script.byte() % 32; damaged > 0; --damaged)
            luma[script.number(2) % luma.size()] = script.byte();
        const auto reading = readPictureCode(luma.data(), width, width, height);
        if (reading.found != PictureReading::Found::Code)
            continue;
        const int64_t number = counter.next(reading.code);
        must(watch.step(number, script.byte() % 2, script.byte()).lost >= 0, "losses are counted up");
    }
    return 0;
}

} // namespace twinfeed::fuzz
