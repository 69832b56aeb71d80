// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/setup.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>
#include <QSet>

namespace twinfeed {

namespace {

const QLatin1String channelsKey("channels");
const QLatin1String removedChannelsKey("removedChannels");
const QLatin1String removedSlatesKey("removedSlates");
const QLatin1String rulesKey("rules");
const QLatin1String revisionKey("revision");
const QLatin1String configKey("config");
const QLatin1String slateKey("slate");
const QLatin1String idKey("id");
const QLatin1String setKey("set");

constexpr int longestId = 32;
// More than there can be of each.
constexpr qsizetype mostEntries = 128;

Error wrong(const char *code, const QString &message, const QString &where, const QString &remedy)
{
    return {QLatin1String(code), message, where, remedy, {}};
}

/// A revision of what the person saw: from 1.
quint64 readRevision(JsonReader &reader, bool required)
{
    qint64 revision = 0;
    reader.optional(revisionKey, revision);
    if (reader.failed() || (!required && !reader.has(revisionKey)))
        return 0;
    if (revision < 1)
        reader.fail(revisionKey, QStringLiteral("out-of-range"),
                    QStringLiteral("This is no revision that somebody saw."),
                    QStringLiteral("Read it again, and say the revision that it then has."));
    return quint64(revision);
}

Result<SetupChange::Channel> readChannel(const QJsonObject &object, const QString &place)
{
    JsonReader reader(object, place);
    SetupChange::Channel channel;
    if (const quint64 revision = readRevision(reader, false); revision > 0)
        channel.revision = revision;
    const auto config = reader.object(configKey, true);
    reader.nullable(slateKey, channel.slate);
    if (auto read = reader.finish(); !read)
        return read.error();
    auto read = channelConfigFromJson(*config, reader.pointerTo(configKey));
    if (!read)
        return read.error();
    channel.config = std::move(*read);
    return channel;
}

Result<SetupChange::Gone> readGone(const QJsonObject &object, const QString &place)
{
    JsonReader reader(object, place);
    SetupChange::Gone gone;
    reader.required(idKey, gone.id, longestId);
    gone.revision = readRevision(reader, true);
    if (auto read = reader.finish(); !read)
        return read.error();
    return gone;
}

Result<SetupChange::Rules> readRules(const QJsonObject &object, const QString &place)
{
    JsonReader reader(object, place);
    SetupChange::Rules rules;
    rules.revision = readRevision(reader, true);
    const auto set = reader.object(setKey, true);
    if (auto read = reader.finish(); !read)
        return read.error();
    auto read = ruleSetFromJson(*set, reader.pointerTo(setKey));
    if (!read)
        return read.error();
    rules.set = std::move(*read);
    return rules;
}

/// Reads each element, which is an object, by `read(object, place)`.
template <typename Item, typename Read>
Result<std::vector<Item>> readAll(const JsonReader &reader, QLatin1String name, const QJsonArray &array,
                                  Read read)
{
    std::vector<Item> items;
    if (array.size() > mostEntries)
        return wrong("out-of-range",
                     QStringLiteral("\"%1\" has more than %2 entries.").arg(name).arg(mostEntries),
                     reader.pointerTo(name), QStringLiteral("Remove some."));
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString place = reader.pointerTo(name, i);
        if (!array.at(i).isObject())
            return wrong("wrong-type", QStringLiteral("An entry must have fields."), place,
                         QStringLiteral("Write it as an object."));
        auto item = read(array.at(i).toObject(), place);
        if (!item)
            return item.error();
        items.push_back(std::move(*item));
    }
    return items;
}

Result<QStringList> readIds(const JsonReader &reader, QLatin1String name, const QJsonArray &array)
{
    QStringList ids;
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (!array.at(i).isString() || !isValidId(array.at(i).toString()))
            return wrong("invalid-id", QStringLiteral("This is no id."), reader.pointerTo(name, i),
                         QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
        ids << array.at(i).toString();
    }
    return ids;
}

/// What is named twice is a contradiction, or would be.
Result<void> checkTwice(const SetupChange &change)
{
    QSet<QString> seen;
    const auto see = [&seen](const QString &id, const QString &place) -> Result<void> {
        if (!seen.contains(id)) {
            seen.insert(id);
            return {};
        }
        return wrong("duplicate-id", QStringLiteral("\"%1\" is there twice.").arg(id), place,
                     QStringLiteral("Remove one of the two."));
    };
    for (size_t i = 0; i < change.channels.size(); ++i) {
        if (auto once = see(change.channels[i].config.id, QStringLiteral("/channels/%1/config/id").arg(i));
            !once)
            return once;
    }
    for (size_t i = 0; i < change.removedChannels.size(); ++i) {
        if (auto once = see(change.removedChannels[i].id, QStringLiteral("/removedChannels/%1/id").arg(i));
            !once)
            return once;
    }
    seen.clear();
    for (qsizetype i = 0; i < change.removedSlates.size(); ++i) {
        if (auto once = see(change.removedSlates[i], QStringLiteral("/removedSlates/%1").arg(i)); !once)
            return once;
    }
    return {};
}

} // namespace

Result<SetupChange> setupChangeFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    const QJsonArray channels = reader.array(channelsKey).value_or(QJsonArray());
    const QJsonArray removedChannels = reader.array(removedChannelsKey).value_or(QJsonArray());
    const QJsonArray removedSlates = reader.array(removedSlatesKey).value_or(QJsonArray());
    const auto rules = reader.nullableObject(rulesKey);
    if (auto read = reader.finish(); !read)
        return read.error();
    SetupChange change;
    auto readChannels = readAll<SetupChange::Channel>(reader, channelsKey, channels, readChannel);
    if (!readChannels)
        return readChannels.error();
    change.channels = std::move(*readChannels);
    auto gone = readAll<SetupChange::Gone>(reader, removedChannelsKey, removedChannels, readGone);
    if (!gone)
        return gone.error();
    change.removedChannels = std::move(*gone);
    const auto slates = readIds(reader, removedSlatesKey, removedSlates);
    if (!slates)
        return slates.error();
    change.removedSlates = *slates;
    if (rules) {
        auto read = readRules(*rules, reader.pointerTo(rulesKey));
        if (!read)
            return read.error();
        change.rules = std::move(*read);
    }
    if (auto once = checkTwice(change); !once)
        return once.error();
    if (change.isEmpty())
        return wrong("missing-field", QStringLiteral("Nothing is to be changed."), {},
                     QStringLiteral("Name a channel, a slate or the rules."));
    return change;
}

QJsonObject toJson(const SetupChange &change, bool withSecrets)
{
    QJsonObject object;
    QJsonArray channels;
    for (const SetupChange::Channel &channel : change.channels) {
        QJsonObject one{{configKey, toJson(channel.config, withSecrets)}};
        if (channel.revision)
            one.insert(revisionKey, double(*channel.revision));
        if (channel.slate)
            one.insert(slateKey, *channel.slate);
        channels.append(one);
    }
    QJsonArray gone;
    for (const SetupChange::Gone &one : change.removedChannels)
        gone.append(QJsonObject{{idKey, one.id}, {revisionKey, double(one.revision)}});
    if (!channels.isEmpty())
        object.insert(channelsKey, channels);
    if (!gone.isEmpty())
        object.insert(removedChannelsKey, gone);
    if (!change.removedSlates.isEmpty())
        object.insert(removedSlatesKey, QJsonArray::fromStringList(change.removedSlates));
    if (change.rules) {
        object.insert(
            rulesKey,
            QJsonObject{{revisionKey, double(change.rules->revision)}, {setKey, toJson(change.rules->set)}});
    }
    return object;
}

} // namespace twinfeed
