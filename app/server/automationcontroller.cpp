// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

namespace {

const QLatin1String modeKey("mode");
const QLatin1String armedKey("armed");
const QLatin1String lockedKey("locked");

/// Each source at most once, in the order of Source.
std::vector<Source> readSources(JsonReader &reader, const QJsonArray &array)
{
    std::array<bool, allSources.size()> named{};
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString pointer = reader.pointerTo(lockedKey, i);
        if (!array.at(i).isString()) {
            reader.fail(Error{
                QStringLiteral("wrong-type"), QStringLiteral("A source must be a text."), pointer, {}, {}});
            return {};
        }
        const auto source = fromWord<Source>(array.at(i).toString());
        if (!source) {
            reader.fail(
                Error{QStringLiteral("unknown-value"),
                      QStringLiteral("\"%1\" is no source.").arg(array.at(i).toString()),
                      pointer,
                      QStringLiteral("Use some of: %1.").arg(wordsOf<Source>().join(QLatin1String(", "))),
                      {}});
            return {};
        }
        named[size_t(*source)] = true;
    }
    std::vector<Source> sources;
    for (const Source source : allSources) {
        if (named[size_t(source)])
            sources.push_back(source);
    }
    return sources;
}

} // namespace

void setFailover(Call &call)
{
    JsonReader reader(call.json);
    std::optional<FailoverMode> mode;
    bool armed = false;
    reader.nullableWord(modeKey, mode);
    reader.optional(armedKey, armed);
    if (!reader.failed() && reader.has(armedKey) && !armed)
        reader.fail(armedKey, QStringLiteral("out-of-range"),
                    QStringLiteral("A take disarms failover; this can only arm it again."),
                    QStringLiteral("Use the mode \"off\" to keep the engine from doing anything."));
    else if (!reader.failed() && !mode && !armed)
        reader.fail(modeKey, QStringLiteral("missing-field"), QStringLiteral("Nothing is asked for."),
                    QStringLiteral("Say a mode, or \"armed\": true."));
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.setFailover(*command, call.parameter("channel"), mode, armed, call.done());
}

void setLocks(Call &call)
{
    JsonReader reader(call.json);
    std::vector<Source> locked;
    if (const auto array = reader.array(lockedKey, true))
        locked = readSources(reader, *array);
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.setLocks(*command, call.parameter("channel"), locked, call.done());
}

void endProgramme(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.endProgramme(*command, call.parameter("channel"), call.done());
}

} // namespace twinfeed::server
