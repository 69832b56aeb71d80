// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/config.h"
#include "app/backend/planfile.h"

#include <QDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

QStringList shipped()
{
    const QDir folder(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans"));
    QStringList files;
    for (const QString &name : folder.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name))
        files << folder.filePath(name);
    return files;
}

} // namespace

/// Cases are folders under tests/data/plans/bad: plan.yaml, and expected.txt with what is said about it (the file's name is FILE there).
class PlanFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bad_data();
    void bad();
    void shippedOnesHaveNoMistake();
    void shippedOnesSpeakBothLanguages();
    void filesAreCheckedTogether();
};

void PlanFileTest::bad_data()
{
    QTest::addColumn<QString>("folder");
    const QDir cases(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/plans/bad"));
    const QStringList names = cases.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QVERIFY(names.size() >= 35);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << cases.filePath(name);
}

void PlanFileTest::bad()
{
    QFETCH(QString, folder);
    const QString file = folder + QStringLiteral("/plan.yaml");
    QStringList said;
    for (const Error &error : readPlanFile(file).errors) {
        QVERIFY2(error.where.startsWith(file), qPrintable(error.where)); // every mistake has its line
        said << toText(error).replace(file, QStringLiteral("FILE"));
    }
    QVERIFY(!said.isEmpty());
    QFile expected(folder + QStringLiteral("/expected.txt"));
    QVERIFY2(expected.open(QIODevice::ReadOnly), qPrintable(said.join(QLatin1Char('\n'))));
    QCOMPARE(said.join(QLatin1Char('\n')), QString::fromUtf8(expected.readAll()).trimmed());
}

void PlanFileTest::shippedOnesHaveNoMistake()
{
    QVERIFY(shipped().size() >= 13);
    const PlanCheck check = checkPlanFiles(shipped());
    for (const QString &line : check.lines) {
        // They may light together: two things can be wrong at once. None wants what another forbids, none is dead.
        QVERIFY2(line.contains(QLatin1String(": together: ")), qPrintable(line));
    }
    QCOMPARE(check.mistakes, 0);
}

void PlanFileTest::shippedOnesSpeakBothLanguages()
{
    for (const QString &file : shipped()) {
        const Plan plan = readPlanFile(file).plan;
        QCOMPARE(plan.id, QFileInfo(file).completeBaseName());
        QVERIFY2(!plan.title.value(QStringLiteral("zh_CN")).isEmpty(), qPrintable(file));
        QVERIFY2(!plan.text.value(QStringLiteral("zh_CN")).isEmpty(), qPrintable(file));
        QVERIFY2(!plan.automatic, qPrintable(file)); // nothing fires by itself as shipped
    }
}

void PlanFileTest::filesAreCheckedTogether()
{
    QStringList files = shipped();
    files << files.front() << QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/plans/bad/no-steps/plan.yaml");
    const PlanCheck check = checkPlanFiles(files);
    QCOMPARE(check.mistakes, 2);
    QVERIFY(check.lines.filter(QStringLiteral("Another file has a plan")).size() == 1);
}

QTEST_GUILESS_MAIN(PlanFileTest)
#include "tst_planfile.moc"
