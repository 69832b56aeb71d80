// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "tests/unit/server/serverfixture.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// GET .../preview.flv and preview.ts over a real connection.
class TestPreviewStream final : public QObject
{
    Q_OBJECT

private:
    std::optional<ServerFixture> m_fixture;

    std::unique_ptr<HttpClient> watch(const QByteArray &file = "preview.flv", int receiveBuffer = 0)
    {
        auto client = std::make_unique<HttpClient>(m_fixture->port, "127.0.0.1", receiveBuffer);
        client->send(requestBytes("GET", "/v1/channels/main/sources/programme/" + file,
                                  {ServerFixture::bearer(Role::Viewer)}));
        const auto head = client->streamHead();
        return head && head->status == 200 ? std::move(client) : nullptr;
    }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void whatIsThereComesAtOnceAndTheRestAsItComes()
    {
        const auto client = watch();
        QVERIFY(client);
        QVERIFY(client->streamUntil("keyframe"));
        const auto preview = m_fixture->backend.lastPreview();
        for (int i = 0; i < 100; ++i) {
            const QByteArray picture = "picture " + QByteArray::number(i) + ';';
            preview->put(picture);
            QVERIFY(client->streamUntil(picture));
        }
        const QByteArray large(1'000'000, 'p');
        preview->put(large + '!');
        QVERIFY(client->streamUntil("!"));
        preview->end();
        QVERIFY(client->closed());
        QVERIFY(client->stream().contains(large));
        QVERIFY(waitUntil([&] { return !preview->alive; }, 10s, "the end of the stream"));
    }

    void aReaderThatHasGoneEndsItsStream()
    {
        auto client = watch("preview.ts");
        QVERIFY(client);
        QVERIFY(client->streamUntil("keyframe"));
        const auto preview = m_fixture->backend.lastPreview();
        client->close(); // and not a byte more comes from the source
        QVERIFY(waitUntil([&] { return !preview->alive; }, 10s, "the end of the stream"));
        QVERIFY(waitUntil([&] { return m_fixture->server->connections() == 0; }, 10s,
                          "the end of the connection"));
        preview->put("late"); // its wake-up is no longer there
    }

    void aReaderThatDoesNotReadIsNotBufferedForAndIsCut()
    {
        const auto client = watch("preview.flv", 4096);
        QVERIFY(client);
        const auto preview = m_fixture->backend.lastPreview();
        preview->put(QByteArray(64'000'000, 'p'));
        qint64 read = -1;
        QVERIFY(waitUntil(
            [&] { return preview->read > 0 && std::exchange(read, preview->read) == preview->read; }, 10s,
            "nothing more being read"));
        QVERIFY2(preview->read < 16'000'000, qPrintable(QString::number(preview->read))); // what sockets hold
        QVERIFY(waitUntil(
            [&] {
                m_fixture->clock.advance(1s);
                return !preview->alive;
            },
            10s, "the end of the stream"));
    }

    void previewsHaveALimit()
    {
        Limits limits;
        limits.previews = 2;
        m_fixture.reset();
        m_fixture.emplace(limits);
        const auto one = watch();
        auto two = watch();
        QVERIFY(one && two);
        const auto three = m_fixture->get("/v1/channels/main/sources/primary/preview.flv");
        QCOMPARE(three->status, 503);
        QCOMPARE(three->code(), QStringLiteral("too-many-streams"));
        two->close();
        QVERIFY(waitUntil([&] { return watch() != nullptr; }, 10s, "room again"));
    }

    void theServerEndsWithOpenPreviews()
    {
        const auto one = watch();
        const auto two = watch();
        QVERIFY(one && two);
        const auto preview = m_fixture->backend.lastPreview();
        m_fixture->server.reset();
        QVERIFY(one->closed());
        QVERIFY(two->closed());
        QVERIFY(!preview->alive);
        preview->put("late");
    }

    void stillsTakeTheirWidth()
    {
        const auto small = m_fixture->get("/v1/channels/main/sources/slate/preview.jpg?width=320");
        QCOMPARE(small->header("content-type"), QByteArray("image/jpeg"));
        QVERIFY(small->body.endsWith("width 320"));
        QVERIFY(m_fixture->get("/v1/channels/main/sources/slate/preview.jpg")->body.endsWith("width 640"));
    }
};

QTEST_GUILESS_MAIN(TestPreviewStream)
#include "tst_previewstream.moc"
