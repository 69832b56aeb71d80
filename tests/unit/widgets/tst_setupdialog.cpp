// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/messagepanel.h"
#include "widgets/outputtable.h"
#include "widgets/rulestable.h"
#include "widgets/setupdialog.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

struct Rig
{
    MadeUp made;
    std::unique_ptr<SetupDialog> dialog;
    std::vector<SetupChange> orders;

    Rig()
    {
        made.fillNormal();
        made.state.setRole(Role::Engineer);
        made.state.applySlate(
            MadeUp::slate(QStringLiteral("mine"), QStringLiteral("Mine"), QStringLiteral("ready")));
        QFile file(QStringLiteral(TWINFEED_RULES));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no rules");
        made.state.judgements().applyRules(*ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object()),
                                           3);
        dialog = std::make_unique<SetupDialog>(made.state);
        QObject::connect(dialog.get(), &SetupDialog::changeRequested, dialog.get(),
                         [this](const auto &change) {
                             orders.push_back(change);
                             made.state.commandSent(key(), {}, QStringLiteral("change-setup"), {});
                         });
        dialog->show();
    }
    /// Of the newest order.
    QString key() const { return QStringLiteral("k%1").arg(orders.size()); }
    template <typename Widget>
    Widget *named(const char *name) const
    {
        for (Widget *widget : dialog->findChildren<Widget *>()) {
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        }
        return nullptr;
    }
    QPushButton *button(const char *text) const
    {
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text))
                return button;
        }
        return nullptr;
    }
    BusMessage message() const { return dialog->findChild<MessagePanel *>()->message(); }
    void refuse(const char *code, const char *where)
    {
        made.state.commandRefused(key(),
                                  {QLatin1String(code), QStringLiteral("No."), QLatin1String(where), {}, {}});
    }
};

} // namespace

class TestSetupDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void severalThingsGoInOneOrder()
    {
        Rig rig;
        QVERIFY(!rig.button("Save all")->isEnabled());
        rig.named<QSpinBox>("Hold")->setValue(900);
        auto *outputs = rig.dialog->findChild<OutputTable *>();
        const size_t before = outputs->outputs().size();
        rig.button("Add an output")->click();
        QVERIFY(!rig.button("Save all")->isEnabled()); // it has no address yet
        outputs->item(int(before), OutputTable::AddressColumn)
            ->setText(QStringLiteral("rtmp://cdn.example/live/x"));
        QVERIFY(rig.button("Save all")->isEnabled());
        rig.button("Add a channel")->click();
        QCOMPARE(rig.named<QListWidget>("Channels")->count(), 2);
        rig.named<QLineEdit>("PRIMARY from")->setText(QStringLiteral("srt://a.example:9000"));
        rig.named<QLineEdit>("BACKUP from")->setText(QStringLiteral("srt://b.example:9000"));
        auto *rules = rig.dialog->findChild<RulesTable *>();
        rules->item(0, RulesTable::ForColumn)->setText(QStringLiteral("12.5"));
        QVERIFY2(rig.button("Save all")->isEnabled(), qPrintable(rig.message().detail));
        rig.button("Save all")->click();
        QCOMPARE(rig.orders.size(), size_t(1));
        const SetupChange &order = rig.orders[0];
        QCOMPARE(order.channels.size(), size_t(2));
        QCOMPARE(order.channels[0].config.holdMs, 900);
        QCOMPARE(order.channels[0].config.outputs.size(), before + 1);
        QCOMPARE(order.channels[0].revision, std::optional(MadeUp::document().revision));
        QVERIFY(!order.channels[1].revision);
        QCOMPARE(order.rules->revision, quint64(3));
        QCOMPARE(order.rules->set.rules[0].forMs, 12'500);
        // Sent once: it waits for its end.
        QVERIFY(!rig.button("Save all")->isEnabled());
    }

    void saysAtTheFieldWhatIsWrongAsOneTypes()
    {
        Rig rig;
        auto *address = rig.named<QLineEdit>("BACKUP from");
        QVERIFY(address->accessibleDescription().isEmpty());
        address->setText(QStringLiteral("nonsense"));
        QVERIFY(!address->accessibleDescription().isEmpty());
        QVERIFY(rig.named<QLineEdit>("PRIMARY from")->accessibleDescription().isEmpty());
        QCOMPARE(rig.message().headline, QStringLiteral("Not right yet"));
        QVERIFY(!rig.button("Save all")->isEnabled());
        address->setText(QStringLiteral("srt://b.example:9000"));
        QVERIFY(address->accessibleDescription().isEmpty());
        QVERIFY(rig.button("Save all")->isEnabled());
    }

    void whatTheBackendRefusesIsSaidAtTheField()
    {
        Rig rig;
        rig.named<QSpinBox>("Hold")->setValue(900);
        rig.button("Save all")->click();
        rig.refuse("address-not-allowed", "/channels/0/config/primary/url");
        QVERIFY(!rig.named<QLineEdit>("PRIMARY from")->accessibleDescription().isEmpty());
        QCOMPARE(rig.message().headline, QStringLiteral("Refused: nothing was changed"));
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 900); // what was entered stays
        QVERIFY(rig.button("Save all")->isEnabled()); // another attempt is one press
        rig.button("Save all")->click();
        rig.refuse("invalid-url", "/channels/0/config/outputs/1/url");
        auto *outputs = rig.dialog->findChild<OutputTable *>();
        QCOMPARE(outputs->item(1, OutputTable::AddressColumn)->background().color(),
                 theme::color(theme::Token::Low));
        QVERIFY(outputs->item(0, OutputTable::AddressColumn)->background().style() == Qt::NoBrush);
    }

    void onceItIsDoneItShowsWhatIs()
    {
        Rig rig;
        rig.named<QSpinBox>("Hold")->setValue(900);
        rig.button("Save all")->click();
        rig.made.change([](ChannelDocument &document) { document.config.holdMs = 900; });
        Operation operation;
        operation.id = QStringLiteral("9");
        operation.kind = QStringLiteral("change-setup");
        operation.state = OperationState::Done;
        rig.made.state.commandAcknowledged(rig.key(), operation);
        QVERIFY(!rig.dialog->draft().isChanged());
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 900);
        QCOMPARE(rig.message().headline, QStringLiteral("As it is now"));
    }

    void whatOthersChangeMeanwhileDoesNotTakeAwayWhatOneTypes()
    {
        Rig rig;
        rig.named<QSpinBox>("Hold")->setValue(900);
        rig.made.change([](ChannelDocument &document) { document.config.holdMs = 700; });
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 900);
        rig.button("Undo")->click();
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 700);
        rig.made.change([](ChannelDocument &document) { document.config.holdMs = 600; });
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 600); // nothing was typed: it follows
    }

    void takesDownAndDeletes()
    {
        Rig rig;
        rig.button("Take it down")->click();
        auto *slates = rig.named<QListWidget>("Slates");
        for (int row = 0; row < slates->count(); ++row) {
            if (slates->item(row)->data(Qt::UserRole).toString() == QLatin1String("mine"))
                slates->item(row)->setCheckState(Qt::Unchecked);
        }
        rig.button("Save all")->click();
        QCOMPARE(rig.orders.size(), size_t(1));
        QCOMPARE(rig.orders[0].removedChannels[0].id, MadeUp::channelId());
        QCOMPARE(rig.orders[0].removedSlates, QStringList(QStringLiteral("mine")));
        QVERIFY(rig.orders[0].channels.empty());
    }

    void whoMayNotIsTold()
    {
        Rig rig;
        rig.named<QSpinBox>("Hold")->setValue(900);
        rig.made.state.setRole(Role::Director);
        QVERIFY(!rig.button("Save all")->isEnabled());
        QVERIFY(!rig.button("Add a channel")->isEnabled());
        QVERIFY(rig.message().detail.contains(QLatin1String("director")));
    }

    void speaksTheLanguageOfTheWindow()
    {
        Rig rig;
        rig.named<QSpinBox>("Hold")->setValue(900);
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QVERIFY(rig.dialog->windowTitle() != QLatin1String("Setup"));
        QVERIFY(rig.dialog->draft().isChanged());
        Language::apply(QStringLiteral("en"));
        QCoreApplication::processEvents();
        QCOMPARE(rig.named<QSpinBox>("Hold")->value(), 900);
    }
};

QTEST_MAIN(TestSetupDialog)
#include "tst_setupdialog.moc"
