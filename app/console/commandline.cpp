// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/commandline.h"

#include "widgets/language.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace twinfeed {

namespace {

constexpr int leastWidth = 1024;
constexpr int leastHeight = 640;
constexpr int mostPixels = 8192; ///< each way

constexpr char description[] =
    "The director's console: both paths of a channel and its programme side by side, and the keys to switch "
    "them.\n"
    "\n"
    "  twinfeed                                        with the backend that was chosen last, else a page to "
    "choose one\n"
    "  twinfeed --demo                                 with a demo event: a backend and two live feeds of "
    "its own\n"
    "  twinfeed --rehearsal                            a rehearsal of the event of this machine's backend, "
    "with a unit of its own\n"
    "  twinfeed --connect URL --token-file FILE        with a backend elsewhere\n"
    "\n"
    "The backend of this machine goes on when the console ends; the demo and a rehearsal end with it.";

Error wrong(const QString &option, const QString &message, const QString &remedy)
{
    return Error{QStringLiteral("bad-command-line"), message, option, remedy, {}};
}

struct Options
{
    const QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Say this.")};
    const QCommandLineOption version{{QStringLiteral("v"), QStringLiteral("version")},
                                     QStringLiteral("Say the version.")};
    const QCommandLineOption demo{QStringLiteral("demo"), QStringLiteral("Run a demo event.")};
    const QCommandLineOption rehearsal{QStringLiteral("rehearsal"),
                                       QStringLiteral("Hold drills; nothing reaches an audience.")};
    const QCommandLineOption event{
        QStringLiteral("event"),
        QStringLiteral("rehearsal: data folder of the backend whose event it is. Default: the user's."),
        QStringLiteral("DIR")};
    const QCommandLineOption connectTo{
        QStringLiteral("connect"),
        QStringLiteral("Address of the backend, such as https://unit-a.example:8443."),
        QStringLiteral("URL")};
    const QCommandLineOption tokenFile{QStringLiteral("token-file"),
                                       QStringLiteral("File with the token for that backend, in one line."),
                                       QStringLiteral("FILE")};
    const QCommandLineOption runtimeFile{
        QStringLiteral("runtime-file"),
        QStringLiteral(
            "Where the backend of this machine says its port. Default: runtime.json in the data folder."),
        QStringLiteral("FILE")};
    const QCommandLineOption shots{QStringLiteral("shots"),
                                   QStringLiteral("Save pictures of the window in this folder, and end."),
                                   QStringLiteral("DIR")};
    const QCommandLineOption language{QStringLiteral("lang"), QStringLiteral("Language of the window: %1."),
                                      QStringLiteral("LANGUAGE")};
    const QCommandLineOption size{QStringLiteral("size"),
                                  QStringLiteral("Size of the window, such as 1920x1080."),
                                  QStringLiteral("WxH")};
};

Result<QSize> sizeFrom(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A(\\d{1,4})x(\\d{1,4})\\z"));
    const auto match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || size.width() < leastWidth || size.height() < leastHeight
        || size.width() > mostPixels || size.height() > mostPixels) {
        return wrong(QStringLiteral("--size"), QStringLiteral("\"%1\" is no size for the window.").arg(text),
                     QStringLiteral("Give WIDTHxHEIGHT, from 1024x640 on."));
    }
    return size;
}

Result<void> checkTogether(const CommandLine &line)
{
    if (line.demo && !line.connectTo.isEmpty())
        return wrong(QStringLiteral("--connect"), QStringLiteral("--demo brings its own backend."),
                     QStringLiteral("Leave out --demo or --connect."));
    if (line.rehearsal && (line.demo || !line.connectTo.isEmpty() || !line.runtimeFile.isEmpty()))
        return wrong(QStringLiteral("--rehearsal"), QStringLiteral("--rehearsal brings its own backend."),
                     QStringLiteral("Leave out --demo, --connect and --runtime-file."));
    if (!line.eventFolder.isEmpty() && !line.rehearsal)
        return wrong(QStringLiteral("--event"), QStringLiteral("--event goes with --rehearsal only."),
                     QStringLiteral("Leave it out, or give --rehearsal."));
    if (line.connectTo.isEmpty() != line.tokenFile.isEmpty())
        return wrong(QStringLiteral("--token-file"),
                     QStringLiteral("--connect and --token-file go together."),
                     QStringLiteral("Give both; twinfeedd token makes a token."));
    if (!line.runtimeFile.isEmpty() && (line.demo || !line.connectTo.isEmpty()))
        return wrong(QStringLiteral("--runtime-file"),
                     QStringLiteral("--runtime-file is for the backend of this machine only."),
                     QStringLiteral("Leave it out."));
    if (!line.language.isEmpty() && !Language::available().contains(line.language))
        return wrong(QStringLiteral("--lang"),
                     QStringLiteral("\"%1\" is no language of the console.").arg(line.language),
                     QStringLiteral("Give one of: %1.").arg(Language::available().join(QLatin1String(", "))));
    return {};
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser; // takes the program's name for its help from QCoreApplication
    Options options;
    QCommandLineOption language = options.language;
    language.setDescription(language.description().arg(Language::available().join(QLatin1String(", "))));
    parser.setApplicationDescription(QString::fromLatin1(description));
    parser.addOptions({options.help, options.version, options.demo, options.rehearsal, options.event,
                       options.connectTo, options.tokenFile, options.runtimeFile, options.shots, language,
                       options.size});
    if (!parser.parse(arguments))
        return wrong({}, parser.errorText(), QStringLiteral("See twinfeed --help."));

    CommandLine line;
    if (parser.isSet(options.help)) {
        line.say = QString(parser.helpText() + QLatin1Char('\n'));
        return line;
    }
    if (parser.isSet(options.version)) {
        line.say = QStringLiteral("twinfeed " TWINFEED_VERSION "\n");
        return line;
    }
    if (!parser.positionalArguments().isEmpty()) {
        return wrong({}, QStringLiteral("\"%1\" is no option.").arg(parser.positionalArguments().first()),
                     QStringLiteral("See twinfeed --help."));
    }
    line.demo = parser.isSet(options.demo);
    line.rehearsal = parser.isSet(options.rehearsal);
    line.eventFolder = parser.value(options.event);
    line.connectTo = parser.value(options.connectTo);
    line.tokenFile = parser.value(options.tokenFile);
    line.runtimeFile = parser.value(options.runtimeFile);
    line.shotsFolder = parser.value(options.shots);
    line.language = parser.value(language);
    if (parser.isSet(options.size)) {
        const auto size = sizeFrom(parser.value(options.size));
        if (!size)
            return size.error();
        line.size = *size;
    }
    if (auto together = checkTogether(line); !together)
        return together.error();
    return line;
}

} // namespace twinfeed
