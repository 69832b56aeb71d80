// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loopcache.h"

#include "tests/unit/feed/feedtools.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace twinfeed::feed;

class TestLoopCache final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::atomic<int> m_encoded{0};

    LoopCache cache(const QString &name)
    {
        return LoopCache(m_folder.filePath(name),
                         [this](const QString &, double done) { m_encoded += done == 0 ? 1 : 0; });
    }
    static VideoFormat format(int source = 1)
    {
        VideoFormat format = FeedTools::smallFormat(source);
        format.loopSeconds = 1;
        return format;
    }

private Q_SLOTS:
    void init() { m_encoded = 0; }

    void encodesOnce()
    {
        const LoopCache one = cache(QStringLiteral("a"));
        QVERIFY(!one.hasVideo(format(), Variant::Normal));
        QVERIFY(one.video(format(), Variant::Normal, {}).ok());
        QVERIFY(one.hasVideo(format(), Variant::Normal));
        QVERIFY(cache(QStringLiteral("a")).video(format(), Variant::Normal, {}).ok());
        QCOMPARE(m_encoded.load(), 1);
    }

    void everyParameterIsPartOfTheKey()
    {
        const LoopCache one = cache(QStringLiteral("b"));
        QVERIFY(one.video(format(), Variant::Normal, {}).ok());
        std::vector<VideoFormat> others(9, format());
        others[0].source = 2;
        others[1].width = 322;
        others[2].rate = 25;
        others[3].gop = 10;
        others[4].bframes = 1;
        others[5].profile = QStringLiteral("main");
        others[6].bitrate = 200'000;
        others[7].codec = VideoCodec::Hevc;
        others[8].loopSeconds = 2;
        for (const VideoFormat &other : others)
            QVERIFY(!one.hasVideo(other, Variant::Normal));
        QVERIFY(!one.hasVideo(format(), Variant::Black));
    }

    void twoAtOnceDoNotCollide()
    {
        std::atomic<int> got{0};
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 3; ++i)
                threads.emplace_back([&] {
                    got += cache(QStringLiteral("c")).video(format(), Variant::Normal, {}).ok() ? 1 : 0;
                });
        }
        QCOMPARE(got.load(), 3);
        QCOMPARE(m_encoded.load(), 1);
    }

    void aDamagedFileIsMadeAnew()
    {
        const LoopCache one = cache(QStringLiteral("d"));
        QVERIFY(one.video(format(), Variant::Normal, {}).ok());
        const QDir folder(m_folder.filePath(QStringLiteral("d")));
        const auto files = folder.entryList({QStringLiteral("*.loop")});
        QCOMPARE(files.size(), 1);
        QVERIFY(QFile::resize(folder.filePath(files.first()), 1'000));
        QVERIFY(one.video(format(), Variant::Normal, {}).ok());
        QCOMPARE(m_encoded.load(), 2);
    }

    void saysWhatToDoWhereItCannotWrite()
    {
        QFile file(m_folder.filePath(QStringLiteral("plain")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto made = cache(QStringLiteral("plain/below")).video(format(), Variant::Normal, {});
        QCOMPARE(made.error().code, QStringLiteral("cache-failed"));
        QVERIFY(made.error().remedy.contains(QLatin1String("XDG_CACHE_HOME")));
    }
};

QTEST_GUILESS_MAIN(TestLoopCache)
#include "tst_loopcache.moc"
