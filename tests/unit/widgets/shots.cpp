// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of the window in made-up states, to be looked at: widget_shots FOLDER. No test by itself.

#include "tests/unit/widgets/madeup.h"
#include "widgets/helpwindow.h"
#include "widgets/keysheet.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>

#include <functional>

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

const Shot shots[]{
    {"normal",
     [](MadeUp &made, FakeFactory &, MainWindow &window) {
         made.fillNormal();
         press(window, Qt::Key_2);
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
    MadeUp made;
    FakeFactory frames;
    MainWindow window(made.state, frames.factory());
    QObject::connect(&window, &MainWindow::languageChosen, &window, [] {});
    QObject::connect(&window, &MainWindow::addSlateRequested, &window, [] {});
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

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."));
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    folder.mkpath(QStringLiteral("."));
    for (const Shot &shot : shots) {
        for (const QString &language : Language::available()) {
            for (const QSize size : {QSize(1366, 738), QSize(1920, 1050)}) {
                const QString name =
                    QStringLiteral("%1-%2-%3").arg(QLatin1String(shot.name), language).arg(size.width());
                if (only.isEmpty() || name.contains(only))
                    take(shot, language, size, folder);
            }
        }
    }
    for (const QString &language : Language::available()) {
        Language::apply(language);
        KeySheet keys;
        keys.show();
        keys.grab().save(folder.filePath(QStringLiteral("keys-%1.png").arg(language)));
        HelpWindow help;
        help.setLanguage(language);
        help.show();
        help.grab().save(folder.filePath(QStringLiteral("help-%1.png").arg(language)));
    }
    return 0;
}
