// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

namespace twinfeed::test {

using namespace server;

void FakeBackend::createChannel(Command command, ChannelConfig config, AnswerDone done)
{
    accept({QStringLiteral("create-channel"), std::move(command), config.id, toJson(config, false), {}},
           std::move(done));
}

void FakeBackend::replaceChannel(Command command, ChannelConfig config, AnswerDone done)
{
    accept({QStringLiteral("replace-channel"), std::move(command), config.id, toJson(config, false), {}},
           std::move(done));
}

void FakeBackend::deleteChannel(Command command, QString channel, AnswerDone done)
{
    accept({QStringLiteral("delete-channel"), std::move(command), channel, {}, {}}, std::move(done));
}

void FakeBackend::take(Command command, QString channel, Source target, std::optional<Cut> cut, bool force,
                       AnswerDone done)
{
    QJsonObject what{{QLatin1String("source"), toWord(target)}, {QLatin1String("force"), force}};
    if (cut)
        what.insert(QLatin1String("cut"), toWord(*cut));
    accept({QStringLiteral("take"), std::move(command), channel, what, {}}, std::move(done));
}

void FakeBackend::armSlate(Command command, QString channel, QString slate, AnswerDone done)
{
    accept({QStringLiteral("arm-slate"), std::move(command), channel, {{QLatin1String("slate"), slate}}, {}},
           std::move(done));
}

void FakeBackend::setFailover(Command command, QString channel, std::optional<FailoverMode> mode, bool arm,
                              AnswerDone done)
{
    QJsonObject what{{QLatin1String("armed"), arm}};
    if (mode)
        what.insert(QLatin1String("mode"), toWord(*mode));
    accept({QStringLiteral("set-failover"), std::move(command), channel, what, {}}, std::move(done));
}

void FakeBackend::chooseNext(Command command, QString channel, std::optional<Source> next, AnswerDone done)
{
    const QJsonValue source = next ? QJsonValue(toWord(*next)) : QJsonValue(QJsonValue::Null);
    Given given{
        QStringLiteral("choose-next"), std::move(command), channel, {{QLatin1String("source"), source}}, {}};
    given.answer = QJsonObject{{QLatin1String("source"), source}, {QLatin1String("holdsForMs"), 60'000}};
    accept(std::move(given), std::move(done));
}

std::optional<ChannelControl> FakeBackend::control(const QString &channel) const
{
    if (channel != QLatin1String("main"))
        return std::nullopt;
    return ChannelControl{channel, QStringLiteral("anna"), m_clock.wall(), 20'000};
}

void FakeBackend::setControl(Command command, QString channel, ControlOrder order, AnswerDone done)
{
    static const char *const verbs[]{"hold", "take-over", "hand-over", "release"};
    Given given{
        QStringLiteral("control"),
        std::move(command),
        channel,
        {{QLatin1String("verb"), QLatin1String(verbs[int(order.verb)])}, {QLatin1String("to"), order.to}},
        {}};
    given.answer = toJson(ChannelControl{channel, QStringLiteral("anna"), m_clock.wall(), 30'000});
    accept(std::move(given), std::move(done));
}

void FakeBackend::setLocks(Command command, QString channel, std::vector<Source> locked, AnswerDone done)
{
    QJsonArray sources;
    for (const Source source : locked)
        sources << toWord(source);
    accept(
        {QStringLiteral("set-locks"), std::move(command), channel, {{QLatin1String("locked"), sources}}, {}},
        std::move(done));
}

void FakeBackend::setEncryption(Command command, QString channel, EncryptionOrder order, AnswerDone done)
{
    accept({QStringLiteral("set-encryption"), std::move(command), channel, toJson(order), {}},
           std::move(done));
}

void FakeBackend::endProgramme(Command command, QString channel, AnswerDone done)
{
    accept({QStringLiteral("end"), std::move(command), channel, {}, {}}, std::move(done));
}

void FakeBackend::addSlate(Command command, QString id, QString name, QString fileName, QByteArray content,
                           AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            {},
            {{QLatin1String("id"), id}, {QLatin1String("name"), name}, {QLatin1String("file"), fileName}},
            std::move(content)},
           std::move(done));
}

void FakeBackend::keepPicture(Command command, QString channel, QString source, QString id, QString name,
                              AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            channel,
            {{QLatin1String("id"), id}, {QLatin1String("name"), name}, {QLatin1String("source"), source}},
            {}},
           std::move(done));
}

void FakeBackend::addTextSlate(Command command, QString picture, QString id, QString name, SlateText text,
                               AnswerDone done)
{
    accept({QStringLiteral("add-slate"),
            std::move(command),
            {},
            {{QLatin1String("id"), id},
             {QLatin1String("name"), name},
             {QLatin1String("picture"), picture},
             {QLatin1String("text"), toJson(text)}},
            {}},
           std::move(done));
}

void FakeBackend::deleteSlate(Command command, QString slate, AnswerDone done)
{
    accept({QStringLiteral("delete-slate"), std::move(command), {}, {{QLatin1String("id"), slate}}, {}},
           std::move(done));
}

SetupChange FakeBackend::sampleChange()
{
    SetupChange change;
    change.channels.push_back({7, sampleConfig(), QStringLiteral("standby")});
    change.removedSlates << QStringLiteral("old");
    change.rules = SetupChange::Rules{3, sampleRules()};
    return change;
}

void FakeBackend::changeSetup(Command command, SetupChange change, AnswerDone done)
{
    accept({QStringLiteral("change-setup"), std::move(command), {}, toJson(change, false), {}},
           std::move(done));
}

} // namespace twinfeed::test
