// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/rehearsalguard.h"
#include "app/backend/drills/sinksocket.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace twinfeed;
using namespace twinfeed::drills;

class tst_RehearsalGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void ownAddressesPass();
    void nothingElsePasses_data();
    void nothingElsePasses();
    void filesStayBelowTheFolder();
    void linksLeadNowhere();
    void onlyOwnIsLeft();
    void nothingElseIsReached();
    void sinkTakesAndRefuses();

private:
    RehearsalGuard guard() const
    {
        return {{QStringLiteral("rtmp://127.0.0.1:4001/rehearsal/primary"),
                 QStringLiteral("rtmp://127.0.0.1:4002/rehearsal/backup")},
                {QStringLiteral("udp://127.0.0.1:4003")},
                m_folder->path()};
    }
    ChannelConfig own() const
    {
        ChannelConfig config;
        config.id = QStringLiteral("main");
        config.primary = {QStringLiteral("rtmp://127.0.0.1:4001/rehearsal/primary"), InputMode::Listen};
        config.backup = {QStringLiteral("rtmp://127.0.0.1:4002/rehearsal/backup"), InputMode::Listen};
        config.outputs = {{QStringLiteral("cdn"), OutputKind::Udp, QStringLiteral("udp://127.0.0.1:4003")},
                          {QStringLiteral("tape"), OutputKind::Recording, file(QStringLiteral("tape.ts"))}};
        return config;
    }
    QString file(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_RehearsalGuard::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_RehearsalGuard::ownAddressesPass()
{
    QVERIFY(guard().check(own()).ok());
    QCOMPARE(guard().onlyOwn(own()), own());
    ChannelConfig without = own();
    without.backup.url.clear();
    without.outputs.clear();
    QVERIFY(guard().check(without).ok());
}

void tst_RehearsalGuard::nothingElsePasses_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"rtmp://cdn.example.com/live/key",
                            "rtmp://127.0.0.1:1935/live/key",
                            "srt://127.0.0.1:4003",
                            "udp://127.0.0.1:4004",
                            "udp://localhost:4003",
                            "udp://127.0.0.1:4003/",
                            "UDP://127.0.0.1:4003",
                            "udp://127.0.0.1:4003?localaddr=10.0.0.1",
                            "udp://user@127.0.0.1:4003",
                            "udp://127.1:4003",
                            "udp://2130706433:4003",
                            "udp://[::1]:4003",
                            "udp://[::ffff:127.0.0.1]:4003",
                            "udp://127.0.0.1:4003#x",
                            " udp://127.0.0.1:4003",
                            "http://127.0.0.1:4003/redirect",
                            "http://127.0.0.1.nip.example/x",
                            "rtmp://127.0.0.1:4001/rehearsal/primary",
                            "file:///dev/null",
                            "pipe:1",
                            "tee:udp://127.0.0.1:4003|rtmp://cdn/x",
                            ""})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void tst_RehearsalGuard::nothingElsePasses()
{
    QFETCH(QString, url);
    for (const OutputKind kind :
         {OutputKind::Rtmp, OutputKind::Srt, OutputKind::Udp, OutputKind::Hls, OutputKind::Recording}) {
        ChannelConfig config = own();
        config.outputs[0].kind = kind;
        config.outputs[0].url = url;
        const auto checked = guard().check(config);
        QVERIFY(!checked.ok());
        QCOMPARE(checked.error().code, QStringLiteral("rehearsal-unit"));
        QCOMPARE(checked.error().where, QStringLiteral("/outputs/0/url"));
        QVERIFY(!checked.error().remedy.isEmpty());
        QCOMPARE(guard().onlyOwn(config).outputs.size(), size_t(1));
    }
    for (const InputMode mode : {InputMode::Pull, InputMode::Listen}) {
        ChannelConfig config = own();
        config.backup = {url, mode};
        const bool fine = url.isEmpty() || (mode == InputMode::Listen && url == own().primary.url);
        QCOMPARE(guard().check(config).ok(), fine);
    }
    ChannelConfig probed = own();
    probed.outputs[0].probeUrl = url;
    QCOMPARE(guard().check(probed).ok(), url.isEmpty());
    ChannelConfig keyed = own();
    keyed.outputs[0].keyUrl = url;
    QCOMPARE(guard().check(keyed).ok(), url.isEmpty());
}

void tst_RehearsalGuard::filesStayBelowTheFolder()
{
    for (const QString &path : {QStringLiteral("/etc/passwd.ts"), file(QStringLiteral("../outside.ts")),
                                file(QStringLiteral("a/../../outside.ts")), m_folder->path(),
                                QString(m_folder->path() + QStringLiteral("-other/tape.ts"))}) {
        ChannelConfig config = own();
        config.outputs[1].url = path;
        QVERIFY2(!guard().check(config).ok(), qPrintable(path));
    }
    ChannelConfig deep = own();
    deep.outputs[1].url = file(QStringLiteral("not/yet/there.ts"));
    QVERIFY(guard().check(deep).ok());
}

void tst_RehearsalGuard::linksLeadNowhere()
{
    const QTemporaryDir live;
    QVERIFY(QFile::link(live.path(), file(QStringLiteral("link"))));
    ChannelConfig config = own();
    config.outputs[1].url = file(QStringLiteral("link/tape.ts"));
    QVERIFY(!guard().check(config).ok());
}

void tst_RehearsalGuard::onlyOwnIsLeft()
{
    ChannelConfig config = own();
    config.primary = {QStringLiteral("rtmp://encoder.example.com/live/key"), InputMode::Pull};
    config.outputs[0].url = QStringLiteral("udp://203.0.113.7:4003");
    config.outputs[1].probeUrl = QStringLiteral("https://cdn.example.com/main.m3u8");
    config.outputs[1].keyUrl = QStringLiteral("https://cdn.example.com/{key}");
    const ChannelConfig left = guard().onlyOwn(config);
    QVERIFY(left.primary.url.isEmpty());
    QCOMPARE(left.backup, config.backup);
    QCOMPARE(left.outputs.size(), size_t(1));
    QCOMPARE(left.outputs[0].id, QStringLiteral("tape"));
    QVERIFY(left.outputs[0].probeUrl.isEmpty() && left.outputs[0].keyUrl.isEmpty());
    QVERIFY(guard().check(left).ok());
}

void tst_RehearsalGuard::nothingElseIsReached()
{
    QVERIFY(guard().checkReached(QStringLiteral("udp://127.0.0.1:4003")).ok());
    for (const char *url : {"https://hooks.example.com/x", "http://127.0.0.1/x", "http://localhost:4003/",
                            "rtmp://127.0.0.1:4001/rehearsal/primary", ""}) {
        const auto reached = guard().checkReached(QString::fromLatin1(url), QStringLiteral("/url"));
        QVERIFY2(!reached.ok(), url);
        QCOMPARE(reached.error().code, QStringLiteral("rehearsal-unit"));
        QCOMPARE(reached.error().where, QStringLiteral("/url"));
    }
}

void tst_RehearsalGuard::sinkTakesAndRefuses()
{
    SinkSocket sink;
    QVERIFY(sink.open());
    const int sender = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(sink.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(sender, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    const QByteArray datagram(1316, 'x');
    for (int i = 0; i < 2000; ++i) // more than any buffer holds
        QCOMPARE(::send(sender, datagram.constData(), size_t(datagram.size()), 0), ssize_t(datagram.size()));
    const quint16 port = sink.port();
    sink.close();
    bool refused = false;
    for (int i = 0; i < 10 && !refused; ++i)
        refused = ::send(sender, "x", 1, 0) < 0;
    QVERIFY(refused);
    QVERIFY(sink.open(port));
    QCOMPARE(sink.port(), port);
    ::close(sender);
    QVERIFY(freeLoopbackPort() != 0);
}

QTEST_GUILESS_MAIN(tst_RehearsalGuard)
#include "tst_rehearsalguard.moc"
