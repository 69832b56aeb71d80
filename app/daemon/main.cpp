// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/config.h"
#include "app/backend/planfile.h"
#include "app/backend/scenariofile.h"
#include "app/daemon/commandline.h"
#include "app/daemon/configsource.h"
#include "app/daemon/exitcode.h"
#include "app/daemon/logging.h"
#include "app/daemon/service.h"
#include "app/daemon/simulatecommand.h"
#include "app/daemon/supervisor.h"
#include "app/server/addresssigner.h"
#include "app/server/auth.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>
#include <QUrl>

#include <cstdio>

#include <malloc.h>
#include <sys/stat.h>

using namespace twinfeed;
using namespace twinfeed::daemon;

namespace {

int sayErrors(const std::vector<Error> &errors)
{
    for (const Error &error : errors)
        std::fprintf(stderr, "%s\n", qPrintable(backend::toText(error)));
    return ExitConfig;
}

int check(const CommandLine &line)
{
    const auto reading = backend::readConfig(line.configFile);
    if (!reading.errors.empty())
        return sayErrors(reading.errors);
    std::printf("%s: ok\n", qPrintable(line.configFile));
    return ExitOk;
}

int checkScenarios(const CommandLine &line)
{
    int code = ExitOk;
    for (const QString &file : line.scenarioFiles) {
        const auto scenario = backend::loadScenario(file);
        if (scenario)
            std::printf("%s: ok\n", qPrintable(file));
        else
            code = sayErrors({scenario.error()});
    }
    return code;
}

int checkPlans(const CommandLine &line)
{
    const backend::PlanCheck check = backend::checkPlanFiles(line.planFiles);
    for (const QString &said : check.lines)
        std::fprintf(stderr, "%s\n", qPrintable(said));
    if (check.mistakes > 0)
        return ExitConfig;
    std::printf("%lld plans: ok\n", static_cast<long long>(line.planFiles.size()));
    return ExitOk;
}

int makeToken(const CommandLine &line)
{
    const server::NewToken token = server::makeToken();
    QString quoted = line.tokenName;
    quoted.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    std::printf(
        "The token, shown this once (give it to %s, keep no copy):\n\n  %s\n\n"
        "Its line for \"tokens:\" in the configuration:\n\n  - {name: \"%s\", role: %s, sha256: %s}\n",
        qPrintable(line.tokenName), token.secret.constData(), qPrintable(quoted),
        qPrintable(toWord(line.tokenRole)), token.sha256.toHex().constData());
    return ExitOk;
}

/// Only the path is signed; what stands around it comes along.
int sign(const CommandLine &line)
{
    QFile file(line.secretFile);
    const QByteArray secret = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    const QUrl url(line.address, QUrl::StrictMode);
    if (secret.isEmpty() || !url.isValid() || !url.path().startsWith(QLatin1Char('/'))) {
        std::fprintf(stderr, "twinfeedd: %s\n",
                     secret.isEmpty() ? "the secret cannot be read"
                                      : "the address must be one, or a path that begins with a slash");
        return ExitUsage;
    }
    server::SigningRules rules;
    rules.scheme = server::signingScheme(line.scheme).value_or(rules.scheme);
    rules.secrets = {secret};
    rules.validSeconds = line.validSeconds;
    rules.bindAddress = !line.reader.isEmpty();
    const server::Target target{url.path(QUrl::FullyEncoded).toLatin1(),
                                url.query(QUrl::FullyEncoded).toLatin1()};
    const auto random = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    const auto made = server::AddressSigner(rules).sign(target, QDateTime::currentDateTimeUtc(),
                                                        line.reader.toLatin1(), random);
    const QByteArray front =
        url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toEncoded();
    std::printf("%s%s\n", front.constData(), made.text().constData());
    return ExitOk;
}

int supervise(const QStringList &arguments)
{
    QStringList child = arguments.mid(1);
    child.removeAll(QStringLiteral("--supervise"));
    return Supervisor(child, server::makeToken().secret).run();
}

/// Packets live for seconds and are given back by other threads than those that took them. With an arena for each thread, and
/// with a threshold that grows with what was freed, glibc keeps a third more memory than the streams need (eight channels:
/// 195 MB against 160).
void keepMemorySmall()
{
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 128 * 1024); // keyframes, mostly: given back to the system at once
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}

} // namespace

int main(int argc, char **argv)
{
    keepMemorySmall();
    umask(077); // what is written is its owner's alone: stream keys, tokens, journal
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("twinfeedd"));
    if (QCoreApplication::arguments().value(1) == QLatin1String("simulate"))
        return simulate(QCoreApplication::arguments().mid(2));
    const auto [line, exitCode] = parseCommandLine(QCoreApplication::arguments());
    if (exitCode)
        return *exitCode;
    if (line.action == CommandLine::Action::Check)
        return check(line);
    if (line.action == CommandLine::Action::CheckPlans)
        return checkPlans(line);
    if (line.action == CommandLine::Action::CheckScenarios)
        return checkScenarios(line);
    if (line.action == CommandLine::Action::Token)
        return makeToken(line);
    if (line.action == CommandLine::Action::Sign)
        return sign(line);
    installLog(line.log);
    const backend::ConfigReading reading = readConfigOf(line, isRestarted());
    if (!reading.errors.empty())
        return sayErrors(reading.errors);
    return line.supervise ? supervise(QCoreApplication::arguments()) : serve(line, reading.config);
}
