// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/controlcommands.h"

#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");
const QString anna = QStringLiteral("anna");
const QString ben = QStringLiteral("ben");

} // namespace

/// Who has a channel, over engines that do nothing.
class tst_Control : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whoHasItAloneCommands();
    void aPersonTakesOver();
    void aPersonHandsOverAndLetsGo();
    void lapsesWhenTheConsoleIsGone();
    void sayingItAgainIsNoNews();
    void theEngineIsNotConcerned();
    void anEmergencyStopIsAnybodys();
    void aRepeatedOrderIsAnsweredTheSame();
    void unknownChannelsAndOldTimes();

private:
    using Verb = ControlOrder::Verb;
    server::Command by(const QString &name)
    {
        server::Command command = m_rig->command();
        command.caller.name = name;
        return command;
    }
    Result<server::Answer> order(const server::Command &command, ControlOrder order,
                                 const QString &channel = mainId)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.setControl(command, channel, order, done);
        });
    }
    Result<server::Answer> takeBy(const QString &name, Source target)
    {
        server::Command command = by(name);
        command.revision = m_rig->revision(mainId);
        return m_rig->take(command, mainId, target);
    }
    QString holder() const { return m_rig->director().control(mainId)->holder; }

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

void tst_Control::init()
{
    m_warnings.emplace();
    m_rig = std::make_unique<Rig>();
    QVERIFY(m_rig->start());
    QVERIFY(m_rig->create(Rig::config(mainId)));
}

void tst_Control::cleanup()
{
    m_rig.reset();
    m_warnings.reset();
}

void tst_Control::whoHasItAloneCommands()
{
    QVERIFY(takeBy(ben, Source::Primary)); // nobody has it: all directors may
    const auto held = order(by(anna), {});
    QVERIFY(held);
    QCOMPARE(held->status, 202);
    QCOMPARE(held->body.value(QLatin1String("holder")).toString(), anna);
    QCOMPARE(holder(), anna);
    const auto refused = takeBy(ben, Source::Backup);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("held"));
    QCOMPARE(refused.error().details.value(QLatin1String("holder")).toString(), anna);
    QVERIFY(refused.error().message.contains(anna) && !refused.error().remedy.isEmpty());
    const auto end = m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
        server::Command command = by(ben);
        command.revision = m_rig->revision(mainId);
        backend.endProgramme(command, mainId, done);
    });
    QCOMPARE(end.error().code, QStringLiteral("held"));
    QVERIFY(takeBy(anna, Source::Backup));
    QVERIFY(m_rig->sink.find(QStringLiteral("control"), {{QStringLiteral("holder"), anna}}));
    QCOMPARE(m_rig->director().snapshot().data.value(QLatin1String("controls")).toArray().size(), 1);
    QCOMPARE(m_rig->journal(QStringLiteral("control-held")).size(), size_t(1));
}

void tst_Control::aPersonTakesOver()
{
    QVERIFY(order(by(anna), {}));
    const auto refused = order(by(ben), {});
    QCOMPARE(refused.error().code, QStringLiteral("held"));
    QVERIFY(order(by(ben), {Verb::TakeOver, {}}));
    QCOMPARE(holder(), ben);
    QCOMPARE(takeBy(anna, Source::Backup).error().code, QStringLiteral("held"));
    const auto entries = m_rig->journal(QStringLiteral("control-taken-over"));
    QCOMPARE(entries.size(), size_t(1));
    QCOMPARE(entries[0].actor, ben);
    QCOMPARE(entries[0].data.value(QLatin1String("from")).toString(), anna);
    QVERIFY(m_rig->sink.find(QStringLiteral("control"), {{QStringLiteral("holder"), ben}}));
}

void tst_Control::aPersonHandsOverAndLetsGo()
{
    QVERIFY(order(by(anna), {}));
    QCOMPARE(order(by(ben), {Verb::HandOver, ben}).error().code, QStringLiteral("held"));
    QCOMPARE(order(by(ben), {Verb::Release, {}}).error().code, QStringLiteral("held"));
    QVERIFY(order(by(anna), {Verb::HandOver, ben}));
    QCOMPARE(holder(), ben);
    QVERIFY(order(by(ben), {Verb::Release, {}}));
    QVERIFY(holder().isEmpty());
    QVERIFY(m_rig->director().snapshot().data.value(QLatin1String("controls")).toArray().isEmpty());
    QVERIFY(takeBy(anna, Source::Backup));
    // Letting go of what nobody has changes nothing.
    QVERIFY(order(by(anna), {Verb::Release, {}}));
    QCOMPARE(m_rig->journal(QStringLiteral("control-released")).size(), size_t(1));
    QCOMPARE(m_rig->journal(QStringLiteral("control-handed-over")).size(), size_t(1));
}

void tst_Control::lapsesWhenTheConsoleIsGone()
{
    QVERIFY(order(by(anna), {}));
    m_rig->clock.advance(20s);
    QVERIFY(order(by(anna), {})); // said again
    m_rig->clock.advance(29s);
    QCOMPARE(takeBy(ben, Source::Backup).error().code, QStringLiteral("held"));
    m_rig->clock.advance(2s);
    QVERIFY(waitUntil([&] { return holder().isEmpty(); }, 10s, "the hold to lapse"));
    QVERIFY(waitUntil([&] { return m_rig->journal(QStringLiteral("control-lapsed")).size() == 1; }, 10s,
                      "the journal"));
    QVERIFY(takeBy(ben, Source::Backup));
}

void tst_Control::sayingItAgainIsNoNews()
{
    QVERIFY(order(by(anna), {}));
    const size_t events = m_rig->sink.events(QStringLiteral("control")).size();
    const auto since = m_rig->director().control(mainId)->since;
    for (int i = 0; i < 3; ++i) {
        m_rig->clock.advance(10s);
        QVERIFY(order(by(anna), {}));
    }
    QCOMPARE(m_rig->sink.events(QStringLiteral("control")).size(), events);
    QCOMPARE(m_rig->journal(QStringLiteral("control-held")).size(), size_t(1));
    QCOMPARE(m_rig->director().control(mainId)->since, since);
    QVERIFY(m_rig->director().control(mainId)->lapsesInMs > 29'000);
}

void tst_Control::theEngineIsNotConcerned()
{
    QVERIFY(order(by(anna), {}));
    Decision decision;
    decision.number = 1;
    decision.at = m_rig->clock.wall();
    decision.switched = true;
    decision.rule = QStringLiteral("loss");
    decision.from = Source::Slate;
    decision.to = Source::Backup;
    decision.text = QStringLiteral("The backup is fit.");
    m_rig->engines.channel(mainId)->decide(decision);
    QVERIFY(waitUntil([&] { return m_rig->director().channel(mainId)->onAir == Source::Backup; }, 10s,
                      "the engine's own switch"));
    QCOMPARE(holder(), anna);
}

void tst_Control::anEmergencyStopIsAnybodys()
{
    QVERIFY(order(by(anna), {}));
    const auto stop = [&](bool emergency) {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            server::Command command = by(ben);
            command.revision = m_rig->revision(mainId);
            EncryptionOrder order;
            order.mode = Encryption::Clear;
            order.emergency = emergency;
            order.reason = QStringLiteral("Players cannot open it");
            backend.setEncryption(command, mainId, order, done);
        });
    };
    QCOMPARE(stop(false).error().code, QStringLiteral("held"));
    const auto stopped = stop(true);
    QVERIFY(stopped || stopped.error().code != QLatin1String("held"));
}

void tst_Control::aRepeatedOrderIsAnsweredTheSame()
{
    const server::Command command = by(anna);
    const auto first = order(command, {});
    QVERIFY(order(by(ben), {Verb::TakeOver, {}}));
    const auto again = order(command, {});
    QVERIFY(again);
    QCOMPARE(again->body, first->body);
    QCOMPARE(holder(), ben);
}

void tst_Control::unknownChannelsAndOldTimes()
{
    QCOMPARE(order(by(anna), {}, QStringLiteral("other")).error().code, QStringLiteral("unknown-channel"));
    QVERIFY(!m_rig->director().control(QStringLiteral("other")));
    server::Command late = by(anna);
    late.notAfter = m_rig->clock.wall().addSecs(-1);
    QCOMPARE(order(late, {}).error().code, QStringLiteral("too-late"));
    QVERIFY(holder().isEmpty());
    // Nobody has anything after a restart.
    QVERIFY(order(by(anna), {}));
    m_rig->stop();
    QVERIFY(m_rig->start());
    QVERIFY(holder().isEmpty());
}

QTEST_GUILESS_MAIN(tst_Control)
#include "tst_control.moc"
