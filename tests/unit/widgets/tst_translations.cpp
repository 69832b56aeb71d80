// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>

/// Reads the .ts files: nothing unfinished, no place holder lost.
class TestTranslations final : public QObject
{
    Q_OBJECT

private:
    struct Message
    {
        QString source;
        QStringList forms;
        bool numerus = false;
        bool unfinished = false;
    };

    static QString fileOf(const QString &language)
    {
        return QStringLiteral(TWINFEED_SOURCE_DIR "/translations/twinfeed_%1.ts").arg(language);
    }

    static QList<Message> read(const QString &fileName)
    {
        QFile file(fileName);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QList<Message> messages;
        QXmlStreamReader xml(&file);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("message")) {
                messages.append(Message());
                messages.last().numerus =
                    xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
            } else if (xml.name() == QLatin1String("source")) {
                messages.last().source = xml.readElementText();
            } else if (xml.name() == QLatin1String("translation")) {
                messages.last().unfinished = xml.attributes().hasAttribute(QLatin1String("type"));
                if (!messages.last().numerus)
                    messages.last().forms << xml.readElementText();
            } else if (xml.name() == QLatin1String("numerusform")) {
                messages.last().forms << xml.readElementText();
            }
        }
        return xml.hasError() ? QList<Message>() : messages;
    }

    static QSet<QString> places(const QString &text)
    {
        static const QRegularExpression place(QStringLiteral("%[0-9n]"));
        QSet<QString> found;
        for (auto match = place.globalMatch(text); match.hasNext();)
            found << match.next().captured();
        return found;
    }

private Q_SLOTS:
    void isComplete_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("pluralForms");
        QTest::addColumn<int>("least");
        QTest::newRow("English (plurals only)") << QStringLiteral("en") << 2 << 5;
        QTest::newRow("Chinese") << QStringLiteral("zh_CN") << 1 << 200;
    }

    void isComplete()
    {
        QFETCH(QString, language);
        QFETCH(int, pluralForms);
        QFETCH(int, least);
        const QList<Message> messages = read(fileOf(language));
        QVERIFY(messages.size() >= least);
        for (const Message &message : messages) {
            const QByteArray utf8 = message.source.toUtf8();
            const char *source = utf8.constData();
            QVERIFY2(!message.unfinished, source);
            QVERIFY2(message.forms.size() == (message.numerus ? pluralForms : 1), source);
            for (const QString &form : message.forms) {
                QVERIFY2(!form.isEmpty(), source);
                QVERIFY2(places(form) == places(message.source), source);
            }
        }
    }

    /// No string of the sources is missing in the files: `ninja update_translations` brings new ones in.
    void isUpToDate()
    {
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("twinfeed_zh_CN.ts"));
        QVERIFY(QFile::copy(fileOf(QStringLiteral("zh_CN")), copy));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(TWINFEED_SOURCE_DIR));
        lupdate.start(QStringLiteral(TWINFEED_LUPDATE),
                      {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("."),
                       QStringLiteral("-no-obsolete"), QStringLiteral("models"), QStringLiteral("widgets"),
                       QStringLiteral("app/console"), QStringLiteral("-ts"), copy});
        QVERIFY(lupdate.waitForFinished(60'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const QList<Message> messages = read(copy);
        QVERIFY(!messages.isEmpty());
        for (const Message &message : messages)
            QVERIFY2(!message.unfinished, message.source.toUtf8().constData());
    }

    /// What looks Chinese in a translation is; what has no Chinese at all is a name, a unit or a key.
    void chineseIsChinese()
    {
        static const QRegularExpression han(QStringLiteral("\\p{Han}"));
        static const QSet<QString> asTheyAre{QStringLiteral("fps"),
                                             QStringLiteral("%1 fps"),
                                             QStringLiteral("Mb/s"),
                                             QStringLiteral("%1 Mb/s"),
                                             QStringLiteral("N/A"),
                                             QStringLiteral("GOP %1"),
                                             QStringLiteral("Esc"),
                                             QStringLiteral("Tab   Shift+Tab"),
                                             QStringLiteral("Twinfeed"),
                                             QStringLiteral("%1 - Twinfeed"),
                                             QStringLiteral("%1 ≥ %2"),
                                             QStringLiteral("%1 (%2)"),
                                             QStringLiteral("%1 ≤ %2"),
                                             QStringLiteral("%1, %2: %3"),
                                             QStringLiteral("%1, %2: %3 %4, %5"),
                                             QStringLiteral("%1: %2"),
                                             QStringLiteral("%1:  %2"),
                                             QStringLiteral("%1 %2"),
                                             QStringLiteral("%1, %2"),
                                             QStringLiteral("%1, %2, %3"),
                                             QStringLiteral("%1; %2"),
                                             QStringLiteral("en"),
                                             QStringLiteral("%1. %2"),
                                             QStringLiteral("%1: %2 %3"),
                                             QStringLiteral("%1: %2 (%3)"),
                                             QStringLiteral("%1 of %2"),
                                             QStringLiteral("%1\n%2 · %3 · %4 · %5"),
                                             QStringLiteral("%1.")};
        for (const Message &message : read(fileOf(QStringLiteral("zh_CN")))) {
            const bool punctuation =
                std::ranges::none_of(message.source, [](QChar c) { return c.isLetterOrNumber(); });
            if (!punctuation && !asTheyAre.contains(message.source))
                QVERIFY2(message.forms.value(0).contains(han), message.source.toUtf8().constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
