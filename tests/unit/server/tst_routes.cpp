// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/routes.h"
#include "tests/unit/server/contract.h"

#include <QSet>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;
using twinfeed::test::Contract;

class TestRoutes final : public QObject
{
    Q_OBJECT

private:
    const Contract m_contract;

    static QString name(const Route &route)
    {
        return QString(QLatin1String(route.method) + QLatin1Char(' ') + QLatin1String(route.path));
    }

private Q_SLOTS:
    void tableAndContractListTheSame()
    {
        QSet<QString> table;
        for (const Route &route : routes())
            table.insert(name(route));
        const QStringList listed = m_contract.operations();
        QCOMPARE(table, QSet<QString>(listed.begin(), listed.end()));
    }

    void rolesAreThoseOfTheContract()
    {
        for (const Route &route : routes()) {
            const QJsonObject operation = m_contract.operation(name(route));
            const QString role = route.role ? toWord(*route.role) : QStringLiteral("none");
            QCOMPARE(operation.value(QLatin1String("x-role")).toString(), role);
            // Only a route without a token may say so.
            QCOMPARE(operation.contains(QLatin1String("security")), !route.role);
        }
    }

    void queriesBodiesAndTypesAreThoseOfTheContract()
    {
        for (const Route &route : routes()) {
            const QJsonObject operation = m_contract.operation(name(route));
            QStringList query;
            for (const QJsonValue &parameter : operation.value(QLatin1String("parameters")).toArray()) {
                if (parameter.toObject().value(QLatin1String("in")) == QLatin1String("query"))
                    query << parameter.toObject().value(QLatin1String("name")).toString();
            }
            QCOMPARE(QString::fromLatin1(route.query).split(QLatin1Char(' '), Qt::SkipEmptyParts), query);
            const QStringList bodies = operation.value(QLatin1String("requestBody"))
                                           .toObject()
                                           .value(QLatin1String("content"))
                                           .toObject()
                                           .keys();
            const QStringList wanted = route.body == Body::None ? QStringList()
                : route.body == Body::Json ? QStringList{QStringLiteral("application/json")}
                                           : QStringList{QStringLiteral("application/octet-stream")};
            QCOMPARE(bodies, wanted);
            if (!route.isCommand()) {
                const QJsonObject good = operation.value(QLatin1String("responses"))
                                             .toObject()
                                             .value(QLatin1String("200"))
                                             .toObject();
                QStringList types = QString::fromLatin1(route.produces).split(QLatin1Char(' '));
                types.sort();
                QCOMPARE(good.value(QLatin1String("content")).toObject().keys(), types);
            }
        }
    }

    void examplesKeepTheirOwnSchemas()
    {
        int examples = 0;
        for (const QString &operation : m_contract.operations()) {
            const QJsonObject object = m_contract.operation(operation);
            QList<QJsonObject> contents{object.value(QLatin1String("requestBody"))
                                            .toObject()
                                            .value(QLatin1String("content"))
                                            .toObject()};
            const QJsonObject responses = object.value(QLatin1String("responses")).toObject();
            for (const QJsonValue &response : responses)
                contents << response.toObject().value(QLatin1String("content")).toObject();
            for (const QJsonObject &content : contents) {
                const QJsonObject media = content.value(QLatin1String("application/json")).toObject();
                if (!media.contains(QLatin1String("example")))
                    continue;
                ++examples;
                QCOMPARE(m_contract.schemaFaults(media.value(QLatin1String("schema")).toObject(),
                                                 media.value(QLatin1String("example"))),
                         QString());
            }
        }
        QVERIFY(examples >= 5);
    }

    void parametersAreTakenFromThePath()
    {
        const Match found = match("GET", "/v1/channels/main/sources/backup/preview.flv");
        QVERIFY(found.route);
        QCOMPARE(found.parameters.value(QStringLiteral("channel")), QStringLiteral("main"));
        QCOMPARE(found.parameters.value(QStringLiteral("source")), QStringLiteral("backup"));
        QVERIFY(match("HEAD", "/v1/channels").route);
    }

    void anotherMethodGetsTheListOfThoseThereAre()
    {
        const Match found = match("PATCH", "/v1/channels/main");
        QVERIFY(!found.route);
        QCOMPARE(found.allow, QByteArray("GET, HEAD, PUT, DELETE"));
        QCOMPARE(match("HEAD", "/v1/channels/main/take").allow, QByteArray("POST"));
    }

    void tricksMatchNothing_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"",
                                 "/",
                                 "//v1/health",
                                 "/v1//health",
                                 "/v1/health/",
                                 "/V1/health",
                                 "/v1/./health",
                                 "/v1/../v1/health",
                                 "v1/health",
                                 "/v1/channels/",
                                 "/v1/channels//status",
                                 "/v1/%68ealth",
                                 "/v1/channels/%2e%2e/status",
                                 "/v1/channels/a%00b",
                                 "/v1/health;x=1",
                                 "/v1/health#",
                                 "http://localhost/v1/health",
                                 "*",
                                 "/v1\\health",
                                 "/v1/channels/main/sources/backup/preview.FLV",
                                 "/v1/channels/main/sources//preview.flv",
                                 "/v1/channels/m\xc3\xa4in"})
            QTest::newRow(path) << QByteArray(path);
    }
    void tricksMatchNothing()
    {
        QFETCH(QByteArray, path);
        const Match found = match("GET", path);
        QVERIFY(!found.route);
        QVERIFY(found.allow.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRoutes)
#include "tst_routes.moc"
