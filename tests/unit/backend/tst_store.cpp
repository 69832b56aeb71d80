// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/store.h"
#include "app/backend/storequeries.h"
#include "tests/support/wait.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

const QDateTime noon(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);

JournalEntry entryOf(const QString &kind, const QString &channel = {},
                     const QString &text = QStringLiteral("text"))
{
    return {0,       noon, QStringLiteral("anna"),    QStringLiteral("director"), kind,
            channel, text, {{QStringLiteral("a"), 1}}};
}

Operation operationOf(const QString &id)
{
    Operation operation;
    operation.id = id;
    operation.kind = QStringLiteral("take");
    operation.channel = QStringLiteral("main");
    operation.actor = QStringLiteral("anna");
    operation.acceptedAt = noon;
    return operation;
}

StoredChannel channelOf(const QString &id, quint64 revision)
{
    StoredChannel channel;
    channel.document.config.id = id;
    channel.document.config.name = id;
    channel.document.config.primary.url = QStringLiteral("rtmp://host/live/secret-key");
    channel.document.config.backup.url = QStringLiteral("srt://host:9000");
    channel.document.revision = revision;
    channel.document.onAir = Source::Backup;
    channel.document.slate = QStringLiteral("calm");
    channel.time = {1'000'000, QStringLiteral("boot"), 2'000'000, noon};
    channel.slateFormat = {{QStringLiteral("width"), 1280}};
    return channel;
}

/// A command's whole outcome.
Changes outcome(int number)
{
    Changes changes;
    changes.entries.push_back(entryOf(QStringLiteral("take"), QStringLiteral("main")));
    changes.operations.push_back(operationOf(QString::number(number)));
    changes.channels.push_back(channelOf(QStringLiteral("main"), quint64(number)));
    changes.answer = StoredAnswer{QStringLiteral("anna"),
                                  QStringLiteral("key-%1").arg(number),
                                  QByteArray(32, 'f'),
                                  {202,
                                   {{QStringLiteral("id"), QString::number(number)}},
                                   quint64(number),
                                   QStringLiteral("/v1/operations/%1").arg(number)},
                                  noon};
    return changes;
}

} // namespace

class tst_Store : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsKeptComesBack();
    void journalCountsWithoutHoles();
    void journalIsAppendOnly();
    void journalQueries();
    void answersExpireAfterADay();
    void operationIdsAreNotGivenAgain();
    void marksDoNotTouchTheDocument();
    void durabilityIsBackAfterMarks();
    void killedInTheMiddle();
    void aStoreOfTheFirstVersionIsTakenOver();
    void takenDownRevisionsAreKnown();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("x.db")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Store::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Store::whatIsKeptComesBack()
{
    Changes changes = outcome(3);
    Slate slate;
    slate.id = QStringLiteral("mine");
    slate.name = QStringLiteral("Mine");
    slate.state = QStringLiteral("ready");
    slate.file = QStringLiteral("mine.png");
    changes.slates.push_back(slate);
    changes.applied = {QStringLiteral("main"), QByteArray("digest")};
    {
        auto store = Store::open(file());
        QVERIFY(store);
        QVERIFY((*store)->commit(changes));
        QCOMPARE(changes.entries[0].id, 1);
    }
    const auto store = Store::open(file());
    QVERIFY(store);
    const auto channels = (*store)->channels();
    QVERIFY(channels);
    QCOMPARE(channels->size(), size_t(1));
    QCOMPARE((*channels)[0].document, changes.channels[0].document);
    QCOMPARE((*channels)[0].time, changes.channels[0].time);
    QCOMPARE((*channels)[0].slateFormat, changes.channels[0].slateFormat);
    QCOMPARE(*(*store)->slates(), changes.slates);
    QCOMPARE(*(*store)->applied(QStringLiteral("main")), QByteArray("digest"));
    QCOMPARE(*(*store)->applied(QStringLiteral("other")), QByteArray());
    QCOMPARE(*(*store)->unfinishedOperations(), changes.operations);
    QCOMPARE(*(*store)->nextOperationId(), 4);
    const auto answer = StoreQueries((*store)->database())
                            .answer(QStringLiteral("anna"), QStringLiteral("key-3"), noon.addDays(-1));
    QVERIFY(answer && *answer);
    QCOMPARE((*answer)->fingerprint, QByteArray(32, 'f'));
    QCOMPARE((*answer)->answer.status, 202);
    QCOMPARE((*answer)->answer.revision, std::optional<quint64>(3));
    QCOMPARE((*answer)->answer.location, QStringLiteral("/v1/operations/3"));
    const auto operation = StoreQueries((*store)->database()).operation(QStringLiteral("3"));
    QVERIFY(operation && *operation);
    QCOMPARE(**operation, changes.operations[0]);
    QVERIFY(!StoreQueries((*store)->database()).operation(QStringLiteral("nonsense"))->has_value());
}

void tst_Store::journalCountsWithoutHoles()
{
    auto store = Store::open(file());
    QVERIFY(store);
    for (int i = 1; i <= 5; ++i) {
        Changes changes = outcome(i);
        QVERIFY((*store)->commit(changes));
        QCOMPARE(changes.entries[0].id, i);
        // A commit that fails half-way leaves no hole behind.
        Changes broken;
        broken.entries.push_back(entryOf(QStringLiteral("lost")));
        broken.channels.push_back(channelOf(QString(), 1));
        broken.channels[0].time.bootId = QString(); // NOT NULL
        QVERIFY(!(*store)->commit(broken));
    }
    const auto all = StoreQueries((*store)->database()).journal({});
    QVERIFY(all);
    QCOMPARE(all->size(), size_t(5));
    for (size_t i = 0; i < all->size(); ++i)
        QCOMPARE((*all)[i].id, qint64(5 - i));
}

void tst_Store::journalIsAppendOnly()
{
    auto store = Store::open(file());
    QVERIFY(store);
    Changes changes = outcome(1);
    QVERIFY((*store)->commit(changes));
    const Database &database = (*store)->database();
    QVERIFY(!database.run(QStringLiteral("UPDATE journal SET text = 'forged'")));
    QVERIFY(!database.run(QStringLiteral("DELETE FROM journal")));
    QVERIFY(!database.run(QStringLiteral("INSERT INTO journal VALUES (7, 0, '', '', '', '', '', '{}')")));
    QVERIFY(!database.run(
        QStringLiteral("INSERT OR REPLACE INTO journal VALUES (1, 0, '', '', '', '', '', '{}')")));
    QCOMPARE(StoreQueries(database).journal({})->at(0).text, QStringLiteral("text"));
}

void tst_Store::journalQueries()
{
    auto store = Store::open(file());
    QVERIFY(store);
    Changes changes;
    for (int i = 1; i <= 9; ++i) {
        changes.entries.push_back(entryOf(i % 2 ? QStringLiteral("take") : QStringLiteral("start"),
                                          i % 3 ? QStringLiteral("main") : QStringLiteral("side"),
                                          i == 4 ? QStringLiteral("100% of_it") : QStringLiteral("text")));
    }
    QVERIFY((*store)->commit(changes));
    const auto ids = [&](const server::JournalQuery &query) {
        QList<qint64> list;
        const auto queries = StoreQueries::open(file());
        const auto entries = queries->journal(query);
        for (const JournalEntry &entry : *entries)
            list << entry.id;
        return list;
    };
    QCOMPARE(ids({0, 0, 3, {}, {}}), (QList<qint64>{9, 8, 7}));
    QCOMPARE(ids({7, 0, 2, {}, {}}), (QList<qint64>{6, 5}));
    QCOMPARE(ids({0, 7, 100, {}, {}}), (QList<qint64>{8, 9}));
    QCOMPARE(ids({0, 0, 100, QStringLiteral("side"), {}}), (QList<qint64>{9, 6, 3}));
    QCOMPARE(ids({0, 0, 100, {}, QStringLiteral("start")}), (QList<qint64>{8, 6, 4, 2}));
    // What is searched for is text, not a pattern.
    QCOMPARE(ids({0, 0, 100, {}, QStringLiteral("0% of_")}), (QList<qint64>{4}));
    QCOMPARE(ids({0, 0, 100, {}, QStringLiteral("'; DROP TABLE journal")}), (QList<qint64>{}));
}

void tst_Store::answersExpireAfterADay()
{
    auto store = Store::open(file());
    QVERIFY(store);
    Changes changes = outcome(1);
    QVERIFY((*store)->commit(changes));
    const auto known = [&](const QDateTime &now) {
        return StoreQueries((*store)->database())
            .answer(QStringLiteral("anna"), QStringLiteral("key-1"), now.addDays(-1))
            ->has_value();
    };
    QVERIFY(known(noon.addSecs(86'399)));
    QVERIFY(!known(noon.addSecs(86'400)));
    QVERIFY((*store)->prune(noon.addSecs(86'399)));
    QVERIFY(known(noon));
    QVERIFY((*store)->prune(noon.addSecs(86'400)));
    QVERIFY(!known(noon));
    // Another token's key is another key.
    QVERIFY(!*StoreQueries((*store)->database())
                  .answer(QStringLiteral("bob"), QStringLiteral("key-1"), noon.addDays(-1)));
}

void tst_Store::operationIdsAreNotGivenAgain()
{
    auto store = Store::open(file());
    QVERIFY(store);
    for (int number = 1; number <= 2; ++number) {
        Changes changes = outcome(number);
        changes.operations[0].endedAt = noon;
        QVERIFY((*store)->commit(changes));
    }
    QVERIFY((*store)->prune(noon.addDays(7)));
    const StoreQueries queries((*store)->database());
    QVERIFY(!*queries.operation(QStringLiteral("1")));
    QVERIFY(*queries.operation(QStringLiteral("2")));
    QCOMPARE(*(*store)->nextOperationId(), 3);
}

void tst_Store::marksDoNotTouchTheDocument()
{
    auto store = Store::open(file());
    QVERIFY(store);
    Changes changes = outcome(5);
    QVERIFY((*store)->commit(changes));
    ProgrammeTime time = changes.channels[0].time;
    time.markUs = 77'000'000;
    time.markWall = noon.addSecs(75);
    QVERIFY((*store)->keepMarks({{QStringLiteral("main"), time}}));
    const auto channels = (*store)->channels();
    QCOMPARE((*channels)[0].time, time);
    QCOMPARE((*channels)[0].document.revision, quint64(5));
}

void tst_Store::durabilityIsBackAfterMarks()
{
    auto store = Store::open(file());
    QVERIFY(store);
    QVERIFY((*store)->keepMarks({}));
    auto query = (*store)->database().run(QStringLiteral("PRAGMA synchronous"));
    QVERIFY(query && query->next());
    QCOMPARE(query->value(0).toInt(), 2);
}

void tst_Store::killedInTheMiddle()
{
    // A child commits commands as fast as it can and is killed at random moments; each time the store must hold whole
    // commands only, and none that it acknowledged may be missing. It says what it acknowledged through a pipe.
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 10; ++round) {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto store = Store::open(file());
            for (int number = int(*(*store)->nextOperationId());; ++number) {
                Changes changes = outcome(number);
                if (!(*store)->commit(changes) || write(ends[1], &number, sizeof number) != sizeof number)
                    _exit(1);
            }
        }
        close(ends[1]);
        int acknowledged = 0;
        const int until = 1 + random.bounded(20);
        for (int i = 0; i < until; ++i)
            QCOMPARE(read(ends[0], &acknowledged, sizeof acknowledged), ssize_t(sizeof acknowledged));
        kill(child, SIGKILL);
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) { }
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));

        const auto store = Store::open(file());
        QVERIFY(store);
        const int last = int(*(*store)->nextOperationId()) - 1;
        QVERIFY2(last >= acknowledged, "an acknowledged command is missing");
        QVERIFY(last <= acknowledged + 1);
        server::JournalQuery newest;
        newest.limit = 1;
        QCOMPARE(StoreQueries((*store)->database()).journal(newest)->at(0).id, last);
        QCOMPARE((*store)->channels()->at(0).document.revision, quint64(last));
        QVERIFY(*StoreQueries((*store)->database())
                     .answer(QStringLiteral("anna"), QStringLiteral("key-%1").arg(last), noon.addDays(-1)));
    }
}

void tst_Store::aStoreOfTheFirstVersionIsTakenOver()
{
    // As the first version left it: without the new column, and a configuration without the new fields.
    {
        auto old = Database::open(file(), {Store::migrations().front()}, Database::Access::Write);
        QVERIFY(old);
        QVERIFY((*old)->run(
            QStringLiteral("INSERT INTO channels VALUES ('main', 1, ?, 7, 'boot', 8, 9, '{}')"),
            {QStringLiteral("{\"config\":{\"id\":\"main\",\"name\":\"Main\",\"primary\":{\"url\":\"srt://"
                            "a:1\",\"mode\":\"pull\"},"
                            "\"backup\":{\"url\":\"srt://"
                            "a:2\",\"mode\":\"pull\"},\"outputs\":[],\"holdMs\":500,\"cut\":\"cached\"},"
                            "\"revision\":12,\"onAir\":\"primary\",\"slate\":\"calm\"}")}));
    }
    auto store = Store::open(file());
    QVERIFY(store);
    QVERIFY(QFile::exists(file() + QStringLiteral(".v1.bak")));
    const auto channels = (*store)->channels();
    QVERIFY(channels);
    QCOMPARE(channels->size(), size_t(1));
    const ChannelDocument &document = channels->front().document;
    QCOMPARE(document.revision, quint64(12));
    QCOMPARE(document.onAir, Source::Primary);
    QCOMPARE(document.config.cut, Cut::Cached); // what was said stays said
    QCOMPARE(document.config.failover, FailoverConfig());
    QCOMPARE(channels->front().covered, std::nullopt);
    // And what it is given now comes back.
    Changes changes;
    changes.channels = *channels;
    changes.channels[0].covered = Source::Backup;
    changes.channels[0].document.locked = {Source::Slate};
    QVERIFY((*store)->commit(changes));
    QCOMPARE((*store)->channels()->front().covered, Source::Backup);
    QCOMPARE((*store)->channels()->front().document.locked, std::vector{Source::Slate});
}

void tst_Store::takenDownRevisionsAreKnown()
{
    auto store = Store::open(file());
    QVERIFY(store);
    QCOMPARE(*(*store)->lastRevision(QStringLiteral("main")), quint64(0));
    Changes made = outcome(41);
    QVERIFY((*store)->commit(made));
    Changes gone;
    gone.removedChannels << QStringLiteral("main");
    QVERIFY((*store)->commit(gone));
    QVERIFY((*store)->channels()->empty());
    QCOMPARE(*(*store)->lastRevision(QStringLiteral("main")), quint64(41));
}

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
