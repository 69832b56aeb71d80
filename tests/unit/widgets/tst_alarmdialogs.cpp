// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmdialogs.h"
#include "widgets/language.h"

#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

QPushButton *button(const QDialog &dialog, const char *text)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String(text))
            return button;
    }
    return nullptr;
}

} // namespace

class TestAlarmDialogs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Language::apply(QStringLiteral("en")); }

    void shelvingNeedsAReasonAndAnEnd()
    {
        MadeUp made;
        auto *dialog =
            new ShelveDialog(made.alarm(7, "rate-low", Severity::Warning, "backup"), made.clock.wall());
        QSignalSpy chosen(dialog, &ShelveDialog::chosen);
        dialog->show();
        QPushButton *shelve = button(*dialog, "Shelve");
        QVERIFY(!shelve->isEnabled());
        auto *reason = dialog->findChildren<QComboBox *>().at(0);
        reason->setCurrentText(QStringLiteral("   "));
        QVERIFY(!shelve->isEnabled());
        reason->setCurrentText(QStringLiteral(" Planned work "));
        QVERIFY(shelve->isEnabled());
        QTest::mouseClick(shelve, Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0], (QVariantList{QStringLiteral("7"), QStringLiteral("Planned work"), 30}));
    }

    void aNoteSaysSomething()
    {
        auto *dialog = new NoteDialog(QStringLiteral("main"), QStringLiteral("7"), QStringLiteral("About"));
        QSignalSpy chosen(dialog, &NoteDialog::chosen);
        dialog->show();
        QPushButton *write = button(*dialog, "Write it down");
        auto *text = dialog->findChild<QPlainTextEdit *>();
        QVERIFY(!write->isEnabled());
        text->setPlainText(QString(NoteDialog::longest + 1, QLatin1Char('x')));
        QVERIFY(!write->isEnabled());
        text->setPlainText(QStringLiteral(" The cable\nwas loose. "));
        QVERIFY(write->isEnabled());
        QTest::mouseClick(write, Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0],
                 (QVariantList{QStringLiteral("main"), QStringLiteral("7"),
                               QStringLiteral("The cable was loose.")}));
    }
};

QTEST_MAIN(TestAlarmDialogs)
#include "tst_alarmdialogs.moc"
