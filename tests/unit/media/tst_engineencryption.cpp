// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/channelengine.h"

#include "tests/support/process.h"
#include "tests/support/wait.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/media/outputrig.h"
#include "tests/unit/media/sealrig.h"

#include <QTemporaryDir>
#include <QTest>

#include <mutex>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

class Listener final : public EngineListener
{
public:
    void inputChanged(const QString &, const SourceStatus &) override { }
    void outputChanged(const QString &, const OutputStatus &status) override
    {
        const std::lock_guard lock(m_mutex);
        m_outputs.push_back(status);
    }
    void decided(const QString &, const Decision &) override { }
    void switched(const QString &, const Decision &, const Result<TakeEvidence> &) override { }
    bool saw(EncryptionSeen seen) const
    {
        const std::lock_guard lock(m_mutex);
        return std::ranges::any_of(
            m_outputs, [seen](const OutputStatus &status) { return status.encryption.seen == seen; });
    }

private:
    mutable std::mutex m_mutex; // guards the one below
    std::vector<OutputStatus> m_outputs;
};

} // namespace

/// A whole channel whose keyframes are far apart.
class EngineEncryptionTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    SystemClock m_clock;
    Listener m_listener;
    std::unique_ptr<ChannelEngine> m_engine;

    EncryptionStatus encryption() const { return m_engine->status().outputs.at(0).encryption; }
    /// The sealed channel, with something of it on the disk.
    void start(const QString &file)
    {
        ChannelEngine::Start start;
        start.config.id = QStringLiteral("one");
        start.config.primary = {QStringLiteral("file://") + m_folder.filePath(QStringLiteral("long.ts")),
                                InputMode::Pull};
        start.config.outputs = {{.id = QStringLiteral("file"), .kind = OutputKind::Recording, .url = file}};
        start.onAir = Source::Primary;
        start.seals = {{QStringLiteral("file"), sharedKey(7)}};
        start.incarnations = std::make_shared<MadeIncarnations>();
        start.findKey = [](sealing::KeyId id) { return std::optional(madeKey(id)); };
        m_engine = std::make_unique<ChannelEngine>(std::move(start), m_clock, m_listener);
    }
    EncryptionOutcome order(std::vector<OutputSeal> seals, bool soon)
    {
        struct Answer
        {
            std::mutex mutex;
            std::optional<EncryptionOutcome> is;
        };
        const auto answer = std::make_shared<Answer>();
        m_engine->setEncryption(std::move(seals), m_clock.now(), soon, [answer](EncryptionOutcome outcome) {
            const std::lock_guard lock(answer->mutex);
            answer->is = std::move(outcome);
        });
        const auto answered = [&] {
            const std::lock_guard lock(answer->mutex);
            return answer->is.has_value();
        };
        return waitUntil(answered, 40s, "the end of the change")
            ? *answer->is
            : EncryptionOutcome{{}, Error{QStringLiteral("no-answer"), {}, {}, {}, {}}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStringList list =
            QStringLiteral(
                "-y -v error -f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=sample_rate=48000 "
                "-t 16 -pix_fmt yuv420p -c:a aac -ac 2 -preset ultrafast -c:v libx264 -g 400 -bf 2")
                .split(QLatin1Char(' '));
        list += m_folder.filePath(QStringLiteral("long.ts"));
        Process ffmpeg(QStringLiteral("ffmpeg"), list);
        QVERIFY2(ffmpeg.start() && ffmpeg.waitForEnd(60s) && ffmpeg.exitCode() == 0,
                 qPrintable(ffmpeg.report()));
    }

    void itIsSealedFromTheFirstPictureAndEndsSoon()
    {
        const QString file = m_folder.filePath(QStringLiteral("out.ts"));
        start(file);
        QVERIFY(
            waitUntil([&] { return m_engine->status().programme == Source::Primary; }, 20s, "the programme"));
        QVERIFY(waitUntil([&] { return encryption().seen == EncryptionSeen::Sealed; }, 20s, "what is seen"));
        QVERIFY(m_listener.saw(EncryptionSeen::Sealed));
        QCOMPARE(encryption().sendingKey, std::optional<quint32>(7));
        // The source's next keyframe is up to 16 s away: one is made.
        const EncryptionOutcome ended = order({{QStringLiteral("file"), nullptr}}, false);
        QVERIFY2(!ended.error, qPrintable(ended.error.value_or(Error()).message));
        const EncryptionEvidence &evidence = ended.outputs.at(0);
        QVERIFY(evidence.bridged);
        QVERIFY2(evidence.firstPictureMs < 6'000,
                 qPrintable(QString::number(evidence.firstPictureMs))); // goal 2 s
        QVERIFY(evidence.seenMs >= evidence.firstPictureMs);
        QCOMPARE(evidence.seenAt, file);
        QCOMPARE(evidence.unopened, 0);
        QVERIFY(encryption().seen == EncryptionSeen::Clear && encryption().sending == Encryption::Clear);
        m_engine.reset();
        const std::vector<Packet> packets = internalPackets(contentsOf(file));
        const Opened opened = openAll(packets);
        QCOMPARE(opened.troubles, QStringList());
        QCOMPARE(opened.changes, 1);
    }

    void whatIsUnderWayIsAnsweredAtTheEnd()
    {
        start(m_folder.filePath(QStringLiteral("end.ts")));
        std::optional<QString> code;
        m_engine->setEncryption({}, m_clock.now(), false, [&code](const EncryptionOutcome &outcome) {
            code = outcome.error.value_or(Error()).code;
        });
        m_engine.reset();
        QCOMPARE(code, std::optional(QStringLiteral("engine-stopped")));
    }
};

QTEST_GUILESS_MAIN(EngineEncryptionTest)
#include "tst_engineencryption.moc"
