// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/encryptionbook.h"

#include <QTest>

#include <limits>

using namespace twinfeed;
using namespace twinfeed::media;

class EncryptionBookTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<EncryptionBook> m_book;
    std::vector<EncryptionOutcome> m_outcomes;

    static EncryptionBook::Change change(const char *output, bool readable, std::optional<quint32> key = 7)
    {
        return {QString::fromLatin1(output), key, readable, 2, {}};
    }
    EncryptionDone done()
    {
        return [this](EncryptionOutcome outcome) { m_outcomes.push_back(std::move(outcome)); };
    }
    QString error(size_t outcome) const
    {
        return m_outcomes.at(outcome).error ? m_outcomes.at(outcome).error->code : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_outcomes.clear();
        m_book = std::make_unique<EncryptionBook>();
    }

    void withoutChangesItIsDone()
    {
        m_book->open({}, 1'000'000, done());
        QCOMPARE(m_outcomes.size(), size_t(1));
        QCOMPARE(error(0), QString());
        QCOMPARE(m_book->expire(0), std::numeric_limits<int64_t>::max());
    }

    void itIsDoneWhenAllHaveGotThere()
    {
        m_book->open({change("a", true), change("b", false, std::nullopt)}, 1'000'000, done());
        m_book->seen(QStringLiteral("a"), 7, 1'100'000, QStringLiteral("rtmp://relay/live"), 2); // of before
        m_book->left(QStringLiteral("a"), 1'500'000, 2);
        m_book->unopened(QStringLiteral("a"), 3);
        m_book->seen(QStringLiteral("a"), std::nullopt, 1'600'000, QStringLiteral("rtmp://relay/live"), 2);
        m_book->left(QStringLiteral("b"), 1'550'000, 3);
        QVERIFY(m_outcomes.empty());
        m_book->seen(QStringLiteral("a"), 7, 1'750'000, QStringLiteral("rtmp://relay/live"), 2);
        QCOMPARE(m_outcomes.size(), size_t(1));
        QCOMPARE(error(0), QString());
        const EncryptionEvidence &a = m_outcomes[0].outputs.at(0);
        QCOMPARE(a.firstPictureMs, 500.0);
        QCOMPARE(a.seenMs, std::optional(750.0));
        QCOMPARE(a.seenAt, QStringLiteral("rtmp://relay/live"));
        QCOMPARE(a.key, std::optional<quint32>(7));
        QCOMPARE(a.unopened, 3);
        QCOMPARE(a.reconnects, 0);
        const EncryptionEvidence &b = m_outcomes[0].outputs.at(1);
        QVERIFY(b.mode == Encryption::Clear && !b.key && !b.seenMs);
        QCOMPARE(b.reconnects, 1);
    }

    void aNewerOneTakesItsPlace()
    {
        m_book->open({change("a", false)}, 0, done());
        m_book->open({change("a", false, std::nullopt)}, 1'000'000, done());
        QCOMPARE(error(0), QStringLiteral("superseded"));
        m_book->left(QStringLiteral("a"), 1'200'000, 2);
        QCOMPARE(error(1), QString());
        QVERIFY(m_outcomes[1].outputs.front().mode == Encryption::Clear);
    }

    void itTellsWhatDidNotGetThere()
    {
        m_book->open({change("a", true)}, 1'000'000, done());
        QCOMPARE(m_book->expire(2'000'000), int64_t(31'000'000));
        QCOMPARE(m_book->expire(31'000'000), std::numeric_limits<int64_t>::max());
        QCOMPARE(error(0), QStringLiteral("output-down"));
        m_book->open({change("a", true)}, 1'000'000, done());
        m_book->left(QStringLiteral("a"), 2'000'000, 2);
        m_book->expire(31'000'000);
        QCOMPARE(error(1), QStringLiteral("not-seen"));
        QCOMPARE(m_outcomes[1].outputs.size(), size_t(1)); // how far it got
    }

    void whatIsRefusedIsToldAtOnce()
    {
        auto refused = change("a", false);
        refused.refusal = Error{QStringLiteral("no-key-url"), QStringLiteral("No address."), {}, {}, {}};
        m_book->open({refused, change("b", false)}, 0, done());
        QVERIFY(m_outcomes.empty()); // the other goes its way
        m_book->left(QStringLiteral("b"), 100'000, 2);
        QCOMPARE(error(0), QStringLiteral("no-key-url"));
        QCOMPARE(m_outcomes[0].outputs.size(), size_t(1));
    }

    void aMadeKeyframeIsSaidOfThoseThatTookIt()
    {
        m_book->open({change("a", false), change("b", false)}, 0, done());
        m_book->left(QStringLiteral("a"), 100'000, 2);
        m_book->keyframeMade();
        m_book->left(QStringLiteral("b"), 200'000, 2);
        QVERIFY(!m_outcomes[0].outputs[0].bridged);
        QVERIFY(m_outcomes[0].outputs[1].bridged);
    }

    void theEndAnswersToo()
    {
        m_book->open({change("a", false)}, 0, done());
        m_book->gone(QStringLiteral("a"));
        QCOMPARE(m_outcomes.size(), size_t(1));
        m_book->open({change("a", false)}, 0, done());
        m_book.reset();
        QCOMPARE(error(1), QStringLiteral("engine-stopped"));
    }
};

QTEST_GUILESS_MAIN(EncryptionBookTest)
#include "tst_encryptionbook.moc"
