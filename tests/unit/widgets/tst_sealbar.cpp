// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/sealbar.h"
#include "widgets/seallamp.h"
#include "widgets/sealwords.h"
#include "widgets/statecell.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;
using Look = SealView::Look;

class TestSealBar final : public QObject
{
    Q_OBJECT

private:
    struct Bar
    {
        MadeUp made;
        SealBar bar{made.state};
        QSignalSpy orders{&bar, &SealBar::encryptionRequested};

        Bar()
        {
            made.fillNormal();
            bar.setControlsVisible(true);
            bar.setChannel(MadeUp::channelId());
            bar.resize(1350, 44);
            bar.show();
        }

        QToolButton *button(const char *name) const
        {
            return bar.findChild<QToolButton *>(QLatin1String(name));
        }
        const SealLamp *lamp() const { return bar.findChild<SealLamp *>(); }
        BusMessage working() const { return bar.findChild<StateCell *>()->message(); }
        EncryptionOrder order(int index) const { return orders.at(index).at(0).value<EncryptionOrder>(); }
        /// Opens the choice and triggers what stands there.
        void choose(int index)
        {
            bar.openChoice();
            QMenu *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            QAction *action = menu->actions().at(index);
            menu->close();
            action->trigger();
        }
        void see(EncryptionSeen seen, bool disagrees, const char *code = "")
        {
            made.changeStatus([&](ChannelStatus &status) {
                EncryptionStatus &first = status.outputs[0].encryption;
                first = MadeUp::seen(seen, 2000);
                first.sending = Encryption::Sealed;
                first.disagrees = disagrees;
                first.reasonCode = QLatin1String(code);
            });
        }
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void theLampShowsWhatWasSeen()
    {
        Bar made;
        QCOMPARE(made.lamp()->look(), Look::Clear);
        QCOMPARE(made.lamp()->message().headline, QStringLiteral("CLEAR"));
        // Asked for and sent, not seen: the lamp does not move.
        made.made.change([](ChannelDocument &document) { document.sealed = {{QStringLiteral("cdn"), 7}}; });
        made.made.changeStatus(
            [](ChannelStatus &status) { status.outputs[0].encryption.sending = Encryption::Sealed; });
        QCOMPARE(made.lamp()->look(), Look::Clear);
        made.see(EncryptionSeen::Sealed, false);
        QCOMPARE(made.lamp()->look(), Look::Partly);
        QCOMPARE(made.lamp()->message().headline, QStringLiteral("1 of 2 SEALED"));
        made.made.seal(9);
        QCOMPARE(made.lamp()->look(), Look::Sealed);
        QVERIFY(made.lamp()->message().detail.contains(QLatin1String("Key 9")));
        made.see(EncryptionSeen::Unknown, false, "no-address");
        QCOMPARE(made.lamp()->look(), Look::Unknown);
        QVERIFY(made.lamp()->message().detail.contains(
            QLatin1String("cdn, sent sealed: It cannot be read back.")));
        made.see(EncryptionSeen::Mixed, false, "two-keys");
        QCOMPARE(made.lamp()->look(), Look::Mixed);
        made.see(EncryptionSeen::Clear, true, "not-asked-for");
        QCOMPARE(made.lamp()->look(), Look::Disagrees);
        QVERIFY(made.lamp()->message().headline.contains(QLatin1String("CLEAR")));
        QVERIFY(made.lamp()->toolTip().contains(QLatin1String("archive: sealed, key 9")));
    }

    void whatWasSeenGrowsOldByItself()
    {
        Bar made;
        made.made.seal();
        made.made.clock.advance(13s);
        made.made.state.touch(made.made.clock.now());
        made.made.state.tick();
        made.bar.tick();
        QCOMPARE(made.lamp()->look(), Look::Stale);
        QCOMPARE(made.lamp()->message().headline, QStringLiteral("WAS SEALED"));
        made.made.seal();
        QCOMPARE(made.lamp()->look(), Look::Sealed);
        made.made.clock.advance(4s);
        made.made.state.tick();
        QCOMPARE(made.lamp()->look(), Look::Stale); // nothing is heard
        QVERIFY(!made.button("encryption")->isEnabled());
        QVERIFY(made.button("emergency")->isEnabled());
    }

    /// No two looks have the same shape, nor one of them no shape: it is to be read without colours.
    void everyLookHasAShapeOfItsOwn()
    {
        QSet<QByteArray> shapes;
        const auto looks = {Look::None,    Look::Clear, Look::Sealed, Look::Partly,
                            Look::Unknown, Look::Stale, Look::Mixed,  Look::Disagrees};
        for (const Look look : looks) {
            QImage image(40, 40, QImage::Format_Alpha8);
            image.fill(0);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            seal::paintSign(painter, QRectF(0, 0, 40, 40), look);
            painter.end();
            shapes << QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes());
            const theme::Token ground = look == Look::Disagrees ? theme::Token::OnAir : theme::Token::Panel;
            const double least = look == Look::None ? 3 : 4.5;
            QVERIFY2(theme::contrast(theme::color(seal::token(look)), theme::color(ground)) >= least,
                     qPrintable(SealWords::look(look)));
        }
        QCOMPARE(shapes.size(), qsizetype(looks.size()));
    }

    void switchesByItsChoice()
    {
        Bar made;
        made.choose(0);
        QCOMPARE(made.order(0).mode, Encryption::Sealed);
        QVERIFY(made.order(0).outputs.isEmpty());
        made.made.seal();
        QCOMPARE(made.button("encryption")->text(), QStringLiteral("SEAL: ON"));
        made.choose(2);
        QVERIFY(made.order(1).newKey);
        made.choose(1);
        QCOMPARE(made.orders.size(), 2); // it asks
        QCOMPARE(made.button("encryption")->text(), QStringLiteral("SEND CLEAR?"));
        QCOMPARE(made.working().tone, BusMessage::Tone::Caution);
        made.button("encryption")->click();
        QCOMPARE(made.order(2).mode, Encryption::Clear);
        made.choose(4); // an output of its own
        QCOMPARE(made.orders.size(), 3);
        made.button("encryption")->click();
        QCOMPARE(made.order(3).outputs, QStringList{QStringLiteral("cdn")});
    }

    void aQuestionLapses()
    {
        Bar made;
        made.made.seal();
        made.choose(1);
        made.made.clock.advance(6s);
        made.made.state.touch(made.made.clock.now());
        made.bar.tick();
        QCOMPARE(made.button("encryption")->text(), QStringLiteral("SEAL: ON"));
        QVERIFY(made.working().tone != BusMessage::Tone::Caution);
    }

    void theStopCarriesTheReasonThatIsShown()
    {
        Bar made;
        made.bar.pressEmergency();
        QCOMPARE(made.orders.size(), 0); // nothing is encrypted
        QVERIFY(!made.button("emergency")->isEnabled());
        made.made.seal();
        made.button("emergency")->click();
        QCOMPARE(made.orders.size(), 1);
        QVERIFY(made.order(0).emergency);
        QCOMPARE(made.order(0).reason, SealWords::emergencyReasons().first());
        QVERIFY(made.button("emergency")->toolTip().contains(made.order(0).reason));
        auto *typed = made.bar.findChild<QLineEdit *>();
        typed->setText(QStringLiteral("the sponsor's wall is dark"));
        QTest::keyClick(typed, Qt::Key_Return);
        QCOMPARE(made.orders.size(), 1); // choosing sends nothing
        made.bar.pressEmergency();
        QCOMPARE(made.order(1).reason, QStringLiteral("the sponsor's wall is dark"));
    }

    void whoMayNotPressIsToldWhy()
    {
        Bar made;
        made.made.seal();
        made.made.state.setRole(Role::Operator);
        for (const char *name : {"encryption", "emergency"}) {
            QVERIFY(!made.button(name)->isEnabled());
            QVERIFY(made.button(name)->toolTip().contains(QLatin1String("watch")));
        }
        made.bar.pressEmergency();
        QCOMPARE(made.orders.size(), 0);
    }

    void countsDownAndThenSaysWhatWasMeasured()
    {
        Bar made;
        const EncryptionOrder order{Encryption::Sealed, {}, false, false, {}};
        made.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(),
                                    QStringLiteral("set-encryption"), {});
        QCOMPARE(made.working().tone, BusMessage::Tone::Working);
        made.made.state.commandAcknowledged(QStringLiteral("k"),
                                            MadeUp::encryption(order, OperationState::Accepted));
        made.made.changeStatus(
            [](ChannelStatus &status) { status.outputs[0].encryption.changesInMs = 1400; });
        QCOMPARE(made.working().headline, QStringLiteral("Changes in 1.4 s"));
        made.made.clock.advance(1s);
        made.bar.tick();
        QCOMPARE(made.working().headline, QStringLiteral("Changes in 0.4 s"));
        made.made.seal();
        made.made.state.applyOperation(MadeUp::encryption(order, OperationState::Done));
        QCOMPARE(made.working().tone, BusMessage::Tone::Good);
        QCOMPARE(made.working().headline, QStringLiteral("Seen SEALED after 1.9 s"));
        QVERIFY(made.working().detail.contains(QLatin1String("not interrupted")));
        Operation failed = MadeUp::encryption(order, OperationState::Failed);
        failed.id = QStringLiteral("op-2");
        failed.problem = Error{QStringLiteral("not-seen"), QStringLiteral("x"), {}, {}, {}};
        made.made.state.applyOperation(failed);
        QCOMPARE(made.working().tone, BusMessage::Tone::Bad);
        QVERIFY(made.working().detail.contains(QLatin1String("30 s")));
    }

    void aRefusalIsExplained()
    {
        Bar made;
        made.made.state.commandSent(QStringLiteral("k"), MadeUp::channelId(),
                                    QStringLiteral("set-encryption"), {});
        made.made.state.commandRefused(QStringLiteral("k"),
                                       {QStringLiteral("stale-revision"), {}, {}, {}, {}});
        QCOMPARE(made.working().tone, BusMessage::Tone::Bad);
        QVERIFY(made.working().detail.contains(QLatin1String("press again")));
    }

    void theJournalHasWords_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("data");
        QTest::addColumn<QString>("part");
        const auto request = [](const EncryptionOrder &order) {
            return QJsonObject{{QStringLiteral("request"), toJson(order)}};
        };
        const QString set = QStringLiteral("set-encryption");
        QTest::newRow("on") << set << request({Encryption::Sealed, {}, false, false, {}})
                            << "on: all outputs";
        QTest::newRow("off") << set << request({Encryption::Clear, {QStringLiteral("cdn")}, false, false, {}})
                             << "off: cdn";
        QTest::newRow("key") << set << request({Encryption::Sealed, {}, true, false, {}}) << "new key";
        QTest::newRow("stop") << set << request({Encryption::Clear, {}, false, true, QStringLiteral("dark")})
                              << "EMERGENCY STOP of encryption: dark";
        const QJsonObject evidence =
            toJson(MadeUp::encryption({Encryption::Sealed, {}, false, false, {}}, OperationState::Done)
                       .encryption.front());
        QTest::newRow("changed") << "encryption-changed"
                                 << QJsonObject{{QStringLiteral("encryption"), QJsonArray{evidence}}}
                                 << "Seen SEALED after 1.9 s: cdn, key 7";
        QTest::newRow("failed")
            << "encryption-failed"
            << QJsonObject{{QStringLiteral("problem"),
                            toJson(Error{QStringLiteral("not-seen"), QStringLiteral("x"), {}, {}, {}})}}
            << "not seen in the output";
        QTest::newRow("disagrees") << "encryption-disagrees"
                                   << QJsonObject{{QStringLiteral("output"), QStringLiteral("cdn")}}
                                   << "cdn is NOT encrypted as asked";
        QTest::newRow("agrees") << "encryption-agrees"
                                << QJsonObject{{QStringLiteral("output"), QStringLiteral("cdn")}}
                                << "cdn is encrypted as asked again";
        QTest::newRow("given") << "key-given" << QJsonObject{{QStringLiteral("key"), 7}} << "Got the key 7";
        QTest::newRow("given often") << "key-given"
                                     << QJsonObject{{QStringLiteral("key"), 7}, {QStringLiteral("times"), 12}}
                                     << "12 more times";
        QTest::newRow("exchanged") << "key-exchanged"
                                   << QJsonObject{{QStringLiteral("key"), 8}, {QStringLiteral("before"), 7}}
                                   << "8 takes the place of 7";
        QTest::newRow("retired") << "key-retired" << QJsonObject{{QStringLiteral("key"), 7}}
                                 << "given out no more";
    }
    void theJournalHasWords()
    {
        QFETCH(QString, kind);
        QFETCH(QJsonObject, data);
        QFETCH(QString, part);
        JournalEntry entry;
        entry.kind = kind;
        entry.data = data;
        const QString english = SealWords::sentence(entry);
        QVERIFY2(english.contains(part), qPrintable(english));
        Language::apply(QStringLiteral("zh_CN"));
        const QString chinese = SealWords::sentence(entry);
        QVERIFY2(chinese != english && !chinese.isEmpty(), qPrintable(chinese));
    }
};

QTEST_MAIN(TestSealBar)
#include "tst_sealbar.moc"
