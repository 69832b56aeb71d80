// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/problem.h"
#include "tests/support/failonwarning.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;

class TestProblem final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachCodeIsThereOnceWithAStatus()
    {
        QSet<QString> codes;
        for (const ProblemKind &kind : problemKinds()) {
            const QString code = QLatin1String(kind.code);
            QVERIFY2(!codes.contains(code), kind.code);
            codes.insert(code);
            QVERIFY2(kind.status >= 400 && kind.status < 600, kind.code);
            QVERIFY2(qstrlen(kind.title) > 0, kind.code);
            QCOMPARE(statusOf(code), kind.status);
        }
        QVERIFY(codes.size() > 40);
    }

    void aProblemSaysAllThereIs()
    {
        const Error error{QStringLiteral("stale-revision"),
                          QStringLiteral("It moved."),
                          QStringLiteral("/x"),
                          QStringLiteral("Look."),
                          {{QLatin1String("current"), QJsonObject{{QLatin1String("revision"), 8}}},
                           {QLatin1String("status"), 999}}};
        const Response response = problem(error, QStringLiteral("00ff"));
        QCOMPARE(response.status, 412);
        QCOMPARE(response.contentType, QByteArray("application/problem+json"));
        const QJsonObject body = QJsonDocument::fromJson(response.body).object();
        QCOMPARE(body.value(QLatin1String("type")).toString(),
                 QStringLiteral("urn:twinfeed:problem:stale-revision"));
        QCOMPARE(body.value(QLatin1String("title")).toString(), QStringLiteral("The channel has changed"));
        QCOMPARE(body.value(QLatin1String("status")).toInt(), 412); // details cannot replace it
        QCOMPARE(body.value(QLatin1String("detail")).toString(), QStringLiteral("It moved."));
        QCOMPARE(body.value(QLatin1String("field")).toString(), QStringLiteral("/x"));
        QCOMPARE(body.value(QLatin1String("remedy")).toString(), QStringLiteral("Look."));
        QCOMPARE(body.value(QLatin1String("instance")).toString(),
                 QStringLiteral("urn:twinfeed:request:00ff"));
        QCOMPARE(body.value(QLatin1String("current")).toObject().value(QLatin1String("revision")).toInt(), 8);
    }

    void retryAfterIsInWholeSecondsUpwards()
    {
        const auto after = [](const char *code, const QJsonObject &details) {
            const Response response = problem(
                {QLatin1String(code), QStringLiteral("Later."), {}, {}, details}, QStringLiteral("1"));
            for (const Header &header : response.headers) {
                if (header.first == "Retry-After")
                    return header.second;
            }
            return QByteArray();
        };
        QCOMPARE(after("too-soon", {{QLatin1String("retryAfterMs"), 1}}), QByteArray("1"));
        QCOMPARE(after("too-soon", {{QLatin1String("retryAfterMs"), 1001}}), QByteArray("2"));
        QCOMPARE(after("busy", {}), QByteArray("1"));
        QCOMPARE(after("forbidden", {}), QByteArray());
    }

    void anUnknownCodeIsAFaultOfOursAndLogged()
    {
        test::FailOnWarning warnings;
        warnings.expect(QStringLiteral("an error without a status code=nobody-knows"));
        QCOMPARE(problem({QStringLiteral("nobody-knows"), {}, {}, {}, {}}, QStringLiteral("1")).status, 500);
    }
};

QTEST_GUILESS_MAIN(TestProblem)
#include "tst_problem.moc"
