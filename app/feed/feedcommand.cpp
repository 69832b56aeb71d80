// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedcommand.h"

#include "models/domain/scenario.h"

#include <QStringList>

#include <array>

namespace twinfeed::feed {

namespace {

struct Word
{
    const char *word;
    FeedCommand::Kind kind;
};
constexpr std::array words{
    Word{"stop", FeedCommand::Kind::Stop},     Word{"cut", FeedCommand::Kind::Cut},
    Word{"resume", FeedCommand::Kind::Resume}, Word{"normal", FeedCommand::Kind::Normal},
    Word{"end", FeedCommand::Kind::End},
};

/// Those with an amount.
struct Amount
{
    FaultKind fault;
    FeedCommand::Kind kind;
};
constexpr std::array amounts{Amount{FaultKind::Late, FeedCommand::Kind::Late},
                             Amount{FaultKind::Jitter, FeedCommand::Kind::Jitter},
                             Amount{FaultKind::Loss, FeedCommand::Kind::Loss}};

Error refused(const QString &line)
{
    return {QStringLiteral("bad-command"),
            QStringLiteral("\"%1\" is no command.").arg(line.trimmed()),
            {},
            QStringLiteral(
                "Say stop, cut, resume, black, freeze, part-freeze, dark, bitrate, fps, silence, clip, "
                "late MS, jitter MS, loss PERCENT, normal or end; with a feed's number in front for "
                "that feed alone (\"2 stop\")."),
            {}};
}

Result<void> readAmount(FeedCommand &command, const Amount &amount, const QString &text)
{
    const FaultAmount bounds = amountOf(amount.fault).value();
    bool number = text.isEmpty();
    command.kind = amount.kind;
    command.amount = number ? bounds.usual : text.toInt(&number);
    if (number && command.amount >= bounds.least && command.amount <= bounds.most)
        return {};
    return Error{QStringLiteral("bad-amount"),
                 QStringLiteral("\"%1\" is no amount of %2.").arg(text, twinfeed::toWord(amount.fault)),
                 {},
                 QStringLiteral("Give %1 to %2 %3.")
                     .arg(bounds.least)
                     .arg(bounds.most)
                     .arg(QLatin1String(bounds.unit)),
                 {}};
}

bool readWord(FeedCommand &command, const QString &text)
{
    for (const Word &word : words) {
        if (text == QLatin1String(word.word)) {
            command.kind = word.kind;
            return true;
        }
    }
    if (const auto variant = variantFromWord(text)) {
        command.kind = FeedCommand::Kind::Show;
        command.variant = *variant;
        return true;
    }
    if (const auto variant = soundVariantFromWord(text)) {
        command.kind = FeedCommand::Kind::Play;
        command.sound = *variant;
        return true;
    }
    return false;
}

} // namespace

QString FeedCommand::word() const
{
    if (kind == Kind::Show)
        return toWord(variant);
    if (kind == Kind::Play)
        return toWord(sound);
    for (const Word &word : words) {
        if (word.kind == kind)
            return QString::fromLatin1(word.word);
    }
    for (const Amount &amount : amounts) {
        if (amount.kind == kind)
            return twinfeed::toWord(amount.fault);
    }
    return {};
}

Result<FeedCommand> parseFeedCommand(const QString &line)
{
    QStringList parts = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    FeedCommand command;
    bool number = false;
    if (const int feed = parts.size() > 1 ? parts.front().toInt(&number) : 0; number) {
        command.feed = feed;
        parts.removeFirst();
    }
    if (parts.isEmpty() || parts.size() > 2)
        return refused(line);
    for (const Amount &amount : amounts) {
        if (parts.front() != twinfeed::toWord(amount.fault))
            continue;
        if (auto read = readAmount(command, amount, parts.value(1)); !read)
            return read.error();
        return command;
    }
    if (parts.size() > 1 || !readWord(command, parts.front()))
        return refused(line);
    return command;
}

} // namespace twinfeed::feed
