// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failovertext.h"

namespace twinfeed::media {

namespace {

QJsonObject numbersOfSource(const Failover::SourceFacts &source, int64_t now)
{
    QJsonObject faults;
    for (const ContentFault &fault : source.faults)
        faults.insert(fault.rule, fault.numbers);
    return {{QStringLiteral("ageMs"),
             source.newest ? QJsonValue(qint64((now - *source.newest) / 1'000)) : QJsonValue()},
            {QStringLiteral("lossMs"), qint64(source.lossUs / 1'000)},
            {QStringLiteral("fresh"), source.fresh},
            {QStringLiteral("fit"), source.fit && source.faults.empty()},
            {QStringLiteral("reason"), source.reason},
            {QStringLiteral("faults"), faults}};
}

} // namespace

QString ageText(const Failover::SourceFacts &source, int64_t now)
{
    return source.newest ? QStringLiteral("nothing came for %1 ms").arg((now - *source.newest) / 1'000)
                         : QStringLiteral("nothing has come");
}

QString faultText(Source which, const Failover::SourceFacts &source, int64_t now)
{
    if (!source.fresh)
        return QStringLiteral("the %1 is lost (%2)").arg(toWord(which), ageText(source, now));
    const QString why = source.fit && !source.faults.empty() ? source.faults.front().text : source.reason;
    return QStringLiteral("the %1 is not fit (%2)")
        .arg(toWord(which), why.chopped(why.endsWith(u'.') ? 1 : 0));
}

QString faultCode(const Failover::SourceFacts &source)
{
    if (!source.fresh)
        return QStringLiteral("lost");
    return source.fit && !source.faults.empty() ? source.faults.front().rule : source.reasonCode;
}

QJsonObject numbersOf(const Failover::Facts &facts, const FailoverOrders &orders, int64_t now)
{
    QJsonObject sources;
    for (const Source source : allSources)
        sources.insert(toWord(source), numbersOfSource(of(facts, source), now));
    QStringList locked;
    for (const Source source : orders.locked)
        locked << toWord(source);
    return {{QStringLiteral("sources"), sources},
            {QStringLiteral("mode"), toWord(orders.config.mode)},
            {QStringLiteral("clearMs"), orders.config.clearMs},
            {QStringLiteral("holdMs"), double(facts.holdUs) / 1'000},
            {QStringLiteral("suspended"), orders.suspended},
            {QStringLiteral("locked"), locked.join(u' ')},
            {QStringLiteral("seamless"), !facts.notSeamless}};
}

} // namespace twinfeed::media
