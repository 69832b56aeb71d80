// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/commands.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QRegularExpression>
#include <QThreadPool>
#include <QUuid>

#include <memory>

namespace twinfeed {

namespace {

/// The backend takes no more; larger files are refused before they are read.
constexpr qint64 largestSlate = 32 * 1024 * 1024;
constexpr int longestName = 80;
/// A hint holds for a minute.
constexpr int sayNextAgainMs = 25'000;
/// A third of the time after which the backend takes us for gone.
constexpr int sayWhatWeHaveMs = 10'000;

/// Off the UI thread.
Result<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    if (file.size() > largestSlate) {
        return Error{QStringLiteral("too-large"),
                     Commands::tr("The file is larger than 32 MiB."),
                     {},
                     Commands::tr("Use a shorter clip or a smaller picture."),
                     {}};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{QStringLiteral("unreadable"),
                     Commands::tr("The file cannot be read: %1.").arg(file.errorString()),
                     {},
                     {},
                     {}};
    }
    return file.readAll();
}

ChannelConfig withSettingsOf(ChannelConfig config, const ChannelConfig &edited)
{
    config.primary.delayMs = edited.primary.delayMs;
    config.backup.delayMs = edited.backup.delayMs;
    config.holdMs = edited.holdMs;
    config.lossMs = edited.lossMs;
    config.cut = edited.cut;
    config.warm = edited.warm;
    config.sound = edited.sound;
    config.failover = edited.failover;
    return config;
}

} // namespace

Commands::Commands(client::Client &client, ConsoleState &state, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_state(state)
{
    m_sayWhatWeHave.setInterval(sayWhatWeHaveMs);
    connect(&m_sayWhatWeHave, &QTimer::timeout, this, &Commands::sayAgainWhatWeHave);
    m_sayWhatWeHave.start();
    connect(&state, &ConsoleState::controlChanged, this, [this](const QString &channel) {
        const QString holder = m_state.holder(channel);
        if (!holder.isEmpty() && holder == m_state.me())
            m_have.insert(channel);
        else if (!holder.isEmpty())
            m_have.remove(channel);
    });
    m_sayNextAgain.setInterval(sayNextAgainMs);
    connect(&m_sayNextAgain, &QTimer::timeout, this, [this] { m_client.chooseNext(m_nextChannel, m_next); });
}

template <typename Send>
void Commands::command(const QString &channel, const QString &kind, const QString &target, Send send)
{
    const ChannelDocument *document = m_state.channel(channel);
    if (!document)
        return;
    // The wire first: the press is waited for there.
    auto localId = std::make_shared<QString>();
    *localId = send(document->revision,
                    [this, localId](const Result<Operation> &answer) { reportTo (*localId)(answer); });
    sent(*localId, channel, kind, target);
}

void Commands::take(const QString &channel, Source target, bool force)
{
    command(channel, QStringLiteral("take"), toWord(target), [&](quint64 revision, auto done) {
        return m_client.take(channel, {target, {}, force}, revision, done);
    });
}

void Commands::chooseNext(const QString &channel, std::optional<Source> next)
{
    if (channel == m_nextChannel && next == m_next)
        return;
    if (m_next && channel != m_nextChannel)
        m_client.chooseNext(m_nextChannel, std::nullopt);
    const bool tell = next || (m_next && channel == m_nextChannel);
    m_nextChannel = channel;
    m_next = next;
    if (tell)
        m_client.chooseNext(channel, next);
    if (next)
        m_sayNextAgain.start();
    else
        m_sayNextAgain.stop();
}

void Commands::armSlate(const QString &channel, const QString &slate)
{
    command(channel, QStringLiteral("arm-slate"), slate,
            [&](quint64 revision, auto done) { return m_client.armSlate(channel, slate, revision, done); });
}

void Commands::setFailover(const QString &channel, const client::FailoverOrder &order)
{
    const QString target = order.mode ? toWord(*order.mode) : QStringLiteral("armed");
    command(channel, QStringLiteral("set-failover"), target, [&](quint64 revision, auto done) {
        return m_client.setFailover(channel, order, revision, done);
    });
}

void Commands::setLocks(const QString &channel, const std::vector<Source> &locked)
{
    command(channel, QStringLiteral("set-locks"), {},
            [&](quint64 revision, auto done) { return m_client.setLocks(channel, locked, revision, done); });
}

void Commands::control(const QString &channel, const ControlOrder &order)
{
    auto localId = std::make_shared<QString>();
    *localId =
        m_client.control(channel, order, [this, localId, channel](const Result<ChannelControl> &answer) {
            if (!answer) {
                m_state.commandRefused(*localId, answer.error());
                return;
            }
            m_state.applyControl(*answer);
            Operation done;
            done.id = *localId;
            done.kind = QStringLiteral("control");
            done.channel = channel;
            done.state = OperationState::Done;
            done.acceptedAt = m_state.clock().wall();
            done.endedAt = done.acceptedAt;
            m_state.commandAcknowledged(*localId, done);
        });
    using Verb = ControlOrder::Verb;
    if (order.verb == Verb::Release || order.verb == Verb::HandOver)
        m_have.remove(channel);
    const QString target = order.verb == Verb::Release ? QString()
        : order.verb == Verb::HandOver                 ? order.to
                                                       : m_state.me();
    m_state.commandSent(*localId, channel, QStringLiteral("control"), target);
}

/// The backend takes a console that does not for gone. After its restart nobody has anything, until it is said again.
void Commands::sayAgainWhatWeHave()
{
    if (!m_state.connected())
        return;
    for (const QString &channel : std::as_const(m_have)) {
        m_client.control(channel, {}, [this, channel](const Result<ChannelControl> &answer) {
            if (answer)
                m_state.applyControl(*answer);
            else if (answer.error().code == QLatin1String("held"))
                m_have.remove(channel);
        });
    }
}

void Commands::endEvent(const QString &channel)
{
    command(channel, QStringLiteral("end-event"), {},
            [&](quint64 revision, auto done) { return m_client.endEvent(channel, revision, done); });
}

void Commands::setEncryption(const QString &channel, const EncryptionOrder &order)
{
    command(channel, QStringLiteral("set-encryption"), toWord(order.mode), [&](quint64 revision, auto done) {
        return m_client.setEncryption(channel, order, revision, done);
    });
}

void Commands::changeChannel(const ChannelConfig &edited, quint64 revision)
{
    const QString localId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    sent(localId, edited.id, QStringLiteral("replace-channel"), {});
    m_client.channel(edited.id, [this, localId, edited, revision](const Result<ChannelDocument> &now) {
        if (!now)
            return m_state.commandRefused(localId, now.error());
        m_client.replaceChannel(withSettingsOf(now->config, edited), revision, reportTo(localId));
    });
}

void Commands::addSlate(const QString &file)
{
    const QString localId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QFileInfo info(file);
    const QString name = info.completeBaseName().left(longestName).trimmed();
    sent(localId, {}, QStringLiteral("add-slate"), name);
    QThreadPool::globalInstance()->start(
        [self = QPointer<Commands>(this), localId, name, fileName = info.fileName(), file] {
            const Result<QByteArray> content = contentOf(file);
            // By way of the application: we may be gone, and only the UI thread can know.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [=] {
                    if (self)
                        self->sendSlate(localId, name, fileName, content);
                },
                Qt::QueuedConnection);
        });
}

void Commands::sendSlate(const QString &localId, const QString &name, const QString &fileName,
                         const Result<QByteArray> &content)
{
    if (!content)
        return m_state.commandRefused(localId, content.error());
    const QString shown = name.isEmpty() ? fileName.left(longestName) : name;
    m_client.addSlate(freeSlateId(shown), shown, fileName, *content, reportTo(localId));
}

template <typename Send>
void Commands::slateCommand(const QString &kind, const QString &target, Send send)
{
    const QString localId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    sent(localId, {}, kind, target);
    send(reportTo(localId));
}

void Commands::keepPicture(const QString &channel, const QString &name)
{
    slateCommand(QStringLiteral("add-slate"), name,
                 [&](auto done) { m_client.keepPicture(channel, freeSlateId(name), name, done); });
}

void Commands::addTextSlate(const QString &picture, const QString &name, const SlateText &text)
{
    slateCommand(QStringLiteral("add-slate"), name,
                 [&](auto done) { m_client.addTextSlate(picture, freeSlateId(name), name, text, done); });
}

void Commands::deleteSlate(const QString &slate)
{
    const auto known = m_state.slates().constFind(slate);
    const QString name = known == m_state.slates().cend() ? slate : known->name;
    slateCommand(QStringLiteral("delete-slate"), name, [&](auto done) { m_client.deleteSlate(slate, done); });
}

client::Client::OperationDone Commands::reportTo(const QString &localId)
{
    return [this, localId](const Result<Operation> &answer) {
        if (answer)
            m_state.commandAcknowledged(localId, *answer);
        else
            m_state.commandRefused(localId, answer.error());
    };
}

void Commands::sent(const QString &localId, const QString &channel, const QString &kind,
                    const QString &target)
{
    m_open = stillOpen();
    m_open.insert(localId);
    m_state.commandSent(localId, channel, kind, target);
}

QSet<QString> Commands::stillOpen() const
{
    QSet<QString> open;
    for (const QString &localId : std::as_const(m_open)) {
        const CommandRecord *record = m_state.command(localId);
        if (record && !record->ended())
            open.insert(localId);
    }
    return open;
}

void Commands::askForOutcomes()
{
    m_open = stillOpen();
    for (const QString &localId : std::as_const(m_open)) {
        const CommandRecord *record = m_state.command(localId);
        if (!record->operation)
            continue; // its answer is still to come
        m_client.operation(record->operation->id, [this](const Result<Operation> &answer) {
            if (answer)
                m_state.applyOperation(*answer);
        });
    }
}

QString Commands::freeSlateId(const QString &name) const
{
    const QString id = slateIdFrom(name);
    if (!m_state.slates().contains(id))
        return id;
    // "-999" has four characters.
    const QString stem = slateIdFrom(name, 28);
    for (int number = 2; number < 1000; ++number) {
        const QString numbered = stem + QLatin1Char('-') + QString::number(number);
        if (!m_state.slates().contains(numbered))
            return numbered;
    }
    return id; // the backend refuses it and says so
}

QString slateIdFrom(const QString &name, int longest)
{
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    QString id = name.toLower().replace(other, QStringLiteral("-")).left(longest);
    while (id.startsWith(QLatin1Char('-')))
        id.remove(0, 1);
    while (id.endsWith(QLatin1Char('-')))
        id.chop(1);
    return id.isEmpty() ? QStringLiteral("slate") : id;
}

} // namespace twinfeed
