// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sealview.h"
#include "tests/unit/models/modelfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Look = SealView::Look;

Q_DECLARE_METATYPE(twinfeed::SealView::Look)

class TestSealView final : public QObject
{
    Q_OBJECT

private:
    static OutputStatus output(const char *id, EncryptionSeen seen, std::optional<qint64> ageMs = 3000,
                               std::optional<quint32> key = {})
    {
        OutputStatus output;
        output.id = QLatin1String(id);
        output.state = OutputState::Live;
        output.encryption.seen = seen;
        output.encryption.seenAgeMs = ageMs;
        output.encryption.seenKey = key;
        return output;
    }

    struct Channel
    {
        ModelFixture made;

        explicit Channel(const std::vector<OutputStatus> &outputs)
        {
            made.fill();
            ChannelStatus status = ModelFixture::status(QStringLiteral("main"));
            status.outputs = outputs;
            made.state.applyStatus(status);
        }
        SealView view() const { return sealViewOf(made.state, QStringLiteral("main")); }
    };

private Q_SLOTS:
    void oneOutput_data()
    {
        QTest::addColumn<EncryptionSeen>("seen");
        QTest::addColumn<int>("ageMs"); // -1: none
        QTest::addColumn<bool>("disagrees");
        QTest::addColumn<bool>("stale");
        QTest::addColumn<Look>("look");
        QTest::newRow("clear") << EncryptionSeen::Clear << 3000 << false << false << Look::Clear;
        QTest::newRow("sealed") << EncryptionSeen::Sealed << 3000 << false << false << Look::Sealed;
        QTest::newRow("mixed") << EncryptionSeen::Mixed << 3000 << false << false << Look::Mixed;
        QTest::newRow("unknown") << EncryptionSeen::Unknown << -1 << false << false << Look::Unknown;
        QTest::newRow("unknown, aged") << EncryptionSeen::Unknown << 3000 << false << false << Look::Unknown;
        QTest::newRow("just fresh") << EncryptionSeen::Sealed << 15'000 << false << false << Look::Sealed;
        QTest::newRow("old") << EncryptionSeen::Sealed << 15'001 << false << false << Look::Stale;
        QTest::newRow("disagrees") << EncryptionSeen::Clear << 3000 << true << false << Look::Disagrees;
        QTest::newRow("disagrees, old")
            << EncryptionSeen::Clear << 99'000 << true << false << Look::Disagrees;
        QTest::newRow("nothing is heard") << EncryptionSeen::Sealed << 3000 << false << true << Look::Stale;
        QTest::newRow("not even of trouble") << EncryptionSeen::Clear << 3000 << true << true << Look::Stale;
    }
    void oneOutput()
    {
        QFETCH(EncryptionSeen, seen);
        QFETCH(int, ageMs);
        QFETCH(bool, disagrees);
        QFETCH(bool, stale);
        QFETCH(Look, look);
        OutputStatus one = output("cdn", seen, ageMs < 0 ? std::nullopt : std::optional<qint64>(ageMs));
        one.encryption.disagrees = disagrees;
        one.encryption.sending = Encryption::Sealed; // what is sent never counts
        QCOMPARE(sealViewOf(one, 0, stale).look, look);
    }

    void whatWasSeenGrowsOld()
    {
        const OutputStatus one = output("cdn", EncryptionSeen::Sealed, 10'000);
        QCOMPARE(sealViewOf(one, 5000, false).look, Look::Sealed);
        QCOMPARE(sealViewOf(one, 5001, false).look, Look::Stale);
        QCOMPARE(sealViewOf(one, 5001, false).ageMs, std::optional<qint64>(15'001));
        OutputStatus off = one;
        off.state = OutputState::Off;
        QCOMPARE(sealViewOf(off, 0, false).look, Look::None);
    }

    void allTheSame()
    {
        const Channel channel(
            {output("a", EncryptionSeen::Sealed, 2000, 7), output("b", EncryptionSeen::Sealed, 4000, 7)});
        QCOMPARE(channel.view().look, Look::Sealed);
        QCOMPARE(channel.view().key, std::optional<quint32>(7));
        QCOMPARE(channel.view().ageMs, std::optional<qint64>(4000)); // the oldest
        const Channel keys(
            {output("a", EncryptionSeen::Sealed, 2000, 7), output("b", EncryptionSeen::Sealed, 4000, 8)});
        QCOMPARE(keys.view().look, Look::Sealed);
        QVERIFY(!keys.view().key);
        const Channel clear({output("a", EncryptionSeen::Clear), output("b", EncryptionSeen::Clear)});
        QCOMPARE(clear.view().look, Look::Clear);
    }

    void someAreSealed()
    {
        const Channel channel({output("a", EncryptionSeen::Sealed, 2000, 7),
                               output("b", EncryptionSeen::Clear),
                               output("c", EncryptionSeen::Sealed, 2000, 7)});
        QCOMPARE(channel.view().look, Look::Partly);
        QCOMPARE(channel.view().sealed, 2);
        QCOMPARE(channel.view().outputs, 3);
    }

    /// Whatever order they come in: trouble is never hidden by what is well.
    void theWorstCounts()
    {
        OutputStatus wrong = output("wrong", EncryptionSeen::Clear);
        wrong.encryption.disagrees = true;
        const std::vector<std::pair<OutputStatus, Look>> rising{
            {output("clear", EncryptionSeen::Clear), Look::Clear},
            {output("unknown", EncryptionSeen::Unknown, {}), Look::Unknown},
            {output("old", EncryptionSeen::Sealed, 60'000), Look::Stale},
            {output("mixed", EncryptionSeen::Mixed), Look::Mixed},
            {wrong, Look::Disagrees}};
        for (size_t i = 0; i < rising.size(); ++i) {
            for (size_t j = 0; j < rising.size(); ++j) {
                const Channel channel({rising[i].first, rising[j].first});
                QCOMPARE(channel.view().look, rising[std::max(i, j)].second);
                QCOMPARE(channel.view().output, rising[std::max(i, j)].first.id);
            }
        }
    }

    void nothingIsHeard()
    {
        Channel channel({output("a", EncryptionSeen::Sealed, 100, 7)});
        channel.made.clock.advance(3s + 1ms);
        channel.made.state.tick();
        QCOMPARE(channel.view().look, Look::Stale);
        QCOMPARE(channel.view().seen, EncryptionSeen::Sealed);
    }

    void countsDown()
    {
        OutputStatus one = output("a", EncryptionSeen::Clear);
        one.encryption.changesInMs = 1400;
        OutputStatus other = output("b", EncryptionSeen::Clear);
        other.encryption.changesInMs = 900;
        Channel channel({one, other, output("c", EncryptionSeen::Clear)});
        const auto left = [&] { return sealChangesInMs(channel.made.state, QStringLiteral("main")); };
        QCOMPARE(left(), std::optional<qint64>(1400));
        channel.made.clock.advance(1s);
        QCOMPARE(left(), std::optional<qint64>(400));
        channel.made.clock.advance(1s);
        QCOMPARE(left(), std::optional<qint64>(0));
        QVERIFY(!sealChangesInMs(channel.made.state, QStringLiteral("other")));
        const Channel none({output("a", EncryptionSeen::Clear)});
        QVERIFY(!sealChangesInMs(none.made.state, QStringLiteral("main")));
    }
};

QTEST_GUILESS_MAIN(TestSealView)
#include "tst_sealview.moc"
