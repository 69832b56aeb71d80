// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

class TestJsonReader final : public QObject
{
    Q_OBJECT

private:
    static QJsonObject object(const char *text)
    {
        return QJsonDocument::fromJson(QByteArray(text).replace('\'', '"')).object();
    }
    static QString fault(JsonReader &reader)
    {
        const auto read = reader.finish();
        return read ? QString() : QString(read.error().code + QLatin1Char(' ') + read.error().where);
    }
    static constexpr QLatin1String a{"a"};
    static constexpr QLatin1String b{"b"};

private Q_SLOTS:
    void everythingThatIsAskedForIsRead()
    {
        JsonReader reader(object("{'a': 'text', 'b': 7, 'c': true, 'd': 9007199254740992, 'e': 1.5, 'f': "
                                 "'2026-01-31T20:15:00.250+01:00',"
                                 "'g': 'backup', 'h': {'x': 1}, 'i': [1, 2]}"));
        QString text;
        int whole = 0;
        bool flag = false;
        qint64 large = 0;
        double number = 0;
        QDateTime time;
        Source source = Source::Slate;
        reader.required(a, text);
        reader.required(b, whole, 0, 10);
        reader.optional(QLatin1String("c"), flag);
        reader.optional(QLatin1String("d"), large);
        reader.optional(QLatin1String("e"), number);
        reader.required(QLatin1String("f"), time);
        reader.requiredWord(QLatin1String("g"), source);
        const auto nested = reader.object(QLatin1String("h"));
        const auto list = reader.array(QLatin1String("i"));
        QCOMPARE(fault(reader), QString());
        QCOMPARE(text, QStringLiteral("text"));
        QCOMPARE(whole, 7);
        QVERIFY(flag);
        QCOMPARE(large, qint64(1) << 53);
        QCOMPARE(number, 1.5);
        QCOMPARE(time, QDateTime({2026, 1, 31}, {19, 15, 0, 250}, Qt::UTC));
        QCOMPARE(time.timeSpec(), Qt::UTC);
        QCOMPARE(source, Source::Backup);
        QCOMPARE(nested->value(QLatin1String("x")).toInt(), 1);
        QCOMPARE(list->size(), 2);
    }

    void whatIsMissingKeepsItsDefault()
    {
        JsonReader reader({});
        QString text = QStringLiteral("kept");
        int whole = 3;
        bool flag = true;
        qint64 large = 4;
        double number = 5;
        QDateTime time = QDateTime::fromSecsSinceEpoch(6, Qt::UTC);
        Cut cut = Cut::Keyframe;
        reader.optional(a, text);
        reader.optional(a, whole, 0, 9);
        reader.optional(a, flag);
        reader.optional(a, large);
        reader.optional(a, number);
        reader.optional(a, time);
        reader.optionalWord(a, cut);
        QVERIFY(!reader.object(a));
        QVERIFY(!reader.array(a));
        QCOMPARE(fault(reader), QString());
        QCOMPARE(text, QStringLiteral("kept"));
        QCOMPARE(whole, 3);
        QVERIFY(flag);
        QCOMPARE(large, 4);
        QCOMPARE(number, 5.0);
        QCOMPARE(time.toSecsSinceEpoch(), 6);
        QCOMPARE(cut, Cut::Keyframe);
    }

    void nullAndMissingAreNothing()
    {
        JsonReader reader(object("{'a': null}"));
        std::optional<qint64> number = 1;
        std::optional<Source> source = Source::Slate;
        std::optional<QDateTime> time = QDateTime();
        reader.nullable(a, number);
        reader.nullable(b, time);
        reader.nullableWord(a, source);
        QCOMPARE(fault(reader), QString());
        QVERIFY(!number && !source && !time);
    }

    void wrongTypesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("kind");
        for (const char *value : {"7", "true", "null", "[]", "{}"})
            QTest::addRow("text %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("text");
        for (const char *value : {"'7'", "true", "null", "[]", "{}", "7.5"})
            QTest::addRow("whole %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("whole");
        for (const char *value : {"'true'", "1", "null", "[]", "{}"})
            QTest::addRow("flag %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("flag");
        for (const char *value : {"'x'", "1.5", "true", "9007199254740994", "1e300"})
            QTest::addRow("large %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("large");
        for (const char *value :
             {"'soon'", "1", "''", "'2026-01-31'", "'2026-01-31T20:15:00'", "'2026-13-31T20:15:00Z'"})
            QTest::addRow("time %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("time");
        for (const char *value : {"'x'", "1", "[]", "null"})
            QTest::addRow("object %s", value)
                << QByteArray("{'a': ") + value + "}" << QStringLiteral("object");
        for (const char *value : {"'x'", "1", "{}", "null"})
            QTest::addRow("array %s", value) << QByteArray("{'a': ") + value + "}" << QStringLiteral("array");
    }
    void wrongTypesAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, kind);
        JsonReader reader(object(json.constData()), QStringLiteral("/outputs/0"));
        QString text;
        int whole = 0;
        bool flag = false;
        qint64 large = 0;
        QDateTime time;
        if (kind == QLatin1String("text"))
            reader.required(a, text);
        else if (kind == QLatin1String("whole"))
            reader.required(a, whole, 0, 10);
        else if (kind == QLatin1String("flag"))
            reader.optional(a, flag);
        else if (kind == QLatin1String("large"))
            reader.optional(a, large);
        else if (kind == QLatin1String("time"))
            reader.required(a, time);
        else if (kind == QLatin1String("object"))
            QVERIFY(!reader.object(a));
        else
            QVERIFY(!reader.array(a));
        QCOMPARE(fault(reader), QStringLiteral("wrong-type /outputs/0/a"));
    }

    void rangesAndWordsAreKept()
    {
        int whole = 5;
        JsonReader low(object("{'a': -1}"));
        low.required(a, whole, 0, 10);
        QCOMPARE(fault(low), QStringLiteral("out-of-range /a"));
        JsonReader high(object("{'a': 4294967301}")); // 5 after a careless cast
        high.required(a, whole, 0, 10);
        QCOMPARE(fault(high), QStringLiteral("out-of-range /a"));
        QCOMPARE(whole, 5);
        QString text;
        JsonReader large(object("{'a': 'four'}"));
        large.required(a, text, 3);
        QCOMPARE(fault(large), QStringLiteral("out-of-range /a"));
        Source source = Source::Primary;
        JsonReader word(object("{'a': 'third'}"));
        word.requiredWord(a, source);
        const auto read = word.finish();
        QCOMPARE(read.error().code, QStringLiteral("unknown-value"));
        QVERIFY(read.error().remedy.contains(QLatin1String("primary, backup, slate")));
    }

    void theFirstFaultIsTheOneThatIsSaid()
    {
        JsonReader reader(object("{'a': 1, 'zzz': 2}"));
        QString text;
        reader.required(b, text);
        reader.required(a, text);
        QCOMPARE(fault(reader), QStringLiteral("missing-field /b"));
        QVERIFY(reader.failed());
    }

    void everyFaultCanBeHad()
    {
        JsonReader reader(object("{'a': 1, 'zzz': 2, 'c': 'x'}"));
        QString text;
        reader.required(b, text);
        reader.required(a, text);
        reader.fail(a, QStringLiteral("twice"), QStringLiteral("Of the same member."));
        reader.required(QLatin1String("c"), text); // read all the same
        QCOMPARE(text, QStringLiteral("x"));
        QVERIFY(reader.failed(a) && reader.failed(b) && !reader.failed(QLatin1String("c")));
        std::vector<Error> errors;
        reader.finishInto(errors);
        QStringList said;
        for (const Error &error : errors)
            said << error.code + QLatin1Char(' ') + error.where;
        QCOMPARE(said, (QStringList{QStringLiteral("missing-field /b"), QStringLiteral("wrong-type /a"),
                                    QStringLiteral("unknown-field /zzz")}));
    }

    void unknownFieldsAreFaultsUnlessLenient()
    {
        JsonReader strict(object("{'a': 'x', 'colour/of~it': 2}"));
        QString text;
        strict.required(a, text);
        QVERIFY(strict.finishLenient());
        QCOMPARE(fault(strict), QStringLiteral("unknown-field /colour~1of~0it"));
    }

    void aNestedFaultKeepsItsPlace()
    {
        JsonReader outer(object("{'a': {'b': 1}}"));
        JsonReader inner(*outer.object(a), outer.pointerTo(a));
        QString text;
        inner.required(b, text);
        outer.fail(inner.finish().error());
        QCOMPARE(fault(outer), QStringLiteral("wrong-type /a/b"));
        QCOMPARE(outer.pointerTo(a, 3), QStringLiteral("/a/3"));
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
