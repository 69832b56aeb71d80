// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/nodereading.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

QByteArray recorded(const char *name)
{
    QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/nodes/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Answers as the servers give them, in tests/data/nodes.
class tst_NodeReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nginxRtmp();
    void srs();
    void mediaMtx();
    void prometheus();
    void garbage_data();
    void garbage();
    void cutAndDamaged();
    void entitiesDoNotGrow();
};

void tst_NodeReading::nginxRtmp()
{
    const QByteArray page = recorded("nginx-rtmp.xml");
    const auto main = readNginxRtmp(page, QStringLiteral("live/main"));
    QVERIFY(main);
    QCOMPARE(*main, (StreamFigures{true, 4'200'312, 8'391'208, 2, 52'631'200}));
    const auto idle = readNginxRtmp(page, QStringLiteral("live/idle"));
    QVERIFY(idle);
    QCOMPARE(*idle, (StreamFigures{false, 0, 0, 1, 0}));
    QCOMPARE(*readNginxRtmp(page, QStringLiteral("live/unknown")), StreamFigures());
    QCOMPARE(*readNginxRtmp(page, QStringLiteral("patient/main")), StreamFigures());
}

void tst_NodeReading::srs()
{
    const QByteArray answer = recorded("srs.json");
    const auto main = readSrs(answer, QStringLiteral("live/main"));
    QVERIFY(main);
    QCOMPARE(*main, (StreamFigures{true, 4'182'000, 8'361'000, 2, 157'283'221}));
    QCOMPARE(readSrs(answer, QStringLiteral("live/gone"))->publishing, false);
    QCOMPARE(*readSrs(answer, QStringLiteral("live/unknown")), StreamFigures());
    QVERIFY(!readSrs(R"({"code":1062,"streams":[]})", QStringLiteral("live/main")));
}

void tst_NodeReading::mediaMtx()
{
    const QByteArray answer = recorded("mediamtx.json");
    const auto main = readMediaMtx(answer, QStringLiteral("live/main"));
    QVERIFY(main);
    QCOMPARE(*main, (StreamFigures{true, {}, {}, 2, 48'211'304}));
    QCOMPARE(readMediaMtx(answer, QStringLiteral("live/waiting"))->publishing, false);
    QCOMPARE(*readMediaMtx(answer, QStringLiteral("live/unknown")), StreamFigures());
}

void tst_NodeReading::prometheus()
{
    const auto vector = [](const char *value) -> QByteArray {
        return QByteArray(
                   R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,")")
            + value + R"("]}]}})";
    };
    QCOMPARE(**readPrometheus(vector("0.25")), 0.25);
    QVERIFY(readPrometheus(vector("NaN")) && !*readPrometheus(vector("NaN")));
    QVERIFY(readPrometheus(vector("+Inf")) && !*readPrometheus(vector("+Inf")));
    QCOMPARE(**readPrometheus(R"({"status":"success","data":{"resultType":"scalar","result":[1,"7"]}})"),
             7.0);
    const auto none = readPrometheus(R"({"status":"success","data":{"resultType":"vector","result":[]}})");
    QVERIFY(none && !*none);
    const auto wrong = readPrometheus(R"({"status":"error","errorType":"bad_data","error":"parse error"})");
    QVERIFY(!wrong && wrong.error().message.contains(QLatin1String("parse error")));
    QVERIFY(!readPrometheus(R"({"status":"success","data":{"resultType":"matrix","result":[]}})"));
    QVERIFY(!readPrometheus(
        R"({"status":"success","data":{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"2"]}]}})"));
}

void tst_NodeReading::garbage_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("It works!");
    QTest::newRow("page") << QByteArray("<html><body>404</body></html>");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("deep page") << QByteArray("<rtmp>" + QByteArray("<server>").repeated(50'000));
    QTest::newRow("list") << QByteArray("[1,2]");
    QTest::newRow("other types") << QByteArray(
        R"({"code":"0","streams":7,"items":"x","status":1,"data":[]})");
}

void tst_NodeReading::garbage()
{
    QFETCH(QByteArray, body);
    for (const auto &read :
         {readNginxRtmp(body, QStringLiteral("live/main")), readSrs(body, QStringLiteral("live/main")),
          readMediaMtx(body, QStringLiteral("live/main"))}) {
        QVERIFY(!read);
        QCOMPARE(read.error().code, QStringLiteral("not-understood"));
    }
    QVERIFY(!readPrometheus(body));
}

void tst_NodeReading::cutAndDamaged()
{
    const QString stream = QStringLiteral("live/main");
    std::mt19937 random(5);
    for (const char *name : {"nginx-rtmp.xml", "srs.json", "mediamtx.json"}) {
        const QByteArray whole = recorded(name);
        QVERIFY(!whole.isEmpty());
        for (qsizetype cut = 0; cut < whole.size() - 2; cut += 7)
            QVERIFY(!readNginxRtmp(whole.left(cut), stream) && !readSrs(whole.left(cut), stream)
                    && !readMediaMtx(whole.left(cut), stream));
        for (int i = 0; i < 500; ++i) {
            QByteArray damaged = whole;
            for (int n = 0; n < 5; ++n)
                damaged[qsizetype(random() % size_t(damaged.size()))] = char(random());
            (void)readNginxRtmp(damaged, stream);
            (void)readSrs(damaged, stream);
            (void)readMediaMtx(damaged, stream);
            (void)readPrometheus(damaged);
        }
    }
}

void tst_NodeReading::entitiesDoNotGrow()
{
    QByteArray page = "<!DOCTYPE rtmp [<!ENTITY a \"aaaaaaaaaa\">";
    for (char c = 'b'; c < 'k'; ++c)
        page += QByteArray("<!ENTITY ") + c + " \""
            + QByteArray(QByteArray("&") + char(c - 1) + ';').repeated(10) + "\">";
    page += "]><rtmp><server><application><name>&j;</name></application></server></rtmp>";
    QVERIFY(!readNginxRtmp(page, QStringLiteral("live/main")));
}

QTEST_GUILESS_MAIN(tst_NodeReading)
#include "tst_nodereading.moc"
