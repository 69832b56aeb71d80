// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"
#include "widgets/connectpage.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using Entry = ConnectPage::Entry;
using Field = ConnectPage::Field;
using Problem = ConnectPage::Problem;

class TestConnectPage final : public QObject
{
    Q_OBJECT

    struct Made
    {
        ConnectPage page{[](const Entry &entry) -> std::optional<Problem> {
            if (!entry.backend.address.startsWith(QLatin1String("https://")))
                return Problem{Field::Address, QStringLiteral("no address")};
            if (entry.backend.id.isEmpty() && entry.token.isEmpty())
                return Problem{Field::Token, QStringLiteral("no token")};
            return std::nullopt;
        }};
        QStringList chosen;
        QStringList forgotten;
        std::vector<Entry> entered;

        Made()
        {
            connect(&page, &ConnectPage::chosen, &page, [this](const QString &id) { chosen << id; });
            connect(&page, &ConnectPage::forgetRequested, &page,
                    [this](const QString &id) { forgotten << id; });
            connect(&page, &ConnectPage::entered, &page,
                    [this](const Entry &one) { entered.push_back(one); });
            page.show();
        }
        template <typename Widget>
        Widget *named(const char *name) const
        {
            for (Widget *widget : page.findChildren<Widget *>()) {
                if (widget->accessibleName() == QLatin1String(name))
                    return widget;
            }
            return nullptr;
        }
        /// The `which`-th button with this text.
        QPushButton *button(const char *text, int which = 0) const
        {
            for (QPushButton *button : page.findChildren<QPushButton *>()) {
                if (button->text() == QLatin1String(text) && which-- == 0)
                    return button;
            }
            return nullptr;
        }
        bool says(const char *text) const
        {
            for (const QLabel *label : page.findChildren<QLabel *>()) {
                if (label->text().contains(QLatin1String(text)))
                    return true;
            }
            return false;
        }
    };
    static std::vector<KnownBackend> two()
    {
        return {{QStringLiteral("1"), QStringLiteral("Hall"), QStringLiteral("https://hall:1")},
                {QStringLiteral("2"), QStringLiteral("Van"), QStringLiteral("https://van:2")}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void demoAndThisMachineAreOnePress()
    {
        const Made made;
        made.button("Demo event")->click();
        made.button("The backend of this machine")->click();
        QCOMPARE(made.chosen, (QStringList{KnownBackend::demoId(), KnownBackend::thisMachineId()}));
        QVERIFY(!made.button("Connect", 0)->isEnabled()); // nothing is kept
        QVERIFY(!made.button("Change...")->isEnabled());
    }

    void saysAtTheFieldWhatIsWrongAsOneTypes()
    {
        const Made made;
        QPushButton *const connect = made.button("Connect", 1);
        QVERIFY(!connect->isEnabled());
        QVERIFY(!made.says("no address")); // nobody has typed yet
        QTest::keyClicks(made.named<QLineEdit>("Address"), QStringLiteral("http"));
        QVERIFY(made.says("no address"));
        QTest::keyClicks(made.named<QLineEdit>("Address"), QStringLiteral("s://hall:1 "));
        QVERIFY(!made.says("no address"));
        QVERIFY(made.says("no token"));
        QVERIFY(!connect->isEnabled());
        auto *token = made.named<QLineEdit>("Token");
        QCOMPARE(token->echoMode(), QLineEdit::Password);
        QTest::keyClicks(token, QStringLiteral("secret"));
        QVERIFY(!made.says("no token"));
        QVERIFY(connect->isEnabled());
        QTest::keyClick(token, Qt::Key_Return);
        QCOMPARE(made.entered.size(), size_t(1));
        QCOMPARE(made.entered[0].backend.address, QStringLiteral("https://hall:1"));
        QCOMPARE(made.entered[0].token, QByteArray("secret"));
        QVERIFY(made.entered[0].backend.id.isEmpty());
    }

    void whatTheBackendSaidStandsAtItsFieldUntilOneTypes()
    {
        Made made;
        QTest::keyClicks(made.named<QLineEdit>("Address"), QStringLiteral("https://hall:1"));
        QTest::keyClicks(made.named<QLineEdit>("Token"), QStringLiteral("wrong"));
        made.page.setBusy(QStringLiteral("Asking hall"));
        QVERIFY(made.says("Asking hall"));
        QVERIFY(made.button("Connect", 1)->isEnabled()); // nobody has to wait for it
        QVERIFY(made.button("Demo event")->isEnabled());
        made.page.setBusy({});
        made.page.showProblem({Field::Token, QStringLiteral("not known there")});
        QVERIFY(made.says("not known there"));
        QVERIFY(made.button("Connect", 1)->isEnabled()); // the same may be tried again
        QTest::keyClicks(made.named<QLineEdit>("Token"), QStringLiteral("x"));
        QVERIFY(!made.says("not known there"));
    }

    void keptOnesAreChosenChangedAndForgotten()
    {
        Made made;
        made.page.setBackends(two());
        auto *list = made.page.findChild<QListWidget *>();
        QCOMPARE(list->count(), 2);
        list->setCurrentRow(1);
        made.button("Connect", 0)->click();
        QCOMPARE(made.chosen, QStringList{QStringLiteral("2")});
        made.button("Change...")->click();
        QCOMPARE(made.named<QLineEdit>("Name")->text(), QStringLiteral("Van"));
        made.named<QLineEdit>("Name")->setText(QStringLiteral("Old van"));
        QVERIFY(made.button("Connect", 1)->isEnabled()); // its token stays
        made.button("Connect", 1)->click();
        QCOMPARE(
            made.entered[0].backend,
            (KnownBackend{QStringLiteral("2"), QStringLiteral("Old van"), QStringLiteral("https://van:2")}));
        QVERIFY(made.entered[0].token.isEmpty());
        made.button("Enter another one")->click();
        QVERIFY(made.named<QLineEdit>("Name")->text().isEmpty());
        made.button("Forget")->click();
        QVERIFY(made.forgotten.isEmpty()); // the token would be gone for good: it asks
        list->setCurrentRow(0);
        QVERIFY(made.button("Forget")); // another one: asks anew
        made.button("Forget")->click();
        made.button("Forget it?")->click();
        QCOMPARE(made.forgotten, QStringList{QStringLiteral("1")});
    }

    void saysWhereTokensAre()
    {
        Made made;
        QVERIFY(made.says("goes into the key store"));
        made.page.setTokens(ConnectPage::Tokens::SessionOnly);
        QVERIFY(made.says("until the program ends"));
        made.page.setTokens(ConnectPage::Tokens::Kept);
        QVERIFY(made.says("are kept in the key store"));
    }

    void nothingIsCutInAnyLanguage_data()
    {
        QTest::addColumn<QString>("language");
        for (const QString &language : Language::available())
            QTest::newRow(qPrintable(language)) << language;
    }

    void nothingIsCutInAnyLanguage()
    {
        QFETCH(const QString, language);
        Language::apply(language);
        Made made;
        made.page.setBackends(two());
        made.page.setTokens(ConnectPage::Tokens::SessionOnly);
        made.page.resize(made.page.minimumSizeHint());
        QCoreApplication::processEvents();
        // The smallest screen that the program is for, less the frame of a window.
        QVERIFY2(made.page.width() <= 1360 && made.page.height() <= 700,
                 qPrintable(QStringLiteral("%1x%2").arg(made.page.width()).arg(made.page.height())));
        for (const QLabel *label : made.page.findChildren<QLabel *>()) {
            if (label->isVisible() && !label->text().isEmpty())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        for (const QPushButton *button : made.page.findChildren<QPushButton *>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        }
        Language::apply(QStringLiteral("en"));
    }
};

QTEST_MAIN(TestConnectPage)
#include "tst_connectpage.moc"
