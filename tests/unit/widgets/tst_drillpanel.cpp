// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/readinesstable.h"
#include "tests/unit/models/madedrills.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/drillpanel.h"
#include "widgets/drillrecords.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/rehearsalframe.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QApplication>
#include <QBuffer>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

using Seed = std::optional<qint64>;

/// The window of a unit that is a rehearsal, or live.
struct Room
{
    MadeUp made;
    FakeFactory frames;
    DrillBoard board{made.clock};
    MainWindow window{made.state, frames.factory()};
    DrillPanel *panel = window.addDrills(board);
    int started = 0;
    QString scenario;
    DrillKind kind = DrillKind::Simulated;
    Seed seed;
    QSignalSpy ends{panel, &DrillPanel::endRequested};
    QSignalSpy answers{panel, &DrillPanel::answerRequested};

    explicit Room(bool rehearsal = true)
    {
        made.fillNormal();
        window.resize(1600, 900);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        QObject::connect(panel, &DrillPanel::startRequested, panel,
                         [this](const QString &what, DrillKind how, const Seed &by) {
                             ++started;
                             scenario = what;
                             kind = how;
                             seed = by;
                         });
        board.applyUnit(rehearsal);
        board.setScenarios({MadeDrills::scenario(), MadeDrills::tabletop()});
    }

    QPushButton *push(const char *name) const { return panel->findChild<QPushButton *>(QLatin1String(name)); }
    QComboBox *combo(const char *name) const { return panel->findChild<QComboBox *>(QLatin1String(name)); }
    QLineEdit *seedEdit() const { return panel->findChild<QLineEdit *>(QStringLiteral("seed")); }
    QString text(const char *name) const { return panel->findChild<QLabel *>(QLatin1String(name))->text(); }
    QString course() const
    {
        return panel->findChild<QTextBrowser *>(QStringLiteral("course"))->toPlainText();
    }
    Drill begin(const Scenario &scenario, DrillKind kind)
    {
        Drill drill = MadeDrills::drill(scenario, made.clock.wall());
        drill.kind = kind;
        board.applyDrill(drill);
        return drill;
    }
    void pass(std::chrono::milliseconds time)
    {
        made.clock.advance(time);
        made.state.touch(made.clock.now());
        panel->tick();
    }
};

} // namespace

class TestDrillPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void aRehearsalIsFramedAndTitledInEachLanguage()
    {
        Room room;
        RehearsalFrame *frame = room.window.rehearsal();
        QVERIFY(frame->isRehearsal());
        auto *word = frame->findChild<QLabel *>(QStringLiteral("rehearsal"));
        QVERIFY(word->isVisible());
        QCOMPARE(word->text(), QStringLiteral("REHEARSAL"));
        QVERIFY(room.window.windowTitle().startsWith(QLatin1String("REHEARSAL")));
        QVERIFY(room.panel->isVisible()); // where the drills are
        Language::apply(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QVERIFY(word->text() != QLatin1String("REHEARSAL"));
        QVERIFY(room.window.windowTitle().startsWith(word->text()));
    }

    void theFrameIsSeenInAllColours()
    {
        for (const theme::Variant variant : theme::allVariants) {
            theme::apply(*qApp, variant);
            Room room;
            const QImage picture = room.window.grab().toImage();
            const QRgb own = theme::rehearsal().rgb();
            const int half = RehearsalFrame::border / 2;
            QCOMPARE(picture.pixel(half, picture.height() / 2), own);
            QCOMPARE(picture.pixel(picture.width() - 1 - half, picture.height() / 2), own);
            QCOMPARE(picture.pixel(picture.width() / 2, picture.height() - 1 - half), own);
            QVERIFY(theme::contrast(theme::rehearsal(), theme::rehearsalText()) >= 4.5);
            QVERIFY(theme::contrast(theme::rehearsal(), theme::color(theme::Token::Window)) >= 3);
        }
        theme::apply(*qApp);
    }

    void aLiveUnitHasNoFrame()
    {
        Room room(false);
        QVERIFY(!room.window.rehearsal()->isRehearsal());
        QVERIFY(!room.window.findChild<QLabel *>(QStringLiteral("rehearsal"))->isVisible());
        QVERIFY(!room.window.windowTitle().contains(QLatin1String("REHEARSAL")));
        QCOMPARE(room.window.findChild<Workspace *>()->layout(), NamedLayout::Director);
    }

    /// Not offered while nobody can start one; then by one press or one key.
    void onePressStartsARehearsal()
    {
        Room room(false);
        room.window.findChild<Workspace *>()->reveal(Panel::Drills);
        QVERIFY(!room.push("rehearse")->isVisible());
        QSignalSpy presses(room.panel, &DrillPanel::rehearsalRequested);
        QVERIFY(room.push("rehearse")->isVisible());
        QTest::mouseClick(room.push("rehearse"), Qt::LeftButton);
        QTest::keyClick(&room.window, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(presses.size(), 2);
        room.panel->setTrouble(QStringLiteral("It cannot be."));
        QCOMPARE(room.text("message"), QStringLiteral("It cannot be."));
        room.board.applyUnit(true);
        QTest::keyClick(&room.window, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(presses.size(), 2); // this is one
    }

    void leavingAsksAndSaysThatNothingOnAirIsTouched()
    {
        Room room;
        room.window.rehearsal()->setOwnUnit(true);
        QSignalSpy leaves(room.window.rehearsal(), &RehearsalFrame::leaveRequested);
        auto *leave = room.window.rehearsal()->findChild<QPushButton *>(QStringLiteral("leave"));
        QVERIFY(leave->isVisible());
        room.begin(MadeDrills::scenario(), DrillKind::Simulated);
        QTest::mouseClick(leave, Qt::LeftButton);
        QCOMPARE(leaves.size(), 0);
        auto *box = room.window.findChild<QMessageBox *>(QStringLiteral("leave-rehearsal"));
        QVERIFY(box && !box->isModal());
        QVERIFY(box->informativeText().contains(QLatin1String("Nothing that is on air is touched")));
        QVERIFY(box->informativeText().contains(QLatin1String("broken off")));
        box->buttons().constFirst()->click();
        QCOMPARE(leaves.size(), 1);
    }

    void onlyTabletopsOnALiveUnit()
    {
        Room room(false);
        room.combo("scenario")->setCurrentIndex(0);
        QVERIFY(!room.push("start")->isEnabled());
        room.combo("scenario")->setCurrentIndex(1);
        QVERIFY(room.push("start")->isEnabled());
        QTest::mouseClick(room.push("start"), Qt::LeftButton);
        QCOMPARE(room.started, 1);
        QCOMPARE(room.scenario, QStringLiteral("table"));
        QCOMPARE(room.kind, DrillKind::Tabletop);
        QVERIFY(!room.seed);
    }

    void aDrillIsStartedAsChosen()
    {
        Room room;
        room.combo("scenario")->setCurrentIndex(0);
        QCOMPARE(DrillKind(room.combo("kind")->currentData().toInt()), DrillKind::Simulated);
        room.combo("kind")->setCurrentIndex(room.combo("kind")->findData(int(DrillKind::WalkThrough)));
        room.seedEdit()->setText(QStringLiteral("4711"));
        QTest::mouseClick(room.push("start"), Qt::LeftButton);
        QCOMPARE(room.scenario, QStringLiteral("primary-dies"));
        QCOMPARE(room.kind, DrillKind::WalkThrough);
        QCOMPARE(room.seed, Seed(4711));
        room.board.sent(DrillBoard::Order::Start);
        QVERIFY(!room.push("start")->isEnabled());
        room.board.refused(DrillBoard::Order::Start,
                           Error{QStringLiteral("drill-running"), QStringLiteral("x"), {}, {}, {}});
        QVERIFY(room.push("start")->isEnabled());
        QVERIFY(room.text("message").contains(QLatin1String("running")));
    }

    void whoMayNotStartIsToldSo()
    {
        Room room;
        room.made.state.setRole(Role::Operator);
        QVERIFY(!room.push("start")->isEnabled());
        QVERIFY(!room.text("message").isEmpty());
    }

    void aWalkThroughSaysWhatComesAndWhatToPress()
    {
        Room room;
        Drill drill = room.begin(MadeDrills::scenario(), DrillKind::WalkThrough);
        room.pass(5s);
        QVERIFY2(room.text("now").contains(QLatin1String("In about 0:15")), qPrintable(room.text("now")));
        QVERIFY(room.text("now").contains(QLatin1String("PRIMARY")));
        MadeDrills::mark(drill, "fault", "dies", 20'000, "cut", "primary");
        room.board.applyDrill(drill);
        room.pass(17s);
        QVERIFY2(room.text("now").contains(QLatin1String("BACKUP")), qPrintable(room.text("now")));
        QVERIFY(room.text("now").contains(QLatin1String("0:08 left")));
        room.pass(10s);
        QVERIFY(room.text("now").contains(QLatin1String("Overdue")));
    }

    /// What is to come is nobody's to know, and what was noticed is seen.
    void aSimulatedDrillSaysNothingBefore()
    {
        Room room;
        Drill drill = room.begin(MadeDrills::scenario(), DrillKind::Simulated);
        room.pass(5s);
        QVERIFY(room.text("now").isEmpty());
        QVERIFY(!room.course().contains(QLatin1String("PRIMARY")));
        MadeDrills::mark(drill, "fault", "dies", 20'000, "cut", "primary");
        room.board.applyDrill(drill);
        QVERIFY2(room.course().contains(QLatin1String("PRIMARY: the connection is cut")),
                 qPrintable(room.course()));
    }

    void questionsAreAnsweredByPresses()
    {
        Room room;
        Drill drill = room.begin(MadeDrills::tabletop(), DrillKind::Tabletop);
        QVERIFY(room.text("now").contains(QLatin1String("What is on air?")));
        auto *second = room.push("choice-1");
        QCOMPARE(second->accessibleName(), QStringLiteral("Nothing"));
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(room.answers.size(), 1);
        QCOMPARE(room.answers.front().at(1).toString(), QStringLiteral("first"));
        QCOMPARE(room.answers.front().at(2).toInt(), 1);
        MadeDrills::mark(drill, "answer", "first", 1000, "1", "", "anna");
        MadeDrills::mark(drill, "answer", "second", 2000, "0", "", "anna");
        room.board.applyDrill(drill);
        QVERIFY(room.text("now").contains(QLatin1String("All questions are answered")));
        QTest::mouseClick(room.push("end"), Qt::LeftButton); // a tabletop is ended at one press
        QCOMPARE(room.ends.size(), 1);
    }

    void breakingOffAsksForASecondPress()
    {
        Room room;
        room.begin(MadeDrills::scenario(), DrillKind::Simulated);
        QTest::mouseClick(room.push("end"), Qt::LeftButton);
        QCOMPARE(room.ends.size(), 0);
        room.pass(6s);
        QTest::mouseClick(room.push("end"), Qt::LeftButton);
        QCOMPARE(room.ends.size(), 0); // too late: asked anew
        QTest::mouseClick(room.push("end"), Qt::LeftButton);
        QCOMPARE(room.ends.size(), 1);
    }

    void theScoreComesWithItsReasons()
    {
        Room room;
        room.begin(MadeDrills::scenario(), DrillKind::Simulated);
        room.board.applyDrill(MadeDrills::ended(room.made.clock.wall()));
        QVERIFY2(room.course().contains(QLatin1String("75 of 100: not green")), qPrintable(room.course()));
        QVERIFY(room.course().contains(QLatin1String("Acknowledge an alarm: not done within 15")));
        QVERIFY(!room.push("end")->isVisible());
        QTest::mouseClick(room.push("again"), Qt::LeftButton);
        QCOMPARE(room.seed, Seed(4711));
        QTest::mouseClick(room.push("other"), Qt::LeftButton);
        QVERIFY(room.push("start")->isVisible());
        Language::apply(QStringLiteral("zh_CN"));
        room.board.applyDrill(MadeDrills::ended(room.made.clock.wall().addSecs(1)));
        QVERIFY(!room.course().contains(QLatin1String("not done")));
    }

    void readinessIsATable()
    {
        Room room;
        DrillRecords *records = room.panel->openRecords();
        room.board.setReadiness(MadeDrills::readiness(room.made.clock.wall()));
        const auto *table = records->findChild<QTableView *>(QStringLiteral("readiness"));
        const auto cell = [&](int row, int column) {
            return table->model()->index(row, column).data().toString();
        };
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(cell(0, ReadinessTable::Ready), QStringLiteral("Ready"));
        QCOMPARE(cell(0, ReadinessTable::By), QStringLiteral("anna, ben"));
        QCOMPARE(cell(1, ReadinessTable::Ready), QStringLiteral("Not ready"));
        QCOMPARE(cell(1, ReadinessTable::Last), QStringLiteral("never"));
        QVERIFY(cell(2, ReadinessTable::What).contains(QLatin1String("on-air-black")));
    }

    void reportsAreKeptAsFiles()
    {
        Room room;
        DrillRecords *records = room.panel->openRecords();
        Drill drill = MadeDrills::ended(room.made.clock.wall());
        drill.marks[2].picture = true;
        Drill before = drill;
        before.id = QStringLiteral("5");
        before.score.points = 60;
        drill.notes.push_back({room.made.clock.wall(), QStringLiteral("anna"), QStringLiteral("Train it."),
                               QStringLiteral("ben"), QStringLiteral("2026-12-24")});
        room.board.setHistory({drill, before});
        QSignalSpy pictures(room.panel, &DrillPanel::picturesWanted);
        QSignalSpy files(room.panel, &DrillPanel::fileWanted);
        records->findChild<QPushButton *>(QStringLiteral("report-page"))->click();
        QCOMPARE(pictures.size(), 1);
        QCOMPARE(files.size(), 0); // waits for them
        QByteArray jpeg;
        QBuffer buffer(&jpeg);
        QImage image(64, 36, QImage::Format_RGB32);
        image.fill(Qt::darkCyan);
        QVERIFY(image.save(&buffer, "JPG"));
        room.board.setPictures(QStringLiteral("7"), {{3, jpeg}});
        QCOMPARE(files.size(), 1);
        QCOMPARE(files.front().at(0).toString(), QStringLiteral("drill-7-primary-dies.html"));
        const QByteArray page = files.front().at(1).toByteArray();
        for (const char *told : {"75 of 100", "not done within", "Put BACKUP on air (anna)", "Train it.",
                                 "ben", "15 points more", "PRIMARY: the connection is cut", "Seed 4711"})
            QVERIFY2(page.contains(told), told);
        QCOMPARE(page.count("data:image/png"), 3); // time line, one picture, trend
        records->findChild<QPushButton *>(QStringLiteral("report-pdf"))->click();
        room.board.setPictures(QStringLiteral("7"), {});
        QCOMPARE(files.size(), 2);
        QVERIFY(files.back().at(1).toByteArray().startsWith("%PDF-"));
        room.board.setPictures(QStringLiteral("7"), {}); // asked by nobody
        QCOMPARE(files.size(), 2);
    }

    void notesAreWrittenAfterwards()
    {
        Room room;
        DrillRecords *records = room.panel->openRecords();
        room.board.setHistory({MadeDrills::ended(room.made.clock.wall())});
        QCOMPARE(records->findChild<QListWidget *>(QStringLiteral("drills"))->count(), 1);
        QSignalSpy notes(room.panel, &DrillPanel::noteRequested);
        const auto edit = [&](const char *name) {
            return records->findChild<QLineEdit *>(QLatin1String(name));
        };
        auto *save = records->findChild<QPushButton *>(QStringLiteral("save"));
        QVERIFY(!save->isEnabled());
        edit("note")->setText(QStringLiteral("Look at the alarms."));
        edit("owner")->setText(QStringLiteral("ben"));
        edit("due")->setText(QStringLiteral("tomorrow"));
        QVERIFY(!save->isEnabled()); // no date
        edit("due")->setText(QStringLiteral("2026-12-24"));
        save->click();
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes.front().at(0).toString(), QStringLiteral("7"));
        QCOMPARE(notes.front().at(3).toString(), QStringLiteral("2026-12-24"));
        QVERIFY(edit("note")->text().isEmpty());
    }
};

QTEST_MAIN(TestDrillPanel)
#include "tst_drillpanel.moc"
