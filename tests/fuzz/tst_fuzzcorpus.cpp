// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/fuzz/targets.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QTest>

using namespace twinfeed;

/// Every fuzz target over its corpus, and over what becomes of each file when it is damaged a little: what libFuzzer once
/// found stays found, with any compiler. A broken promise aborts.
class TestFuzzCorpus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void runs_data();
    void runs();
    void everyFolderHasATarget();
};

namespace {

// Of each file; TWINFEED_FUZZ_VARIANTS=1000 is a poor man's fuzzer.
int variants()
{
    const int asked = qEnvironmentVariableIntValue("TWINFEED_FUZZ_VARIANTS");
    return asked > 0 ? asked : 20;
}

constexpr qint64 largestFile = 64 * 1024;

QDir corpus()
{
    return QDir(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/fuzz/corpus"));
}

QByteArray damaged(QByteArray bytes, QRandomGenerator &random)
{
    for (int count = random.bounded(1, 8); count > 0 && !bytes.isEmpty(); --count) {
        const auto at = qsizetype(random.bounded(quint32(bytes.size())));
        switch (random.bounded(5)) {
        case 0:
            bytes[at] = char(random.bounded(256));
            break;
        case 1:
            bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
            break;
        case 2:
            bytes.remove(at, random.bounded(1, 32));
            break;
        case 3:
            bytes.insert(at, bytes.mid(at, random.bounded(1, 64)));
            break;
        default:
            bytes.replace(at, 4, QByteArray(4, char(random.bounded(2) ? 0xFF : 0)));
            break;
        }
    }
    return bytes;
}

} // namespace

void TestFuzzCorpus::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("twinfeed.*=false"));
}

void TestFuzzCorpus::runs_data()
{
    QTest::addColumn<int>("target");
    for (int i = 0; i < int(std::size(fuzz::targets)); ++i)
        QTest::newRow(fuzz::targets[i].name) << i;
}

void TestFuzzCorpus::runs()
{
    QFETCH(int, target);
    const auto run = [&](const QByteArray &bytes) {
        // A copy of its own, so that a sanitizer sees a read behind the end.
        const std::vector<uint8_t> exact(bytes.begin(), bytes.end());
        QCOMPARE(fuzz::targets[target].run(exact.data(), exact.size()), 0);
    };
    const QDir folder(corpus().filePath(QLatin1String(fuzz::targets[target].name)));
    const auto files = folder.entryInfoList(QDir::Files, QDir::Name);
    QVERIFY2(files.size() >= 2, "a target without a corpus tests little");
    QRandomGenerator random(quint32(target) + 1);
    run({});
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.size() <= largestFile, qPrintable(info.fileName()));
        const QByteArray bytes = file.readAll();
        run(bytes);
        for (int i = 0; i < variants(); ++i)
            run(damaged(bytes, random));
    }
}

void TestFuzzCorpus::everyFolderHasATarget()
{
    for (const QString &name : corpus().entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const bool known =
            std::any_of(std::begin(fuzz::targets), std::end(fuzz::targets),
                        [&](const fuzz::Target &target) { return name == QLatin1String(target.name); });
        QVERIFY2(known, qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzzcorpus.moc"
