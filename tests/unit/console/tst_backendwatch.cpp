// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/backendwatch.h"

#include "app/console/embeddeddaemon.h"
#include "models/domain/clock.h"
#include "tests/support/wait.h"
#include "tests/unit/console/fakedaemon.h"

#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeDaemon;
using test::waitUntil;

namespace {

constexpr BackendWatch::Timing quick{.look = 20ms, .grace = 400ms, .launchPatience = 600ms};

} // namespace

class TestBackendWatch : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeDaemon> m_fake;
    std::vector<client::Endpoint> m_found;
    std::vector<Error> m_failed;

    std::unique_ptr<BackendWatch> watch(bool launches)
    {
        const EmbeddedDaemon daemon{m_fake->program(), m_folder->path(), m_fake->runtimeFile()};
        BackendWatch::Launch launch;
        if (launches)
            launch = [daemon] { return daemon.launch(); };
        auto watch = std::make_unique<BackendWatch>(m_fake->runtimeFile(), launch, quick);
        connect(watch.get(), &BackendWatch::found, this,
                [this](const auto &endpoint) { m_found.push_back(endpoint); });
        connect(watch.get(), &BackendWatch::failed, this,
                [this](const auto &why) { m_failed.push_back(why); });
        return watch;
    }
    bool waitForFound(size_t count)
    {
        return waitUntil([this, count] { return m_found.size() >= count; }, 20s, "a backend");
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_fake = std::make_unique<FakeDaemon>(m_folder->path());
        m_found.clear();
        m_failed.clear();
    }

    void cleanup()
    {
        m_fake.reset();
        m_folder.reset();
    }

    void launchesOneWhereNoneRuns()
    {
        const auto watching = watch(true);
        QVERIFY(waitForFound(1));
        QCOMPARE(m_found[0].base, QUrl(QStringLiteral("http://127.0.0.1:40123")));
        QCOMPARE(m_found[0].token, QByteArray("t" + QByteArray::number(m_fake->pid())));
        QCOMPARE(m_fake->starts(), 1);
    }

    void findsTheOneThatRuns()
    {
        QVERIFY((EmbeddedDaemon{m_fake->program(), m_folder->path(), m_fake->runtimeFile()}.launch().ok()));
        QVERIFY(waitUntil([this] { return QFile::exists(m_fake->runtimeFile()); }, 20s, "the runtime file"));
        const auto watching = watch(true);
        QVERIFY(waitForFound(1));
        QCOMPARE(m_fake->starts(), 1);
    }

    void hearsOfAnotherPort()
    {
        const auto watching = watch(true);
        QVERIFY(waitForFound(1));
        QFile file(m_fake->runtimeFile());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\"port\":5,\"scheme\":\"http\",\"token\":\"new\",\"pid\":"
                   + QByteArray::number(m_fake->pid()) + "}");
        file.close();
        QVERIFY(waitForFound(2));
        QCOMPARE(m_found[1].base.port(), 5);
        QCOMPARE(m_found[1].token, QByteArray("new"));
        QCOMPARE(m_fake->starts(), 1);
    }

    void launchesAgainWhatIsGoneForGood()
    {
        const auto watching = watch(true);
        QVERIFY(waitForFound(1));
        m_fake->end();
        QVERIFY(waitForFound(2));
        QCOMPARE(m_fake->starts(), 2);
        QVERIFY(m_found[0].token != m_found[1].token);
    }

    void doubtsAreBelievedAfterAWhile()
    {
        // Its process number lives, but it does not answer: another program has the number now.
        const auto watching = watch(true);
        QVERIFY(waitForFound(1));
        watching->setDoubted(true);
        QVERIFY(waitForFound(2));
        QCOMPARE(m_fake->starts(), 2);
    }

    void saysWhenOneNeverSpeaks()
    {
        m_fake = std::make_unique<FakeDaemon>(m_folder->path(), false);
        {
            const auto watching = watch(true);
            QVERIFY(waitUntil([this] { return !m_failed.empty(); }, 20s, "a failure"));
            QCOMPARE(m_failed[0].code, QStringLiteral("backend-silent"));
        }
        QVERIFY(m_found.empty());
    }

    void saysWhenItCannotLaunch()
    {
        QFile::remove(m_fake->program());
        const auto watching = watch(true);
        QVERIFY(waitUntil([this] { return !m_failed.empty(); }, 20s, "a failure"));
        QCOMPARE(m_failed[0].code, QStringLiteral("backend-missing"));
    }

    void onlyWatches()
    {
        const auto watching = watch(false);
        QVERIFY((EmbeddedDaemon{m_fake->program(), m_folder->path(), m_fake->runtimeFile()}.launch().ok()));
        QVERIFY(waitForFound(1));
        QCOMPARE(m_fake->starts(), 1);
    }

    void endsAtOnce()
    {
        auto watching = watch(false);
        const SystemClock clock;
        const int64_t before = clock.now();
        watching.reset();
        QVERIFY(clock.now() - before < 900'000);
    }
};

QTEST_GUILESS_MAIN(TestBackendWatch)
#include "tst_backendwatch.moc"
