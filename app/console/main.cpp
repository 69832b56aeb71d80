// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/commandline.h"
#include "app/console/reception.h"
#include "app/console/settings.h"
#include "app/console/systemkeystore.h"
#include "app/media/avlog.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace twinfeed;

namespace {

constexpr int usageError = 64; ///< EX_USAGE of sysexits.h

int refuse(const Error &error)
{
    const QString where = error.where.isEmpty() ? QString() : QString(error.where + QLatin1String(": "));
    std::fprintf(stderr, "twinfeed: %s%s\n", qPrintable(where), qPrintable(error.message));
    if (!error.remedy.isEmpty())
        std::fprintf(stderr, "%s\n", qPrintable(error.remedy));
    return usageError;
}

} // namespace

int main(int argc, char **argv)
{
    // Read before there is a window, so that --help and mistakes need no display.
    const auto line = [&] {
        const QCoreApplication noWindow(argc, argv);
        return parseCommandLine(QCoreApplication::arguments());
    }();
    if (!line)
        return refuse(line.error());
    if (line->say) {
        std::fputs(qPrintable(*line->say), stdout);
        return 0;
    }

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("twinfeed"));
    QApplication::setApplicationVersion(QStringLiteral(TWINFEED_VERSION));
    media::installAvLog();
    // FFmpeg only reads previews here, and what goes wrong with them stands on their tiles; a path without a stream would
    // say so each second. QT_LOGGING_RULES="twinfeed.ffmpeg=true" brings the lines back.
    QLoggingCategory::setFilterRules(QStringLiteral("twinfeed.ffmpeg=false"));
    theme::apply(application);
    Settings settings;
    SystemKeyStore keys;
    Reception reception(*line, settings, keys);
    QObject::connect(&reception, &Reception::finished, &application, &QApplication::exit,
                     Qt::QueuedConnection);
    if (auto started = reception.start(); !started)
        return refuse(started.error());
    return QApplication::exec();
}
