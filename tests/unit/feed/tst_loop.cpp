// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loop.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace twinfeed;
using namespace twinfeed::feed;

class TestLoop final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString written(const QString &name)
    {
        const QString path = m_folder.filePath(name);
        LoopWriter writer(path);
        const uint8_t bytes[] = {1, 2, 3, 4, 5, 6};
        if (!writer.open() || !writer.add({bytes, 3}, 0, true) || !writer.add({bytes + 3, 1}, 2, false)
            || !writer.add({bytes + 4, 2}, 1, false))
            return {};
        LoopCodec codec;
        codec.codecId = 27;
        codec.width = 1'920;
        codec.rate = 30;
        codec.extradata = QByteArray("\x01\x00\x02", 3);
        return writer.finish(codec, 3) ? path : QString();
    }

private Q_SLOTS:
    void givesBackWhatWasWritten()
    {
        const auto opened = Loop::open(written(QStringLiteral("a.loop")));
        QVERIFY(opened.ok());
        const Loop &loop = **opened;
        QCOMPARE(loop.index().length, int64_t(3));
        QCOMPARE(loop.index().entries.size(), size_t(3));
        QCOMPARE(loop.index().delay, int64_t(1)); // 0 2 1 is shown as 0 1 2: the third a tick too late
        QCOMPARE(int(loop.data(2)[0]), 5);
        QCOMPARE(loop.data(2).size(), size_t(2));
        QCOMPARE(loop.codec().extradata, QByteArray("\x01\x00\x02", 3));
        QCOMPARE(loop.codec().width, 1'920);
    }

    void refusesEveryTruncation()
    {
        const QString path = written(QStringLiteral("b.loop"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const QString cut = m_folder.filePath(QStringLiteral("cut%1.loop").arg(size));
            QFile out(cut);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(whole.left(size));
            out.close();
            QVERIFY(!Loop::open(cut).ok());
        }
        QCOMPARE(Loop::open(m_folder.filePath(QStringLiteral("none"))).error().code,
                 QStringLiteral("no-loop"));
    }

    void appearsOnlyWhenWhole()
    {
        const QString path = m_folder.filePath(QStringLiteral("c.loop"));
        {
            LoopWriter writer(path);
            QVERIFY(writer.open().ok());
            const uint8_t byte = 1;
            QVERIFY(writer.add({&byte, 1}, 0, true).ok());
        }
        QVERIFY(!QFile::exists(path));
    }

    void saysWhereItCannotWrite()
    {
        LoopWriter writer(m_folder.filePath(QStringLiteral("no/such/folder.loop")));
        const auto opened = writer.open();
        QCOMPARE(opened.error().code, QStringLiteral("cache-failed"));
        QVERIFY(opened.error().message.contains(QLatin1String("folder.loop")));
    }

    void findsGroupsAndLeadingPictures()
    {
        // I0 P3 B1 B2 | I6 B4 B5 P7: an open group.
        LoopIndex index;
        for (const int64_t pts : {0, 3, 1, 2, 6, 4, 5, 7})
            index.entries.push_back({pts, 0, 1, pts % 6 == 0, false});
        index.length = 8;
        index.complete();
        QCOMPARE(index.groups.size(), size_t(2));
        QCOMPARE(index.groups[1].first, size_t(4));
        QCOMPARE(index.groups[1].count, size_t(4));
        QCOMPARE(index.groups[1].keyPts, int64_t(6));
        QVERIFY(!index.entries[2].leading);
        QVERIFY(index.entries[5].leading && index.entries[6].leading);
        QVERIFY(!index.entries[7].leading);
        QCOMPARE(index.delay, int64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestLoop)
#include "tst_loop.moc"
