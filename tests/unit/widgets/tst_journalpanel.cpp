// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/fakeinquiries.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/journalpanel.h"
#include "widgets/journalreport.h"
#include "widgets/journalview.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

struct Rig
{
    MadeUp made;
    FakeInquiries inquiries;
    JournalPanel panel{made.state};

    Rig()
    {
        made.fillNormal();
        panel.setInquiries(&inquiries);
        panel.resize(500, 300);
        panel.show();
    }
    QLineEdit *text() { return panel.findChild<QLineEdit *>(); }
    QComboBox *kind() { return panel.findChild<QComboBox *>(); }
};

} // namespace

class TestJournalPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void filtersWhatIsHere()
    {
        Rig rig;
        QCOMPARE(rig.panel.view()->shown().size(), size_t(8));
        rig.kind()->setCurrentIndex(int(JournalView::Kind::Programme));
        QCOMPARE(rig.panel.view()->shown().size(), size_t(2));
        rig.kind()->setCurrentIndex(0);
        rig.text()->setText(QStringLiteral("anna"));
        QCOMPARE(rig.panel.view()->shown().size(), size_t(2));
        rig.text()->setText(QStringLiteral("on air after")); // in our own sentence
        QCOMPARE(rig.panel.view()->shown().size(), size_t(1));
    }

    void searchesInAllThatWasWritten()
    {
        Rig rig;
        rig.text()->setText(QStringLiteral("gate"));
        QTRY_COMPARE(rig.inquiries.journals.size(), size_t(1));
        QCOMPARE(rig.inquiries.journals[0].first.search, QStringLiteral("gate"));
        JournalEntry note;
        note.id = 3;
        note.kind = QStringLiteral("note");
        note.text = QStringLiteral("The gate is open.");
        rig.inquiries.journals[0].second(std::vector{note});
        QCOMPARE(rig.panel.view()->shown().size(), size_t(1));
        rig.text()->clear();
        QTRY_COMPARE(rig.panel.view()->shown().size(), size_t(8)); // what happens, again
    }

    void exportsWhatIsShown()
    {
        Rig rig;
        QSignalSpy files(&rig.panel, &JournalPanel::fileWanted);
        QSignalSpy reports(&rig.panel, &JournalPanel::reportWanted);
        rig.text()->setText(QStringLiteral("anna"));
        rig.panel.findChild<QToolButton *>(QStringLiteral("export"))->click();
        auto *menu = rig.panel.findChild<QMenu *>();
        QVERIFY(menu);
        for (QAction *action : menu->actions())
            action->trigger();
        menu->close();
        QCOMPARE(files.count(), 2);
        QCOMPARE(files[0][1].toByteArray().count('\n'), 3);
        QCOMPARE(files[1][1].toByteArray().count('\n'), 2);
        QCOMPARE(reports.count(), 1);
    }

    void makesAReport()
    {
        Rig rig;
        QImage picture(320, 180, QImage::Format_RGB32);
        picture.fill(Qt::darkBlue);
        const auto entries = rig.panel.view()->shown();
        const QByteArray pdf =
            JournalReport::pdf(QStringLiteral("Main stage"), entries,
                               {{QStringLiteral("The window"), picture}}, rig.made.clock.wall());
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        QVERIFY(pdf.contains("/Subtype /Image"));
        const QByteArray without =
            JournalReport::pdf(QStringLiteral("Main stage"), entries, {}, rig.made.clock.wall());
        QVERIFY(!without.contains("/Subtype /Image"));
    }

    void onlyOperatorsWriteNotes()
    {
        Rig rig;
        auto *note = rig.panel.findChild<QToolButton *>(QStringLiteral("note"));
        QVERIFY(note->isEnabled());
        rig.made.state.setRole(Role::Viewer);
        QVERIFY(!note->isEnabled());
        QVERIFY(note->toolTip().contains(QLatin1String("needs the role operator")));
    }
};

QTEST_MAIN(TestJournalPanel)
#include "tst_journalpanel.moc"
