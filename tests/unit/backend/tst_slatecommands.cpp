// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slatecommands.h"

#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");

QString idOf(const server::Answer &answer)
{
    return answer.body.value(QLatin1String("id")).toString();
}

} // namespace

/// Commands about slates from end to end, over a fake encoder.
class tst_SlateCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void armSlateWaitsForTheClip();
    void armSlateThatFailsIsTakenBack();
    void armSlateThatOvertookAnother();
    void addSlate();
    void addSlateThatIsNone();
    void slateFollowsTheFormat();

private:
    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_SlateCommands::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    QVERIFY(m_rig->start());
}

void tst_SlateCommands::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_SlateCommands::armSlateWaitsForTheClip()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() != nullptr; }, 10s, "the first slate"));
    const auto before = engine->slate();
    m_rig->encoderHangs = true;
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(answer);
    QCOMPARE(engine->slate(), before);
    QVERIFY(!m_rig->director().operation(idOf(*answer))->endedAt);
    m_rig->encoderHangs = false;
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    QVERIFY(engine->slate() != before);
    QCOMPARE(m_rig->director().channel(mainId)->slate, QStringLiteral("back"));
    const auto unknown = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(2), mainId, QStringLiteral("nothing"), done);
    });
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("unknown-slate"));
}

void tst_SlateCommands::armSlateThatFailsIsTakenBack()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    m_rig->file(QStringLiteral("back.png"), "bad");
    const auto answer = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(answer);
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("slate-refused"));
    QCOMPARE(m_rig->director().channel(mainId)->slate, QStringLiteral("calm"));
    // Now that it is known to be broken it is refused at once.
    const auto refused = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(m_rig->revision(mainId)), mainId, QStringLiteral("back"), done);
    });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("slate-not-ready"));
}

void tst_SlateCommands::armSlateThatOvertookAnother()
{
    const QString mine = QStringLiteral("mine");
    const QString back = QStringLiteral("back");
    const auto arm = [&](const QString &slate) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.armSlate(m_rig->command(m_rig->revision(mainId)), mainId, slate, done);
        });
    };
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() != nullptr; }, 10s, "the first slate"));
    const auto first = engine->slate();
    m_rig->file(QStringLiteral("back.png"), "bad");
    m_rig->encoderHangs = true;
    const auto added = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.addSlate(m_rig->command(), mine, QStringLiteral("Mine"), {}, "good", done);
    });
    QVERIFY(added);
    const auto overtaken = arm(mine);
    QVERIFY(overtaken);
    const auto failing = arm(back);
    QVERIFY(failing);
    m_rig->encoderHangs = false;
    QCOMPARE(m_rig->ended(*failing)->state, OperationState::Failed);
    // The document says "mine" again, and that is what the engine has.
    QCOMPARE(m_rig->director().channel(mainId)->slate, mine);
    QVERIFY(waitUntil([&] { return engine->slate() != first; }, 10s, "the slate that the document names"));
}

void tst_SlateCommands::addSlate()
{
    const auto add = [&](const QString &id, const QByteArray &content) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), id, QStringLiteral("Mine"),
                             QStringLiteral("../../My Pause.PNG"), content, done);
        });
    };
    const auto answer = add(QStringLiteral("mine"), "good");
    QVERIFY(answer);
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    const auto slateOf = [&](const QString &id) {
        for (const Slate &slate : m_rig->director().slates()) {
            if (slate.id == id)
                return slate;
        }
        return Slate();
    };
    QCOMPARE(slateOf(QStringLiteral("mine")).state, QStringLiteral("ready"));
    QCOMPARE(slateOf(QStringLiteral("mine")).file, QStringLiteral("mine.png"));
    QVERIFY(m_rig->sink.find(QStringLiteral("slate"),
                             {{QStringLiteral("state"), QStringLiteral("ready")},
                              {QStringLiteral("id"), QStringLiteral("mine")}}));
    const auto twice = add(QStringLiteral("mine"), "other");
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, QStringLiteral("slate-exists"));
    QCOMPARE(add(QStringLiteral("calm"), "x").error().code, QStringLiteral("slate-exists"));
    QCOMPARE(add(QStringLiteral("Not An Id"), "x").error().code, QStringLiteral("invalid-id"));
    QCOMPARE(add(QStringLiteral("empty"), "").error().code, QStringLiteral("out-of-range"));
    QCOMPARE(add(QStringLiteral("huge"), QByteArray((32 << 20) + 1, 'x')).error().code,
             QStringLiteral("too-large"));
    // It is still there after a restart, ready, and its file too.
    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(slateOf(QStringLiteral("mine")).state, QStringLiteral("ready"));
    ChannelConfig config = Rig::config(mainId);
    QVERIFY(m_rig->create(config));
    const auto armed = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.armSlate(m_rig->command(1), mainId, QStringLiteral("mine"), done);
    });
    QVERIFY(armed);
    QCOMPARE(m_rig->ended(*armed)->state, OperationState::Done);
}

void tst_SlateCommands::addSlateThatIsNone()
{
    const auto add = [&](const QByteArray &content, const QString &fileName = {}) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), QStringLiteral("mine"), QStringLiteral("Mine"), fileName,
                             content, done);
        });
    };
    const auto answer = add("bad", QStringLiteral("mine.jpg"));
    QVERIFY(answer);
    const auto operation = m_rig->ended(*answer);
    QCOMPARE(operation->state, OperationState::Failed);
    QCOMPARE(operation->problem->code, QStringLiteral("slate-refused"));
    QVERIFY(m_rig->sink.find(QStringLiteral("slate"), {{QStringLiteral("state"), QStringLiteral("failed")}}));
    // What failed may be brought again under its id.
    const auto again = add("good", QStringLiteral("mine.png"));
    QVERIFY(again);
    QCOMPARE(m_rig->ended(*again)->state, OperationState::Done);
    // Only what is used is kept.
    QCOMPARE(QDir(m_rig->folder() + QStringLiteral("/data/slates")).entryList(QDir::Files),
             QStringList{QStringLiteral("mine.png")});
}

void tst_SlateCommands::slateFollowsTheFormat()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() && engine->slate()->format.width == 1920; }, 10s,
                      "the default slate"));
    auto video = std::make_shared<media::CodecConfig>();
    video->codecId = 27; // AV_CODEC_ID_H264
    video->width = 1280;
    video->height = 720;
    video->frameRateNum = 25;
    media::Packet packet;
    packet.keyframe = true;
    packet.config = video;
    engine->buffers[0]->push(packet);
    QVERIFY(waitUntil([&] { return engine->slate()->format.width == 1280; }, 10s,
                      "the slate in the stream's format"));
    QCOMPARE(engine->slate()->format.frameRateNum, 25);
    QCOMPARE(m_rig->revision(mainId), quint64(1)); // nobody commanded anything
    // After a restart it stands in that format before any input is back.
    m_rig->stop();
    m_rig->encodings = 0;
    QVERIFY(m_rig->start());
    const auto successor = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return successor->slate() != nullptr; }, 10s, "the slate after the restart"));
    QCOMPARE(successor->slate()->format.width, 1280);
}

QTEST_GUILESS_MAIN(tst_SlateCommands)
#include "tst_slatecommands.moc"
