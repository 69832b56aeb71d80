// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/channeldialog.h"
#include "widgets/language.h"
#include "widgets/messagepanel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestChannelDialog final : public QObject
{
    Q_OBJECT

private:
    struct Dialog
    {
        MadeUp made;
        std::unique_ptr<ChannelDialog> dialog;
        std::unique_ptr<QSignalSpy> saved;

        explicit Dialog(const std::function<void(ChannelDocument &)> &change = {})
        {
            made.fillNormal();
            if (change)
                made.change(change);
            dialog = std::make_unique<ChannelDialog>(made.state, MadeUp::channelId());
            saved = std::make_unique<QSignalSpy>(dialog.get(), &ChannelDialog::saved);
            dialog->show();
        }

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
    };

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void savesOneChangeWithTheRevisionThatWasRead()
    {
        Dialog made;
        QVERIFY(!made.button("Save")->isEnabled());
        made.named<QSpinBox>("Hold")->setValue(800);
        made.named<QComboBox>("Mode of automation")->setCurrentIndex(int(FailoverMode::Reverting));
        made.named<QCheckBox>("Warm decoder")->setChecked(true);
        QTest::mouseClick(made.button("Save"), Qt::LeftButton);
        QCOMPARE(made.saved->size(), 1);
        ChannelConfig expected = MadeUp::document().config;
        expected.holdMs = 800;
        expected.failover.mode = FailoverMode::Reverting;
        expected.warm = true;
        QCOMPARE((*made.saved)[0][0].value<ChannelConfig>(), expected);
        QCOMPARE((*made.saved)[0][1].value<quint64>(), 7u);
        QVERIFY(!made.button("Save")->isEnabled());
    }

    void lossFollowsTheHoldUntilItIsSaid()
    {
        Dialog made;
        QSpinBox *loss = made.named<QSpinBox>("Loss after");
        QCOMPARE(loss->value(), 300);
        made.named<QSpinBox>("Hold")->setValue(1000);
        QCOMPARE(loss->value(), 800);
        QVERIFY(!made.dialog->edited().lossMs);
        made.named<QCheckBox>("Loss follows the hold")->setChecked(false);
        loss->setValue(900);
        QCOMPARE(made.dialog->edited().lossMs, std::optional(900));
        QVERIFY(made.dialog->warnings().constFirst().contains(QLatin1String("too late")));
        QCOMPARE(made.message().tone, BusMessage::Tone::Caution);
    }

    void saysWhatAShortHoldMeans()
    {
        Dialog made;
        QVERIFY(made.dialog->warnings().isEmpty());
        QCOMPARE(made.message().tone, BusMessage::Tone::Good);
        made.named<QSpinBox>("Hold")->setValue(250);
        QVERIFY(made.dialog->warnings().constFirst().contains(QLatin1String("gap")));
        made.named<QComboBox>("Mode of automation")->setCurrentIndex(int(FailoverMode::Off));
        QCOMPARE(made.dialog->warnings().size(), 2);
    }

    void trimsByTheMeasuredOffsetAtOnePress()
    {
        // The backup is held back by 100 ms already and still shows the same 2 s later than the primary.
        Dialog made([](ChannelDocument &document) { document.config.backup.delayMs = 100; });
        QVERIFY(!made.dialog->measuredTrims() || made.dialog->measuredTrims()->first == 0);
        made.made.changeStatus([](ChannelStatus &status) {
            status.alignment = {PathRelation::Offset, 2000.3, 0.97, QStringLiteral("sound"), {}, {}};
        });
        QCOMPARE(made.dialog->measuredTrims(), std::optional(std::pair(1900, 0)));
        made.named<QSpinBox>("Hold")->setValue(900); // typed, but not asked to be saved
        QPushButton *trim = made.button("Trim PRIMARY by 1,900 ms");
        QVERIFY(trim);
        QTest::mouseClick(trim, Qt::LeftButton);
        QCOMPARE(made.saved->size(), 1);
        const auto config = (*made.saved)[0][0].value<ChannelConfig>();
        QCOMPARE(config.primary.delayMs, 1900);
        QCOMPARE(config.backup.delayMs, 0);
        QCOMPARE(config.holdMs, 500);
        made.made.changeStatus([](ChannelStatus &status) { status.alignment.offsetMs = -7000; });
        QVERIFY(!made.dialog->measuredTrims());
    }

    void aRefusalStandsInTheDialog()
    {
        Dialog made;
        made.named<QSpinBox>("Hold")->setValue(800);
        QTest::mouseClick(made.button("Save"), Qt::LeftButton);
        made.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(),
                                    QStringLiteral("replace-channel"), {});
        made.made.state.commandRefused(QStringLiteral("k"),
                                       {QStringLiteral("stale-revision"), {}, {}, {}, {}});
        QCOMPARE(made.message().tone, BusMessage::Tone::Bad);
        QVERIFY(made.message().detail.contains(QLatin1String("changed since you looked")));
        QVERIFY(made.dialog->isVisible());
        QCOMPARE(made.named<QSpinBox>("Hold")->value(), 800);
    }

    void isDoneWhenItIsDone()
    {
        Dialog made;
        made.named<QSpinBox>("Hold")->setValue(800);
        QTest::mouseClick(made.button("Save"), Qt::LeftButton);
        made.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(),
                                    QStringLiteral("replace-channel"), {});
        QVERIFY(made.dialog->isVisible());
        Operation done = MadeUp::take(Source::Primary, OperationState::Done);
        done.kind = QStringLiteral("replace-channel");
        done.id = QStringLiteral("44");
        made.made.state.commandAcknowledged(QStringLiteral("k"), done);
        QVERIFY(!made.dialog->isVisible());
    }

    void somebodyElsesChangeIsReadAgain()
    {
        Dialog made;
        made.named<QSpinBox>("Hold")->setValue(800);
        QVERIFY(!made.button("Read again")->isVisible());
        made.made.change([](ChannelDocument &document) { document.config.holdMs = 600; });
        QVERIFY(!made.button("Save")->isEnabled());
        QCOMPARE(made.named<QSpinBox>("Hold")->value(), 800);
        QTest::mouseClick(made.button("Read again"), Qt::LeftButton);
        QCOMPARE(made.named<QSpinBox>("Hold")->value(), 600);
        QVERIFY(!made.button("Read again")->isVisible());
    }

    void needsTheEngineersRoleAndAFreshTruth()
    {
        Dialog made;
        made.named<QSpinBox>("Hold")->setValue(800);
        QVERIFY(made.button("Save")->isEnabled());
        made.made.state.setRole(Role::Director);
        QVERIFY(!made.button("Save")->isEnabled());
        QVERIFY(made.message().detail.contains(QLatin1String("engineer")));
        made.made.state.setRole(Role::Engineer);
        made.made.clock.advance(3s);
        made.made.state.tick();
        QVERIFY(!made.button("Save")->isEnabled());
    }

    void speaksAnotherLanguageWhileItIsOpen()
    {
        Dialog made;
        made.named<QSpinBox>("Hold")->setValue(800);
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        static const QRegularExpression han(QStringLiteral("\\p{Han}"));
        QVERIFY(made.dialog->windowTitle().contains(han));
        for (const QWidget *field : made.dialog->findChildren<QWidget *>()) {
            QVERIFY2(field->accessibleName().isEmpty() || field->accessibleName().contains(han),
                     qPrintable(field->accessibleName()));
        }
        for (const QLabel *label : made.dialog->findChildren<QLabel *>())
            QVERIFY2(label->text().isEmpty() || label->text().contains(han), qPrintable(label->text()));
        for (const QPushButton *button : made.dialog->findChildren<QPushButton *>())
            QVERIFY2(button->text().isEmpty() || button->text().contains(han), qPrintable(button->text()));
        QCOMPARE(made.dialog->edited().holdMs, 800);
        Language::apply(QStringLiteral("en"));
        QCoreApplication::processEvents();
        QVERIFY(made.named<QSpinBox>("Hold"));
    }

    void everyFieldHasANameAndAnExplanation()
    {
        Dialog made;
        for (QWidget *field : made.dialog->findChildren<QWidget *>()) {
            const bool isField = qobject_cast<QSpinBox *>(field) || qobject_cast<QComboBox *>(field)
                || qobject_cast<QCheckBox *>(field);
            if (!isField)
                continue;
            QVERIFY(!field->accessibleName().isEmpty());
            QVERIFY2(!field->toolTip().isEmpty(), qPrintable(field->accessibleName()));
        }
    }
};

QTEST_MAIN(TestChannelDialog)
#include "tst_channeldialog.moc"
