// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/addresssigner.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;

namespace {

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

SigningRules rulesOf(const QString &scheme, const QByteArray &secret)
{
    SigningRules rules;
    rules.scheme = *signingScheme(scheme);
    rules.secrets = {secret};
    return rules;
}

} // namespace

/// Signed addresses as others make them: what the schemes' public documentation gives as examples, and where it gives no
/// secret, what md5sum and openssl made of the documented text.
class TestAddressSigner final : public QObject
{
    Q_OBJECT

private:
    static void eachScheme()
    {
        QTest::addColumn<QString>("scheme");
        for (const QString &scheme : signingSchemes())
            QTest::newRow(qPrintable(scheme)) << scheme;
    }

private Q_SLOTS:
    void documented_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<QByteArray>("random");
        QTest::addColumn<QByteArray>("address");
        const auto row = [](const char *scheme, const char *secret, const char *path, qint64 now,
                            const char *random, const char *address) {
            QTest::newRow(scheme) << QString::fromLatin1(scheme) << QByteArray(secret) << QByteArray(path)
                                  << now << QByteArray(random) << QByteArray(address);
        };
        row("hmac", "first-secret-of-24-characters", "/v1/keys/7/hls", 1767268800 - 1800, "0",
            "/v1/keys/7/hls?sign=ATQyiF_6yyQ80rhTnseNIAk6mLy9Yx4re-KAtTre_hg&expires=1767268800");
        row("nginx", "secret", "/s/link", 2147483647 - 1800, "0",
            "/s/link?md5=_e4Nc3iduzkWRm01TBBNYw&expires=2147483647");
        row("alibaba-a", "aliyuncdnexp1234", "/video/standard/1K.html", 1444435200, "0",
            "/video/standard/1K.html?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f");
        // 2015-08-15 08:00 in UTC+8.
        row("alibaba-b", "aliyuncdnexp1234", "/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3", 1439596800, "0",
            "/201508150800/9044548ef1527deadafa49a890a377f0/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3");
        row("tencent-a", "abc123ABC", "/test.jpg", 1582791032, "im1acp76sx9sdqe601v",
            "/test.jpg?sign=1582791032-im1acp76sx9sdqe601v-0-518f2753bc4f10e3d6dd35463f58b903");
        // 2020-03-03 20:17 in UTC+8.
        row("tencent-b", "abc123ABC", "/test.jpg", 1583237820, "0",
            "/202003032017/dffbc1a919a1c0921d5ca16227c620b8/test.jpg");
        row("tencent-c", "abc123ABC", "/test.jpg", 0x5e577978, "0",
            "/7ee6bab79968f722df9230d59cb092c4/5e577978/test.jpg");
        row("tencent-d", "abc123ABC", "/test.jpg", 1582791032, "0",
            "/test.jpg?sign=e31679e1bb6978a77b21c0b21fe92fb6&t=1582791032");
    }
    void documented()
    {
        QFETCH(QString, scheme);
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, path);
        QFETCH(qint64, now);
        QFETCH(QByteArray, random);
        QFETCH(QByteArray, address);
        SigningRules rules = rulesOf(scheme, secret);
        rules.bindAddress = true;
        const AddressSigner signer(rules);
        QCOMPARE(signer.sign({path, {}}, at(now), "127.0.0.1", random).text(), address);
    }

    /// Its documentation writes the time in capitals; so may whoever signs.
    void alibabaC()
    {
        const AddressSigner signer(rulesOf(QStringLiteral("alibaba-c"), "aliyuncdnexp1234"));
        const auto opened =
            signer.open({"/a37fa50a5fb8f71214b1e7c95ec7a1bd/55CE8100/test.flv", {}}, at(0x55CE8100));
        QVERIFY(opened && opened->verdict.ok());
        QCOMPARE(opened->target.path, QByteArray("/test.flv"));
    }

    void roundTrip_data() { eachScheme(); }
    void roundTrip()
    {
        QFETCH(QString, scheme);
        SigningRules rules = rulesOf(scheme, "new-secret");
        rules.secrets.push_back("old-secret");
        const AddressSigner signer(rules);
        const Target target{"/v1/channels/main/sources/programme/preview.jpg", "width=320"};
        const qint64 now = 1'767'268'800; // a full minute: two schemes know nothing finer
        const Target signedTarget = signer.sign(target, at(now));
        QVERIFY(signedTarget.text() != target.text());
        const auto verdictOf = [&](const AddressSigner &checker, const Target &asked, qint64 when) {
            const auto opened = checker.open(asked, at(when));
            return !opened        ? QStringLiteral("unsigned")
                : opened->verdict ? QString()
                                  : opened->verdict.error().code;
        };
        const auto opened = signer.open(signedTarget, at(now));
        QCOMPARE(opened->target.path, target.path);
        QCOMPARE(opened->target.query, target.query);
        // Its time, with clocks that differ.
        QCOMPARE(verdictOf(signer, signedTarget, now - 30), QString());
        QCOMPARE(verdictOf(signer, signedTarget, now + 1830), QString());
        QCOMPARE(verdictOf(signer, signedTarget, now + 1831), QStringLiteral("address-expired"));
        // Either secret, and no other.
        const AddressSigner old(rulesOf(scheme, "old-secret"));
        QCOMPARE(verdictOf(signer, old.sign(target, at(now)), now), QString());
        QCOMPARE(verdictOf(old, signedTarget, now), QStringLiteral("address-forged"));
        // Another path, another character anywhere.
        Target other = signedTarget;
        other.path.replace("main", "side");
        QCOMPARE(verdictOf(signer, other, now), QStringLiteral("address-forged"));
        QCOMPARE(verdictOf(signer, target, now), QStringLiteral("unsigned"));
        QCOMPARE(verdictOf(AddressSigner(SigningRules{rules.scheme, {}}), signedTarget, now),
                 QStringLiteral("address-forged"));
    }

    void everyChangedCharacterIsSeen_data() { eachScheme(); }
    void everyChangedCharacterIsSeen()
    {
        QFETCH(QString, scheme);
        const AddressSigner signer(rulesOf(scheme, "secret"));
        const QByteArray text = signer.sign({"/v1/keys/7/hls", {}}, at(1'767'268'800)).text();
        for (qsizetype i = 1; i < text.size(); ++i) {
            QByteArray changed = text;
            changed[i] = changed[i] == '5' ? '6' : '5';
            const qsizetype mark = changed.indexOf('?');
            const Target target{mark < 0 ? changed : changed.left(mark),
                                mark < 0 ? QByteArray() : changed.mid(mark + 1)};
            const auto opened = signer.open(target, at(1'767'268'800));
            QVERIFY2(!opened || !opened->verdict, changed.constData());
        }
    }

    void garbage_data() { eachScheme(); }
    void garbage()
    {
        QFETCH(QString, scheme);
        const AddressSigner signer(rulesOf(scheme, "secret"));
        const QByteArray digits(32, 'a');
        for (const QByteArray &path :
             {QByteArray("/"), QByteArray(), QByteArray("////"), QByteArray("/x/" + digits + "/y"),
              QByteArray("/" + digits + "/99999999999999999999/y"), QByteArray("/" + digits + "/-5/y"),
              QByteArray("/209913990000/" + digits + "/y")}) {
            for (const QByteArray &query :
                 {QByteArray(), QByteArray("&&&"), QByteArray("sign"), QByteArray("sign=&t="),
                  QByteArray("sign=a&sign=b&t=1"), QByteArray("auth_key=---"), QByteArray("sign=1-2-3-4"),
                  QByteArray("md5=x&expires=99999999999999999999"), QByteArray("sign=x&expires=-1")}) {
                const auto opened = signer.open({path, query}, at(0));
                QVERIFY(!opened || opened->verdict.error().code == QLatin1String("address-forged"));
            }
        }
    }

    void nginxBindsTheReader()
    {
        SigningRules rules = rulesOf(QStringLiteral("nginx"), "secret");
        rules.bindAddress = true;
        const AddressSigner signer(rules);
        const Target target = signer.sign({"/s/link", {}}, at(1000), "192.0.2.7");
        QVERIFY(signer.open(target, at(1000), "192.0.2.7")->verdict.ok());
        QVERIFY(!signer.open(target, at(1000), "192.0.2.8")->verdict.ok());
    }
};

QTEST_APPLESS_MAIN(TestAddressSigner)
#include "tst_addresssigner.moc"
