// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/openoptions.h"
#include "app/feed/openprogram.h"
#include "app/feed/pushoptions.h"
#include "app/feed/pushprogram.h"
#include "app/feed/readoptions.h"
#include "app/feed/readprogram.h"
#include "app/media/ffmpeg.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace twinfeed;
using namespace twinfeed::feed;

namespace {

constexpr int usageError = 1;

QString help()
{
    return QStringLiteral(
        "twinfeed-feed: test feeds with a readable picture counter, and what reads them back\n\n"
        "  twinfeed-feed push [options] URL [URL...]   pushes live feeds, with faults on command\n"
        "  twinfeed-feed read [options] URL            decodes a stream and measures it\n"
        "  twinfeed-feed open [options] IN OUT         opens an encrypted stream for ordinary players\n"
        "  twinfeed-feed push --help, read --help, open --help   all about them\n"
        "  twinfeed-feed --version\n");
}

int print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    return 0;
}

int refuse(const Error &error)
{
    std::fprintf(stderr, "twinfeed-feed: %s %s\n%s\n", error.where.toUtf8().constData(),
                 error.message.toUtf8().constData(), error.remedy.toUtf8().constData());
    return usageError;
}

int push(const QStringList &words)
{
    auto options = parsePushOptions(words);
    if (!options)
        return refuse(options.error());
    media::installAvLog();
    // We say in one line what FFmpeg says in three at every try; QT_LOGGING_RULES brings it back.
    QLoggingCategory::setFilterRules(QStringLiteral("twinfeed.ffmpeg.warning=false"));
    const SystemClock clock;
    return PushProgram(*std::move(options), clock).run();
}

int read(const QStringList &words)
{
    auto options = parseReadOptions(words);
    if (!options)
        return refuse(options.error());
    const SystemClock clock;
    return ReadProgram(*std::move(options), clock).run();
}

int open(const QStringList &words)
{
    auto options = parseOpenOptions(words);
    if (!options)
        return refuse(options.error());
    media::installAvLog();
    QLoggingCategory::setFilterRules(QStringLiteral("twinfeed.ffmpeg.warning=false"));
    const SystemClock clock;
    return OpenProgram(*std::move(options), clock).run();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList words = QCoreApplication::arguments().mid(1);
    const bool wantsHelp = words.contains(QStringLiteral("--help")) || words.contains(QStringLiteral("-h"));
    const QString command = words.isEmpty() ? QString() : words.takeFirst();
    if (command == QLatin1String("--version"))
        return print(QStringLiteral("twinfeed-feed " TWINFEED_VERSION "\n"));
    if (command == QLatin1String("push"))
        return wantsHelp ? print(pushHelp()) : push(words);
    if (command == QLatin1String("read"))
        return wantsHelp ? print(readHelp()) : read(words);
    if (command == QLatin1String("open"))
        return wantsHelp ? print(openHelp()) : open(words);
    if (wantsHelp)
        return print(help());
    return refuse(
        {QStringLiteral("bad-argument"),
         command.isEmpty() ? QStringLiteral("a command is missing.") : QStringLiteral("is no command."),
         command,
         QStringLiteral("Say push, read or open; see twinfeed-feed --help."),
         {}});
}
