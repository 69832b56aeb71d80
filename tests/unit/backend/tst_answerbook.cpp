// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/answerbook.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

class tst_AnswerBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsByScopeAndKey();
    void forgetsAfterADay();
    void isBounded();

private:
    static StoredAnswer answer(const QString &scope, const QString &key)
    {
        return {scope, key, "print", {202, {{QStringLiteral("id"), key}}, {}, {}}, noon()};
    }
    static QDateTime noon() { return QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC); }
};

void tst_AnswerBook::findsByScopeAndKey()
{
    AnswerBook book;
    book.keep(answer(QStringLiteral("anna"), QStringLiteral("1")));
    const auto found = book.find(QStringLiteral("anna"), QStringLiteral("1"), "print", noon());
    QVERIFY(found && *found);
    QCOMPARE((*found)->status, 202);
    QVERIFY(!*book.find(QStringLiteral("bob"), QStringLiteral("1"), "print", noon()));
    QVERIFY(!*book.find(QStringLiteral("anna"), QStringLiteral("2"), "print", noon()));
    const auto other = book.find(QStringLiteral("anna"), QStringLiteral("1"), "other", noon());
    QVERIFY(!other);
    QCOMPARE(other.error().code, QStringLiteral("idempotency-mismatch"));
}

void tst_AnswerBook::forgetsAfterADay()
{
    AnswerBook book;
    book.keep(answer(QStringLiteral("anna"), QStringLiteral("1")));
    QVERIFY(*book.find(QStringLiteral("anna"), QStringLiteral("1"), "print", noon().addSecs(86'399)));
    QVERIFY(!*book.find(QStringLiteral("anna"), QStringLiteral("1"), "other", noon().addSecs(86'400)));
}

void tst_AnswerBook::isBounded()
{
    AnswerBook book;
    for (size_t i = 0; i <= AnswerBook::most; ++i)
        book.keep(answer(QStringLiteral("anna"), QString::number(i)));
    QVERIFY(!*book.find(QStringLiteral("anna"), QStringLiteral("0"), "print", noon()));
    QVERIFY(*book.find(QStringLiteral("anna"), QStringLiteral("1"), "print", noon()));
    QVERIFY(*book.find(QStringLiteral("anna"), QString::number(AnswerBook::most), "print", noon()));
}

QTEST_GUILESS_MAIN(tst_AnswerBook)
#include "tst_answerbook.moc"
