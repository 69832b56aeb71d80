// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/controlbutton.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QInputDialog>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestControlButton final : public QObject
{
    Q_OBJECT

private:
    struct Made
    {
        MadeUp made;
        ControlButton button{made.state};
        QSignalSpy orders{&button, &ControlButton::ordered};

        Made()
        {
            made.fillNormal();
            made.state.setMe(QStringLiteral("anna"));
            button.setChannel(MadeUp::channelId());
            button.show();
        }
        void has(const char *name)
        {
            made.state.applyControl({MadeUp::channelId(), QLatin1String(name), made.clock.wall(), 30'000});
        }
        ControlOrder last() const { return orders.last().at(0).value<ControlOrder>(); }
        QMenu *menu() const { return qobject_cast<QMenu *>(QApplication::activePopupWidget()); }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void saysWhoHasIt()
    {
        Made made;
        QCOMPARE(made.button.text(), QStringLiteral("Nobody has it"));
        made.has("ben");
        QCOMPARE(made.button.text(), QStringLiteral("ben has it"));
        QCOMPARE(made.button.accessibleDescription(), QStringLiteral("ben has it"));
        made.has("anna");
        QCOMPARE(made.button.text(), QStringLiteral("You have it"));
        made.made.clock.advance(4s);
        made.made.state.tick();
        QVERIFY(!made.button.isEnabled());
        QVERIFY(made.button.text().contains(QLatin1String("not known")));
    }

    void saysWhichRoleItTakes()
    {
        Made made;
        made.made.state.setRole(Role::Viewer);
        QVERIFY(!made.button.isEnabled());
        QVERIFY(made.button.toolTip().contains(QLatin1String("viewer"), Qt::CaseInsensitive));
    }

    void aQuestionLapsesByItself()
    {
        Made made;
        made.has("ben");
        made.button.click();
        QCOMPARE(made.orders.size(), 0);
        QVERIFY(made.button.property("asking").toBool());
        QVERIFY(made.button.text().contains(QLatin1String("over?")));
        made.made.clock.advance(5100ms);
        made.made.state.touch(made.made.clock.now());
        made.button.tick();
        QVERIFY(!made.button.property("asking").toBool());
        made.button.click();
        made.button.click();
        QCOMPARE(made.orders.size(), 1);
        QCOMPARE(made.last().verb, ControlOrder::Verb::TakeOver);
    }

    void whoHasItLetsGoOrHandsOver()
    {
        Made made;
        made.has("anna");
        made.button.click();
        QVERIFY(made.menu());
        QMenu *menu = made.menu();
        menu->actions().at(0)->trigger();
        QCOMPARE(made.last().verb, ControlOrder::Verb::Release);
        menu->actions().at(1)->trigger();
        menu->close();
        auto *dialog = made.button.findChild<QInputDialog *>();
        QVERIFY(dialog && !dialog->isModal());
        dialog->setTextValue(QStringLiteral(" ben "));
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(made.last().verb, ControlOrder::Verb::HandOver);
        QCOMPARE(made.last().to, QStringLiteral("ben"));
    }
};

QTEST_MAIN(TestControlButton)
#include "tst_controlbutton.moc"
