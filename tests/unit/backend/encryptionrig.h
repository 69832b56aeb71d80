// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/failonwarning.h"
#include "tests/support/wait.h"
#include "tests/unit/backend/rig.h"

#include <QTest>

#include <future>

/// What the tests of encryption share: a director over engines that do nothing, with one channel of two outputs.
namespace twinfeed::test {

inline const QString mainId = QStringLiteral("main");
inline const QString cdn = QStringLiteral("cdn");
inline const QString web = QStringLiteral("web");

inline ChannelConfig twoOutputs()
{
    ChannelConfig config = Rig::config(mainId);
    OutputConfig hls{web, OutputKind::Hls, QStringLiteral("/srv/web"), true};
    hls.keyUrl = QStringLiteral("https://keys.example/v1/keys/{key}/hls");
    config.outputs.push_back(hls);
    return config;
}

inline EncryptionOrder sealed(const QStringList &outputs = {}, bool newKey = false)
{
    EncryptionOrder order;
    order.mode = Encryption::Sealed;
    order.outputs = outputs;
    order.newKey = newKey;
    return order;
}

inline EncryptionOrder clear(const QStringList &outputs = {})
{
    EncryptionOrder order;
    order.outputs = outputs;
    return order;
}

inline EncryptionEvidence evidenceOf(const QString &output, quint32 key)
{
    EncryptionEvidence evidence;
    evidence.output = output;
    evidence.mode = key ? Encryption::Sealed : Encryption::Clear;
    evidence.key = key ? std::optional(key) : std::nullopt;
    evidence.firstPictureMs = 812;
    evidence.seenMs = 1'240;
    evidence.seenAt = QStringLiteral("rtmp://10.0.0.3/live/***");
    return evidence;
}

/// To be begun and ended around each test.
class EncryptionRig
{
protected:
    void begin()
    {
        m_warnings.emplace();
        m_rig = std::make_unique<Rig>();
        m_rig->setup.allow.folders << QStringLiteral("/srv");
        QVERIFY(m_rig->start().ok());
        QVERIFY(m_rig->create(twoOutputs()).ok());
    }
    void end()
    {
        m_rig.reset();
        m_warnings.reset();
    }
    std::shared_ptr<FakeChannel> engine() const { return m_rig->engines.channel(mainId); }
    ChannelDocument document() const { return *m_rig->director().channel(mainId); }
    Result<server::Answer> order(const EncryptionOrder &order, std::optional<quint64> revision = {})
    {
        const auto command =
            m_rig->command(order.emergency ? revision : revision.value_or(document().revision));
        return m_rig->ask([&](server::Backend &backend, const server::AnswerDone &done) {
            backend.setEncryption(command, mainId, order, done);
        });
    }
    Result<QByteArray> give(const server::Caller &caller, quint32 id, server::KeyAsk::Form form,
                            const QByteArray &token = {})
    {
        auto promise = std::make_shared<std::promise<Result<QByteArray>>>();
        auto future = promise->get_future();
        m_rig->director().giveKey({caller, id, form, token, QStringLiteral("192.0.2.7")},
                                  [promise](const Result<QByteArray> &key) { promise->set_value(key); });
        if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
            return Error{QStringLiteral("no-answer"), {}, {}, {}, {}};
        return future.get();
    }
    /// The keys of the seals that the engine was told last, 0 where clear, as "cdn:7 web:0".
    QString told() const
    {
        const auto all = engine()->sealings();
        QStringList words;
        for (const media::OutputSeal &seal : all.empty() ? engine()->start().seals : all.back().seals)
            words << QStringLiteral("%1:%2").arg(seal.output).arg(seal.key ? seal.key->id : 0);
        return words.join(QLatin1Char(' '));
    }
    static QString toldAs(quint32 cdnKey, quint32 webKey)
    {
        return QStringLiteral("cdn:%1 web:%2").arg(cdnKey).arg(webKey);
    }
    bool hears(const QString &kind, size_t times = 1)
    {
        return waitUntil([&] { return m_rig->journal(kind).size() >= times; }, std::chrono::seconds(20),
                         "the journal entry");
    }
    /// The director has looked at everything anew after the clock has moved.
    bool looksAgain()
    {
        const int rounds = m_rig->sink.metricRounds();
        return waitUntil([&] { return m_rig->sink.metricRounds() >= rounds + 2; }, std::chrono::seconds(20),
                         "the director's next looks");
    }

    std::unique_ptr<Rig> m_rig;
    std::optional<FailOnWarning> m_warnings;
};

} // namespace twinfeed::test
