// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/takebook.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

#include <limits>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

class TestTakeBook final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutOutputsTheProgrammeCounts();
    void theFirstOutputCounts();
    void anEarlierPictureDoesNotCount();
    void aStuckOutputIsNotWaitedFor();
    void failsOnce();
    void answersWhatIsOpenAtTheEnd();
    void aTakeMayFollowFromAnAnswer();
};

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t never = std::numeric_limits<int64_t>::max();

TakeEvidence toBackup()
{
    TakeEvidence evidence;
    evidence.from = Source::Primary;
    evidence.to = Source::Backup;
    return evidence;
}

Packet sentPicture(Source source, int64_t dts)
{
    Packet packet = picture(dts, true);
    packet.source = source;
    return packet;
}

struct Answer
{
    int count = 0;
    TakeEvidence evidence;
    QString code;

    TakeBook::Done taker()
    {
        return [this](Result<TakeEvidence> result) {
            ++count;
            if (result)
                evidence = *result;
            else
                code = result.error().code;
        };
    }
};

} // namespace

void TestTakeBook::withoutOutputsTheProgrammeCounts()
{
    TakeBook book;
    Answer answer;
    const uint64_t id = book.open(100 * ms, answer.taker());
    book.cut(id, toBackup(), 5000 * ms, 112 * ms, false);
    QCOMPARE(answer.count, 1);
    QCOMPARE(answer.evidence.firstPictureMs, 12.0);
    QCOMPARE(answer.evidence.measuredAt, QStringLiteral("programme"));
}

void TestTakeBook::theFirstOutputCounts()
{
    TakeBook book;
    Answer answer;
    const uint64_t id = book.open(100 * ms, answer.taker());
    book.cut(id, toBackup(), 5000 * ms, 112 * ms, true);
    QCOMPARE(answer.count, 0);
    book.sent(QStringLiteral("a"), sentPicture(Source::Backup, 5000 * ms), 130 * ms);
    book.sent(QStringLiteral("b"), sentPicture(Source::Backup, 5000 * ms), 140 * ms);
    QCOMPARE(answer.count, 1);
    QCOMPARE(answer.evidence.firstPictureMs, 30.0);
    QCOMPARE(answer.evidence.measuredAt, QStringLiteral("output:a"));
    QCOMPARE(book.expire(10'000 * ms), never);
}

void TestTakeBook::anEarlierPictureDoesNotCount()
{
    TakeBook book;
    Answer answer;
    const uint64_t id = book.open(100 * ms, answer.taker());
    book.cut(id, toBackup(), 5000 * ms, 112 * ms, true);
    // A slow output still sends the time before.
    book.sent(QStringLiteral("slow"), sentPicture(Source::Backup, 4000 * ms), 115 * ms);
    book.sent(QStringLiteral("slow"), sentPicture(Source::Primary, 5100 * ms), 116 * ms);
    QCOMPARE(answer.count, 0);
    book.sent(QStringLiteral("slow"), sentPicture(Source::Backup, 5040 * ms), 300 * ms);
    QCOMPARE(answer.evidence.firstPictureMs, 200.0);
}

void TestTakeBook::aStuckOutputIsNotWaitedFor()
{
    TakeBook book;
    Answer answer;
    const uint64_t id = book.open(100 * ms, answer.taker());
    book.cut(id, toBackup(), 5000 * ms, 112 * ms, true);
    const int64_t next = book.expire(113 * ms);
    QVERIFY(next > 113 * ms && next != never);
    QCOMPARE(answer.count, 0);
    QCOMPARE(book.expire(next), never);
    QCOMPARE(answer.count, 1);
    QCOMPARE(answer.evidence.firstPictureMs, 12.0);
    QCOMPARE(answer.evidence.measuredAt, QStringLiteral("programme"));
}

void TestTakeBook::failsOnce()
{
    TakeBook book;
    Answer answer;
    const uint64_t id = book.open(100 * ms, answer.taker());
    book.fail(id, Error{QStringLiteral("no-keyframe"), {}, {}, {}, {}});
    book.fail(id, Error{QStringLiteral("source-lost"), {}, {}, {}, {}});
    book.cut(id, toBackup(), 0, 0, false);
    QCOMPARE(answer.count, 1);
    QCOMPARE(answer.code, QStringLiteral("no-keyframe"));
}

void TestTakeBook::answersWhatIsOpenAtTheEnd()
{
    Answer answer;
    {
        TakeBook book;
        book.open(0, answer.taker());
    }
    QCOMPARE(answer.count, 1);
    QCOMPARE(answer.code, QStringLiteral("engine-stopped"));
}

void TestTakeBook::aTakeMayFollowFromAnAnswer()
{
    TakeBook book;
    Answer second;
    const uint64_t id = book.open(0, [&](Result<TakeEvidence>) { book.open(0, second.taker()); });
    book.cut(id, toBackup(), 0, 0, false); // would hang if a lock were held
    QCOMPARE(second.count, 0);
}

QTEST_GUILESS_MAIN(TestTakeBook)
#include "tst_takebook.moc"
