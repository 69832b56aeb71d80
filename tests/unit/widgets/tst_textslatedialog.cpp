// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/textslatedialog.h"

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestTextSlateDialog final : public QObject
{
    Q_OBJECT

private:
    struct Dialog
    {
        MadeUp made;
        std::unique_ptr<TextSlateDialog> dialog;

        Dialog()
        {
            made.fillNormal();
            dialog = std::make_unique<TextSlateDialog>(made.state, MadeUp::channelId());
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
        bool says(const char *text) const
        {
            const auto labels = dialog->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->isVisible() && label->text().contains(QLatin1String(text));
            });
        }
        QPushButton *make() const
        {
            for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
                if (button->isDefault())
                    return button;
            }
            return nullptr;
        }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void proposesACountdown()
    {
        const Dialog it;
        const SlateText text = it.dialog->text();
        QCOMPARE(text.kind, QStringLiteral("countdown"));
        const qint64 left = it.made.clock.wall().secsTo(text.until);
        QVERIFY2(left > 600 && left <= 660, qPrintable(QString::number(left)));
        QCOMPARE(text.until.toLocalTime().time().second(), 0);
        QCOMPARE(it.dialog->picture(), it.made.state.channel(MadeUp::channelId())->slate);
        QVERIFY(it.dialog->name().startsWith(QLatin1String("Countdown to ")));
    }

    void makesWhatIsEntered()
    {
        const Dialog it;
        QSignalSpy chosen(it.dialog.get(), &TextSlateDialog::chosen);
        it.named<QComboBox>("Shows")->setCurrentIndex(1);
        it.named<QLineEdit>("Line above it")->setText(QStringLiteral(" Local time "));
        it.named<QLineEdit>("Name")->setText(QStringLiteral("Hall clock"));
        QComboBox *picture = it.named<QComboBox>("Picture of");
        picture->setCurrentIndex(picture->findData(QStringLiteral("calm")));
        QVERIFY(!it.named<QDateTimeEdit>("Counts to")->isVisible());
        it.make()->click();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("calm"));
        QCOMPARE(chosen[0][1].toString(), QStringLiteral("Hall clock"));
        const auto text = chosen[0][2].value<SlateText>();
        QCOMPARE(text, (SlateText{QStringLiteral("clock"), QStringLiteral("Local time"), {}}));
        QVERIFY(!it.dialog->isVisible());
    }

    void saysWhenTheTimeHasPassed()
    {
        const Dialog it;
        QVERIFY(it.says("Counts down each second"));
        it.named<QDateTimeEdit>("Counts to")->setDateTime(it.made.clock.wall().toLocalTime().addSecs(-60));
        QVERIFY(it.says("That time has passed"));
    }

    void withoutAPictureThereIsNothingToMake()
    {
        MadeUp made;
        made.connectNow();
        const TextSlateDialog dialog(made.state, MadeUp::channelId());
        for (const QPushButton *button : dialog.findChildren<QPushButton *>())
            QVERIFY(!button->isDefault() || !button->isEnabled());
    }
};

QTEST_MAIN(TestTextSlateDialog)
#include "tst_textslatedialog.moc"
