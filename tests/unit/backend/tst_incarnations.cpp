// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/incarnations.h"

#include "app/backend/store.h"
#include "tests/support/failonwarning.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>
#include <set>
#include <thread>

#include <unistd.h>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;

namespace {

constexpr sealing::KeyId keys[]{7, 4711};

KeyIncarnations::Check anyKey()
{
    return [](sealing::KeyId) { return Result<void>(); };
}

/// What a process does until somebody kills it: says each number it was given, in one write, as soon as it has it.
int drawForEver(const QString &store)
{
    KeyIncarnations numbers(store, anyKey());
    for (size_t i = 0;; ++i) {
        const sealing::KeyId key = keys[i % 2];
        const auto number = numbers.next(key);
        if (!number)
            return 1;
        char line[32];
        const int size = std::snprintf(line, sizeof line, "%u %u\n", key, *number);
        if (::write(STDOUT_FILENO, line, size_t(size)) != size)
            return 1;
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
    std::set<Pair> m_seen;
};

/// A hundred lives that end without a word: of a process each tenth time, which costs the most, else of what it had in memory.
void tst_Incarnations::aHundredKills()
{
    std::mt19937 random(20261121);
    for (int kill = 0; kill < 100; ++kill) {
        if (kill % 10 != 0) {
            draw(store(), std::uniform_int_distribution<size_t>(1, KeyIncarnations::reserve + 2)(random));
            continue;
        }
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--draw"), store()});
        QVERIFY(child.waitForStarted());
        // Somewhere in the row: between two numbers, or while the disk is written.
        const qint64 bytes = std::uniform_int_distribution<qint64>(1, 400)(random);
        while (child.bytesAvailable() < bytes)
            QVERIFY2(child.waitForReadyRead(20'000), child.readAllStandardError().constData());
        child.kill(); // SIGKILL
        QVERIFY(child.waitForFinished());
        const QByteArray said = child.readAllStandardOutput();
        for (const QByteArray &line : said.left(said.lastIndexOf('\n')).split('\n')) {
            const auto words = line.split(' ');
            QVERIFY2(isNew(words.at(0).toUInt(), words.at(1).toUInt()), line.constData());
        }
    }
    QVERIFY(m_seen.size() > 700);
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
    if (argc == 3 && qstrcmp(argv[1], "--draw") == 0)
        return drawForEver(QString::fromLocal8Bit(argv[2]));
    tst_Incarnations test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_incarnations.moc"
