// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failoverwatch.h"

#include "tests/support/fakeclock.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t ms = 1'000;

} // namespace

/// What runs Failover: the facts it brings together, the orders it gives, and what it says about the hold.
class tst_FailoverWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLossBecomesAnUrgentOrder();
    void contentFaultsAreActedOn();
    void whatCannotBeCarriedIsAContentFault();
    void whatSendsAndIsNotFitIsLeft_data();
    void whatSendsAndIsNotFitIsLeft();
    void theHoldIsSeamlessOrSaysWhy_data();
    void theHoldIsSeamlessOrSaysWhy();
    void ordersAreSeenAtOnce();
    void judgesNoMoreThanItMust();

private:
    void makeWatch();
    SpliceThread::Decided round(int64_t us = 100 * ms)
    {
        m_now += us;
        for (const Source source : allSources) {
            auto &facts = m_facts.sources[size_t(source)];
            if (m_runs[size_t(source)])
                facts.newest = m_now;
            facts.fresh = m_now - facts.newest.value_or(0) <= facts.lossUs;
        }
        return m_watch->decide(m_facts, m_now);
    }

    FakeClock m_clock;
    int64_t m_now = 0;
    ChannelConfig m_config;
    FailoverOrders m_orders;
    Splicer::Facts m_facts;
    std::array<bool, 3> m_runs{};
    std::array<SourceStatus, 3> m_judged;
    std::optional<Error> m_refusal;
    int m_judgements = 0;
    std::vector<Decision> m_decisions;
    std::vector<std::pair<Decision, bool>> m_switches;
    std::vector<TakeBook::Done> m_opened;
    std::optional<FailoverWatch> m_watch;
};

void tst_FailoverWatch::init()
{
    m_now = m_clock.now();
    m_config = {};
    m_orders = {};
    m_facts = {};
    m_facts.onAir = Source::Primary;
    m_facts.holdUs = 500 * ms;
    for (const Source source : allSources) {
        m_facts.sources[size_t(source)].lossUs = 300 * ms;
        m_judged[size_t(source)] = {};
        m_judged[size_t(source)].source = source;
        m_judged[size_t(source)].fit = true;
        m_judged[size_t(source)].state = InputState::Live;
    }
    m_runs = {true, true, true};
    m_refusal.reset();
    m_judgements = 0;
    m_decisions.clear();
    m_switches.clear();
    m_opened.clear();
    makeWatch();
}

void tst_FailoverWatch::makeWatch()
{
    FailoverWatch::Hooks hooks;
    hooks.judge = [this](Source source) {
        ++m_judgements;
        return m_judged[size_t(source)];
    };
    hooks.refusal = [this](Source) { return m_refusal; };
    hooks.open = [this](int64_t, TakeBook::Done done) {
        m_opened.push_back(std::move(done));
        return uint64_t(100 + m_opened.size());
    };
    hooks.decided = [this](const Decision &decision) { m_decisions.push_back(decision); };
    hooks.switched = [this](const Decision &decision, const Result<TakeEvidence> &result) {
        m_switches.emplace_back(decision, result.ok());
    };
    m_watch.emplace(m_config, m_orders, std::nullopt, m_clock, std::move(hooks));
}

void tst_FailoverWatch::aLossBecomesAnUrgentOrder()
{
    QVERIFY(round().orders.empty());
    m_runs[0] = false;
    SpliceThread::Decided decided;
    for (int i = 0; i < 10 && decided.orders.empty(); ++i)
        decided = round(40 * ms);
    QCOMPARE(decided.orders.size(), size_t(1));
    QCOMPARE(decided.orders[0].id, uint64_t(101));
    QCOMPARE(decided.orders[0].target, Source::Backup);
    QCOMPARE(decided.orders[0].cut, Cut::Bridged);
    QVERIFY(decided.orders[0].urgent);
    QCOMPARE(m_decisions.size(), size_t(1));
    QCOMPARE(m_decisions[0].at, m_clock.wall());
    // What became of it comes back with the decision.
    m_opened[0](TakeEvidence{});
    QCOMPARE(m_switches.size(), size_t(1));
    QCOMPARE(m_switches[0].first.number, m_decisions[0].number);
    QVERIFY(m_switches[0].second);
}

void tst_FailoverWatch::contentFaultsAreActedOn()
{
    round();
    const ContentFault black{QStringLiteral("black"), QStringLiteral("The picture is black."), {}};
    m_watch->setContentFaults(Source::Primary, {black});
    QCOMPARE(m_watch->contentFaults(Source::Primary), std::vector{black});
    QVERIFY(m_watch->contentFaults(Source::Backup).empty());
    const auto decided = round();
    QCOMPARE(decided.orders.size(), size_t(1));
    QVERIFY(!decided.orders[0].urgent);
    QCOMPARE(m_decisions[0].rule, QStringLiteral("content"));
    QCOMPARE(m_watch->status().switchesLeft, 2);
}

void tst_FailoverWatch::whatCannotBeCarriedIsAContentFault()
{
    round();
    m_judged[0].fit = false;
    m_judged[0].reason = QStringLiteral("Output \"cdn\" cannot carry it.");
    m_judged[0].reasonCode = QStringLiteral("lost"); // the connection just broke: the loss time decides
    m_judged[0].state = InputState::Lost;
    round();
    QVERIFY(m_decisions.empty());
    m_judged[0].reasonCode = QStringLiteral("not-carried");
    m_judged[0].state = InputState::Live;
    QCOMPARE(round().orders.size(), size_t(1));
}

void tst_FailoverWatch::whatSendsAndIsNotFitIsLeft_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("left");
    QTest::newRow("sound that cannot be decoded") << QStringLiteral("sound-refused") << true;
    QTest::newRow("one that comes by itself") << QStringLiteral("no-keyframe") << false;
    QTest::newRow("the loss time's matter") << QStringLiteral("nothing-came") << false;
}

void tst_FailoverWatch::whatSendsAndIsNotFitIsLeft()
{
    QFETCH(QString, code);
    QFETCH(bool, left);
    round();
    m_judged[0].fit = false;
    m_judged[0].reason = QStringLiteral("It cannot be used.");
    m_judged[0].reasonCode = code;
    QCOMPARE(round().orders.size(), size_t(left));
    QCOMPARE(m_decisions.size(), size_t(left));
}

void tst_FailoverWatch::theHoldIsSeamlessOrSaysWhy_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("code");
    QTest::newRow("all is well") << QString() << QString();
    for (const char *code : {"failover-off", "event-ended", "hold-short", "loss-late", "other-locked",
                             "other-unfit", "interlaced"})
        QTest::newRow(code) << QString::fromLatin1(code) << QString::fromLatin1(code);
    QTest::newRow("the slate is on air") << QStringLiteral("slate") << QString();
}

void tst_FailoverWatch::theHoldIsSeamlessOrSaysWhy()
{
    QFETCH(QString, what);
    QFETCH(QString, code);
    if (what == QLatin1String("failover-off"))
        m_orders.config.mode = FailoverMode::Off;
    m_orders.ended = what == QLatin1String("event-ended");
    if (what == QLatin1String("hold-short"))
        m_facts.holdUs = 290 * ms;
    if (what == QLatin1String("loss-late"))
        m_config.lossMs = 400;
    if (what == QLatin1String("other-locked"))
        m_orders.locked = {Source::Backup};
    m_judged[1].fit = what != QLatin1String("other-unfit");
    if (what == QLatin1String("interlaced"))
        m_refusal = Error{what, QStringLiteral("Interlaced pictures cannot be bridged."), {}, {}, {}};
    if (what == QLatin1String("slate"))
        m_facts.onAir = Source::Slate;
    makeWatch();
    round();
    QCOMPARE(m_watch->hold().reasonCode, code);
    QCOMPARE(m_watch->hold().seamless, code.isEmpty());
    QCOMPARE(m_watch->hold().reason.isEmpty(), code.isEmpty());
}

void tst_FailoverWatch::ordersAreSeenAtOnce()
{
    round();
    QCOMPARE(m_watch->status().state, FailoverState::Armed);
    m_orders.suspended = true;
    m_watch->setOrders(m_orders);
    QCOMPARE(m_watch->status().state, FailoverState::Suspended);
    m_orders.ended = true;
    m_watch->setOrders(m_orders);
    QCOMPARE(m_watch->status().state, FailoverState::Ended);
    m_config.failover.mode = FailoverMode::Off;
    m_watch->reconfigure(m_config);
    QCOMPARE(m_watch->status().state, FailoverState::Off);
}

void tst_FailoverWatch::judgesNoMoreThanItMust()
{
    round();
    m_judgements = 0;
    for (int i = 0; i < 30; ++i)
        round(33 * ms);
    QVERIFY2(m_judgements <= 3 * 10, qPrintable(QString::number(m_judgements)));
    // But at once where a source is lost.
    m_runs[1] = false;
    round(310 * ms);
    m_judgements = 0;
    m_runs[1] = true;
    round(1 * ms);
    QCOMPARE(m_judgements, 3);
}

QTEST_APPLESS_MAIN(tst_FailoverWatch)
#include "tst_failoverwatch.moc"
