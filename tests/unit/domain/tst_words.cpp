// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/words.h"

#include <QTest>

using namespace twinfeed;

class TestWords final : public QObject
{
    Q_OBJECT

private:
    template <typename T>
    static void roundTrip(const QStringList &words)
    {
        QCOMPARE(wordsOf<T>(), words);
        for (const QString &word : words) {
            const auto value = fromWord<T>(word);
            QVERIFY(value);
            QCOMPARE(toWord(*value), word);
        }
        for (const char *wrong : {"", "Primary", " live", "live ", "nonsense"})
            QVERIFY(!fromWord<T>(QLatin1String(wrong)));
    }

private Q_SLOTS:
    /// The words are on the wire: changing one breaks every client.
    void theWordsOfTheWireStay()
    {
        roundTrip<Source>({QStringLiteral("primary"), QStringLiteral("backup"), QStringLiteral("slate")});
        roundTrip<Cut>({QStringLiteral("bridged"), QStringLiteral("cached"), QStringLiteral("keyframe")});
        roundTrip<CutMade>({QStringLiteral("aligned"), QStringLiteral("bridged"), QStringLiteral("cached"),
                            QStringLiteral("keyframe")});
        roundTrip<FailoverMode>({QStringLiteral("off"), QStringLiteral("once"), QStringLiteral("floating"),
                                 QStringLiteral("reverting")});
        roundTrip<FailoverState>({QStringLiteral("off"), QStringLiteral("armed"), QStringLiteral("suspended"),
                                  QStringLiteral("spent"), QStringLiteral("ended")});
        roundTrip<PathRelation>({QStringLiteral("unknown"), QStringLiteral("aligned"),
                                 QStringLiteral("offset"), QStringLiteral("different")});
        roundTrip<Role>({QStringLiteral("viewer"), QStringLiteral("operator"), QStringLiteral("director"),
                         QStringLiteral("engineer")});
        roundTrip<OperationState>({QStringLiteral("accepted"), QStringLiteral("running"),
                                   QStringLiteral("done"), QStringLiteral("failed"),
                                   QStringLiteral("rejected")});
        roundTrip<InputMode>({QStringLiteral("pull"), QStringLiteral("listen")});
        roundTrip<OutputKind>({QStringLiteral("rtmp"), QStringLiteral("srt"), QStringLiteral("udp"),
                               QStringLiteral("hls"), QStringLiteral("recording")});
        roundTrip<InputState>({QStringLiteral("idle"), QStringLiteral("connecting"),
                               QStringLiteral("waiting"), QStringLiteral("live"), QStringLiteral("lost"),
                               QStringLiteral("refused")});
        roundTrip<Encryption>({QStringLiteral("clear"), QStringLiteral("sealed")});
        roundTrip<EncryptionSeen>({QStringLiteral("unknown"), QStringLiteral("clear"),
                                   QStringLiteral("sealed"), QStringLiteral("mixed")});
        roundTrip<OutputState>({QStringLiteral("off"), QStringLiteral("connecting"), QStringLiteral("live"),
                                QStringLiteral("failed")});
    }

    void everySourceIsListedOnce()
    {
        QStringList words;
        for (const Source source : allSources)
            words << toWord(source);
        QCOMPARE(words, wordsOf<Source>());
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
