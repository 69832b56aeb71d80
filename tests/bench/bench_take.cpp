// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed::test;

/// `./dev bench take`: how long a take takes, per cut and GOP length, on real streams: two feeds of 1080p30 at 4 Mb/s
/// over RTMP, a real twinfeedd, a real nginx-rtmp, and a reader behind it who checks every picture.
namespace {

const QString channel = QStringLiteral("main");

/// Middle, 99th of a hundred, and worst.
struct Spread
{
    std::vector<double> values;

    void add(double value) { values.push_back(value); }
    QString text()
    {
        if (values.empty())
            return QStringLiteral("     -      -      -");
        std::sort(values.begin(), values.end());
        const auto at = [&](double part) {
            return values[std::min(values.size() - 1, size_t(std::ceil(part * double(values.size()))) - 1)];
        };
        return QStringLiteral("%1 %2 %3")
            .arg(at(0.5), 6, 'f', 1)
            .arg(at(0.99), 6, 'f', 1)
            .arg(values.back(), 6, 'f', 1);
    }
};

struct Row
{
    Spread
        left; ///< accepted command to first target picture leaving the output, as the engine measured it, ms
    Spread seen; ///< the same until the picture's packet is at the reader behind nginx-rtmp, ms
    Spread gap; ///< between presentation times across the cut, ms
    Spread repeated; ///< pictures by the counters in the pictures
    int failed = 0;
    QString faults;
};

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble();
}

/// Takes there and back; the reader says when each was seen.
void measure(Api &api, Reading &reading, const QString &cut, int takes, Row &row)
{
    const twinfeed::SystemClock clock;
    for (int i = 0; i < takes; ++i) {
        const QJsonObject operation =
            api.takeAndWait(channel, i % 2 == 0 ? QStringLiteral("backup") : QStringLiteral("primary"), cut);
        const QJsonObject evidence = operation.value(QLatin1String("evidence")).toObject();
        const QJsonObject change = reading.nextChange();
        if (evidence.isEmpty() || change.isEmpty()) {
            ++row.failed;
            continue;
        }
        const QDateTime accepted =
            QDateTime::fromString(operation.value(QLatin1String("acceptedAt")).toString(), Qt::ISODateWithMs);
        const double acceptedUs = double(clock.now()) - double(accepted.msecsTo(clock.wall())) * 1000;
        row.left.add(number(evidence, "firstPictureMs"));
        row.seen.add((number(change, "at_us") - acceptedUs) / 1000);
        row.gap.add(number(evidence, "gapMs"));
        row.repeated.add(number(change, "repeated") - number(change, "lost"));
    }
}

bool bench(NginxRtmp &nginx, int gopSeconds, const QString &cut, int takes, Row &row)
{
    const QString stream = QStringLiteral("take-%1-%2").arg(cut).arg(gopSeconds);
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    Daemon daemon(QJsonArray{
        channelJson(channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
                    {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), nginx.url(stream))})});
    Feeds feeds({QStringLiteral("--gop"), QString::number(gopSeconds * 30)}, {a, b});
    if (!daemon.start() || !feeds.start() || !daemon.api().waitUntilFit(channel, QStringLiteral("primary"))
        || !daemon.api().waitUntilFit(channel, QStringLiteral("backup")))
        return false;
    daemon.api().takeAndWait(channel, QStringLiteral("primary"));
    if (!nginx.waitForPublisher(stream, 20s))
        return false;
    Reading reading(nginx.url(stream));
    if (!reading.start() || reading.firstPicture().isEmpty())
        return false;
    measure(daemon.api(), reading, cut, takes, row);
    row.faults = faultsIn(reading.finish());
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("How long a take takes, per cut and GOP length."));
    parser.addHelpOption();
    const QCommandLineOption takesOption(QStringLiteral("takes"),
                                         QStringLiteral("Takes in each row (default 100)."),
                                         QStringLiteral("N"), QStringLiteral("100"));
    const QCommandLineOption gopOption(QStringLiteral("gop"),
                                       QStringLiteral("GOP lengths in seconds (default 1,2,4,10)."),
                                       QStringLiteral("LIST"), QStringLiteral("1,2,4,10"));
    const QCommandLineOption cutOption(QStringLiteral("cut"),
                                       QStringLiteral("Cuts (default cached,keyframe)."),
                                       QStringLiteral("LIST"), QStringLiteral("cached,keyframe"));
    parser.addOptions({takesOption, gopOption, cutOption});
    parser.process(application);

    QTextStream out(stdout);
    NginxRtmp nginx;
    if (!nginx.start()) {
        out << nginx.report() << Qt::endl;
        return 1;
    }
    out << "Take: 1080p30 H.264 4 Mb/s over RTMP, hold 500 ms; median, p99 and worst of "
        << parser.value(takesOption) << "\n\n"
        << "                 first picture left   first picture seen              gap        repeated\n"
        << "cut       GOP s      the output, ms     by a reader, ms               ms        pictures\n";
    int result = 0;
    for (const QString &cut : parser.value(cutOption).split(QLatin1Char(','))) {
        for (const QString &gop : parser.value(gopOption).split(QLatin1Char(','))) {
            Row row;
            if (!bench(nginx, gop.toInt(), cut, parser.value(takesOption).toInt(), row)) {
                out << "the show for " << cut << ", GOP " << gop << " s did not start" << Qt::endl;
                return 1;
            }
            out << cut.leftJustified(8) << gop.rightJustified(7) << "   " << row.left.text() << "  "
                << row.seen.text() << "  " << row.gap.text() << "  " << row.repeated.text();
            if (row.failed > 0 || !row.faults.isEmpty()) {
                out << "   " << row.failed << " failed; " << row.faults;
                result = 1;
            }
            out << Qt::endl;
        }
    }
    return result;
}
