// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slatecommands.h"

#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"
#include "tests/unit/media/madestream.h"

#include <QDir>
#include <QJsonArray>
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
    void whatIsTakenBackMayBeDeleted();
    void anotherFileUnderTheSameId();
    void addSlate();
    void addSlateThatIsNone();
    void slateFollowsTheFormat();
    void whatPlayersWouldStumbleOverIsRefused();
    void whatComesLaterIsComparedToo();
    void checksGoWithTheirChannel();
    void deletesSlates();
    void keepsTheNewestPicture();
    void writesARunningTime();
    void slatesAreLimited();

private:
    Result<server::Answer> add(const QString &id)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), id, QStringLiteral("Mine"), {}, "good", done);
        });
    }
    Result<server::Answer> arm(const QString &id)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.armSlate(m_rig->command(m_rig->revision(mainId)), mainId, id, done);
        });
    }
    Result<server::Answer> remove(const QString &id)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.deleteSlate(m_rig->command(), id, done);
        });
    }
    std::optional<Slate> slateOf(const QString &id)
    {
        for (const Slate &slate : m_rig->director().slates()) {
            if (slate.id == id)
                return slate;
        }
        return std::nullopt;
    }
    static std::shared_ptr<media::CodecConfig> live(int width, int height)
    {
        auto video = std::make_shared<media::CodecConfig>();
        video->codecId = 27; // AV_CODEC_ID_H264
        video->width = width;
        video->height = height;
        video->frameRateNum = 25;
        return video;
    }
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

void tst_SlateCommands::whatIsTakenBackMayBeDeleted()
{
    const QString mine = QStringLiteral("mine");
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QCOMPARE(m_rig->ended(*add(mine))->state, OperationState::Done);
    QCOMPARE(m_rig->ended(*arm(mine))->state, OperationState::Done);
    m_rig->file(QStringLiteral("back.png"), "bad");
    m_rig->encoderHangs = true;
    const auto failing = arm(QStringLiteral("back"));
    QVERIFY(failing);
    QVERIFY(remove(mine));
    m_rig->encoderHangs = false;
    QCOMPARE(m_rig->ended(*failing)->state, OperationState::Failed);
    QCOMPARE(m_rig->director().channel(mainId)->slate, QStringLiteral("calm"));
    QVERIFY(m_rig->journal(QStringLiteral("slate-failed")).size() <= 1); // of "back" only
}

void tst_SlateCommands::anotherFileUnderTheSameId()
{
    const QString mine = QStringLiteral("mine");
    const auto send = [&](const QByteArray &content) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), mine, QStringLiteral("Mine"), {}, content, done);
        });
    };
    m_rig->encoderHangs = true;
    const auto wrong = send("bad");
    QVERIFY(wrong);
    QVERIFY(remove(mine));
    const auto right = send("good");
    QVERIFY(right);
    m_rig->encoderHangs = false;
    const auto old = m_rig->ended(*wrong);
    QCOMPARE(old->state, OperationState::Failed);
    QCOMPARE(old->problem->code, QStringLiteral("superseded"));
    QCOMPARE(m_rig->ended(*right)->state, OperationState::Done);
    QCOMPARE(slateOf(mine)->state, QStringLiteral("ready"));
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

void tst_SlateCommands::whatPlayersWouldStumbleOverIsRefused()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    media::Packet packet;
    packet.keyframe = true;
    packet.config = live(1281, 720);
    engine->buffers[0]->push(packet);
    const auto refused = arm(QStringLiteral("back"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("slate-mismatch"));
    QVERIFY(refused.error().message.contains(QStringLiteral("1281x720")));
    const QJsonArray checks = refused.error().details.value(QLatin1String("checks")).toArray();
    QVERIFY(std::any_of(checks.begin(), checks.end(), [](const QJsonValue &check) {
        return check[QLatin1String("name")] == QLatin1String("size")
            && check[QLatin1String("breaks")].toBool();
    }));
    // With a size that slates can have it is encoded anew, and what was compared stands with it.
    packet.config = live(1280, 720);
    engine->buffers[0]->push(packet);
    QVERIFY(waitUntil([&] { return engine->slate() && engine->slate()->format.width == 1280; }, 10s,
                      "the slate in the stream's format"));
    const auto answer = arm(QStringLiteral("back"));
    QVERIFY(answer);
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    // Those of a moment before may still say what was live then.
    QVERIFY(waitUntil(
        [&] {
            const auto checks = slateOf(QStringLiteral("back"))->checks;
            return !checks.empty() && std::ranges::all_of(checks, &SlateCheck::ok);
        },
        10s, "the checks"));
    const Slate back = slateOf(QStringLiteral("back")).value_or(Slate());
    for (const SlateCheck &check : back.checks) {
        QCOMPARE(check.channel, mainId);
        QVERIFY2(check.ok, qPrintable(check.text));
    }
}

void tst_SlateCommands::whatComesLaterIsComparedToo()
{
    const QString calm = QStringLiteral("calm");
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto engine = m_rig->engines.channel(mainId);
    QVERIFY(waitUntil([&] { return engine->slate() != nullptr; }, 10s, "the slate"));
    const auto comparedOk = [&](bool ok) {
        return [this, calm, ok] {
            const auto checks = slateOf(calm)->checks;
            const auto isOk = [](const SlateCheck &check) { return check.ok; };
            return !checks.empty() && std::all_of(checks.begin(), checks.end(), isOk) == ok;
        };
    };
    media::Packet packet;
    packet.keyframe = true;
    packet.config = live(1280, 720);
    engine->buffers[0]->push(packet);
    QVERIFY(waitUntil(comparedOk(true), 10s, "the comparison with what is live"));
    // Its slate would have the same format: nothing is encoded anew.
    const int encodings = m_rig->encodings;
    packet.config = live(1281, 720);
    engine->buffers[0]->push(packet);
    QVERIFY(waitUntil(comparedOk(false), 10s, "the comparison with what has come"));
    QCOMPARE(m_rig->encodings.load(), encodings);
}

void tst_SlateCommands::checksGoWithTheirChannel()
{
    const auto compared = [&](const QString &id) {
        return waitUntil([&] { return !slateOf(id)->checks.empty(); }, 10s, "the comparison");
    };
    const QString mine = QStringLiteral("mine");
    QVERIFY(m_rig->create(Rig::config(mainId)));
    media::Packet packet;
    packet.keyframe = true;
    packet.config = live(1280, 720);
    m_rig->engines.channel(mainId)->buffers[0]->push(packet);
    QVERIFY(compared(QStringLiteral("calm")));
    QCOMPARE(m_rig->ended(*add(mine))->state, OperationState::Done);
    QCOMPARE(m_rig->ended(*arm(mine))->state, OperationState::Done);
    QVERIFY(compared(mine));
    QVERIFY(slateOf(QStringLiteral("calm"))->checks.empty());
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(slateOf(mine)->checks.empty()); // nothing is live yet
}

void tst_SlateCommands::deletesSlates()
{
    const QString mine = QStringLiteral("mine");
    QVERIFY(m_rig->create(Rig::config(mainId)));
    QCOMPARE(m_rig->ended(*add(mine))->state, OperationState::Done);
    QCOMPARE(m_rig->ended(*arm(mine))->state, OperationState::Done);
    QCOMPARE(remove(mine).error().code, QStringLiteral("slate-in-use"));
    QCOMPARE(remove(QStringLiteral("nothing")).error().code, QStringLiteral("unknown-slate"));
    QCOMPARE(remove(QStringLiteral("back")).error().code, QStringLiteral("slate-given"));
    QCOMPARE(m_rig->ended(*arm(QStringLiteral("back")))->state, OperationState::Done);
    const auto removed = remove(mine);
    QVERIFY(removed);
    QCOMPARE(removed->body.value(QLatin1String("state")).toString(), QStringLiteral("done"));
    QVERIFY(!slateOf(mine));
    QVERIFY(m_rig->sink.find(QStringLiteral("slate-removed"), {{QStringLiteral("id"), mine}}));
    QVERIFY(waitUntil(
        [&] {
            return QDir(m_rig->folder() + QStringLiteral("/data/slates")).entryList(QDir::Files).isEmpty();
        },
        10s, "the file to go"));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(!slateOf(mine));
    QVERIFY(add(mine)); // the id is free again
}

void tst_SlateCommands::keepsTheNewestPicture()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const auto keep = [&](const QString &channel, const QString &id) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.keepPicture(m_rig->command(), channel, QStringLiteral("primary"), id,
                                QStringLiteral("Last"), done);
        });
    };
    QCOMPARE(keep(mainId, QStringLiteral("last")).error().code, QStringLiteral("no-picture"));
    QCOMPARE(keep(QStringLiteral("none"), QStringLiteral("last")).error().code,
             QStringLiteral("unknown-channel"));
    const auto packets = makePackets({.width = 160, .height = 96, .pictures = 2, .sound = false});
    m_rig->engines.channel(mainId)->buffers[0]->push(packets);
    const auto answer = keep(mainId, QStringLiteral("last"));
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(m_rig->ended(*answer)->state, OperationState::Done);
    QCOMPARE(slateOf(QStringLiteral("last"))->file, QStringLiteral("last.ts"));
    const JournalEntry made = m_rig->journal(QStringLiteral("add-slate")).front();
    QCOMPARE(made.channel, mainId);
    QCOMPARE(made.data[QLatin1String("request")][QLatin1String("source")].toString(),
             QStringLiteral("primary"));
    QVERIFY(made.text.contains(QLatin1String("primary")));
    QCOMPARE(keep(mainId, QStringLiteral("last")).error().code, QStringLiteral("slate-exists"));
}

void tst_SlateCommands::writesARunningTime()
{
    QVERIFY(m_rig->create(Rig::config(mainId)));
    const SlateText text{QStringLiteral("countdown"), QStringLiteral("Back in"),
                         m_rig->clock.wall().addSecs(600)};
    const auto write = [&](const QString &picture, const QString &id, const SlateText &what) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addTextSlate(m_rig->command(), picture, id, QStringLiteral("Doors"), what, done);
        });
    };
    const QString doors = QStringLiteral("doors");
    QCOMPARE(write(QStringLiteral("nothing"), doors, text).error().code, QStringLiteral("unknown-slate"));
    // What is no picture, only its encoding tells.
    const auto useless = write(QStringLiteral("back"), doors, text);
    QVERIFY(useless);
    QCOMPARE(m_rig->ended(*useless)->problem->code, QStringLiteral("slate-refused"));
    QCOMPARE(slateOf(doors)->state, QStringLiteral("failed"));

    const QString still = QStringLiteral("still");
    const auto brought = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        backend.addSlate(m_rig->command(), still, still, QStringLiteral("still.ppm"),
                         "P6\n64 36\n255\n" + QByteArray(64 * 36 * 3, 'x'), done);
    });
    QCOMPARE(m_rig->ended(*brought)->state, OperationState::Done);
    const auto written = write(still, doors, text);
    QVERIFY(written);
    const auto operation = m_rig->ended(*written);
    QVERIFY2(!operation->problem, qPrintable(operation->problem ? operation->problem->message : QString()));
    QCOMPARE(operation->request.value(QLatin1String("text")).toObject(), toJson(text));
    QCOMPARE(slateOf(doors)->text, std::optional(text));
    QCOMPARE(slateOf(doors)->file, QStringLiteral("doors.ppm"));
    // It does not hang on the one it was made of.
    QVERIFY(remove(still));
    QCOMPARE(m_rig->ended(*arm(doors))->state, OperationState::Done);
    const auto clip = [this] { return m_rig->engines.channel(mainId)->slate(); };
    QVERIFY(clip());
    QCOMPARE(clip()->text, std::optional(text));

    m_rig->stop();
    QVERIFY(m_rig->start());
    QCOMPARE(slateOf(doors)->text, std::optional(text));
    QVERIFY(waitUntil([&] { return clip() && clip()->text == text; }, 10s, "the slate to stand ready again"));
}

void tst_SlateCommands::slatesAreLimited()
{
    for (int i = 0; i < SlateCommands::mostSlates; ++i)
        QVERIFY(add(QStringLiteral("s%1").arg(i)));
    QCOMPARE(add(QStringLiteral("more")).error().code, QStringLiteral("too-many-slates"));
    QVERIFY(remove(QStringLiteral("s3")));
    QVERIFY(add(QStringLiteral("more")));
}

QTEST_GUILESS_MAIN(tst_SlateCommands)
#include "tst_slatecommands.moc"
