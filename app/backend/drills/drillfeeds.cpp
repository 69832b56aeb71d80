// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/drillfeeds.h"

namespace twinfeed::drills {

namespace {

bool isOfTheFeed(FaultKind fault)
{
    return fault <= FaultKind::Loss;
}

QString preparation(const std::vector<FaultKind> &faults)
{
    QStringList words;
    for (const FaultKind fault : faults) {
        // the others need nothing
        if (fault >= FaultKind::Black && fault <= FaultKind::Clip && !words.contains(toWord(fault)))
            words << toWord(fault);
    }
    return words.join(QLatin1Char(','));
}

QString address(const FaultProxy &proxy, const char *path)
{
    return QStringLiteral("rtmp://127.0.0.1:%1/rehearsal/%2").arg(proxy.port()).arg(QLatin1String(path));
}

} // namespace

DrillFeeds::DrillFeeds(quint16 primaryPort, quint16 backupPort)
    : m_primary(FaultProxy::Protocol::Tcp, primaryPort)
    , m_backup(FaultProxy::Protocol::Tcp, backupPort)
{
}

Result<std::unique_ptr<DrillFeeds>> DrillFeeds::start(const Setup &setup)
{
    std::unique_ptr<DrillFeeds> feeds(new DrillFeeds(setup.primaryPort, setup.backupPort));
    // Small pictures: the machine has a show to do beside it.
    QStringList arguments{QStringLiteral("push"),     QStringLiteral("--size"),
                          QStringLiteral("640x360"),  QStringLiteral("--bitrate"),
                          QStringLiteral("1M"),       QStringLiteral("--prompt"),
                          QStringLiteral("--melody"), QStringLiteral("--loop-seconds"),
                          QStringLiteral("20")};
    if (setup.aligned)
        arguments << QStringLiteral("--aligned");
    if (const QString list = preparation(setup.faults); !list.isEmpty())
        arguments << QStringLiteral("--prepare") << list;
    arguments << address(feeds->m_primary, "primary") << address(feeds->m_backup, "backup");
    if (auto started = feeds->m_program.start(setup.program, arguments); !started)
        return started.error();
    return feeds;
}

FaultProxy &DrillFeeds::proxy(const QString &path)
{
    return path == QLatin1String("backup") ? m_backup : m_primary;
}

void DrillFeeds::say(const QString &path, const QString &command)
{
    m_program.readLines(); // what it says is not needed, but its pipe must not fill up
    m_program.writeLine((path == QLatin1String("backup") ? "2 " : "1 ") + command.toLatin1());
}

void DrillFeeds::begin(const ScenarioFault &fault, const QString &path)
{
    if (isOfTheFeed(fault.kind))
        return say(path,
                   fault.amount == 0 ? toWord(fault.kind)
                                     : toWord(fault.kind) + QStringLiteral(" %1").arg(fault.amount));
    switch (fault.kind) {
    case FaultKind::Reset:
        return proxy(path).reset();
    case FaultKind::Stall:
        return proxy(path).stall();
    case FaultKind::Slow:
        return proxy(path).slow(fault.bytesPerSecond);
    case FaultKind::Drip:
        return proxy(path).drip();
    case FaultKind::Block:
        return proxy(path).cut();
    default:
        return;
    }
}

void DrillFeeds::end(FaultKind fault, const QString &path)
{
    if (isOfTheFeed(fault))
        say(path,
            fault == FaultKind::Stop || fault == FaultKind::Cut ? QStringLiteral("resume")
                                                                : QStringLiteral("normal"));
    else
        proxy(path).heal();
}

} // namespace twinfeed::drills
