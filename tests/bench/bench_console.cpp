// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"
#include "tests/bench/audience.h"
#include "tests/bench/consoleload.h"
#include "tests/bench/consoletiles.h"
#include "tests/bench/figures.h"
#include "tests/bench/usage.h"
#include "widgets/cardview.h"
#include "widgets/loopwatch.h"
#include "widgets/mainwindow.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>
#include <QScreen>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include <ctime>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::bench;

/// `./dev bench console`: what the window costs and how quick it is, on an X server without a screen. Keys, events and cards against
/// a backend that is nothing but load; tiles against a real twinfeedd with real streams, beside what others show them with.
namespace {

QTextStream out(stdout);

struct Cost
{
    double cpu = 0; ///< % of a core
    double longestTurnMs = 0;
};

/// What this process costs while its event loop runs as it does for a person.
Cost costOf(LoopWatch &loop, std::chrono::milliseconds time)
{
    loop.reset();
    const Cost cost{ownCpuPercent(time), double(loop.longestUs()) / 1000};
    return cost;
}

/// A console on a load.
struct Desk
{
    ConsoleLoad load;
    QTemporaryDir folder;
    std::unique_ptr<Console> console;
    MainWindow *window = nullptr;

    Desk(int metrics, QSize size)
        : load(metrics)
    {
        QFile token(folder.filePath(QStringLiteral("token")));
        if (!load.start() || !token.open(QIODevice::WriteOnly) || token.write("a-token\n") < 0)
            return;
        token.close();
        CommandLine line;
        line.connectTo = load.address();
        line.tokenFile = token.fileName();
        line.language = QStringLiteral("en");
        line.size = size;
        console = std::make_unique<Console>(line);
        if (!console->start())
            return;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<MainWindow *>(widget))
                window = found;
        }
        window->move(0, 0);
        runLoop(3s); // connected, drawn, and everything has been shown once
    }
};

Spread keysToTheWire(Desk &desk, int count)
{
    Spread spread;
    for (int i = 0; i < count; ++i) {
        const double pressed = nowUs();
        QTest::keyClick(desk.window, Qt::Key_F2);
        const double came = desk.load.nextCommandUs();
        if (came > 0)
            spread.add((came - pressed) / 1000);
        runLoop(150ms + std::chrono::milliseconds(i % 7 * 11));
    }
    return spread;
}

/// From the event's leaving the backend to the tally's colour on the X server.
Spread eventsToPixels(Desk &desk, int count)
{
    Spread spread;
    const VideoTile *tile = desk.window->findChild<MultiView *>()->tile(Source::Backup);
    const QPoint corner = tile->mapTo(desk.window, QPoint(1, tile->height() / 2));
    const QRgb onAir = theme::color(theme::Token::OnAir).rgb();
    for (int i = 0; i < count; ++i) {
        const bool on = i % 2 == 0;
        desk.load.sendOnAir(on ? QStringLiteral("backup") : QStringLiteral("primary"));
        double seen = 0;
        for (const double begun = nowUs(); seen == 0 && nowUs() - begun < 2e6;) {
            QCoreApplication::processEvents();
            const QImage pixel = desk.window->screen()
                                     ->grabWindow(desk.window->winId(), corner.x(), corner.y(), 1, 1)
                                     .toImage();
            if ((pixel.pixel(0, 0) == onAir) == on)
                seen = nowUs();
        }
        const double sent = desk.load.nextSentUs();
        if (seen > 0 && sent > 0)
            spread.add((seen - sent) / 1000);
        runLoop(100ms + std::chrono::milliseconds(i % 5 * 17));
    }
    return spread;
}

void benchHands(Goals &goals, int count)
{
    Desk desk(50, QSize(1920, 1080));
    if (!desk.window)
        return goals.hold(QStringLiteral("the console's start"), false, QStringLiteral("it did not start"));
    const Spread keys = keysToTheWire(desk, count);
    const Spread pixels = eventsToPixels(desk, count);
    Table table({{QStringLiteral("ms, median / p99 / worst"), -40}, {QString(), 20}});
    table.print({QStringLiteral("key press to request at the backend"), keys.text()});
    table.print({QStringLiteral("event from the backend to pixels"), pixels.text()});
    goals.hold(QStringLiteral("key to request, p99"), keys.at(0.99), 16, QStringLiteral("ms"));
    goals.hold(QStringLiteral("event to pixels, p99"), pixels.at(0.99), 50, QStringLiteral("ms"));
}

void benchCards(Goals &goals, std::chrono::milliseconds time)
{
    Table table({{QStringLiteral("500 cards at 5 Hz"), -40},
                 {QStringLiteral("seen"), 6},
                 {QStringLiteral("CPU %"), 8},
                 {QStringLiteral("longest turn, ms"), 18}});
    for (const QSize size : {QSize(1920, 1080), QSize(3840, 2160)}) {
        Desk desk(500, size);
        if (!desk.window)
            return goals.hold(QStringLiteral("the console's start"), false,
                              QStringLiteral("it did not start"));
        auto *cards = desk.window->findChild<CardView *>();
        QTest::keyClick(desk.window, Qt::Key_4, Qt::AltModifier); // the layout Wall
        cards->setEverything(true);
        runLoop(2s);
        int seen = 0;
        for (int row = 0; row < cards->model()->rowCount(); ++row)
            seen += cards->viewport()->rect().intersects(cards->visualRect(cards->model()->index(row, 0)));
        const Cost cost = costOf(*desk.window->loop(), time);
        const QString name = QStringLiteral("the console at %1x%2").arg(size.width()).arg(size.height());
        table.print({name, QString::number(seen), QString::number(cost.cpu, 'f', 1),
                     QString::number(cost.longestTurnMs, 'f', 1)});
        goals.hold(name + QStringLiteral(", 500 cards"), cost.cpu, 15, QStringLiteral("%"));
        goals.hold(name + QStringLiteral(", longest turn"), cost.longestTurnMs, 16, QStringLiteral("ms"));
    }
}

} // namespace

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    if (argc == 3 && qstrcmp(argv[1], "--load") == 0) {
        QCoreApplication application(argc, argv);
        return ConsoleLoad::serve(QByteArray(argv[2]).toInt());
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("twinfeed"));
    QLoggingCategory::setFilterRules(QStringLiteral("*.info=false\ntwinfeed.ffmpeg=false"));
    theme::apply(application);
    if (argc == 4 && qstrcmp(argv[1], "--start") == 0)
        return sayWhenBothMove(QString::fromLocal8Bit(argv[2]), QByteArray(argv[3]).toDouble());
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption seconds(QStringLiteral("seconds"),
                                     QStringLiteral("How long a cost is measured."), QStringLiteral("N"),
                                     QStringLiteral("20"));
    const QCommandLineOption count(QStringLiteral("count"), QStringLiteral("Keys, events, openings."),
                                   QStringLiteral("N"), QStringLiteral("50"));
    const QCommandLineOption part(QStringLiteral("part"), QStringLiteral("hands, cards or tiles alone."),
                                  QStringLiteral("PART"));
    parser.addOptions({seconds, count, part});
    parser.process(application);
    if (QGuiApplication::platformName() != QLatin1String("xcb"))
        out << "There is no X server here: what is measured is not what a person sees." << Qt::endl;
    const auto wanted = [&](const char *name) {
        return !parser.isSet(part) || parser.value(part) == QLatin1String(name);
    };
    const auto time = std::chrono::seconds(parser.value(seconds).toInt());
    Goals goals;
    if (wanted("hands"))
        benchHands(goals, parser.value(count).toInt());
    if (wanted("cards"))
        benchCards(goals, time);
    if (wanted("tiles"))
        benchTiles(goals, time, parser.value(count).toInt());
    return goals.conclude();
}
