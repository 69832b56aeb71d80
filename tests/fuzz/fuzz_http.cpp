// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests from where libmicrohttpd hands them over. (What it reads itself is its own affair.)

#include "app/server/dispatcher.h"
#include "app/server/eventhub.h"
#include "app/server/framing.h"
#include "app/server/hlsplaylist.h"
#include "app/server/routes.h"
#include "app/server/workers.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/server/fakebackend.h"

#include <QJsonDocument>

namespace twinfeed::fuzz {

namespace {

using namespace twinfeed::server;

/// A server without a network.
struct Rig
{
    test::FakeClock clock;
    test::FakeBackend backend{clock};
    Limits limits;
    EventHub hub{backend, clock, limits};
    Workers workers{1, 16};
    SignedAccess access{
        AccessRules{{SigningScheme::Hmac, {"secret"}}, {}, {}, {}, {QStringLiteral("*.example.com")}}};
    Dispatcher dispatcher{{backend, hub, workers, clock, limits, access},
                          Authenticator({{QStringLiteral("e"), Role::Engineer, tokenHash("t")},
                                         {QStringLiteral("v"), Role::Viewer, tokenHash("w")}})};

    ~Rig() { hub.close(); }
};

/// "METHOD path?query", lines of headers, an empty line, the body.
Request requestOf(QByteArray bytes)
{
    Request request;
    const auto line = [&bytes] {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArray line = end < 0 ? bytes : bytes.first(end);
        bytes = end < 0 ? QByteArray() : bytes.sliced(end + 1);
        return line;
    };
    const QByteArray first = line();
    const qsizetype space = first.indexOf(' ');
    request.method = space < 0 ? first : first.first(space);
    const QByteArray target = space < 0 ? QByteArray() : first.sliced(space + 1);
    const qsizetype question = target.indexOf('?');
    request.path = question < 0 ? target : target.first(question);
    request.query = question < 0 ? QByteArray() : target.sliced(question + 1);
    for (QByteArray header = line(); !header.isEmpty(); header = line()) {
        const qsizetype colon = header.indexOf(':');
        if (colon >= 0)
            request.headers.emplace_back(header.first(colon).toLower(), header.sliced(colon + 1));
    }
    request.body = bytes;
    request.address = QStringLiteral("127.0.0.1");
    request.id = QStringLiteral("0123456789abcdef");
    return request;
}

void check(const Response &response)
{
    must(response.status >= 200 && response.status < 600, "there is a status");
    if (response.status < 400)
        return;
    const QJsonObject problem = QJsonDocument::fromJson(response.body).object();
    must(response.contentType == "application/problem+json", "a refusal is a problem document");
    must(!problem.value(QLatin1String("type")).toString().isEmpty()
             && !problem.value(QLatin1String("detail")).toString().isEmpty(),
         "a problem says what is wrong");
    must(response.status != 500, "nothing that is sent is an error of the server");
}

/// A path with a query that is signed, or is said to be; a playlist behind the first line's end.
struct Signed
{
    server::Target target;
    QByteArray playlist;
};
Signed signedOf(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    const QByteArray line = end < 0 ? bytes : bytes.first(end);
    const qsizetype question = line.indexOf('?');
    return {
        {question < 0 ? line : line.first(question), question < 0 ? QByteArray() : line.sliced(question + 1)},
        end < 0 ? QByteArray() : bytes.sliced(end + 1)};
}

} // namespace

int signing(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'767'268'800, Qt::UTC);
    const auto [target, playlist] = signedOf(bytes);
    for (const QString &scheme : signingSchemes()) {
        SigningRules rules;
        rules.scheme = *signingScheme(scheme);
        // What is in the corpus was signed with another one.
        rules.secrets = {"a secret that is not in the corpus"};
        const AddressSigner signer(rules);
        const auto opened = signer.open(target, now);
        must(!opened || !opened->verdict, "nobody without the secret is believed");
        const server::Target made = signer.sign({'/' + target.path, {}}, now);
        const auto again = signer.open(made, now);
        must(again && again->verdict && again->target.path == '/' + target.path, "what is signed opens");
        const auto sign = [&](const server::Target &some) { return signer.sign(some, now); };
        const QByteArray written = signedPlaylist(playlist, "/hls/", sign);
        must(written.count('\n') == playlist.count('\n'), "a playlist keeps its lines");
    }
    return 0;
}

int http(const uint8_t *data, size_t size)
{
    // What the fake backend remembers is thrown away now and then.
    static std::unique_ptr<Rig> rig;
    static int uses = 0;
    if (!rig || ++uses % 500 == 0)
        rig = std::make_unique<Rig>();
    const Request request = requestOf({reinterpret_cast<const char *>(data), qsizetype(size)});
    if (const auto error = framingError(request, rig->limits))
        must(!error->message.isEmpty(), "an error says what is wrong");
    (void)accepts(request.body, "image/jpeg");
    (void)parseQuery(request.body);
    (void)parseEntityTag(request.body);
    const auto match = server::match(request.method, request.path);
    must(!match.route || match.allow.isEmpty(), "a route or what is allowed");
    Request headers = request;
    headers.body.clear();
    const Admission admission = rig->dispatcher.admit(headers);
    if (admission.refusal) {
        check(*admission.refusal);
        return 0;
    }
    if (request.body.size() > admission.bodyLimit)
        return 0;
    rig->dispatcher.handle(request, [](const Response &response) { check(response); });
    return 0;
}

} // namespace twinfeed::fuzz
