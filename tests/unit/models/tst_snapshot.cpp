// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/snapshot.h"
#include "tests/unit/models/modelfixture.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestSnapshot final : public QObject
{
    Q_OBJECT

private:
    static QJsonObject whole()
    {
        ModelFixture made;
        const QString main = QStringLiteral("main");
        return {{QStringLiteral("channels"), QJsonArray{toJson(ModelFixture::document(main), true)}},
                {QStringLiteral("statuses"), QJsonArray{toJson(ModelFixture::status(main))}},
                {QStringLiteral("slates"), QJsonArray{toJson(ModelFixture::slate(QStringLiteral("calm")))}},
                {QStringLiteral("metrics"), QJsonArray{toJson(made.metric(main, "primary", "fps", 30))}},
                {QStringLiteral("operations"), QJsonArray{}},
                {QStringLiteral("ofANewerBackend"), true}};
    }

private Q_SLOTS:
    void readsWhatTheBackendSays()
    {
        const Result<Snapshot> snapshot = snapshotFromJson(whole());
        QVERIFY(snapshot.ok());
        QCOMPARE(snapshot->channels.size(), size_t(1));
        QCOMPARE(snapshot->channels[0].config.id, QStringLiteral("main"));
        QCOMPARE(snapshot->statuses[0].sources.size(), size_t(3));
        QCOMPARE(snapshot->slates[0].id, QStringLiteral("calm"));
        QCOMPARE(snapshot->metrics[0].value.value(), 30.0);
    }

    void missingListsAreEmpty()
    {
        const Result<Snapshot> snapshot = snapshotFromJson({});
        QVERIFY(snapshot.ok());
        QVERIFY(snapshot->channels.empty());
    }

    void namesThePlaceOfAMistake()
    {
        QJsonObject object = whole();
        object.insert(QStringLiteral("channels"), 3);
        const Result<Snapshot> noList = snapshotFromJson(object);
        QVERIFY(!noList.ok());
        QCOMPARE(noList.error().where, QStringLiteral("/channels"));
        object = whole();
        object.insert(QStringLiteral("slates"), QJsonArray{QJsonObject{{QStringLiteral("id"), 7}}});
        const Result<Snapshot> wrong = snapshotFromJson(object);
        QVERIFY(!wrong.ok());
        QVERIFY(wrong.error().where.startsWith(QLatin1String("/slates/0")));
    }
};

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
