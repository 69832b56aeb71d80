// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedcommand.h"

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
    Word{"resume", FeedCommand::Kind::Resume}, Word{"silence", FeedCommand::Kind::Silence},
    Word{"normal", FeedCommand::Kind::Normal}, Word{"end", FeedCommand::Kind::End},
};

} // namespace

QString FeedCommand::word() const
{
    if (kind == Kind::Show)
        return toWord(variant);
    for (const Word &word : words) {
        if (word.kind == kind)
            return QString::fromLatin1(word.word);
    }
    return {};
}

Result<FeedCommand> parseFeedCommand(const QString &line)
{
    const Error error{
        QStringLiteral("bad-command"),
        QStringLiteral("\"%1\" is no command.").arg(line.trimmed()),
        {},
        QStringLiteral("Say stop, cut, resume, black, freeze, silence, bitrate, fps, normal or end; with "
                       "a feed's number in front for that feed alone (\"2 stop\")."),
        {}};
    QStringList parts = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    FeedCommand command;
    if (parts.size() == 2) {
        bool number = false;
        command.feed = parts.takeFirst().toInt(&number);
        if (!number)
            return error;
    }
    if (parts.size() != 1)
        return error;
    for (const Word &word : words) {
        if (parts.first() == QLatin1String(word.word)) {
            command.kind = word.kind;
            return command;
        }
    }
    const auto variant = variantFromWord(parts.first());
    if (!variant)
        return error;
    command.kind = FeedCommand::Kind::Show;
    command.variant = *variant;
    return command;
}

} // namespace twinfeed::feed
