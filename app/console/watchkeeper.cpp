// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/watchkeeper.h"

#include "widgets/watch.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QThreadPool>

#include <algorithm>
#include <memory>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

} // namespace

WatchKeeper::WatchKeeper(client::Client &client, ConsoleState &state, QObject *parent)
    : QObject(parent)
    , m_rest(client)
    , m_client(client)
    , m_state(state)
{
    connect(&state.judgements(), &Judgements::rulesOld, this, &WatchKeeper::askForRules);
}

void WatchKeeper::serve(Watch &watch)
{
    m_watch = &watch;
    watch.setInquiries(this);
    connect(&watch, &Watch::fileRequested, this, &WatchKeeper::writeFile);
    connect(&watch, &Watch::acknowledgeRequested, this, &WatchKeeper::acknowledge);
    connect(&watch, &Watch::shelveRequested, this, &WatchKeeper::shelve);
    connect(&watch, &Watch::unshelveRequested, this, &WatchKeeper::unshelve);
    connect(&watch, &Watch::noteRequested, this, &WatchKeeper::note);
    connect(&watch, &Watch::rulesRequested, this, &WatchKeeper::setRules);
    connect(&watch, &Watch::rulesResetRequested, this, &WatchKeeper::resetRules);
}

template <typename Send>
void WatchKeeper::command(const QString &kind, const QString &target, Send send)
{
    // The wire first; the answer comes in a later turn of the event loop.
    auto localId = std::make_shared<QString>();
    *localId = send([this, localId](const Result<Operation> &answer) {
        if (answer)
            m_state.commandAcknowledged(*localId, *answer);
        else
            m_state.commandRefused(*localId, answer.error());
    });
    m_state.commandSent(*localId, {}, kind, target);
}

void WatchKeeper::acknowledge(const QString &alarm)
{
    command(QStringLiteral("acknowledge-alarm"), alarm,
            [&](auto done) { return m_client.acknowledge(alarm, done); });
}

void WatchKeeper::shelve(const QString &alarm, const QString &reason, int minutes)
{
    command(QStringLiteral("shelve-alarm"), alarm,
            [&](auto done) { return m_client.shelve(alarm, reason, minutes, done); });
}

void WatchKeeper::unshelve(const QString &alarm)
{
    command(QStringLiteral("unshelve-alarm"), alarm,
            [&](auto done) { return m_client.unshelve(alarm, done); });
}

void WatchKeeper::note(const QString &channel, const QString &alarm, const QString &text)
{
    command(QStringLiteral("note"), text,
            [&](auto done) { return m_client.note(channel, alarm, text, done); });
}

void WatchKeeper::setRules(const RuleSet &rules, quint64 revision)
{
    command(QStringLiteral("set-rules"), {},
            [&](auto done) { return m_client.setRules(rules, revision, done); });
}

void WatchKeeper::resetRules(quint64 revision)
{
    command(QStringLiteral("reset-rules"), {},
            [&](auto done) { return m_client.resetRules(revision, done); });
}

void WatchKeeper::writeFile(const QString &path, const QByteArray &content)
{
    QThreadPool::globalInstance()->start([watch = m_watch, path, content] {
        QSaveFile file(path);
        const bool written =
            file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
        const QString problem = written ? QString() : file.errorString();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [=] {
                if (watch)
                    watch->fileWritten(path, problem);
            },
            Qt::QueuedConnection);
    });
}

void WatchKeeper::alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done)
{
    m_client.alarmHistory({query.before, query.limit, query.channel, query.search}, std::move(done));
}

void WatchKeeper::alarmQuality(int hours, Done<AlarmQuality> done)
{
    m_client.alarmQuality(hours, std::move(done));
}

void WatchKeeper::trend(const TrendQuery &query, Done<Trend> done)
{
    client::TrendQuery asked{query.channel, query.metric, query.node, query.from, query.to, 1};
    const qint64 seconds = query.from.secsTo(query.to);
    asked.stepSeconds =
        int(std::clamp<qint64>((seconds + query.points - 1) / std::max(query.points, 1), 1, 3600));
    m_client.trend(asked, std::move(done));
}

void WatchKeeper::journal(const JournalQuery &query, Done<std::vector<JournalEntry>> done)
{
    client::JournalQuery asked;
    asked.before = query.before;
    asked.limit = query.limit;
    asked.channel = query.channel;
    asked.search = query.search;
    m_rest.journal(asked, std::move(done));
}

void WatchKeeper::askForRules()
{
    m_client.rules([this](const Result<client::RuleBook> &book) {
        if (book)
            m_state.judgements().applyRules(book->set, book->revision);
        else
            qCWarning(log).noquote() << "the rules cannot be read:" << book.error().message;
    });
}

} // namespace twinfeed
