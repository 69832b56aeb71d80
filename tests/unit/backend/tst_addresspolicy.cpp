// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/addresspolicy.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

class tst_AddressPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void input_data();
    void input();
    void foldersCannotBeLeft();
    void outputsAreChecked();
    void unchangedAddressesAreNotAsked();
    void aRehearsalReachesNobody();

private:
    static ChannelConfig withPrimary(const QString &url, InputMode mode = InputMode::Pull)
    {
        ChannelConfig config;
        config.primary = {url, mode};
        config.backup = {QStringLiteral("srt://10.0.0.1:9000"), InputMode::Pull};
        return config;
    }
};

void tst_AddressPolicy::input_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("listen");
    QTest::addColumn<bool>("open"); // by the default rules
    QTest::addColumn<bool>(
        "fenced"); // with networks 10.0.0.0/8 and 2001:db8::/32, host *.example.com, without http
    const auto row = [](const char *url, bool listen, bool open, bool fenced) {
        QTest::addRow("%s%s", url, listen ? " (listen)" : "")
            << QString::fromLatin1(url) << listen << open << fenced;
    };
    row("rtmp://10.1.2.3/live/key", false, true, true);
    row("rtmp://11.1.2.3/live/key", false, true, false);
    row("srt://[2001:db8::7]:9000", false, true, true);
    row("srt://[2001:db9::7]:9000", false, true, false);
    row("srt://[::ffff:10.1.2.3]:9000", false, true, true);
    row("srt://[::ffff:11.1.2.3]:9000", false, true, false);
    row("http://10.1.2.3/x.ts", false, true, false);
    row("rtmp://cdn.example.com/live/key", false, true, true);
    row("rtmp://CDN.Example.com/live/key", false, true, true);
    row("rtmp://example.com.evil.org/live/key", false, true, false);
    row("rtmp://notexample.com/live/key", false, true, false);
    row("rtmp://localhost/live/key", false, true, false);
    row("rtmp://127.0.0.1/live/key", false, true, false);
    row("rtmp://2130706433/live/key", false, true, false); // 127.0.0.1
    row("rtmp://0x0a010203/live/key", false, true, true); // 10.1.2.3
    row("rtmp://012.1.2.3/live/key", false, true, true); // 10.1.2.3
    row("rtmp://0.0.0.0/live/key", true, true, true);
    row("file:///etc/passwd", false, false, false);
    row("gopher://10.1.2.3/", false, false, false);
    row("rtmp://10.1.2.3/live/***", false, false, false);
}

void tst_AddressPolicy::input()
{
    QFETCH(QString, url);
    QFETCH(bool, listen);
    QFETCH(bool, open);
    QFETCH(bool, fenced);
    const ChannelConfig config = withPrimary(url, listen ? InputMode::Listen : InputMode::Pull);
    const auto byDefault = AddressPolicy({}).check(config, nullptr);
    QCOMPARE(byDefault.ok(), open);
    AllowRules rules;
    rules.schemes.removeAll(QStringLiteral("http"));
    rules.networks = {QStringLiteral("10.0.0.0/8"), QStringLiteral("2001:db8::/32")};
    rules.hosts = {QStringLiteral("*.example.com")};
    const auto byRules = AddressPolicy(rules).check(config, nullptr);
    QCOMPARE(byRules.ok(), fenced);
    if (!byRules) {
        QCOMPARE(byRules.error().where, QStringLiteral("/primary/url"));
        QVERIFY(!byRules.error().remedy.isEmpty());
        QVERIFY(!byRules.error().message.contains(QLatin1String("/live/key")));
    }
}

void tst_AddressPolicy::foldersCannotBeLeft()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("media/sub")));
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("secret")));
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("secret")),
                        folder.filePath(QStringLiteral("media/link"))));
    AllowRules rules;
    rules.folders = {folder.filePath(QStringLiteral("media"))};
    const AddressPolicy policy(rules);
    const auto allowed = [&](const QString &path) {
        return policy.check(withPrimary(QStringLiteral("file://") + folder.filePath(path)), nullptr).ok();
    };
    QVERIFY(allowed(QStringLiteral("media/a.ts")));
    QVERIFY(allowed(QStringLiteral("media/sub/a.ts")));
    QVERIFY(allowed(QStringLiteral("media/not/yet/there.ts")));
    QVERIFY(!allowed(QStringLiteral("secret/a.ts")));
    QVERIFY(!allowed(QStringLiteral("media/../secret/a.ts")));
    QVERIFY(!allowed(QStringLiteral("media/link/a.ts")));
    QVERIFY(!allowed(QStringLiteral("mediaother/a.ts")));
    QVERIFY(!allowed(QStringLiteral("media")));
}

void tst_AddressPolicy::outputsAreChecked()
{
    AllowRules rules;
    rules.networks = {QStringLiteral("10.0.0.0/8")};
    rules.folders = {QStringLiteral("/srv/media")};
    const AddressPolicy policy(rules);
    const auto refused = [&](OutputKind kind, const QString &url) {
        ChannelConfig config = withPrimary(QStringLiteral("rtmp://10.0.0.1/live/key"));
        config.outputs = {
            {QStringLiteral("a"), OutputKind::Rtmp, QStringLiteral("rtmp://10.0.0.2/live/key"), true},
            {QStringLiteral("b"), kind, url, true}};
        const auto checked = policy.check(config, nullptr);
        return checked ? QString() : checked.error().where;
    };
    QCOMPARE(refused(OutputKind::Rtmp, QStringLiteral("rtmp://10.0.0.3/live/key")), QString());
    QCOMPARE(refused(OutputKind::Rtmp, QStringLiteral("rtmp://192.0.2.1/live/key")),
             QStringLiteral("/outputs/1/url"));
    QCOMPARE(refused(OutputKind::Srt, QStringLiteral("srt://0.0.0.0:9100?mode=listener")), QString());
    // Only what really listens is spared the question of whom it reaches.
    for (const QString &url : {QStringLiteral("srt://192.0.2.1:9100?xmode=listener"),
                               QStringLiteral("srt://192.0.2.1:9100?streamid=mode=listener"),
                               QStringLiteral("srt://192.0.2.1:9100?mode=listeners"),
                               QStringLiteral("srt://192.0.2.1:9100?mode=caller&mode=listener")})
        QCOMPARE(refused(OutputKind::Srt, url), QStringLiteral("/outputs/1/url"));
    QCOMPARE(refused(OutputKind::Rtmp, QStringLiteral("rtmp://192.0.2.1/live/key?mode=listener")),
             QStringLiteral("/outputs/1/url"));
    QCOMPARE(refused(OutputKind::Udp, QStringLiteral("udp://192.0.2.1:9100?mode=listener")),
             QStringLiteral("/outputs/1/url"));
    QCOMPARE(refused(OutputKind::Hls, QStringLiteral("/srv/media/main")), QString());
    QCOMPARE(refused(OutputKind::Hls, QStringLiteral("/etc/cron.d")), QStringLiteral("/outputs/1/url"));
    QCOMPARE(refused(OutputKind::Recording, QStringLiteral("/srv/media/../../etc/x.ts")),
             QStringLiteral("/outputs/1/url"));
}

void tst_AddressPolicy::unchangedAddressesAreNotAsked()
{
    // The configuration file may name what the API may not; a change of the hold must not trip over it.
    const AddressPolicy policy({});
    const ChannelConfig config = withPrimary(QStringLiteral("file:///srv/loop.ts"));
    QVERIFY(!policy.check(config, nullptr));
    QVERIFY(policy.check(config, &config));
    QVERIFY(!policy.check(withPrimary(QStringLiteral("file:///srv/other.ts")), &config));
}

/// Nodes, webhooks and hosts of plans come from the configuration: a live unit may reach all of them, wherever they are.
void tst_AddressPolicy::aRehearsalReachesNobody()
{
    OutsideConfig outside;
    outside.nodes.resize(1);
    outside.nodes[0].url = QUrl(QStringLiteral("http://127.0.0.1:8080/stat"));
    outside.webhooks.resize(2);
    outside.webhooks[0].url = QUrl(QStringLiteral("https://hooks.example.com/x"));
    outside.webhooks[1].url = QUrl(QStringLiteral("http://10.0.0.9/x"));
    PlanOutside plans;
    plans.hosts = {{QStringLiteral("pager"), QStringLiteral("https://pager.example.com")}};
    plans.addresses = {{QStringLiteral("cdn"), QStringLiteral("rtmp://cdn.example.com/live/key")}};
    plans.secrets = {{QStringLiteral("pager"), QByteArray("secret")}};
    AllowRules fenced;
    fenced.networks = {QStringLiteral("10.0.0.0/8")};
    AddressPolicy(fenced).keepReached(outside, plans);
    QCOMPARE(outside.nodes.size(), size_t(1));
    QCOMPARE(outside.webhooks.size(), size_t(2));
    QCOMPARE(plans.hosts.size() + plans.addresses.size() + plans.secrets.size(), size_t(3));
    const auto guard = std::make_shared<drills::RehearsalGuard>(QStringList(), QStringList(), QString());
    AddressPolicy(AllowRules(), guard).keepReached(outside, plans);
    QVERIFY(outside.nodes.empty() && outside.webhooks.empty());
    QVERIFY(plans.hosts.empty() && plans.addresses.empty() && plans.secrets.empty());
}

QTEST_GUILESS_MAIN(tst_AddressPolicy)
#include "tst_addresspolicy.moc"
