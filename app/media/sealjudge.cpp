// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sealjudge.h"

#include "app/media/unitkind.h"

#include <algorithm>
#include <utility>

namespace twinfeed::media {

namespace {

// How far relays shift sound against pictures when they interleave them anew.
constexpr int64_t soundPatienceUs = 1'000'000;

Sight sightOf(EncryptionSeen seen, const char *code, const QString &reason)
{
    return {seen, {}, reason, QString::fromLatin1(code)};
}

} // namespace

SealJudge::SealJudge(sealing::Unsealer::FindKey findKey)
    : m_unsealer(findKey ? std::move(findKey) : [](sealing::KeyId) { return std::optional<sealing::Key>(); })
{
}

SealJudge::Look SealJudge::lookAt(const Packet &packet)
{
    const auto opened = m_unsealer.open(kindOf(packet), bytesOf(packet), packet.keyframe);
    if (opened)
        return opened->key ? Look{State::Sealed, opened->key} : Look{};
    if (opened.error().code == QLatin1String("seal-missing"))
        return {};
    ++m_unopened;
    // With one of our keys, but of another sealer.
    const bool foreign = opened.error().code == QLatin1String("seal-foreign");
    return {foreign ? State::Sealed : State::Unopened, {}};
}

void SealJudge::take(std::optional<Run> &run, const Look &look, int64_t dts)
{
    if (!run || run->look != look)
        run = Run{look, dts};
}

void SealJudge::add(const Packet &packet)
{
    const Look look = lookAt(packet);
    m_newest = std::max(m_newest, packet.dts);
    if (packet.track == Track::Video)
        return addPicture(look, packet);
    if (!m_firstSound)
        m_firstSound = packet.dts;
    take(m_sound, look, packet.dts);
}

void SealJudge::addPicture(const Look &look, const Packet &packet)
{
    if (packet.keyframe) {
        take(m_pictures, look, packet.dts);
        m_other.reset();
        ++m_groups;
    } else if (m_pictures && look != m_pictures->look) {
        m_other = look;
    }
}

/// Two things within one group, or of sound and pictures.
std::optional<Sight> SealJudge::mixture() const
{
    const Look &look = m_pictures->look;
    const auto of = [&look](const Look &other) -> Sight {
        if (look.state == State::Unopened || other.state == State::Unopened)
            return sightOf(EncryptionSeen::Unknown, "not-opened",
                           QStringLiteral("Some of it cannot be opened: damaged on its way, or changed."));
        if (look.state == State::Sealed && other.state == State::Sealed)
            return sightOf(EncryptionSeen::Mixed, "two-keys",
                           QStringLiteral("It is encrypted with two keys at once."));
        return sightOf(EncryptionSeen::Mixed, "half-sealed",
                       QStringLiteral("Some of it is encrypted and some of it is clear."));
    };
    if (m_other)
        return of(*m_other);
    if (m_sound && m_sound->look != look
        && m_newest - std::max(m_sound->since, m_pictures->since) > soundPatienceUs) {
        Sight sight = of(m_sound->look);
        if (sight.reasonCode == QLatin1String("half-sealed"))
            sight.reason = m_sound->look.state == State::Clear
                ? QStringLiteral("Its pictures are encrypted and its sound is clear.")
                : QStringLiteral("Its sound is encrypted and its pictures are clear.");
        return sight;
    }
    return std::nullopt;
}

Sight SealJudge::sight() const
{
    const bool soundOnly = !m_pictures && m_sound && m_newest - *m_firstSound > 2 * soundPatienceUs;
    if (!m_pictures && !soundOnly)
        return sightOf(EncryptionSeen::Unknown, "nothing-yet", QStringLiteral("No keyframe has come yet."));
    if (m_pictures) {
        if (auto mixed = mixture())
            return *mixed;
    }
    const Look &look = m_pictures ? m_pictures->look : m_sound->look;
    switch (look.state) {
    case State::Clear:
        return {EncryptionSeen::Clear, {}, {}, {}};
    case State::Sealed:
        return {EncryptionSeen::Sealed, look.key, {}, {}};
    case State::Unopened:
        break;
    }
    return sightOf(
        EncryptionSeen::Unknown, "not-opened",
        QStringLiteral("It is encrypted with a key that is not to be had, or was changed on its way."));
}

} // namespace twinfeed::media
