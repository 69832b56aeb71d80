// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/setupcommands.h"

#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString first = QStringLiteral("main");
const QString second = QStringLiteral("side");
const QString third = QStringLiteral("third");

RuleSet noRules()
{
    return {};
}

} // namespace

/// Several things in one change: all of them, or nothing.
class TestSetup final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;

    Result<server::Answer> change(const SetupChange &change)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.changeSetup(m_rig->command(), change, done);
        });
    }
    SetupChange::Channel changed(const QString &id, int holdMs) const
    {
        SetupChange::Channel channel{m_rig->revision(id), m_rig->director().channel(id)->config, {}};
        channel.config.holdMs = holdMs;
        return channel;
    }
    Result<server::Answer> addSlate(const QString &id)
    {
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.addSlate(m_rig->command(), id, QStringLiteral("Mine"), {}, "good", done);
        });
    }
    bool hasSlate(const QString &id) const
    {
        const auto slates = m_rig->director().slates();
        return std::ranges::find(slates, id, &Slate::id) != slates.end();
    }

private Q_SLOTS:
    void init()
    {
        m_warnings.emplace();
        m_rig = std::make_unique<Rig>();
        QVERIFY(m_rig->start());
        QVERIFY(m_rig->create(Rig::config(first)));
        QVERIFY(m_rig->create(Rig::config(second)));
    }
    void cleanup()
    {
        m_rig.reset();
        m_warnings.reset();
    }

    void allOfItIsDoneAndKept()
    {
        const QString mine = QStringLiteral("mine");
        const auto added = addSlate(mine);
        QVERIFY(added && m_rig->ended(*added)->state == OperationState::Done);
        const auto leaving = m_rig->engines.channel(second);
        SetupChange wanted;
        wanted.channels = {changed(first, 300), {{}, Rig::config(third), mine}};
        wanted.channels[0].slate = mine;
        wanted.removedChannels = {{second, m_rig->revision(second)}};
        wanted.rules = SetupChange::Rules{m_rig->director().rules().revision, noRules()};
        const auto answer = change(wanted);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
        const auto operation = m_rig->ended(*answer);
        QCOMPARE(operation->kind, QStringLiteral("change-setup"));
        QCOMPARE(operation->state, OperationState::Done);
        const auto check = [&] {
            QCOMPARE(m_rig->director().channel(first)->config.holdMs, 300);
            QCOMPARE(m_rig->director().channel(first)->slate, mine);
            QCOMPARE(m_rig->revision(first), quint64(2));
            QCOMPARE(m_rig->director().channel(third)->slate, mine);
            QVERIFY(!m_rig->director().channel(second));
            QVERIFY(m_rig->director().rules().set.rules.empty());
        };
        check();
        QCOMPARE(m_rig->engines.channel(first)->config().holdMs, 300);
        QVERIFY(waitUntil([&] { return !leaving->alive(); }, 10s, "the engine that was taken down to end"));
        // One change, one entry, and no address in it.
        const auto entries = m_rig->journal(QStringLiteral("change-setup"));
        QCOMPARE(entries.size(), size_t(1));
        QVERIFY(m_rig->sink.find(QStringLiteral("channel-removed"), {{QStringLiteral("id"), second}}));
        QVERIFY(!m_rig->sink.events(QStringLiteral("rules")).empty());
        m_rig->stop();
        QVERIFY(m_rig->start());
        check();
    }

    void aSlateMayGoInTheChangeThatPutsAnotherInItsPlace()
    {
        for (const char *id : {"old", "new"}) {
            const auto added = addSlate(QLatin1String(id));
            QVERIFY(added && m_rig->ended(*added)->state == OperationState::Done);
        }
        SetupChange wanted;
        wanted.channels = {changed(first, 500)};
        wanted.channels[0].slate = QStringLiteral("old");
        QVERIFY(change(wanted));
        SetupChange gone;
        gone.removedSlates << QStringLiteral("old");
        const auto inUse = change(gone);
        QVERIFY(!inUse);
        QCOMPARE(inUse.error().code, QStringLiteral("slate-in-use"));
        QCOMPARE(inUse.error().where, QStringLiteral("/removedSlates/0"));
        gone.channels = {changed(first, 500)};
        gone.channels[0].slate = QStringLiteral("new");
        QVERIFY(change(gone));
        QVERIFY(!hasSlate(QStringLiteral("old")));
        QVERIFY(hasSlate(QStringLiteral("new")));
    }

    void oneMistakeAndNothingHasHappened_data()
    {
        QTest::addColumn<int>("mistake");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, int mistake, const char *code, const char *where) {
            QTest::newRow(name) << mistake << QString::fromLatin1(code) << QString::fromLatin1(where);
        };
        row("an address that is not allowed", 0, "address-not-allowed", "/channels/1/config/primary/url");
        row("a revision that is old", 1, "stale-revision", "/channels/1/config");
        row("a channel that is there already", 2, "channel-exists", "/channels/1/config/id");
        row("no such slate", 3, "unknown-slate", "/channels/1/slate");
        row("a channel that is on air", 4, "channel-on-air", "/removedChannels/0");
        row("no such channel", 5, "unknown-channel", "/removedChannels/0");
        row("rules that others have changed", 6, "stale-rules", "/rules");
        row("a slate that came with the program", 7, "unknown-slate", "/removedSlates/0");
    }

    void oneMistakeAndNothingHasHappened()
    {
        QFETCH(const int, mistake);
        SetupChange wanted;
        wanted.channels = {changed(first, 300)};
        const auto other = [&]() -> SetupChange::Channel & {
            wanted.channels.push_back(changed(second, 300));
            return wanted.channels.back();
        };
        if (mistake == 0)
            other().config.primary.url = QStringLiteral("file:///etc/passwd");
        if (mistake == 1)
            other().revision = 7;
        if (mistake == 2)
            other().revision.reset();
        if (mistake == 3)
            other().slate = QStringLiteral("nothing");
        if (mistake == 4) {
            QVERIFY(m_rig->take(second, Source::Primary, true));
            wanted.removedChannels = {{second, m_rig->revision(second)}};
        }
        if (mistake == 5)
            wanted.removedChannels = {{third, 1}};
        if (mistake == 6)
            wanted.rules = SetupChange::Rules{99, noRules()};
        if (mistake == 7)
            wanted.removedSlates << QStringLiteral("nothing");
        const quint64 before = m_rig->revision(first);
        const auto refused = change(wanted);
        QVERIFY(!refused);
        QTEST(refused.error().code, "code");
        QTEST(refused.error().where, "where");
        QCOMPARE(m_rig->revision(first), before);
        QVERIFY(m_rig->director().channel(first)->config.holdMs != 300);
        QVERIFY(m_rig->director().channel(second));
        QVERIFY(m_rig->journal(QStringLiteral("change-setup")).empty());
    }

    void whoHasAChannelIsAsked()
    {
        server::Command ben = m_rig->command();
        ben.caller.name = QStringLiteral("ben");
        QVERIFY(m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.setControl(ben, first, ControlOrder(), done);
        }));
        SetupChange wanted;
        wanted.channels = {changed(first, 300)};
        const auto refused = change(wanted);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, QStringLiteral("held"));
    }

    void saidTwiceIsDoneOnce()
    {
        SetupChange wanted;
        wanted.channels = {{{}, Rig::config(third), {}}};
        const server::Command command = m_rig->command();
        const auto say = [&] {
            return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
                backend.changeSetup(command, wanted, done);
            });
        };
        const auto once = say();
        const auto again = say();
        QVERIFY(once && again);
        QCOMPARE(again->body, once->body);
        QCOMPARE(m_rig->revision(third), quint64(1));
    }

    void thereIsAnEndToChannels()
    {
        SetupChange wanted;
        for (int i = 0; i < 31; ++i)
            wanted.channels.push_back({{}, Rig::config(QStringLiteral("more-%1").arg(i)), {}});
        const auto refused = change(wanted);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, QStringLiteral("too-many-channels"));
        QCOMPARE(m_rig->director().channels().size(), size_t(2));
        // One goes in the same change: there is room for it.
        wanted.removedChannels = {{second, m_rig->revision(second)}};
        QVERIFY(change(wanted));
        QCOMPARE(m_rig->director().channels().size(), size_t(32));
    }
};

QTEST_GUILESS_MAIN(TestSetup)
#include "tst_setup.moc"
