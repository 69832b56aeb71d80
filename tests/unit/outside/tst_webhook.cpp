// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/webhook.h"

#include "tests/support/fakeclock.h"
#include "tests/unit/outside/fakecourier.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class tst_Webhook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsOneAfterTheOther();
    void isSigned();
    void onlyWhatItIsAbout();
    void triesAgainWithBackOff();
    void aRefusalIsNotTriedAgain();
    void givesUpAfterTenMinutes();
    void tooManyWait();
    void notesSayNoSecret();

private:
    static Alarm alarm(const char *id, Severity severity = Severity::Warning, const char *channel = "main",
                       const char *node = "primary")
    {
        Alarm alarm;
        alarm.id = QString::fromLatin1(id);
        alarm.rule = QStringLiteral("rate-low");
        alarm.channel = QString::fromLatin1(channel);
        alarm.node = QString::fromLatin1(node);
        alarm.severity = severity;
        return alarm;
    }
    QStringList kinds()
    {
        QStringList kinds;
        for (const Webhook::Note &note : m_hook->takeNotes())
            kinds << note.kind;
        return kinds;
    }
    void make(const WebhookConfig &config)
    {
        m_hook = std::make_unique<Webhook>(config, *m_courier, *m_clock, QStringLiteral("abc"));
    }
    void tell(const char *id) { m_hook->tell(QStringLiteral("raised"), alarm(id)); }

    WebhookConfig m_config;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeCourier> m_courier;
    std::unique_ptr<Webhook> m_hook;
};

void tst_Webhook::init()
{
    m_config = {};
    m_config.id = QStringLiteral("duty");
    m_config.url = QUrl(QStringLiteral("https://example.org/hook?key=top-secret"));
    m_config.token = "top-secret";
    m_config.secret = "top-secret";
    m_clock = std::make_unique<FakeClock>();
    m_courier = std::make_unique<FakeCourier>();
    make(m_config);
}

void tst_Webhook::tellsOneAfterTheOther()
{
    tell("1");
    tell("2");
    m_hook->poll();
    m_hook->poll();
    QCOMPARE(m_courier->asks.size(), size_t(1));
    const HttpAsk &ask = m_courier->asks[0];
    QCOMPARE(ask.method, QByteArray("POST"));
    const QJsonObject body = QJsonDocument::fromJson(ask.body).object();
    QCOMPARE(body.value(QLatin1String("event")).toString(), QStringLiteral("raised"));
    QCOMPARE(body.value(QLatin1String("delivery")).toString(), QStringLiteral("abc-1"));
    const auto told = alarmFromJson(body.value(QLatin1String("alarm")).toObject());
    QVERIFY(!told || told->id == QLatin1String("1")); // without times it cannot be read back
    QCOMPARE(body.value(QLatin1String("alarm"))[QLatin1String("id")].toString(), QStringLiteral("1"));
    m_courier->answer(204);
    m_hook->poll();
    QCOMPARE(m_courier->asks.size(), size_t(2));
    m_courier->answer(200);
    m_hook->poll();
    QCOMPARE(m_courier->waiting(), size_t(0));
    QCOMPARE(m_hook->state().waiting, 0);
    QCOMPARE(m_hook->state().ageMs, 0);
    QVERIFY(kinds().isEmpty());
}

void tst_Webhook::isSigned()
{
    tell("1");
    m_hook->poll();
    const auto header = [&](const char *name) {
        for (const auto &[key, value] : m_courier->asks[0].headers) {
            if (key == name)
                return value;
        }
        return QByteArray();
    };
    const QByteArray mac =
        QMessageAuthenticationCode::hash(m_courier->asks[0].body, "top-secret", QCryptographicHash::Sha256);
    QCOMPARE(header("X-Twinfeed-Signature"), QByteArray("sha256=" + mac.toHex()));
    QCOMPARE(header("Authorization"), QByteArray("Bearer top-secret"));
    QCOMPARE(header("X-Twinfeed-Delivery"), QByteArray("abc-1"));
}

void tst_Webhook::onlyWhatItIsAbout()
{
    m_config.channels = QStringList(QStringLiteral("main"));
    make(m_config);
    const QString raised = QStringLiteral("raised");
    m_hook->tell(raised, alarm("1", Severity::Notice));
    m_hook->tell(raised, alarm("2", Severity::Critical, "other"));
    m_hook->tell(raised, alarm("3", Severity::Critical, "", "webhook:duty")); // its own death
    QCOMPARE(m_hook->state().waiting, 0);
    m_hook->tell(raised, alarm("4", Severity::Critical, "", "backend"));
    m_hook->tell(raised, alarm("5", Severity::Critical, "", "webhook:other"));
    QCOMPARE(m_hook->state().waiting, 2);
}

void tst_Webhook::triesAgainWithBackOff()
{
    tell("1");
    const int64_t start = m_clock->now();
    std::vector<int64_t> tries;
    for (int i = 0; i < 900 && tries.size() < 9; ++i) {
        m_hook->poll();
        if (m_courier->waiting() > 0) {
            tries.push_back((m_clock->now() - start) / 1'000'000);
            tries.size() % 2 == 0 ? m_courier->answer(503) : m_courier->fail("no-answer");
        }
        m_clock->advance(1s);
    }
    QCOMPARE(tries, (std::vector<int64_t>{0, 1, 3, 7, 15, 31, 63, 123, 183}));
    for (const HttpAsk &ask : m_courier->asks)
        QCOMPARE(ask.body, m_courier->asks[0].body); // and so the same delivery
    QCOMPARE(m_hook->metrics().at(0).value, 1.0); // down
    QCOMPARE(m_hook->metrics().at(1).value, 1.0); // waiting
    QCOMPARE(kinds(), QStringList(QStringLiteral("webhook-failed")));
    m_clock->advance(60s);
    m_hook->poll();
    m_courier->answer(200);
    QCOMPARE(m_hook->metrics().at(0).value, 0.0);
    QCOMPARE(kinds(), QStringList(QStringLiteral("webhook-works")));
    tell("2"); // at once again
    m_hook->poll();
    QCOMPARE(m_courier->waiting(), size_t(1));
}

void tst_Webhook::aRefusalIsNotTriedAgain()
{
    tell("1");
    tell("2");
    m_hook->poll();
    m_courier->answer(404);
    QCOMPARE(m_hook->state().lost, 1);
    QCOMPARE(m_hook->state().reasonCode, QStringLiteral("http-status"));
    QCOMPARE(kinds(), QStringList({QStringLiteral("webhook-failed"), QStringLiteral("webhook-gave-up")}));
    m_clock->advance(1s);
    m_hook->poll();
    QCOMPARE(QJsonDocument::fromJson(m_courier->asks.at(1).body)[QLatin1String("alarm")][QLatin1String("id")]
                 .toString(),
             QStringLiteral("2"));
    m_courier->answer(429); // too fast: that one is
    QCOMPARE(m_hook->state().waiting, 1);
}

void tst_Webhook::givesUpAfterTenMinutes()
{
    tell("1");
    for (int i = 0; i < 610; ++i) {
        m_hook->poll();
        if (m_courier->waiting() > 0)
            m_courier->fail("refuses-connection");
        m_clock->advance(1s);
    }
    QCOMPARE(m_hook->state().waiting, 0);
    QCOMPARE(m_hook->state().lost, 1);
    QVERIFY(kinds().contains(QStringLiteral("webhook-gave-up")));
}

void tst_Webhook::tooManyWait()
{
    tell("0");
    m_hook->poll(); // hangs
    for (size_t i = 0; i < Webhook::mostWaiting + 5; ++i)
        tell("1");
    QCOMPARE(m_hook->state().waiting, int(Webhook::mostWaiting));
    QCOMPARE(m_hook->state().lost, 6);
    m_courier->answer(200); // of what was given up
    QCOMPARE(m_hook->state().waiting, int(Webhook::mostWaiting));
    m_hook->poll();
    QCOMPARE(m_courier->waiting(), size_t(1));
    m_courier->answer(200);
    QCOMPARE(m_hook->state().waiting, int(Webhook::mostWaiting) - 1);
}

void tst_Webhook::notesSayNoSecret()
{
    tell("1");
    m_hook->poll();
    m_courier->answer(401);
    for (const Webhook::Note &note : m_hook->takeNotes())
        QVERIFY(!note.text.contains(QLatin1String("secret")));
    QVERIFY(!m_hook->state().reason.contains(QLatin1String("secret")));
    QVERIFY(!m_courier->asks[0].body.contains("secret"));
}

QTEST_GUILESS_MAIN(tst_Webhook)
#include "tst_webhook.moc"
