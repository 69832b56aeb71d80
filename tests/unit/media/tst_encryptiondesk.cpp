// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/encryptiondesk.h"

#include "tests/support/badserver.h"
#include "tests/support/nginxrtmp.h"
#include "tests/unit/media/outputrig.h"
#include "tests/unit/media/sealrig.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

/// A keyframe each half second, of pictures with enough in them to be hidden.
const StreamSpec detailed{.options = "profile=baseline",
                          .pictures = 30,
                          .gop = 15,
                          .paint = [](double seconds, double x, double y) {
                              return 128 + int(90 * std::sin(40 * x + 9 * seconds) * std::cos(31 * y * x));
                          }};

/// The machine's clock, and so much later.
class LaterClock final : public Clock
{
public:
    int64_t now() const override { return m_clock.now() + m_later; }
    QDateTime wall() const override { return m_clock.wall(); }
    QString bootId() const override { return m_clock.bootId(); }
    void advance(int64_t us) { m_later += us; }

private:
    SystemClock m_clock;
    std::atomic<int64_t> m_later = 0;
};

/// Outputs of every kind, a desk over them, and what it answers.
struct Rig
{
    explicit Rig(std::vector<OutputConfig> configs, std::vector<OutputSeal> seals = {},
                 std::function<void(std::function<void(Result<void>)>)> makeKeyframe = {})
        : configs(configs)
        , desk({std::move(seals), std::make_shared<MadeIncarnations>(),
                [](sealing::KeyId id) { return std::optional(madeKey(id)); }},
               clock, hooks(std::move(makeKeyframe)))
    {
        for (const OutputConfig &config : configs) {
            auto output = std::make_unique<Output>(config, programme.buffer(), clock, Output::Callbacks(),
                                                   desk.switchFor(config));
            const std::lock_guard lock(mutex);
            outputs.push_back(std::move(output));
        }
        desk.setOutputs(configs);
        desk.startProbing();
    }
    ~Rig() { desk.stopProbing(); }

    EncryptionDesk::Hooks hooks(std::function<void(std::function<void(Result<void>)>)> makeKeyframe)
    {
        EncryptionDesk::Hooks hooks;
        hooks.output = [this](const QString &id) { return status(id); };
        hooks.makeKeyframe = std::move(makeKeyframe);
        return hooks;
    }
    std::optional<OutputStatus> status(const QString &id) const
    {
        const std::lock_guard lock(mutex);
        for (const auto &output : outputs) {
            if (output->config().id == id) {
                OutputStatus status = output->status();
                desk.tell(status);
                return status;
            }
        }
        return std::nullopt;
    }
    EncryptionStatus encryption(const char *id) const
    {
        return status(QString::fromLatin1(id)).value_or(OutputStatus()).encryption;
    }
    EncryptionDesk::Figures figures(const char *id) const
    {
        return desk.figures(status(QString::fromLatin1(id)).value_or(OutputStatus()));
    }
    bool waitLive()
    {
        return waitUntil(
            [&] {
                const std::lock_guard lock(mutex);
                return std::ranges::all_of(
                    outputs, [](const auto &output) { return output->status().state == OutputState::Live; });
            },
            20s, "live outputs");
    }
    /// All outputs with one key, or clear.
    EncryptionOutcome order(const KeyPtr &key, bool soon = false)
    {
        std::vector<OutputSeal> seals;
        {
            const std::lock_guard lock(mutex);
            for (const auto &output : outputs)
                seals.push_back({output->config().id, key});
        }
        struct Answer
        {
            std::mutex mutex;
            std::optional<EncryptionOutcome> outcome;
        };
        const auto answer = std::make_shared<Answer>();
        desk.set(std::move(seals), clock.now(), soon, [answer](EncryptionOutcome outcome) {
            const std::lock_guard lock(answer->mutex);
            answer->outcome = std::move(outcome);
        });
        const auto answered = [&] {
            (void)desk.expire(clock.now());
            const std::lock_guard lock(answer->mutex);
            return answer->outcome.has_value();
        };
        if (!waitUntil(answered, 40s, "the end of a change"))
            return {{}, Error{QStringLiteral("no-answer"), {}, {}, {}, {}}};
        const std::lock_guard lock(answer->mutex);
        return *answer->outcome;
    }

    LaterClock clock;
    const std::vector<OutputConfig> configs;
    const Programme programme{detailed};
    mutable std::mutex mutex; // guards the list
    EncryptionDesk desk;
    std::vector<std::unique_ptr<Output>> outputs;
};

QString errorOf(const EncryptionOutcome &outcome)
{
    return outcome.error ? outcome.error->code + QStringLiteral(": ") + outcome.error->message : QString();
}

const EncryptionEvidence *evidenceOf(const EncryptionOutcome &outcome, const char *output)
{
    for (const EncryptionEvidence &evidence : outcome.outputs) {
        if (evidence.output == QLatin1String(output))
            return &evidence;
    }
    return nullptr;
}

} // namespace

/// What is asked for, what leaves, and what is seen where it leads.
class EncryptionDeskTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    OutputConfig recording(const char *name) const
    {
        return {.id = QStringLiteral("file"),
                .kind = OutputKind::Recording,
                .url = m_folder.filePath(QString::fromLatin1(name))};
    }

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void itIsDoneWhenItWasSeen()
    {
        NginxRtmp nginx;
        QVERIFY2(nginx.start(), qPrintable(nginx.report()));
        Rig rig({{.id = QStringLiteral("push"),
                  .kind = OutputKind::Rtmp,
                  .url = nginx.url(QStringLiteral("out"))},
                 {.id = QStringLiteral("hls"),
                  .kind = OutputKind::Hls,
                  .url = m_folder.filePath(QStringLiteral("hls")),
                  .keyUrl = QStringLiteral("https://keys.example/{key}")},
                 recording("seen.ts"),
                 {.id = QStringLiteral("air"),
                  .kind = OutputKind::Udp,
                  .url = QStringLiteral("udp://127.0.0.1:9")}});
        QVERIFY(rig.waitLive());
        QCOMPARE(rig.encryption("push").reasonCode, QStringLiteral("not-used"));
        QCOMPARE(rig.encryption("air").reasonCode, QStringLiteral("no-address"));
        QCOMPARE(rig.figures("push").sealMissing, std::optional<double>());

        const EncryptionOutcome sealed = rig.order(sharedKey(7));
        QCOMPARE(errorOf(sealed), QString());
        QCOMPARE(sealed.outputs.size(), size_t(4));
        for (const EncryptionEvidence &evidence : sealed.outputs) {
            QVERIFY2(evidence.firstPictureMs < 3'000,
                     qPrintable(evidence.output)); // keyframes come each 500 ms
            QCOMPARE(evidence.reconnects, 0);
            QCOMPARE(evidence.unopened, 0);
            QCOMPARE(evidence.seenMs.has_value(), evidence.output != QLatin1String("air"));
            QVERIFY(!evidence.bridged);
        }
        QVERIFY(!evidenceOf(sealed, "push")
                     ->seenAt.contains(QLatin1String("out"))); // a stream's name is a secret
        for (const char *output : {"push", "hls", "file"}) {
            const EncryptionStatus status = rig.encryption(output);
            QVERIFY2(status.seen == EncryptionSeen::Sealed && status.seenKey == 7u && !status.disagrees,
                     output);
            QVERIFY(status.seenAgeMs.has_value() && status.reason.isEmpty());
        }
        QVERIFY(rig.encryption("air").seen == EncryptionSeen::Unknown);

        const EncryptionOutcome rotated = rig.order(sharedKey(8));
        QCOMPARE(errorOf(rotated), QString());
        QCOMPARE(rig.encryption("push").seenKey, std::optional<quint32>(8));
        QCOMPARE(rig.figures("push").sealMissing, std::optional(0.0));
        QCOMPARE(rig.figures("push").probeFailures, std::optional(0.0));
        QCOMPARE(rig.figures("air").sealMissing, std::optional<double>());
        const EncryptionOutcome clear = rig.order(nullptr);
        QCOMPARE(errorOf(clear), QString());
        for (const char *output : {"push", "hls", "file"})
            QVERIFY2(rig.encryption(output).seen == EncryptionSeen::Clear, output);
        QCOMPARE(evidenceOf(clear, "push")->unopened, 0);
        QCOMPARE(rig.status(QStringLiteral("push"))->reconnects, 0);
        // The same again changes nothing.
        QVERIFY(rig.order(nullptr).outputs.empty());
    }

    void whatIsSeenOtherwiseDisagrees()
    {
        // Somebody else's stream is where this output is said to lead.
        const QString elsewhere = m_folder.filePath(QStringLiteral("elsewhere.ts"));
        const Programme other(plain);
        const Watched written(OutputKind::Recording, elsewhere, other);
        QVERIFY(written.waitForBytes(200'000));
        OutputConfig config = recording("here.ts");
        config.probeUrl = elsewhere;
        Rig rig({config}, {{config.id, sharedKey()}});
        QVERIFY(rig.waitLive());
        QVERIFY(
            waitUntil([&] { return rig.encryption("file").seen == EncryptionSeen::Clear; }, 20s, "a look"));
        QVERIFY(rig.encryption("file").sending == Encryption::Sealed);
        QVERIFY(!rig.encryption("file").disagrees); // relays may lag behind a start
        rig.clock.advance(40'000'000);
        QVERIFY(rig.encryption("file").seen == EncryptionSeen::Unknown); // what was seen is too old
        rig.desk.setOutputs(rig.configs); // wakes the prober
        QVERIFY(waitUntil([&] { return rig.encryption("file").disagrees; }, 20s, "the disagreement"));
        QCOMPARE(rig.encryption("file").reasonCode, QStringLiteral("not-asked-for"));
        QCOMPARE(rig.figures("file").sealMissing, std::optional(1.0));
    }

    /// A relay that changes what it passes on, or somebody who seals with a key of his own under our key's name.
    void whatDoesNotOpenIsMissing()
    {
        const QString elsewhere = m_folder.filePath(QStringLiteral("forged.ts"));
        sealing::Key forged = madeKey();
        forged.bytes.fill(1);
        const Programme other(plain);
        const auto seal = std::make_shared<SealSwitch>(
            SealSwitch::Setup{.asked = std::make_shared<const sealing::Key>(forged),
                              .incarnations = std::make_shared<MadeIncarnations>()});
        const Watched written(OutputKind::Recording, elsewhere, other, true, seal);
        QVERIFY(written.waitForBytes(200'000));
        OutputConfig config = recording("true.ts");
        config.probeUrl = elsewhere;
        Rig rig({config}, {{config.id, sharedKey()}});
        QVERIFY(rig.waitLive());
        QVERIFY(waitUntil([&] { return rig.encryption("file").reasonCode == QLatin1String("not-opened"); },
                          20s, "a look"));
        QVERIFY(rig.encryption("file").seen == EncryptionSeen::Unknown);
        rig.clock.advance(40'000'000);
        QCOMPARE(rig.figures("file").sealMissing, std::optional(1.0));
    }

    void whatCannotBeReachedIsUnknown()
    {
        OutputConfig config = recording("unreachable.ts");
        config.probeUrl = QStringLiteral("http://127.0.0.1:1/live.flv");
        Rig rig({config}, {{config.id, sharedKey()}});
        QVERIFY(rig.waitLive());
        QVERIFY(waitUntil([&] { return rig.encryption("file").reasonCode == QLatin1String("not-reached"); },
                          20s, "the reason"));
        QVERIFY(rig.encryption("file").seen == EncryptionSeen::Unknown);
        QVERIFY(!rig.encryption("file").seenAgeMs);
        QCOMPARE(rig.figures("file").sealMissing, std::optional(0.0)); // so far
        rig.clock.advance(40'000'000);
        QCOMPARE(rig.figures("file").sealMissing, std::optional(1.0));
        QVERIFY(!rig.encryption("file").disagrees); // nothing else was seen
        rig.desk.setOutputs(rig.configs); // wakes the prober
        QVERIFY(waitUntil([&] { return rig.figures("file").probeFailures >= 2; }, 20s, "another look"));
    }

    void anHlsOutputWithoutAddressForKeysIsRefused()
    {
        Rig rig({{.id = QStringLiteral("hls"),
                  .kind = OutputKind::Hls,
                  .url = m_folder.filePath(QStringLiteral("nokeys"))}});
        QVERIFY(rig.waitLive());
        QCOMPARE(rig.order(sharedKey()).error.value_or(Error()).code, QStringLiteral("no-key-url"));
        // It sends nothing rather than what it was not asked for.
        QVERIFY(waitUntil([&] { return rig.status(QStringLiteral("hls"))->state == OutputState::Failed; },
                          10s, "the output's end"));
        QCOMPARE(rig.status(QStringLiteral("hls"))->reasonCode, QStringLiteral("no-key-url"));
    }

    void soonMakesAKeyframe()
    {
        std::atomic<int> made = 0;
        Rig rig({recording("soon.ts")}, {}, [&](const std::function<void(Result<void>)> &done) {
            ++made;
            done(Result<void>());
        });
        QVERIFY(rig.waitLive());
        QVERIFY(waitUntil([&] { return rig.status(QStringLiteral("file"))->bytes > 200'000; }, 20s,
                          "some groups"));
        QVERIFY(!rig.order(sharedKey()).outputs.front().bridged);
        QCOMPARE(made, 0); // the stream's own comes within half a second
        QVERIFY(rig.order(nullptr, true).outputs.front().bridged);
        QCOMPARE(made, 1);
    }

    void readingBackEndsAtOnce()
    {
        const BadServer server(BadServer::Manner::Hang);
        OutputConfig config = recording("end.ts");
        config.probeUrl = QStringLiteral("rtmp://127.0.0.1:%1/live/nobody").arg(server.port());
        Rig rig({config}, {{config.id, sharedKey()}});
        QVERIFY(waitUntil([&] { return server.connections() > 0; }, 20s, "the prober's connection"));
        QElapsedTimer timer;
        timer.start();
        rig.desk.stopProbing();
        QVERIFY2(timer.elapsed() < mostStopMs, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(EncryptionDeskTest)
#include "tst_encryptiondesk.moc"
