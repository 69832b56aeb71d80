// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/backendbutton.h"
#include "widgets/language.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestBackendButton final : public QObject
{
    Q_OBJECT

    static QStringList textsOf(const QMenu *menu)
    {
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts << action->text();
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { Language::apply(QStringLiteral("en")); }

    void saysTheRole()
    {
        MadeUp made;
        const BackendButton button(made.state);
        QCOMPARE(button.text(), QStringLiteral("No role"));
        QVERIFY(!button.isEnabled());
        made.state.setRole(Role::Viewer);
        QCOMPARE(button.text(), QStringLiteral("viewer"));
        QCOMPARE(button.accessibleDescription(), QStringLiteral("viewer"));
        made.connectNow();
        made.state.setMe(QStringLiteral("anna"));
        made.state.setRole(Role::Director);
        QCOMPARE(button.text(), QStringLiteral("director"));
        QVERIFY(button.toolTip().contains(QLatin1String("anna")));
    }

    void listsBackendsAndMarksTheCurrent()
    {
        MadeUp made;
        BackendButton button(made.state);
        button.setBackends({{QStringLiteral("1"), QStringLiteral("Hall A & B"), QStringLiteral("https://a")},
                            {QStringLiteral("2"), QStringLiteral("Van"), QStringLiteral("https://van")}},
                           QStringLiteral("2"));
        QVERIFY(button.isEnabled());
        QCOMPARE(
            textsOf(button.menu()),
            (QStringList{QStringLiteral("Hall A && B"), QStringLiteral("Van"), QStringLiteral("This machine"),
                         QStringLiteral("Demo event"), QString(), QStringLiteral("Connections...")}));
        const QSignalSpy chosen(&button, &BackendButton::chosen);
        const QSignalSpy wanted(&button, &BackendButton::connectionsRequested);
        const QList<QAction *> actions = button.menu()->actions();
        QVERIFY(actions[1]->isChecked());
        QVERIFY(!actions[0]->isChecked());
        actions[1]->trigger(); // where we are: nothing happens
        QCOMPARE(chosen.size(), 0);
        actions[0]->trigger();
        actions[3]->trigger();
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("1"));
        QCOMPARE(chosen[1][0].toString(), KnownBackend::demoId());
        actions[5]->trigger();
        QCOMPARE(wanted.size(), 1);
    }

    void speaksTheLanguageOfTheWindow()
    {
        MadeUp made;
        BackendButton button(made.state);
        button.setBackends({}, KnownBackend::demoId());
        button.show();
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QVERIFY(!textsOf(button.menu()).contains(QLatin1String("This machine")));
        QVERIFY(button.menu()->actions()[1]->isChecked());
        Language::apply(QStringLiteral("en"));
    }
};

QTEST_MAIN(TestBackendButton)
#include "tst_backendbutton.moc"
