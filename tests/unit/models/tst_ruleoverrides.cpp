// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/ruleoverrides.h"

#include <QTest>

using namespace twinfeed;

class TestRuleOverrides final : public QObject
{
    Q_OBJECT

private:
    static RuleSet twoRules()
    {
        RuleSet set;
        for (const char *id : {"black", "silent"}) {
            Rule rule;
            rule.id = QLatin1String(id);
            rule.value = 2;
            rule.clear = 1;
            rule.forMs = 250;
            set.rules.push_back(rule);
        }
        return set;
    }

private Q_SLOTS:
    void onlyWhatDiffersIsTheChannelsOwn()
    {
        RuleSet set = twoRules();
        const RuleSet before = set;
        Rule wanted = set.rules[1];
        wanted.value = 5;
        wanted.enabled = false;
        setInChannel(set, wanted, QStringLiteral("main"));
        QCOMPARE(set.overrides.size(), size_t(1));
        const RuleOverride *own = overrideOf(set, QStringLiteral("silent"), QStringLiteral("main"));
        QVERIFY(own);
        QCOMPARE(own->value, std::optional(5.0));
        QCOMPARE(own->enabled, std::optional(false));
        QVERIFY(!own->clear && !own->forMs && !own->severity && !own->failover);
        QCOMPARE(set.effective(set.rules[1], QStringLiteral("main")), wanted);
        QCOMPARE(set.effective(set.rules[1], QStringLiteral("other")), set.rules[1]);
        QVERIFY(!overrideOf(set, QStringLiteral("black"), QStringLiteral("main")));

        setInChannel(set, before.rules[1], QStringLiteral("main"));
        QCOMPARE(set, before);
    }

    /// Or putting a value back would look like a change.
    void orderIsKept()
    {
        RuleSet set = twoRules();
        Rule wanted = set.rules[0];
        wanted.forMs = 500;
        for (const char *channel : {"b", "a"})
            setInChannel(set, wanted, QLatin1String(channel));
        const RuleSet before = set;
        wanted.forMs = 900;
        setInChannel(set, wanted, QStringLiteral("b"));
        QVERIFY(set != before);
        wanted.forMs = 500;
        setInChannel(set, wanted, QStringLiteral("b"));
        QCOMPARE(set, before);
        QCOMPARE(channelsWithOwn(set, QStringLiteral("black")),
                 (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(channelsWithOwn(set, QStringLiteral("silent")).isEmpty());
    }

    void aRuleThatIsGoneIsLeftAlone()
    {
        RuleSet set = twoRules();
        const RuleSet before = set;
        Rule gone = set.rules[0];
        gone.id = QStringLiteral("gone");
        gone.value = 9;
        setInChannel(set, gone, QStringLiteral("main"));
        QCOMPARE(set, before);
    }
};

QTEST_GUILESS_MAIN(TestRuleOverrides)
#include "tst_ruleoverrides.moc"
