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

// A look each ten seconds, and two that failed: what was seen before that says nothing of now.
constexpr int64_t freshUs = 35'000'000;
// How long relays and players' lists may lag behind what is sent before what they show is held against it.
constexpr int64_t graceUs = EncryptionBook::patienceUs;

bool canBeRead(const OutputConfig &config)
{
    return !config.probeUrl.isEmpty() || config.kind == OutputKind::Rtmp || config.kind == OutputKind::Hls
        || config.kind == OutputKind::Recording;
}

bool shows(const Sight &sight, const SealSwitch::KeyPtr &asked)
{
    return asked ? sight.seen == EncryptionSeen::Sealed && sight.key == asked->id
                 : sight.seen == EncryptionSeen::Clear;
}

/// What is wrong where an output shows something else than it is asked for.
QString wordsFor(const Sight &sight, const SealSwitch::KeyPtr &asked)
{
    if (sight.seen == EncryptionSeen::Mixed)
        return sight.reason;
    if (sight.seen == EncryptionSeen::Clear)
        return QStringLiteral("It is to be encrypted, but is seen clear where it leads.");
    if (!asked)
        return QStringLiteral("It is to be clear, but is seen encrypted where it leads.");
    return QStringLiteral("It is seen encrypted with the key %1 instead of %2.")
        .arg(sight.key.value_or(0))
        .arg(asked->id);
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
    , m_findKey(std::move(setup.findKey))
{
    for (OutputSeal &seal : setup.seals) {
        m_used |= seal.key != nullptr;
        m_asked[seal.output] = std::move(seal.key);
    }
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
    const int64_t now = m_clock.now();
    place = {
        config, std::make_shared<SealSwitch>(std::move(setup)), serial, order, place.awaited, place.askedAt,
        now};
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
    probeWhereUsed();
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
        change.readable = m_mayProbe && canBeRead(place.config);
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
            if (same(asked[id], m_asked[id]))
                continue;
            place.askedAt = place.changedAt = m_clock.now();
            place.awaited = true;
            m_used |= asked[id] != nullptr;
            place.order = place.seal->ask(asked[id]);
        }
        m_asked = std::move(asked);
    }
    probeWhereUsed();
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
        place->second.changedAt = at;
    }
    m_book.left(output, at, reconnectsOf(output));
}

bool EncryptionDesk::isUsed() const
{
    return m_used || std::ranges::any_of(m_places, [](const auto &each) {
               return !each.second.config.probeUrl.isEmpty();
           });
}

void EncryptionDesk::startProbing()
{
    {
        const std::lock_guard lock(m_mutex);
        m_mayProbe = true;
    }
    probeWhereUsed();
}

void EncryptionDesk::stopProbing()
{
    std::unique_ptr<Prober> prober;
    {
        const std::lock_guard lock(m_mutex);
        m_mayProbe = false;
        prober = std::move(m_prober);
    }
}

void EncryptionDesk::probeWhereUsed()
{
    const std::lock_guard lock(m_mutex);
    if (!m_mayProbe || !isUsed())
        return;
    if (m_prober)
        return m_prober->wake();
    Prober::Hooks hooks;
    hooks.targets = [this] { return targets(); };
    hooks.saw = [this](const Prober::Target &target, const Sight &sight, int unopened, int64_t at) {
        saw(target, sight, unopened, at);
    };
    m_prober = std::make_unique<Prober>(m_findKey, m_clock, std::move(hooks));
}

std::vector<Prober::Target> EncryptionDesk::targets() const
{
    std::map<QString, Place> places;
    {
        const std::lock_guard lock(m_mutex);
        places = m_places;
    }
    const int64_t now = m_clock.now();
    std::vector<Prober::Target> targets;
    for (const auto &[id, place] : places) {
        const auto status = m_hooks.output ? m_hooks.output(id) : std::nullopt;
        if (!status || status->state != OutputState::Live)
            continue;
        ProbePlace where = ProbePlace::of(place.config, status->file);
        if (where.kind == ProbePlace::Kind::None)
            continue;
        const bool urgent =
            (place.order || place.awaited) && now - place.askedAt < EncryptionBook::patienceUs;
        targets.push_back({id, std::move(where), urgent});
    }
    return targets;
}

void EncryptionDesk::saw(const Prober::Target &target, const Sight &sight, int unopened, int64_t at)
{
    bool reached = false;
    bool changed = false;
    SealSwitch::KeyPtr asked;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_places.find(target.output);
        if (it == m_places.end())
            return;
        Place &place = it->second;
        asked = m_asked[target.output];
        changed = place.seen.newest != sight;
        place.seen.newest = sight;
        const bool failed = sight.reasonCode == QLatin1String("not-reached");
        place.seen.failures = failed ? place.seen.failures + 1 : 0;
        if (sight.seen != EncryptionSeen::Unknown) {
            changed |= place.seen.sure != sight;
            place.seen.sure = sight;
            place.seen.sureAt = at;
        }
        reached = !place.order && place.awaited && shows(sight, asked);
        if (reached)
            place.awaited = false;
    }
    if (unopened > 0)
        m_book.unopened(target.output, unopened);
    if (reached)
        m_book.seen(target.output, asked ? std::optional<quint32>(asked->id) : std::nullopt, at,
                    target.place.shown(), reconnectsOf(target.output));
    if (changed && m_hooks.changed)
        m_hooks.changed(target.output);
}

void EncryptionDesk::tell(OutputStatus &status) const
{
    const std::lock_guard lock(m_mutex);
    const auto place = m_places.find(status.id);
    if (place == m_places.end())
        return;
    const int64_t now = m_clock.now();
    tellSeen(place->second, status.encryption, now);
    tellDisagreement(place->second, status, now);
}

EncryptionDesk::Figures EncryptionDesk::figures(const OutputStatus &told) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_places.find(told.id);
    if (it == m_places.end() || !canBeRead(it->second.config) || !isUsed() || told.state != OutputState::Live)
        return {};
    const Place &place = it->second;
    const auto asked = m_asked.find(told.id);
    const bool unseen = asked != m_asked.end() && asked->second && !place.order
        && told.encryption.seen == EncryptionSeen::Unknown && m_clock.now() - place.changedAt > graceUs;
    return {told.encryption.disagrees || unseen ? 1.0 : 0.0, double(place.seen.failures)};
}

void EncryptionDesk::tellSeen(const Place &place, EncryptionStatus &status, int64_t now) const
{
    const auto because = [&status](const QString &code, const QString &reason) {
        status.reason = reason;
        status.reasonCode = code;
    };
    // That there is nothing to see yet is no reason to keep quiet about what is sent.
    const auto quietly = [&](const char *code, const QString &reason) {
        if (status.reasonCode.isEmpty())
            because(QString::fromLatin1(code), reason);
    };
    if (!canBeRead(place.config))
        return quietly("no-address", QStringLiteral("It has no address at which it can be read back."));
    if (!isUsed())
        return quietly("not-used",
                       QStringLiteral("It is not read back, since nothing was encrypted since the start."));
    const Seen &seen = place.seen;
    if (seen.sure)
        status.seenAgeMs = (now - seen.sureAt) / 1000;
    if (!seen.sure || now - seen.sureAt > freshUs) {
        if (seen.newest.reasonCode.isEmpty())
            return quietly("nothing-yet", QStringLiteral("It was not read back yet."));
        return because(seen.newest.reasonCode, seen.newest.reason);
    }
    status.seen = seen.sure->seen;
    status.seenKey = seen.sure->key;
    if (status.seen == EncryptionSeen::Mixed)
        because(seen.sure->reasonCode, seen.sure->reason);
}

void EncryptionDesk::tellDisagreement(const Place &place, OutputStatus &status, int64_t now) const
{
    if (!place.config.enabled)
        return;
    EncryptionStatus &encryption = status.encryption;
    const auto disagrees = [&encryption](const char *code, const QString &reason) {
        encryption.disagrees = true;
        encryption.reason = reason;
        encryption.reasonCode = QString::fromLatin1(code);
    };
    if (place.order) {
        if (status.state == OutputState::Live && now - place.askedAt > graceUs)
            disagrees("not-changed",
                      QStringLiteral("It has sent no keyframe at which its encryption could change."));
        return;
    }
    const auto asked = m_asked.find(place.config.id);
    const SealSwitch::KeyPtr key = asked == m_asked.end() ? nullptr : asked->second;
    if (encryption.seen == EncryptionSeen::Unknown || place.seen.sureAt < place.changedAt
        || shows(*place.seen.sure, key) || now - place.changedAt < graceUs)
        return;
    disagrees(encryption.seen == EncryptionSeen::Mixed ? place.seen.sure->reasonCode.toLatin1().constData()
                                                       : "not-asked-for",
              wordsFor(*place.seen.sure, key));
}

} // namespace twinfeed::media
