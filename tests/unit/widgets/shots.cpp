// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of the window in made-up states, to be looked at: widget_shots FOLDER. No test by itself.

#include "tests/unit/widgets/drillshots.h"
#include "tests/unit/widgets/fakeinquiries.h"
#include "tests/unit/widgets/madeup.h"
#include "tests/unit/widgets/planshots.h"
#include "tests/unit/widgets/setupshots.h"
#include "widgets/alarmdialogs.h"
#include "widgets/alarmpanel.h"
#include "widgets/alarmwords.h"
#include "widgets/cardpanel.h"
#include "widgets/channeldialog.h"
#include "widgets/helpwindow.h"
#include "widgets/keysheet.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/qualitydialog.h"
#include "widgets/rulesdialog.h"
#include "widgets/slatemenu.h"
#include "widgets/textslatedialog.h"
#include "widgets/theme.h"
#include "widgets/trendchart.h"
#include "widgets/trendpanel.h"
#include "widgets/watch.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMenu>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <functional>
#include <utility>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

struct Shot
{
    const char *name;
    std::function<void(MadeUp &, FakeFactory &, MainWindow &)> make;
};

void press(MainWindow &window, Qt::Key key)
{
    QTest::keyClick(&window, key);
}

void normal(MadeUp &made)
{
    made.fillNormal();
    QCoreApplication::processEvents();
}

void suspend(MadeUp &made)
{
    made.change([](ChannelDocument &document) { document.suspended = true; });
    made.changeStatus([](ChannelStatus &status) { status.failover.state = FailoverState::Suspended; });
}

const Shot automation[]{
    {"failover",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.change([](auto &document) { document.config.failover.mode = FailoverMode::Reverting; });
         made.failOver(Source::Backup);
         made.changeStatus([](ChannelStatus &status) {
             status.failover.switchesLeft = 2;
             status.failover.clearsInMs = 8200;
         });
     }},
    {"suspended",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.takeBackup();
         suspend(made);
     }},
    {"spent",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.changeStatus([](ChannelStatus &status) {
             status.failover.state = FailoverState::Spent;
             status.failover.switchesLeft = 0;
             status.alignment = {PathRelation::Unknown, {}, 0, {}, {}, {}};
         });
     }},
    {"locked",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         normal(made);
         made.change([](ChannelDocument &document) { document.locked = {Source::Backup}; });
         press(window, Qt::Key_F2);
     }},
    {"bothlost",
     [](MadeUp &made, FakeFactory &frames, MainWindow &) {
         normal(made);
         made.loseBackup();
         made.failOver(Source::Slate);
         for (const char *source : {"primary", "backup"})
             frames.made[QLatin1String(source)]->ageMs = 12'400;
         made.changeStatus([](ChannelStatus &status) {
             status.alignment = {PathRelation::Unknown, {}, 0, {}, {}, {}};
             status.outputs[1] = {QStringLiteral("archive"),
                                  OutputState::Failed,
                                  QStringLiteral("The disk is full: /srv has 12 MB left."),
                                  1,
                                  412,
                                  3,
                                  QStringLiteral("disk-full"),
                                  13'700,
                                  QStringLiteral("/srv/main-2.ts")};
         });
     }},
    {"ended",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.change([](ChannelDocument &document) { document.ended = true; });
         made.changeStatus([](ChannelStatus &status) { status.failover.state = FailoverState::Ended; });
     }},
    {"offset",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         normal(made);
         made.changeStatus([](ChannelStatus &status) {
             status.alignment = {PathRelation::Offset, 2003.4, 0.972, QStringLiteral("sound"), {}, {}};
         });
         press(window, Qt::Key_2);
     }},
    {"slewing",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         normal(made);
         made.changeStatus([](ChannelStatus &status) { status.hold = {512, 800, 28'800, true, {}, {}}; });
         QTest::keyClick(&window, Qt::Key_F12, Qt::ControlModifier);
     }},
    {"notseamless",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.changeStatus([](ChannelStatus &status) {
             status.hold = {200,
                            200,
                            0,
                            false,
                            QStringLiteral("The hold is under 300 ms."),
                            QStringLiteral("hold-short")};
             status.alignment = {PathRelation::Different, {}, 0.9, QStringLiteral("sound"), {}, {}};
             status.outputs[0] = {QStringLiteral("cdn"),
                                  OutputState::Connecting,
                                  QStringLiteral("The other side does not answer."),
                                  1,
                                  96,
                                  2,
                                  QStringLiteral("no-answer"),
                                  0,
                                  {}};
         });
     }},
    {"autooff",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.change([](auto &document) { document.config.failover.mode = FailoverMode::Off; });
         made.changeStatus([](ChannelStatus &status) { status.failover.state = FailoverState::Off; });
     }},
};

EncryptionOrder order(Encryption mode, const QString &emergency = {})
{
    return {mode, {}, false, !emergency.isEmpty(), emergency};
}

const Shot encryption[]{
    {"sealclear", [](MadeUp &made, FakeFactory &, MainWindow &) { normal(made); }},
    {"sealed",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.seal();
         made.state.applyOperation(MadeUp::encryption(order(Encryption::Sealed), OperationState::Done));
     }},
    {"sealpartly",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.change([](auto &document) { document.sealed = {{QStringLiteral("cdn"), 7}}; });
         made.changeStatus([](ChannelStatus &status) {
             status.outputs[0].encryption = MadeUp::seen(EncryptionSeen::Sealed, 4000);
         });
     }},
    {"sealmixed",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.seal();
         made.changeStatus([](ChannelStatus &status) {
             status.outputs[0].encryption = MadeUp::seen(EncryptionSeen::Mixed, 2000);
             status.outputs[0].encryption.reasonCode = QStringLiteral("two-keys");
         });
     }},
    {"sealdisagrees",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.seal();
         made.changeStatus([](ChannelStatus &status) {
             EncryptionStatus &wrong = status.outputs[0].encryption;
             wrong = MadeUp::seen(EncryptionSeen::Clear, 2000);
             wrong.disagrees = true;
             wrong.reasonCode = QStringLiteral("not-asked-for");
         });
     }},
    {"sealunknown",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.seal();
         made.changeStatus([](ChannelStatus &status) {
             status.outputs[0].encryption = MadeUp::seen(EncryptionSeen::Unknown, 0);
             status.outputs[0].encryption.sending = Encryption::Sealed;
             status.outputs[0].encryption.reasonCode = QStringLiteral("no-address");
         });
     }},
    {"sealcounting",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.seal();
         made.state.applyOperation(MadeUp::encryption(order(Encryption::Sealed), OperationState::Running));
         made.changeStatus([](ChannelStatus &status) {
             for (OutputStatus &output : status.outputs) {
                 output.encryption = MadeUp::seen(EncryptionSeen::Clear, 6000);
                 output.encryption.changesInMs = 1400;
             }
         });
     }},
    {"sealasks",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         normal(made);
         made.seal();
         QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
         for (QMenu *menu : window.findChildren<QMenu *>()) {
             if (menu->isVisible()) {
                 menu->actions().value(1)->trigger();
                 menu->close();
             }
         }
     }},
    {"sealstopped",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         const QString why = QStringLiteral("Players cannot open it");
         made.state.applyOperation(MadeUp::encryption(order(Encryption::Clear, why), OperationState::Done));
         made.state.applyJournal({{97,
                                   made.clock.wall(),
                                   QStringLiteral("anna"),
                                   {},
                                   QStringLiteral("set-encryption"),
                                   MadeUp::channelId(),
                                   QStringLiteral("(text)"),
                                   {{QStringLiteral("request"), toJson(order(Encryption::Clear, why))}}}});
     }},
};

void alarms(MadeUp &made)
{
    normal(made);
    made.state.judgements().applyVerdict(made.verdict());
    made.raiseAlarms();
}

const Shot watching[]{
    {"alarms", [](MadeUp &made, FakeFactory &, MainWindow &) { alarms(made); }},
    {"alarmchosen",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         alarms(made);
         window.watch()->alarms()->choose(QStringLiteral("12"));
         window.findChild<QToolButton *>(QStringLiteral("filters"))->click();
     }},
    {"alarmsviewer",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         alarms(made);
         made.state.setRole(Role::Viewer);
     }},
    {"cardwall",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         alarms(made);
         window.findChild<CardPanel *>()->setEverything(true);
     }},
    {"noalarm",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         normal(made);
         made.state.judgements().applyVerdict(made.verdict());
     }},
};

const Shot shots[]{
    {"normal",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         press(window, Qt::Key_2);
     }},
    {"sixteen",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         made.fillNormal();
         for (int i = 1; i < 16; ++i) {
             ChannelDocument other = MadeUp::document();
             other.config.id = QStringLiteral("ch-%1").arg(i, 2, 10, QLatin1Char('0'));
             other.config.name = QStringLiteral("Camera %1").arg(i);
             made.state.applyChannel(other);
             ChannelStatus status = MadeUp::status();
             status.channel = other.config.id;
             made.state.applyStatus(status);
         }
     }},
    {"engineer",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         QTest::keyClick(&window, Qt::Key_2, Qt::AltModifier);
     }},
    {"wall",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         QTest::keyClick(&window, Qt::Key_4, Qt::AltModifier);
     }},
    {"light",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         press(window, Qt::Key_2);
         theme::apply(*qApp, theme::Variant::Light);
     }},
    {"lightlost",
     [](MadeUp &made, FakeFactory &frames, MainWindow &window) {
         made.fillNormal();
         QCoreApplication::processEvents();
         made.loseBackup();
         frames.made[QStringLiteral("backup")]->ageMs = 12'400;
         press(window, Qt::Key_F2);
         theme::apply(*qApp, theme::Variant::Light);
     }},
    {"contrast",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         press(window, Qt::Key_2);
         theme::apply(*qApp, theme::Variant::Contrast);
     }},
    {"faults",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         for (const char *name : {"black", "silent"}) {
             Metric metric;
             metric.channel = MadeUp::channelId();
             metric.node = QStringLiteral("backup");
             metric.name = QLatin1String(name);
             metric.unit = QStringLiteral("s");
             metric.value = 4;
             metric.at = made.clock.wall();
             made.state.applyMetrics({metric});
         }
         QTest::keyClick(&window, Qt::Key_F9, Qt::ShiftModifier);
         QTest::keyClick(&window, Qt::Key_F9, Qt::ControlModifier);
     }},
    {"held",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         made.state.applyControl({MadeUp::channelId(), QStringLiteral("ben"), made.clock.wall(), 30'000});
         press(window, Qt::Key_F7);
     }},
    {"slate-unlike",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         made.fillNormal();
         Slate slate = *made.state.slates().constFind(made.state.channel(MadeUp::channelId())->slate);
         slate.checks = {{MadeUp::channelId(), QStringLiteral("loudness"), false, false,
                          QStringLiteral("-23.1 LUFS"), QStringLiteral("-14.2 LUFS"),
                          QStringLiteral("(text)")}};
         made.state.applySlate(slate);
     }},
    {"taken",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         made.fillNormal();
         made.makeBackupPoor();
         made.measure(3);
         made.takeBackup();
     }},
    {"lost",
     [](MadeUp &made, FakeFactory &frames, MainWindow &window) {
         made.fillNormal();
         QCoreApplication::processEvents();
         made.loseBackup();
         frames.made[QStringLiteral("backup")]->ageMs = 12'400;
         frames.made[QStringLiteral("backup")]->level.present = false;
         press(window, Qt::Key_F2);
     }},
    {"stale",
     [](MadeUp &made, FakeFactory &frames, MainWindow &) {
         made.fillNormal();
         QCoreApplication::processEvents();
         made.clock.advance(7s);
         made.state.tick();
         for (FakeFrames *one : frames.made)
             one->ageMs = 7100;
     }},
    {"refused",
     [](MadeUp &made, FakeFactory &frames, MainWindow &) {
         made.fillNormal();
         frames.made[QStringLiteral("slate")]->givesCatchingUp = true;
         made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(), QStringLiteral("take"),
                                QStringLiteral("slate"));
         made.state.commandRefused(QStringLiteral("k"),
                                   {QStringLiteral("stale-revision"), QStringLiteral("x"), {}, {}, {}});
     }},
    {"many",
     [](MadeUp &made, FakeFactory &frames, MainWindow &) {
         made.fillNormal();
         ChannelDocument other = MadeUp::document();
         other.config.id = QStringLiteral("second");
         other.config.name = QStringLiteral("Second camera");
         made.state.applyChannel(other);
         ChannelDocument main = MadeUp::document();
         for (int i = 0; i < 4; ++i)
             main.config.outputs.push_back({QStringLiteral("out-%1").arg(i), OutputKind::Udp, {}, true});
         main.slate = QStringLiteral("clip");
         ++main.revision;
         made.state.applyChannel(main);
         made.state.applySlate(
             MadeUp::slate(QStringLiteral("clip"), QStringLiteral("Opening clip"), QStringLiteral("failed")));
         frames.made[QStringLiteral("slate")]->givesPictures = false;
         ChannelStatus status = MadeUp::status();
         status.sources[2].fit = false;
         status.sources[2].state = InputState::Refused;
         status.sources[2].reason = QStringLiteral("The slate cannot be decoded: it holds no picture.");
         made.state.applyStatus(status);
         made.state.setRole(Role::Viewer);
     }},
    {"empty",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         made.connectNow();
         made.state.applySnapshot({});
     }},
    {"nobackend",
     [](MadeUp &made, FakeFactory &, MainWindow &) {
         ConnectionState connection;
         connection.phase = ConnectionState::Phase::Lost;
         connection.since = made.clock.wall().addSecs(-95);
         connection.reason = QStringLiteral("Connection refused");
         made.state.setConnection(connection);
     }},
};

void take(const Shot &shot, const QString &language, QSize size, const QDir &folder)
{
    Language::apply(language);
    theme::apply(*qApp);
    MadeUp made;
    FakeFactory frames;
    MainWindow window(made.state, frames.factory());
    QObject::connect(&window, &MainWindow::languageChosen, &window, [] {});
    QObject::connect(&window, &MainWindow::addSlateRequested, &window, [] {});
    QObject::connect(&window, &MainWindow::modeRequested, &window, [] {});
    QObject::connect(&window, &MainWindow::channelChangeRequested, &window, [] {});
    QObject::connect(&window, &MainWindow::encryptionRequested, &window, [] {});
    QObject::connect(&window, &MainWindow::controlRequested, &window, [] {});
    made.state.setMe(QStringLiteral("anna"));
    window.setLanguage(language);
    window.resize(size);
    window.show();
    QCoreApplication::processEvents();
    shot.make(made, frames, window);
    for (int i = 0; i < 6; ++i)
        QTest::qWait(25);
    const QString name =
        QStringLiteral("%1-%2-%3.png").arg(QLatin1String(shot.name), language).arg(size.width());
    window.grab().save(folder.filePath(name));
}

void takeDialog(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    made.changeStatus([](ChannelStatus &status) {
        status.alignment = {PathRelation::Offset, 2003.4, 0.972, QStringLiteral("sound"), {}, {}};
    });
    ChannelDialog dialog(made.state, MadeUp::channelId());
    dialog.show();
    QTest::qWait(50);
    dialog.grab().save(folder.filePath(QStringLiteral("channel-%1.png").arg(language)));
    dialog.findChild<QSpinBox *>()->setValue(200);
    QTest::qWait(50);
    dialog.grab().save(folder.filePath(QStringLiteral("channel-short-%1.png").arg(language)));
}

void takeAlarmDialogs(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    const Alarm alarm = made.alarm(1, "rate-low", Severity::Warning, "primary");
    ShelveDialog shelve(alarm, made.clock.wall());
    shelve.setAttribute(Qt::WA_DeleteOnClose, false);
    shelve.show();
    QTest::qWait(50);
    shelve.grab().save(folder.filePath(QStringLiteral("shelve-%1.png").arg(language)));
    NoteDialog note(MadeUp::channelId(), alarm.id, AlarmWords::sentence(alarm));
    note.setAttribute(Qt::WA_DeleteOnClose, false);
    note.show();
    QTest::qWait(50);
    note.grab().save(folder.filePath(QStringLiteral("note-%1.png").arg(language)));
}

Trend madeTrend(const QString &node, const QString &metric, const QDateTime &now)
{
    Trend trend;
    trend.channel = MadeUp::channelId();
    trend.metric = metric;
    trend.from = now.addSecs(-300);
    trend.to = now;
    TrendSeries series;
    series.node = node;
    series.unit = metric == QLatin1String("fps") ? QStringLiteral("1/s") : QStringLiteral("bit/s");
    for (int i = 0; i < 300; ++i) {
        const double fault = i > 180 && i < 230 ? 0.4 : 1;
        const double value =
            (metric == QLatin1String("fps") ? 30 : 4.1e6) * fault * (1 + 0.01 * std::sin(i * 0.3));
        series.points.push_back(i > 205 && i < 215 ? std::nullopt
                                                   : std::optional(TrendPoint{value, value, value}));
    }
    trend.series = {series};
    TrendMark alarm;
    alarm.at = now.addSecs(-112);
    alarm.kind = QStringLiteral("alarm");
    alarm.severity = Severity::Warning;
    alarm.text = QStringLiteral("primary of Main: 11.8 fps for 30 s");
    TrendMark take;
    take.at = now.addSecs(-100);
    take.kind = QStringLiteral("take");
    take.source = Source::Backup;
    trend.marks = {alarm, take};
    return trend;
}

void takeTrend(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    Rule rule;
    rule.id = QStringLiteral("rate-low");
    rule.metric = QStringLiteral("fps");
    rule.nodes = {QStringLiteral("path")};
    rule.compare = Comparison::Below;
    rule.value = 15;
    made.state.judgements().applyRules({{rule}, {}}, 1);
    FakeInquiries inquiries;
    TrendPanel panel(made.state);
    panel.setInquiries(&inquiries);
    panel.resize(900, 320);
    panel.show();
    panel.showLine({MadeUp::channelId(), QStringLiteral("primary"), QStringLiteral("fps")});
    panel.toggle({MadeUp::channelId(), QStringLiteral("primary"), QStringLiteral("bitrate")});
    for (const auto &[query, done] : std::exchange(inquiries.trends, {}))
        done(madeTrend(query.node, query.metric, made.clock.wall().toUTC()));
    QTest::mouseMove(panel.chart()->viewport(), QPoint(560, 160));
    QTest::qWait(100);
    panel.grab().save(folder.filePath(QStringLiteral("trend-%1.png").arg(language)));
}

void takeWatchDialogs(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    FakeInquiries inquiries;
    QualityDialog quality(inquiries);
    quality.setAttribute(Qt::WA_DeleteOnClose, false);
    quality.show();
    AlarmQuality figures;
    figures.alarms = 21;
    figures.per10Minutes = 0.15;
    figures.most10Minutes = 12;
    figures.floods = 1;
    figures.notices = 14;
    figures.warnings = 5;
    figures.criticals = 2;
    figures.often = {{QStringLiteral("rate-low"), 9}, {QStringLiteral("reconnecting"), 4}};
    inquiries.quality.back()(figures);
    QTest::qWait(50);
    quality.grab().save(folder.filePath(QStringLiteral("quality-%1.png").arg(language)));
    QFile file(QStringLiteral("resources/rules/default.json"));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const auto rules = ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object());
    if (rules)
        made.state.judgements().applyRules(*rules, 1);
    RulesDialog dialog(made.state);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    QTest::qWait(50);
    dialog.grab().save(folder.filePath(QStringLiteral("rules-%1.png").arg(language)));
}

void takeSlates(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    Slate own =
        MadeUp::slate(QStringLiteral("doors"), QStringLiteral("Doors open 20:00"), QStringLiteral("ready"));
    own.builtIn = false;
    made.state.applySlate(own);
    TextSlateDialog dialog(made.state, MadeUp::channelId());
    dialog.show();
    QTest::qWait(50);
    dialog.grab().save(folder.filePath(QStringLiteral("slate-text-%1.png").arg(language)));
    SlateMenu menu(made.state);
    menu.popup(QPoint(10, 10));
    QTest::qWait(50);
    menu.grab().save(folder.filePath(QStringLiteral("slate-menu-%1.png").arg(language)));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."));
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    folder.mkpath(QStringLiteral("."));
    std::vector<Shot> all(std::begin(shots), std::end(shots));
    all.insert(all.end(), std::begin(automation), std::end(automation));
    all.insert(all.end(), std::begin(encryption), std::end(encryption));
    all.insert(all.end(), std::begin(watching), std::end(watching));
    for (const Shot &shot : all) {
        for (const QString &language : Language::available()) {
            for (const QSize size : {QSize(1366, 738), QSize(1920, 1050), QSize(3840, 2130)}) {
                const QString name =
                    QStringLiteral("%1-%2-%3").arg(QLatin1String(shot.name), language).arg(size.width());
                if (only.isEmpty() || name.contains(only))
                    take(shot, language, size, folder);
            }
        }
    }
    takePlanShots(folder, only);
    takeDrillShots(folder, only);
    for (const QString &language : Language::available()) {
        Language::apply(language);
        KeySheet keys;
        keys.show();
        keys.grab().save(folder.filePath(QStringLiteral("keys-%1.png").arg(language)));
        HelpWindow help;
        help.setLanguage(language);
        help.show();
        help.grab().save(folder.filePath(QStringLiteral("help-%1.png").arg(language)));
        takeDialog(folder, language);
        takeSlates(folder, language);
        takeAlarmDialogs(folder, language);
        takeTrend(folder, language);
        takeWatchDialogs(folder, language);
        takeSetupShots(folder, language);
    }
    return 0;
}
