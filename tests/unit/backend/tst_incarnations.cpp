// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/incarnations.h"

#include "app/backend/store.h"
#include "app/sealing/sealedsound.h"
#include "app/sealing/sealer.h"
#include "tests/support/failonwarning.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;

namespace {

// Seconds by which this process sees the wall clock set back.
int64_t setBack = 0;

} // namespace

// Every library of this process asks the program first (its symbols are exported), so that a clock that is wrong is wrong for
// all of it; the clocks that only run on stay as they are.
extern "C" int clock_gettime(clockid_t id, timespec *time) noexcept
{
    const auto result = int(syscall(SYS_clock_gettime, id, time));
    if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
        time->tv_sec -= setBack;
    return result;
}

extern "C" int gettimeofday(timeval *time, void *) noexcept
{
    timespec now{};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return result;
}

extern "C" time_t time(time_t *where) noexcept
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (where)
        *where = now.tv_sec;
    return now.tv_sec;
}

namespace {

constexpr sealing::KeyId keys[]{7, 4711};

KeyIncarnations::Check anyKey()
{
    return [](sealing::KeyId) { return Result<void>(); };
}

/// What a process does until somebody kills it: says what time it thinks it is, then key, incarnation and counter of each unit
/// that it sealed, in one write, as soon as there is one; two of each sealer.
int sealForEver(const QString &store)
{
    const auto say = [](const sealing::Note &note) {
        char line[64];
        const int size = std::snprintf(line, sizeof line, "%u %u %llu\n", note.key, note.incarnation,
                                       static_cast<unsigned long long>(note.counter));
        return ::write(STDOUT_FILENO, line, size_t(size)) == size;
    };
    if (!say({0, 0, uint64_t(QDateTime::currentSecsSinceEpoch())}))
        return 1;
    KeyIncarnations numbers(store, anyKey());
    for (size_t i = 0;; ++i) {
        const sealing::Key key{keys[i % 2], {}};
        const auto number = numbers.next(key.id);
        if (!number)
            return 1;
        sealing::Sealer sealer(key, *number);
        for (int unit = 0; unit < 2; ++unit) {
            const auto sealed = sealer.seal({sealing::UnitKind::Aac, 2}, sealing::Buffer(20, 1));
            const auto note = sealing::noteOfSound(*sealed);
            if (!note || !*note || !say(**note))
                return 1;
        }
    }
}

} // namespace

/// No number comes twice for a key, whatever becomes of the process and of the store.
class tst_Incarnations : public QObject
{
    Q_OBJECT

    using Pair = std::pair<unsigned, unsigned>;

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_warnings.emplace();
        m_seen.clear();
        m_inStore.clear();
        m_used.clear();
        QVERIFY(Store::open(store()).ok());
    }
    void cleanup() { m_warnings.reset(); }

    void aHundredKills();
    void copiesOfAStore();
    void aDrawThatRepeats();
    void noNumbersWithoutAKeyOrADisk();
    void manyThreads();

private:
    QString store(const QString &folder = {}) const
    {
        return QDir(folder.isEmpty() ? m_folder->path() : folder).filePath(QStringLiteral("twinfeed.db"));
    }
    /// One life on that store: killed as soon as it has said so many bytes.
    void liveAndDie(const QString &file, qint64 bytes, qint64 clockBack);
    bool isNew(sealing::KeyId key, uint32_t number) { return m_seen.insert({key, number}).second; }
    void draw(const QString &file, size_t count)
    {
        KeyIncarnations numbers(file, anyKey());
        for (size_t i = 0; i < count; ++i) {
            const auto number = numbers.next(keys[0]);
            QVERIFY(number.ok());
            QVERIFY(isNew(keys[0], *number));
        }
    }

    std::optional<QTemporaryDir> m_folder;
    std::optional<FailOnWarning> m_warnings;
    std::set<Pair> m_seen; // key and number
    std::map<QString, std::set<Pair>> m_inStore; // by its file
    std::set<std::tuple<unsigned, unsigned, uint64_t>> m_used; // key, incarnation, counter
};

void tst_Incarnations::liveAndDie(const QString &file, qint64 bytes, qint64 clockBack)
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--seal"), file, QString::number(clockBack)});
    QVERIFY(child.waitForStarted());
    while (child.bytesAvailable() < bytes)
        QVERIFY2(child.waitForReadyRead(20'000), child.readAllStandardError().constData());
    child.kill();
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::CrashExit); // by the signal, and by nothing before
    const QByteArray said = child.readAllStandardOutput();
    const QList<QByteArray> lines = said.left(said.lastIndexOf('\n')).split('\n');
    const qint64 late = QDateTime::currentSecsSinceEpoch() - lines.front().split(' ').back().toLongLong();
    QVERIFY2(late >= clockBack && late < clockBack + 60, "the clock was to be wrong for it");
    Pair before;
    for (const QByteArray &line : lines.mid(1)) {
        const auto words = line.split(' ');
        QCOMPARE(words.size(), 3);
        const Pair sealer{words[0].toUInt(), words[1].toUInt()};
        QVERIFY2(m_used.insert({sealer.first, sealer.second, words[2].toULongLong()}).second,
                 line.constData());
        // In one store not even the incarnation comes twice, wherever the counters begin.
        if (std::exchange(before, sealer) != sealer)
            QVERIFY2(m_inStore[file].insert(sealer).second, line.constData());
    }
}

/// No (key, nonce) twice: a hundred processes that end by SIGKILL, between two units or while the disk is written; each sees the
/// clock set further back than the one before, and after each tenth the folder is copied: the copy goes on from the same rows,
/// and so do all that there were.
void tst_Incarnations::aHundredKills()
{
    std::mt19937 random(20261121);
    const QTemporaryDir copies;
    QStringList stores{store()};
    for (int kill = 0; kill < 100; ++kill) {
        const qsizetype which = std::uniform_int_distribution<qsizetype>(0, stores.size() - 1)(random);
        // The first line is all that is said before the first unit.
        const qint64 bytes = 15 + std::uniform_int_distribution<qint64>(0, 1'500)(random);
        liveAndDie(stores.at(which), bytes, kill * 3'600);
        if (QTest::currentTestFailed())
            return;
        if (kill % 10 == 9) {
            const QString folder = copies.filePath(QString::number(kill));
            QVERIFY(QDir().mkpath(folder));
            for (const char *end : {"", "-wal"}) // what a copy of a folder takes, whoever has it open
                QFile::copy(stores.at(which) + QLatin1String(end), store(folder) + QLatin1String(end));
            stores << store(folder);
            m_inStore[stores.back()] = m_inStore[stores.at(which)];
        }
    }
    QCOMPARE(stores.size(), 11);
    QVERIFY2(m_used.size() > 2'000, qPrintable(QString::number(m_used.size())));
}

/// A copied folder or a restored backup goes on from the same rows; the draw is what keeps them apart. (With a counter in
/// its place this fails at the first number.)
void tst_Incarnations::copiesOfAStore()
{
    draw(store(), 8);
    for (int copy = 0; copy < 5; ++copy) {
        const QTemporaryDir elsewhere;
        for (const char *end : {"", "-wal"})
            QFile::copy(store() + QLatin1String(end), store(elsewhere.path()) + QLatin1String(end));
        draw(store(elsewhere.path()), 8);
        draw(store(), 8);
    }
    QCOMPARE(m_seen.size(), size_t(88));
}

/// A generator with few values: what was used is passed over, until there is nothing left.
void tst_Incarnations::aDrawThatRepeats()
{
    uint32_t next = 0;
    const auto few = [&next] { return std::optional(next++ % 40); };
    std::set<uint32_t> seen;
    for (int start = 0; start < 2; ++start) {
        KeyIncarnations numbers(store(), anyKey(), few);
        for (size_t i = 0; i < KeyIncarnations::reserve; ++i)
            QVERIFY(seen.insert(*numbers.next(7)).second);
    }
    KeyIncarnations numbers(store(), anyKey(), few);
    QCOMPARE(numbers.next(7).error().code, QStringLiteral("store-failed"));
    QVERIFY(numbers.next(8).ok()); // another key has all of them
}

void tst_Incarnations::noNumbersWithoutAKeyOrADisk()
{
    const Error why{QStringLiteral("master-key-wrong"), QStringLiteral("It does not open."), {}, {}, {}};
    KeyIncarnations locked(store(), [&](sealing::KeyId) { return Result<void>(why); });
    QCOMPARE(locked.next(7).error().code, why.code);
    KeyIncarnations lost(m_folder->filePath(QStringLiteral("nowhere/twinfeed.db")), anyKey());
    QCOMPARE(lost.next(7).error().code, QStringLiteral("store-failed"));
    KeyIncarnations poor(store(), anyKey(), [] { return std::optional<uint32_t>(); });
    QCOMPARE(poor.next(7).error().code, QStringLiteral("store-failed"));
}

void tst_Incarnations::manyThreads()
{
    KeyIncarnations numbers(store(), anyKey());
    std::mutex mutex;
    int doubled = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < 50; ++n) {
                    const auto number = numbers.next(7);
                    const std::lock_guard lock(mutex);
                    doubled += !number || !isNew(7, *number);
                }
            });
        }
    }
    QCOMPARE(doubled, 0);
    QCOMPARE(m_seen.size(), size_t(200));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 4 && qstrcmp(argv[1], "--seal") == 0) {
        setBack = QByteArray(argv[3]).toLongLong();
        return sealForEver(QString::fromLocal8Bit(argv[2]));
    }
    tst_Incarnations test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_incarnations.moc"
