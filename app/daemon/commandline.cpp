// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"

#include "app/backend/config.h"
#include "app/daemon/exitcode.h"

#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>

#include <cstdio>

namespace twinfeed::daemon {

namespace {

constexpr char description[] =
    "Twinfeed's backend: takes in two live streams per channel, puts one of them or a slate on air, sends "
    "the\n"
    "programme out, and is commanded over REST.\n"
    "\n"
    "  twinfeedd [--config FILE] [--data DIR] [options]     run\n"
    "  twinfeedd --rehearsal [--config FILE] [options]      run beside it, for drills: the same event, no "
    "audience\n"
    "  twinfeedd check FILE                                 check a configuration, change nothing\n"
    "  twinfeedd scenario check FILE...                     check scenarios of drills\n"
    "  twinfeedd simulate [--plans DIR] [--scenarios DIR] [--rules FILE] [--runs N] [--seed N]\n"
    "      [--vary FACTOR]... [--json]                      play shows without streams: what plans would have done\n"
    "  twinfeedd plan check FILE...                         check plans, each and all together\n"
    "  twinfeedd token --name NAME --role ROLE              make a token and its line for the configuration\n"
    "  twinfeedd sign --secret-file FILE [options] ADDRESS  sign an address for this program, nginx or a "
    "CDN\n"
    "\n"
    "Without a configuration it listens on a free port of the loopback interface. Port and a token of this "
    "start are\n"
    "written into the runtime file, which only its owner can read.\n"
    "SIGTERM and SIGINT end it cleanly. Exit codes: 0 ended on request, 64 wrong command line, 65 store "
    "damaged or of\n"
    "a newer version, 69 address or data folder in use, 74 store cannot be opened, 78 wrong configuration.";

struct Options
{
    const QCommandLineOption config{{QStringLiteral("c"), QStringLiteral("config")},
                                    QStringLiteral("Configuration (YAML); see twinfeedd.example.yaml."),
                                    QStringLiteral("FILE")};
    const QCommandLineOption data{
        QStringLiteral("data"),
        QStringLiteral("Folder for store, slates and journal. Default: %1.").arg(defaultDataFolder()),
        QStringLiteral("DIR")};
    const QCommandLineOption runtime{
        QStringLiteral("runtime-file"),
        QStringLiteral("Where port and token are written. Default: runtime.json in the data folder."),
        QStringLiteral("FILE")};
    const QCommandLineOption supervise{QStringLiteral("supervise"),
                                       QStringLiteral("Start again what crashes, after 0.1 to 2 seconds.")};
    const QCommandLineOption rehearsal{
        QStringLiteral("rehearsal"),
        QStringLiteral("A unit for drills: own folder, journal, keys and token; inputs on free ports of the "
                       "loopback interface, outputs into nothing. Its data folder is \"rehearsal\" in the "
                       "default one.")};
    const QCommandLineOption event{QStringLiteral("event"),
                                   QStringLiteral("rehearsal: take the channels that are kept in this data "
                                                  "folder, in place of the configuration's."),
                                   QStringLiteral("DIR")};
    const QCommandLineOption log{QStringLiteral("log"),
                                 QStringLiteral("Log to standard error as text or json. Default: text."),
                                 QStringLiteral("FORMAT"), QStringLiteral("text")};
    const QCommandLineOption name{QStringLiteral("name"),
                                  QStringLiteral("token: whose it is; stands in the journal."),
                                  QStringLiteral("NAME")};
    const QCommandLineOption role{QStringLiteral("role"),
                                  QStringLiteral("token: %1.").arg(wordsOf<Role>().join(QLatin1String(", "))),
                                  QStringLiteral("ROLE")};

    const QCommandLineOption masterKey{
        QStringLiteral("master-key-file"),
        QStringLiteral("The secret under which keys are kept; see the handbook."), QStringLiteral("FILE")};
    const QCommandLineOption scheme{
        QStringLiteral("scheme"),
        QStringLiteral("sign: %1. Default: hmac; all others need MD5.")
            .arg(backend::DaemonConfig::signingSchemes().join(QLatin1String(", "))),
        QStringLiteral("SCHEME"), QStringLiteral("hmac")};
    const QCommandLineOption secret{QStringLiteral("secret-file"),
                                    QStringLiteral("sign: holds the secret that the checker has too."),
                                    QStringLiteral("FILE")};
    const QCommandLineOption valid{QStringLiteral("valid"),
                                   QStringLiteral("sign: for so many seconds (hmac, nginx). Default: 1800."),
                                   QStringLiteral("SECONDS"), QStringLiteral("1800")};
    const QCommandLineOption reader{QStringLiteral("reader"),
                                    QStringLiteral("sign: bound to this IP address (nginx)."),
                                    QStringLiteral("IP")};

    static QString defaultDataFolder()
    {
        // Given by systemd (StateDirectory=); else the user's.
        const QString state = qEnvironmentVariable("STATE_DIRECTORY");
        if (!state.isEmpty())
            return state;
        QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QLatin1String("/twinfeed");
        return folder;
    }
};

ParsedCommandLine failure(const QString &what)
{
    std::fprintf(stderr, "twinfeedd: %s\nTry: twinfeedd --help\n", qPrintable(what));
    return {{}, ExitUsage};
}

ParsedCommandLine parseToken(const QCommandLineParser &parser, const Options &options)
{
    CommandLine line;
    line.action = CommandLine::Action::Token;
    line.tokenName = parser.value(options.name);
    const auto role = fromWord<Role>(parser.value(options.role));
    if (line.tokenName.trimmed().isEmpty() || line.tokenName.size() > 64)
        return failure(QStringLiteral("--name must be given, with 64 characters at most"));
    if (!role)
        return failure(
            QStringLiteral("--role must be one of: %1").arg(wordsOf<Role>().join(QLatin1String(", "))));
    line.tokenRole = *role;
    return {line, {}};
}

ParsedCommandLine parseSign(const QCommandLineParser &parser, const Options &options, const QString &address)
{
    CommandLine line;
    line.action = CommandLine::Action::Sign;
    line.address = address;
    line.scheme = parser.value(options.scheme);
    line.secretFile = parser.value(options.secret);
    line.reader = parser.value(options.reader);
    bool good = false;
    line.validSeconds = parser.value(options.valid).toInt(&good);
    if (!backend::DaemonConfig::signingSchemes().contains(line.scheme))
        return failure(QStringLiteral("--scheme must be one of: %1")
                           .arg(backend::DaemonConfig::signingSchemes().join(QLatin1String(", "))));
    if (line.secretFile.isEmpty())
        return failure(QStringLiteral("--secret-file must be given"));
    if (!good || line.validSeconds < 1)
        return failure(QStringLiteral("--valid must be a number of seconds"));
    return {line, {}};
}

QString dataFolderOf(bool rehearsal)
{
    QString folder = Options::defaultDataFolder();
    if (rehearsal)
        folder += QLatin1String("/rehearsal");
    return folder;
}

ParsedCommandLine parseServe(const QCommandLineParser &parser, const Options &options)
{
    CommandLine line;
    line.configFile = parser.value(options.config);
    line.supervise = parser.isSet(options.supervise);
    line.rehearsal = parser.isSet(options.rehearsal);
    if (parser.isSet(options.event) && !line.rehearsal)
        return failure(QStringLiteral("--event goes with --rehearsal only"));
    line.dataFolder = QDir::cleanPath(QDir::current().absoluteFilePath(
        parser.isSet(options.data) ? parser.value(options.data) : dataFolderOf(line.rehearsal)));
    line.eventFolder = QDir::current().absoluteFilePath(
        parser.isSet(options.event) ? parser.value(options.event) : Options::defaultDataFolder());
    line.takesEvent = parser.isSet(options.event);
    if (parser.isSet(options.masterKey))
        line.masterKeyFile = QDir::current().absoluteFilePath(parser.value(options.masterKey));
    line.runtimeFile = parser.isSet(options.runtime)
        ? QDir::current().absoluteFilePath(parser.value(options.runtime))
        : QString(line.dataFolder + QLatin1String("/runtime.json"));
    const QString log = parser.value(options.log);
    if (log != QLatin1String("text") && log != QLatin1String("json"))
        return failure(QStringLiteral("--log must be text or json"));
    line.log = log == QLatin1String("json") ? LogFormat::Json : LogFormat::Text;
    return {line, {}};
}

} // namespace

ParsedCommandLine parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    const Options options;
    parser.setApplicationDescription(QString::fromLatin1(description));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions({options.config, options.data, options.runtime, options.supervise, options.rehearsal,
                       options.event, options.log, options.name, options.role, options.masterKey,
                       options.scheme, options.secret, options.valid, options.reader});
    parser.addPositionalArgument(
        QStringLiteral("command"), QStringLiteral("check, plan, scenario, token or sign; none to run."),
        QStringLiteral("[check FILE | plan check FILE... | scenario check FILE... | token | sign ADDRESS]"));
    if (!parser.parse(arguments))
        return failure(parser.errorText());
    if (parser.isSet(help)) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return {{}, ExitOk};
    }
    if (parser.isSet(version)) {
        std::puts("twinfeedd " TWINFEED_VERSION);
        return {{}, ExitOk};
    }
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        return parseServe(parser, options);
    if (words.first() == QLatin1String("token") && words.size() == 1)
        return parseToken(parser, options);
    if (words.first() == QLatin1String("sign") && words.size() == 2)
        return parseSign(parser, options, words.at(1));
    if (words.first() == QLatin1String("plan")) {
        if (words.size() < 3 || words.at(1) != QLatin1String("check"))
            return failure(QStringLiteral("plan check needs the names of plan files"));
        CommandLine line;
        line.action = CommandLine::Action::CheckPlans;
        line.planFiles = words.mid(2);
        return {line, {}};
    }
    if (words.first() == QLatin1String("check")) {
        if (words.size() != 2)
            return failure(QStringLiteral("check needs the name of one configuration file"));
        CommandLine line;
        line.action = CommandLine::Action::Check;
        line.configFile = words.at(1);
        return {line, {}};
    }
    if (words.first() == QLatin1String("scenario")) {
        if (words.size() < 3 || words.at(1) != QLatin1String("check"))
            return failure(QStringLiteral("say: scenario check FILE..."));
        CommandLine line;
        line.action = CommandLine::Action::CheckScenarios;
        line.scenarioFiles = words.mid(2);
        return {line, {}};
    }
    return failure(QStringLiteral("unknown command \"%1\"").arg(words.join(QLatin1Char(' '))));
}

} // namespace twinfeed::daemon
