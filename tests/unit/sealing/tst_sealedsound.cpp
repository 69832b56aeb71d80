// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealedsound.h"

#include "tests/unit/sealing/madeunits.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

class SealedSoundTest : public QObject
{
    Q_OBJECT

    SealCipher m_cipher{madeKey()};

private Q_SLOTS:
    void everySizeComesBack()
    {
        QRandomGenerator random(1);
        for (size_t size = 0; size < 3000; ++size) {
            const Buffer frame = madeBytes(random, size);
            const Note note{7, 1, size};
            const auto sealed = sealedSound(frame, 1 + int(size % 2), note, m_cipher);
            QVERIFY(sealed);
            // A frame of up to 480 bytes is 180 kb/s at 48 kHz; each 510 more take three bytes more.
            const size_t most = 40 + 3 * (size > 480 ? (size - 480) / 510 + 1 : 0);
            QVERIFY2(sealed->size() <= frame.size() + most,
                     qPrintable(QString::number(sealed->size() - size)));
            const auto found = noteOfSound(*sealed);
            QVERIFY(found && *found == note);
            const auto opened = openedSound(*sealed, m_cipher);
            QVERIFY(opened && *opened == frame);
        }
    }

    void anyChangeIsFound()
    {
        QRandomGenerator random(2);
        const Buffer frame = madeBytes(random, 700);
        const auto sealed = sealedSound(frame, 2, {7, 1, 1}, m_cipher);
        size_t opens = 0;
        for (size_t i = 0; i < sealed->size(); ++i) {
            Buffer changed = *sealed;
            changed[i] ^= 0x10;
            const auto opened = openedSound(changed, m_cipher);
            // The silence that players without the key hear is thrown away: it may be anything.
            QVERIFY(!opened || (*opened == frame && i >= sealed->size() - 6));
            opens += opened.ok();
        }
        QCOMPARE(opens, size_t(6));
    }

    void whatCannotBeSealedIsSaid()
    {
        const Buffer frame(100, 1);
        QCOMPARE(sealedSound(frame, 7, {7, 1, 1}, m_cipher).error().code, QStringLiteral("channels-refused"));
        QCOMPARE(sealedSound(frame, 0, {7, 1, 1}, m_cipher).error().code, QStringLiteral("channels-refused"));
        QCOMPARE(sealedSound(Buffer(8150, 1), 2, {7, 1, 1}, m_cipher).error().code,
                 QStringLiteral("too-large"));
        const auto sealed = sealedSound(frame, 2, {7, 1, 1}, m_cipher);
        QCOMPARE(sealedSound(*sealed, 2, {7, 1, 2}, m_cipher).error().code, QStringLiteral("already-sealed"));
        QCOMPARE(openedSound(frame, m_cipher).error().code, QStringLiteral("not-sealed"));
    }

    void rubbishIsNoHarm()
    {
        QRandomGenerator random(3);
        const Buffer frame = madeBytes(random, 300);
        const auto sealed = sealedSound(frame, 2, {7, 1, 1}, m_cipher);
        for (int i = 0; i < 20'000; ++i) {
            Buffer rubbish = i % 2 ? *sealed : madeBytes(random, size_t(random.bounded(300)));
            rubbish.resize(size_t(random.bounded(int(rubbish.size()) + 1)));
            if (!rubbish.empty())
                rubbish[size_t(random.bounded(int(rubbish.size())))] = uint8_t(random.bounded(256));
            const auto opened = openedSound(rubbish, m_cipher);
            QVERIFY(!opened || *opened == frame);
        }
    }
};

QTEST_GUILESS_MAIN(SealedSoundTest)
#include "tst_sealedsound.moc"
