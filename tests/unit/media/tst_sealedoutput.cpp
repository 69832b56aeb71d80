// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "tests/unit/media/sealedpush.h"

#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

// Enough to go wrong at; `./dev bench seal` does a hundred.
constexpr int times = 12;

} // namespace

/// Encryption switched on, off and over to other keys while the push runs.
class SealedOutputTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<MadeIncarnations> m_numbers = std::make_shared<MadeIncarnations>();

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void onAndOffThroughNginx_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("plain") << plain;
        StreamSpec odd = fancy;
        odd.options = "preset=veryfast,profile=high,slices=3";
        QTest::newRow("B-frames, slices") << odd;
    }
    void onAndOffThroughNginx()
    {
        QFETCH(StreamSpec, spec);
        const SealedPush push =
            pushSealed(spec, times, m_folder.filePath(QStringLiteral("read-%1.flv").arg(spec.bFrames)));
        QVERIFY2(push.trouble.isEmpty(), qPrintable(push.trouble));
        QCOMPARE(push.output.reconnects, 0);
        QCOMPARE(push.output.droppedPictures, qint64(0));
        QVERIFY(push.output.state == OutputState::Live);
        QCOMPARE(push.opened.troubles, QStringList());
        QCOMPARE(push.opened.changes, times);
        QVERIFY(push.opened.sealed > 0 && push.opened.clear > 0);
        QVERIFY2(push.largestGapUs < 40'000, qPrintable(QString::number(push.largestGapUs)));
    }

    void withoutNumbersItSendsNothing()
    {
        const Programme programme(plain);
        const auto seal =
            std::make_shared<SealSwitch>(SealSwitch::Setup{.asked = sharedKey(), .incarnations = m_numbers});
        m_numbers->setBroken(true);
        const QString name = m_folder.filePath(QStringLiteral("none.ts"));
        const Watched output(OutputKind::Recording, name, programme, true, seal);
        QVERIFY(output.waitFor(OutputState::Failed));
        QCOMPARE(output.output.status().reasonCode, QStringLiteral("store-failed"));
        QCOMPARE(output.output.status().bytes, qint64(0));
        m_numbers->setBroken(false);
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(output.waitForBytes(50'000));
        QCOMPARE(openAll(internalPackets(contentsOf(name))).clear, 0);
    }
};

QTEST_GUILESS_MAIN(SealedOutputTest)
#include "tst_sealedoutput.moc"
