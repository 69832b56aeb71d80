// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/rulesdialog.h"

#include <QComboBox>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

struct Rig
{
    MadeUp made;
    RulesDialog dialog{made.state};
    QTableWidget *table = dialog.findChild<QTableWidget *>();

    Rig()
    {
        made.fillNormal();
        QFile file(QStringLiteral(TWINFEED_RULES));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no rules");
        const auto rules = ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object());
        made.state.judgements().applyRules(*rules, 3);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
    }
    int rowOf(const char *id)
    {
        const auto &rules = dialog.edited().rules;
        for (size_t i = 0; i < rules.size(); ++i) {
            if (rules[i].id == QLatin1String(id))
                return int(i);
        }
        return -1;
    }
    QTableWidgetItem *item(const char *id, int column) { return table->item(rowOf(id), column); }
    QPushButton *button(const char *text)
    {
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text))
                return button;
        }
        return nullptr;
    }
    QString says() { return dialog.findChild<QLabel *>(QStringLiteral("says"))->text(); }
};

} // namespace

class TestRulesDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Language::apply(QStringLiteral("en")); }

    void changesGoInOneOrder()
    {
        Rig rig;
        QSignalSpy asked(&rig.dialog, &RulesDialog::rulesRequested);
        QVERIFY(rig.table->rowCount() > 10);
        QVERIFY(!rig.button("Save")->isEnabled());
        rig.item("rate-low", RulesDialog::ValueColumn)->setText(QStringLiteral("20"));
        rig.item("rate-low", RulesDialog::ForColumn)->setText(QStringLiteral("12.5"));
        rig.item("black", RulesDialog::OnColumn)->setCheckState(Qt::Unchecked);
        QVERIFY(rig.button("Save")->isEnabled());
        rig.button("Save")->click();
        QCOMPARE(asked.count(), 1);
        const auto rules = asked[0][0].value<RuleSet>();
        QCOMPARE(asked[0][1].toULongLong(), 3ull);
        const Rule &low = rules.rules[size_t(rig.rowOf("rate-low"))];
        QCOMPARE(low.value, 20.0);
        QCOMPARE(low.forMs, 12'500);
        QVERIFY(!rules.rules[size_t(rig.rowOf("black"))].enabled);
    }

    void whatIsNoNumberIsNotTaken()
    {
        Rig rig;
        const QString before = rig.item("rate-low", RulesDialog::ValueColumn)->text();
        for (const char *text : {"", "much", "nan", "inf"}) {
            rig.item("rate-low", RulesDialog::ValueColumn)->setText(QLatin1String(text));
            QCOMPARE(rig.item("rate-low", RulesDialog::ValueColumn)->text(), before);
        }
        QVERIFY(!rig.dialog.isChanged());
    }

    /// The answer stands where the mistake is.
    void refusalsAreShownAtTheirPlace()
    {
        Rig rig;
        rig.item("rate-low", RulesDialog::ForColumn)->setText(QStringLiteral("0.1"));
        const QString where = QStringLiteral("/rules/%1/forMs").arg(rig.rowOf("rate-low"));
        rig.made.state.commandSent(QStringLiteral("k"), {}, QStringLiteral("set-rules"), {});
        rig.made.state.commandRefused(QStringLiteral("k"),
                                      {QStringLiteral("out-of-range"),
                                       QStringLiteral("Shorter than the metric's period."),
                                       where,
                                       {},
                                       {}});
        QCOMPARE(rig.table->currentItem(), rig.item("rate-low", RulesDialog::ForColumn));
        QVERIFY(!rig.says().isEmpty());
        QCOMPARE(rig.table->currentItem()->toolTip(), rig.says());
        QVERIFY(rig.dialog.isChanged()); // nothing that was typed is lost
    }

    /// What is changed while a channel is chosen is that channel's alone, and stands out.
    void aChannelHasItsOwn()
    {
        Rig rig;
        QSignalSpy asked(&rig.dialog, &RulesDialog::rulesRequested);
        const QString channel = rig.made.state.channelIds().first();
        auto *channels = rig.dialog.findChild<QComboBox *>(QStringLiteral("channels"));
        QCOMPARE(channels->count(), rig.made.state.channelIds().size() + 1);
        QCOMPARE(channels->currentText(), QStringLiteral("All channels"));
        channels->setCurrentIndex(1);
        Q_EMIT channels->activated(1);
        const RuleSet before = rig.dialog.edited();
        rig.item("rate-low", RulesDialog::ValueColumn)->setText(QStringLiteral("20"));
        rig.item("black", RulesDialog::OnColumn)->setCheckState(Qt::Unchecked);
        QCOMPARE(rig.dialog.edited().rules, before.rules);
        QCOMPARE(rig.dialog.edited().overrides.size(), size_t(2));
        QVERIFY(rig.item("rate-low", RulesDialog::ValueColumn)->font().bold());
        QVERIFY(rig.item("rate-low", RulesDialog::ValueColumn)->toolTip().contains(QLatin1String("15")));
        QVERIFY(!rig.item("rate-low", RulesDialog::ForColumn)->font().bold());
        QVERIFY(rig.item("rate-low", RulesDialog::NameColumn)->text().contains(QLatin1String("its own")));

        rig.dialog.setChannel({});
        QCOMPARE(rig.item("rate-low", RulesDialog::ValueColumn)->text(), QStringLiteral("15"));
        QVERIFY(rig.item("rate-low", RulesDialog::NameColumn)->text().contains(channel));
        rig.button("Save")->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<RuleSet>().overrides.front().channel, channel);

        // A refusal of what is the channel's own is shown there.
        rig.made.state.commandSent(QStringLiteral("k"), {}, QStringLiteral("set-rules"), {});
        rig.made.state.commandRefused(QStringLiteral("k"),
                                      {QStringLiteral("out-of-range"),
                                       QStringLiteral("On the wrong side."),
                                       QStringLiteral("/overrides/0/clear"),
                                       {},
                                       {}});
        QCOMPARE(channels->currentData().toString(), channel);
        QCOMPARE(rig.table->currentItem(), rig.item("rate-low", RulesDialog::ClearColumn));
        QVERIFY(!rig.says().isEmpty());

        // As it was: nothing of its own any more, nothing to save.
        rig.item("rate-low", RulesDialog::ValueColumn)->setText(QStringLiteral("15"));
        rig.item("black", RulesDialog::OnColumn)->setCheckState(Qt::Checked);
        QVERIFY(!rig.dialog.isChanged());
    }

    void oneOfSomebodyElseIsSaid()
    {
        Rig rig;
        RuleSet other = rig.dialog.edited();
        other.rules[0].value += 1;
        rig.made.state.judgements().applyRules(other, 4);
        QCOMPARE(rig.dialog.edited(), other); // nothing was changed here
        rig.item("rate-low", RulesDialog::ValueColumn)->setText(QStringLiteral("20"));
        other.rules[0].value += 1;
        rig.made.state.judgements().applyRules(other, 5);
        QVERIFY(rig.dialog.edited() != other);
        QVERIFY(rig.says().startsWith(QLatin1String("Somebody else")));
        rig.button("Undo")->click();
        QCOMPARE(rig.dialog.edited(), other);
    }

    void onlyAnEngineerChangesThem()
    {
        Rig rig;
        rig.made.state.setRole(Role::Director);
        rig.made.state.judgements().applyRules(rig.dialog.edited(), 4);
        QVERIFY(!(rig.item("rate-low", RulesDialog::ValueColumn)->flags() & Qt::ItemIsEditable));
        QVERIFY(rig.says().contains(QLatin1String("needs the role engineer")));
    }
};

QTEST_MAIN(TestRulesDialog)
#include "tst_rulesdialog.moc"
