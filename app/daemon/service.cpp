// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/service.h"

#include "app/backend/director.h"
#include "app/backend/mediaengine.h"
#include "app/backend/planfile.h"
#include "app/backend/rehearsalunit.h"
#include "app/backend/rulefile.h"
#include "app/backend/scenariofile.h"
#include "app/daemon/builtinslates.h"
#include "app/daemon/configsource.h"
#include "app/daemon/datafolder.h"
#include "app/daemon/endsignals.h"
#include "app/daemon/exitcode.h"
#include "app/daemon/runtimefile.h"
#include "app/daemon/supervisor.h"
#include "app/media/avlog.h"
#include "app/server/server.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTimer>

namespace twinfeed::daemon {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.daemon")

// While a programme runs, an address that is taken for a moment is no reason to end it.
constexpr int listenAgainMs = 1'000;

int failed(const Error &error, int code)
{
    qCCritical(log, "%ls", qUtf16Printable(backend::toText(error)));
    return code;
}

/// What no restart mends, the first time. A restart has a programme to bring back and therefore tries on.
int exitCodeOf(const Error &error, bool restarted)
{
    if (error.code == QLatin1String("store-newer") || error.code == QLatin1String("store-damaged"))
        return ExitData;
    if (restarted)
        return ExitAgain;
    if (error.code == QLatin1String("rehearsal-folder"))
        return ExitUsage;
    if (error.code == QLatin1String("folder-in-use") || error.code == QLatin1String("listen-failed"))
        return ExitInUse;
    if (error.code == QLatin1String("store-failed") || error.code == QLatin1String("folder-failed")
        || error.code == QLatin1String("runtime-file-failed"))
        return ExitDisk;
    return ExitConfig;
}

/// What a rehearsal unit of this event works with.
Result<std::unique_ptr<backend::RehearsalUnit>> rehearsalOf(const CommandLine &line,
                                                            backend::DaemonConfig event)
{
    if (line.configFile.isEmpty() || line.takesEvent) {
        auto channels = backend::RehearsalUnit::channelsOf(line.eventFolder);
        if (!channels)
            return channels.error();
        // A live unit that has never run keeps none yet: then the configuration's.
        if (!channels->empty())
            event.channels = std::move(*channels);
    }
    return backend::RehearsalUnit::prepare(event, line.dataFolder);
}

/// A live unit must not take over what rehearsals have left, nor the other way round.
Result<void> folderFits(const CommandLine &line)
{
    if (line.rehearsal || !backend::RehearsalUnit::isMarked(line.dataFolder))
        return {};
    return Error{QStringLiteral("rehearsal-folder"),
                 QStringLiteral("The data folder %1 is that of a rehearsal unit.").arg(line.dataFolder),
                 {},
                 QStringLiteral("Choose another folder with --data, or start it with --rehearsal."),
                 {}};
}

backend::Director::Setup setupOf(const CommandLine &line, const backend::DaemonConfig &config,
                                 std::vector<backend::GivenSlate> slates, RuleSet rules,
                                 std::vector<Plan> plans, std::vector<Scenario> scenarios,
                                 backend::RehearsalUnit *rehearsal)
{
    backend::Director::Setup setup;
    setup.dataFolder = line.dataFolder;
    setup.channels = config.channels;
    setup.allow = config.allow;
    setup.rules = config.rules.value_or(std::move(rules));
    setup.outside = config.outside;
    setup.plans = std::move(plans);
    setup.plansOutside = config.plans;
    setup.folderBeside = line.rehearsal ? line.eventFolder : line.dataFolder + QLatin1String("/rehearsal");
    // The configuration's come first: the first is what a new channel gets.
    for (const auto &slate : config.slates)
        setup.slates.push_back({slate.id, slate.name, slate.file, false});
    for (auto &slate : slates)
        setup.slates.push_back(std::move(slate));
    setup.masterKey = backend::MasterKey::placesOf(
        line.masterKeyFile.isEmpty() ? config.keys.masterKeyFile : line.masterKeyFile, line.dataFolder);
    if (rehearsal) {
        // Keys of its own: none that players have.
        setup.masterKey = {{}, {}, {}, setup.masterKey.own};
        setup.rehearsal = rehearsal->guard();
        setup.drillUnit = rehearsal;
        setup.feedProgram = QCoreApplication::applicationDirPath() + QLatin1String("/twinfeed-feed");
    }
    setup.scenarios = std::move(scenarios);
    setup.rotateKeysAfter = std::chrono::hours(config.keys.rotateAfterHours);
    setup.keepRetiredKeys = std::chrono::hours(24 * config.keys.keepRetiredDays);
    setup.allow.folders << QString(line.dataFolder + QLatin1String("/media"));
    return setup;
}

std::optional<server::AccessRules> accessOf(const backend::DaemonConfig &config)
{
    const auto &wanted = config.signedAddresses;
    if (!wanted)
        return std::nullopt;
    server::AccessRules rules;
    rules.signing = {server::signingScheme(wanted->scheme).value_or(server::SigningScheme::Hmac),
                     wanted->secrets, wanted->validSeconds, wanted->toleranceSeconds, wanted->bindAddress};
    rules.allowAddresses = wanted->allowAddresses;
    rules.denyAddresses = wanted->denyAddresses;
    rules.allowReferrers = wanted->allowReferrers;
    rules.denyReferrers = wanted->denyReferrers;
    rules.emptyReferrer = wanted->emptyReferrer;
    return rules;
}

/// The server with its runtime file, brought up together.
class Front final
{
public:
    Front(const CommandLine &line, const backend::DaemonConfig &config, backend::Director &director,
          const Clock &clock)
        : m_config(config)
        , m_director(director)
        , m_clock(clock)
        , m_runtimeFile(line.runtimeFile)
    {
        // Of the supervisor, where there is one; nobody else may see it.
        m_token.secret = qgetenv(Supervisor::tokenVariable);
        if (m_token.secret.isEmpty())
            m_token = server::makeToken();
        else
            m_token.sha256 = server::tokenHash(m_token.secret);
        qunsetenv(Supervisor::tokenVariable);
    }

    Result<void> start(bool restarted)
    {
        // A console holds on to the port of the daemon that crashed.
        const quint16 before = restarted && m_config.port == 0 ? m_runtimeFile.portBefore() : 0;
        auto port = listen(before ? before : quint16(m_config.port));
        if (!port && before)
            port = listen(0);
        if (!port)
            return port.error();
        qCInfo(log, "Listening on %ls port %d", qUtf16Printable(m_config.address), *port);
        return m_runtimeFile.write(*port, m_config.tls.has_value(), m_token.secret);
    }

private:
    Result<quint16> listen(quint16 port)
    {
        server::ServerConfig config;
        config.address = m_config.address;
        config.port = port;
        if (m_config.tls) {
            config.certificateFile = m_config.tls->certificate;
            config.keyFile = m_config.tls->key;
        }
        for (const auto &token : m_config.tokens)
            config.tokens.push_back({token.name, token.role, token.sha256, token.keys});
        config.tokens.push_back({QStringLiteral("local"), Role::Engineer, m_token.sha256});
        config.signedAddresses = accessOf(m_config);
        m_server = std::make_unique<server::Server>(config, m_director, m_clock);
        return m_server->start();
    }

    const backend::DaemonConfig &m_config;
    backend::Director &m_director;
    const Clock &m_clock;
    server::NewToken m_token;
    RuntimeFile m_runtimeFile;
    std::unique_ptr<server::Server> m_server;
};

void startAgain(Front &front, QObject &context)
{
    QTimer::singleShot(listenAgainMs, &context, [&front, &context] {
        if (auto started = front.start(true); !started) {
            qCWarning(log, "%ls", qUtf16Printable(backend::toText(started.error())));
            startAgain(front, context);
        }
    });
}

} // namespace

bool isRestarted()
{
    return qEnvironmentVariableIntValue(Supervisor::startsVariable) > 0;
}

int serve(const CommandLine &line, const backend::DaemonConfig &event)
{
    const bool restarted = isRestarted();
    const EndSignals endSignals;
    media::installAvLog();
    DataFolder folder;
    if (auto taken = folder.take(line.dataFolder); !taken)
        return failed(taken.error(), exitCodeOf(taken.error(), restarted));
    if (auto fits = folderFits(line); !fits)
        return failed(fits.error(), ExitUsage);
    std::unique_ptr<backend::RehearsalUnit> rehearsal;
    if (line.rehearsal) {
        auto prepared = rehearsalOf(line, event);
        if (!prepared)
            return failed(prepared.error(), exitCodeOf(prepared.error(), restarted));
        rehearsal = std::move(*prepared);
    }
    const backend::DaemonConfig &config = rehearsal ? rehearsal->config() : event;
    if (!restarted)
        keepConfigOf(line);
    auto slates = builtInSlates(line.dataFolder + QLatin1String("/built-in"));
    if (!slates)
        return failed(slates.error(), exitCodeOf(slates.error(), restarted));
    auto rules = backend::loadRules(QStringLiteral(":/rules/default.json"));
    if (!rules)
        return failed(rules.error(), ExitConfig);
    auto plans = backend::loadPlans(QStringLiteral(":/plans"));
    if (!plans)
        return failed(plans.error(), ExitConfig);
    auto scenarios = backend::loadScenarios(QStringLiteral(":/scenarios"));
    if (!scenarios)
        return failed(scenarios.error(), ExitConfig);
    const SystemClock clock;
    backend::MediaEngineFactory engines(clock, rehearsal ? rehearsal->guard() : nullptr);
    auto director =
        backend::Director::open(setupOf(line, config, *slates, *rules, *plans, *scenarios, rehearsal.get()),
                                clock, engines, media::encodeSlate);
    if (!director)
        return failed(director.error(), exitCodeOf(director.error(), restarted));
    Front front(line, config, **director, clock);
    QObject retry;
    if (auto started = front.start(restarted); !started) {
        if (!restarted)
            return failed(started.error(), exitCodeOf(started.error(), false));
        qCWarning(log, "%ls", qUtf16Printable(backend::toText(started.error())));
        startAgain(front, retry);
    }
    qCInfo(log, "Twinfeed " TWINFEED_VERSION "%s works in %ls", rehearsal ? " (rehearsal unit)" : "",
           qUtf16Printable(line.dataFolder));
    const int code = QCoreApplication::exec();
    qCInfo(log, "Stopping");
    return code;
}

} // namespace twinfeed::daemon
