// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/encryptiondesk.h"

#include "app/media/errors.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

// Nearer than this the stream's own keyframe is waited for.
constexpr qint64 farMs = 2'000;

bool same(const SealSwitch::KeyPtr &one, const SealSwitch::KeyPtr &other)
{
    return one && other ? *one == *other : one == other;
}

/// Why an output can only be clear.
std::optional<Error> refusalOf(const OutputConfig &config)
{
    if (config.kind != OutputKind::Hls || !config.keyUrl.isEmpty())
        return std::nullopt;
    return errorOf(QStringLiteral("no-key-url"),
                   QStringLiteral("Players of the output %1 could not know where its key is.").arg(config.id),
                   QStringLiteral("Give the output a keyUrl."));
}

} // namespace

EncryptionDesk::EncryptionDesk(Setup setup, const Clock &clock, Hooks hooks)
    : m_clock(clock)
    , m_hooks(std::move(hooks))
    , m_incarnations(std::move(setup.incarnations))
{
    for (OutputSeal &seal : setup.seals)
        m_asked[seal.output] = std::move(seal.key);
}

std::shared_ptr<SealSwitch> EncryptionDesk::switchFor(const OutputConfig &config)
{
    const std::lock_guard lock(m_mutex);
    const uint64_t serial = ++m_serial;
    Place &place = m_places[config.id];
    const auto asked = m_asked.find(config.id);
    SealSwitch::Setup setup;
    setup.where = config.kind == OutputKind::Hls ? SealSwitch::Where::Segments : SealSwitch::Where::Units;
    setup.asked = asked == m_asked.end() ? nullptr : asked->second;
    setup.refusal = refusalOf(config);
    setup.incarnations = m_incarnations;
    setup.changed = [this, id = config.id, serial](uint64_t order, int64_t at) {
        left(id, serial, order, at);
    };
    // An order that the output before it did not carry out is the first thing that this one does.
    const auto order = place.order ? std::optional<uint64_t>(0) : std::nullopt;
    place = {config, std::make_shared<SealSwitch>(std::move(setup)), serial, order};
    return place.seal;
}

void EncryptionDesk::setOutputs(const std::vector<OutputConfig> &outputs)
{
    std::vector<QString> gone;
    {
        const std::lock_guard lock(m_mutex);
        for (auto place = m_places.begin(); place != m_places.end();) {
            const auto config = std::ranges::find(outputs, place->first, &OutputConfig::id);
            if (config == outputs.end() || !config->enabled)
                gone.push_back(place->first);
            place = config == outputs.end() ? m_places.erase(place) : std::next(place);
        }
    }
    for (const QString &output : gone)
        m_book.gone(output);
}

int EncryptionDesk::reconnectsOf(const QString &output) const
{
    const auto status = m_hooks.output ? m_hooks.output(output) : std::nullopt;
    return status ? status->reconnects : 0;
}

/// What the order changes. Outputs that are switched off follow without being waited for.
std::vector<EncryptionBook::Change> EncryptionDesk::changes(const std::vector<OutputSeal> &seals)
{
    std::map<QString, SealSwitch::KeyPtr> asked;
    for (const OutputSeal &seal : seals)
        asked[seal.output] = seal.key;
    std::vector<EncryptionBook::Change> changes;
    const std::lock_guard lock(m_mutex);
    for (auto &[id, place] : m_places) {
        const SealSwitch::KeyPtr &key = asked[id];
        if (same(key, m_asked[id]) || !place.config.enabled)
            continue;
        EncryptionBook::Change change;
        change.output = id;
        if (key) {
            change.key = key->id;
            change.refusal = refusalOf(place.config);
        }
        changes.push_back(std::move(change));
        place.order = std::nullopt; // what still comes of an older order is no answer to this one
    }
    return changes;
}

void EncryptionDesk::set(std::vector<OutputSeal> seals, int64_t acceptedAt, bool soon, EncryptionDone done)
{
    auto changed = changes(seals);
    std::vector<QString> outputs;
    for (EncryptionBook::Change &change : changed) {
        change.reconnects = reconnectsOf(change.output);
        outputs.push_back(change.output);
    }
    m_book.open(std::move(changed), acceptedAt, std::move(done));
    const bool make = m_hooks.makeKeyframe && !outputs.empty() && (soon || keyframeIsFar(outputs));
    {
        const std::lock_guard lock(m_mutex);
        std::map<QString, SealSwitch::KeyPtr> asked;
        for (OutputSeal &seal : seals)
            asked[seal.output] = std::move(seal.key);
        for (auto &[id, place] : m_places) {
            if (!same(asked[id], m_asked[id]))
                place.order = place.seal->ask(asked[id]);
        }
        m_asked = std::move(asked);
    }
    if (make) {
        m_hooks.makeKeyframe([this](const Result<void> &made) {
            if (made)
                m_book.keyframeMade();
        });
    }
}

bool EncryptionDesk::keyframeIsFar(const std::vector<QString> &outputs) const
{
    const int64_t now = m_clock.now();
    return std::ranges::any_of(outputs, [&](const QString &output) {
        const auto status = m_hooks.output ? m_hooks.output(output) : std::nullopt;
        // One that is not live begins with what is asked for.
        if (!status || status->state != OutputState::Live)
            return false;
        const std::lock_guard lock(m_mutex);
        const auto place = m_places.find(output);
        const auto next = place == m_places.end() ? std::nullopt : place->second.seal->nextKeyframeMs(now);
        return !next || *next > farMs;
    });
}

void EncryptionDesk::left(const QString &output, uint64_t serial, uint64_t order, int64_t at)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto place = m_places.find(output);
        if (place == m_places.end() || place->second.serial != serial || place->second.order != order)
            return;
        place->second.order.reset();
    }
    m_book.left(output, at, reconnectsOf(output));
}

} // namespace twinfeed::media
