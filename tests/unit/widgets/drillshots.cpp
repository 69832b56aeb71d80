// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/drillshots.h"

#include "tests/unit/models/madedrills.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/drillpanel.h"
#include "widgets/drillrecords.h"
#include "widgets/drillreport.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QApplication>
#include <QBuffer>
#include <QFile>
#include <QTabWidget>
#include <QTest>

namespace twinfeed::test {

namespace {

struct Made
{
    MadeUp made;
    FakeFactory frames;
    DrillBoard board{made.clock};
    MainWindow window{made.state, frames.factory()};
    DrillPanel *panel = window.addDrills(board);

    explicit Made(bool rehearsal)
    {
        made.fillNormal();
        window.resize(1366, 738);
        window.show();
        board.applyUnit(rehearsal);
        board.setScenarios({MadeDrills::scenario(), MadeDrills::tabletop()});
        QObject::connect(panel, &DrillPanel::rehearsalRequested, panel, [] {});
    }
    void begin(const Scenario &scenario, DrillKind kind)
    {
        Drill drill = MadeDrills::drill(scenario, made.clock.wall().addSecs(-25));
        drill.kind = kind;
        if (kind != DrillKind::Tabletop) {
            MadeDrills::mark(drill, "fault", "dies", 21'400, "cut", "primary");
            MadeDrills::mark(drill, "alarm", "no-data", 22'500);
        }
        board.applyDrill(drill);
    }
};

std::vector<Drill> history(const QDateTime &now)
{
    std::vector<Drill> drills;
    for (int i = 0; i < 6; ++i) {
        Drill drill = MadeDrills::ended(now.addDays(-7 * i));
        drill.id = QString::number(12 - i);
        drill.score.points = 100 - 12 * i;
        drill.score.green = drill.score.points >= 80;
        if (i == 0)
            drill.notes.push_back({now, QStringLiteral("anna"), QStringLiteral("Look at the alarms sooner."),
                                   QStringLiteral("ben"), QStringLiteral("2026-12-24")});
        drills.push_back(drill);
    }
    return drills;
}

std::map<int, QByteArray> pictures(const Drill &drill)
{
    std::map<int, QByteArray> all;
    for (const DrillMark &mark : drill.marks) {
        QImage image(320, 180, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(mark.number * 50 % 360, 120, 160));
        QByteArray bytes;
        QBuffer buffer(&bytes);
        image.save(&buffer, "JPG");
        all[mark.number] = bytes;
    }
    return all;
}

void takeRecords(const QDir &folder, const QString &language)
{
    Made made(true);
    DrillRecords *records = made.panel->openRecords();
    made.board.setReadiness(MadeDrills::readiness(made.made.clock.wall()));
    made.board.setHistory(history(made.made.clock.wall()));
    QTest::qWait(50);
    records->grab().save(folder.filePath(QStringLiteral("readiness-%1.png").arg(language)));
    records->findChild<QTabWidget *>()->setCurrentIndex(1);
    QTest::qWait(50);
    records->grab().save(folder.filePath(QStringLiteral("drills-%1.png").arg(language)));
    const auto drills = history(made.made.clock.wall());
    const DrillReport::Content content{drills.front(), DrillReport::earlierOf(drills.front(), drills),
                                       pictures(drills.front())};
    for (const bool pdf : {true, false}) {
        QFile file(folder.filePath(
            QStringLiteral("drill-report-%1.%2").arg(language, QLatin1String(pdf ? "pdf" : "html"))));
        if (file.open(QIODevice::WriteOnly))
            file.write(pdf ? DrillReport::pdf(content, made.made.clock.wall())
                           : DrillReport::page(content, made.made.clock.wall()));
    }
}

} // namespace

void takeDrillShots(const QDir &folder, const QString &only)
{
    if (!only.isEmpty() && !QStringLiteral("drill").contains(only))
        return;
    for (const QString &language : Language::available()) {
        Language::apply(language);
        const auto shoot = [&](const char *name, bool rehearsal, const auto &what) {
            Made made(rehearsal);
            what(made);
            made.window.findChild<Workspace *>()->reveal(Panel::Drills);
            QTest::qWait(80);
            made.window.grab().save(
                folder.filePath(QStringLiteral("drill-%1-%2.png").arg(QLatin1String(name), language)));
        };
        shoot("live", false, [](Made &) {});
        shoot("choose", true, [](Made &) {});
        shoot("walk", true, [](Made &made) { made.begin(MadeDrills::scenario(), DrillKind::WalkThrough); });
        shoot("table", true, [](Made &made) { made.begin(MadeDrills::tabletop(), DrillKind::Tabletop); });
        shoot("ended", true,
              [](Made &made) { made.board.applyDrill(MadeDrills::ended(made.made.clock.wall())); });
        for (const theme::Variant variant : {theme::Variant::Light, theme::Variant::Contrast}) {
            theme::apply(*qApp, variant);
            shoot(qPrintable(theme::wordOf(variant)), true,
                  [](Made &made) { made.begin(MadeDrills::scenario(), DrillKind::Simulated); });
        }
        theme::apply(*qApp);
        takeRecords(folder, language);
    }
}

} // namespace twinfeed::test
