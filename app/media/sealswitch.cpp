// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sealswitch.h"

#include "app/media/errors.h"
#include "app/media/payload.h"
#include "app/media/unitkind.h"

#include <utility>

namespace twinfeed::media {

namespace {

// Of a keyframe's slices: with more of it in the clear a decoder shows a recognisable part of the picture.
constexpr size_t mostBareShare = 8; // one part in so many
constexpr int64_t longestGroupUs = 60'000'000;

/// False where a look at the stream without the key shows what the keyframe shows.
bool hides(const Packet &keyframe)
{
    const auto codec = kindOf(keyframe).codec == sealing::UnitKind::Hevc ? sealing::PictureCodec::Hevc
                                                                         : sealing::PictureCodec::H264;
    const auto cover = sealing::coverOf(codec, bytesOf(keyframe));
    return cover && (cover->all - cover->hidden) * mostBareShare <= cover->all;
}

/// What one packet alone is at fault for.
bool onlyThisOne(const Error &error)
{
    return error.code == QLatin1String("damaged-unit") || error.code == QLatin1String("no-slice")
        || error.code == QLatin1String("too-large");
}

} // namespace

SealSwitch::SealSwitch(Setup setup)
    : m_where(setup.where)
    , m_incarnations(std::move(setup.incarnations))
    , m_refusal(std::move(setup.refusal))
    , m_changed(std::move(setup.changed))
    , m_asked{std::move(setup.asked), 0}
{
}

SealSwitch::~SealSwitch() = default;

uint64_t SealSwitch::ask(KeyPtr key)
{
    const std::lock_guard lock(m_mutex);
    m_asked = {std::move(key), m_asked.order + 1};
    m_newest = m_asked.order;
    return m_asked.order;
}

SealSwitch::Asked SealSwitch::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

std::optional<qint64> SealSwitch::nextKeyframeLocked(int64_t now) const
{
    // Overdue by as much again it follows no such distance.
    if (!m_keyframeAt || m_keyframeEveryUs <= 0 || now - *m_keyframeAt > 2 * m_keyframeEveryUs)
        return std::nullopt;
    return std::max<int64_t>(0, *m_keyframeAt + m_keyframeEveryUs - now) / 1000;
}

std::optional<qint64> SealSwitch::nextKeyframeMs(int64_t now) const
{
    const std::lock_guard lock(m_mutex);
    return nextKeyframeLocked(now);
}

void SealSwitch::tell(EncryptionStatus &status, int64_t now) const
{
    const std::lock_guard lock(m_mutex);
    // Before anything has left there is only what will be.
    const KeyPtr &key = m_sentOrder ? m_sentKey : m_asked.key;
    status.sending = key ? Encryption::Sealed : Encryption::Clear;
    status.sendingKey = key ? std::optional<quint32>(key->id) : std::nullopt;
    status.changesInMs.reset();
    if (m_sentOrder && *m_sentOrder != m_asked.order)
        status.changesInMs = nextKeyframeLocked(now);
    if (m_sentOrder && m_sentKey && m_bare) {
        status.reason =
            QStringLiteral("The pictures on air are so small (of a single colour, perhaps) that they "
                           "can be recognised without the key.");
        status.reasonCode = QStringLiteral("hardly-hidden");
    }
}

Result<void> SealSwitch::prepareFor(const Asked &asked)
{
    if (m_next && m_next->asked.order == asked.order)
        return {};
    if (m_now && m_now->asked.order == asked.order)
        return {};
    Ready next{asked, nullptr};
    if (asked.key) {
        if (m_refusal)
            return *m_refusal;
        if (asked.key->bytes == decltype(asked.key->bytes){})
            return errorOf(
                QStringLiteral("no-key"),
                QStringLiteral("The key %1 is not to be had, and it is not sent clear.").arg(asked.key->id),
                QStringLiteral("See to the master key, or end encryption."));
        if (m_where == Where::Units) {
            if (!m_incarnations)
                return errorOf(QStringLiteral("no-key"),
                               QStringLiteral("There is no store for encryption's numbers."));
            const auto incarnation = m_incarnations->next(asked.key->id);
            if (!incarnation)
                return incarnation.error();
            next.sealer = std::make_unique<sealing::Sealer>(*asked.key, *incarnation);
        }
    }
    m_next = std::move(next);
    return {};
}

Result<void> SealSwitch::prepare()
{
    return prepareFor(asked());
}

Result<Packet> SealSwitch::pass(const Packet &packet, bool entry)
{
    if (!m_now || (entry && m_now->asked.order != m_newest.load())) {
        if (auto ready = prepare(); !ready)
            return ready.error();
        if (m_next)
            m_now = std::exchange(m_next, std::nullopt);
        m_untold = true;
    }
    Packet passed = packet;
    if (m_now->sealer) {
        if (auto sealed = seal(passed, entry); !sealed)
            return sealed.error();
    }
    return passed;
}

Result<void> SealSwitch::seal(Packet &packet, bool entry)
{
    if (entry && packet.track == Track::Video)
        m_hidden = hides(packet);
    const auto unit = m_now->sealer->seal(kindOf(packet), bytesOf(packet));
    if (!unit) {
        if (onlyThisOne(unit.error()))
            return errorOf(QStringLiteral("damaged-unit"), unit.error().message);
        return errorOf(QStringLiteral("cannot-encrypt"),
                       QStringLiteral("The stream cannot be encrypted: %1").arg(unit.error().message),
                       unit.error().remedy);
    }
    if (!replacePayload(packet, *unit))
        return outOfMemory();
    return {};
}

void SealSwitch::left(const Packet &packet, bool entry, int64_t at)
{
    if (!entry)
        return;
    const int64_t every = m_keyframeDts ? packet.dts - *m_keyframeDts : 0;
    m_keyframeDts = packet.dts;
    {
        const std::lock_guard lock(m_mutex);
        m_sentOrder = m_now->asked.order;
        m_sentKey = m_now->asked.key;
        m_keyframeAt = at;
        m_keyframeEveryUs = every > 0 && every <= longestGroupUs && packet.track == Track::Video ? every : 0;
        m_bare = m_now->sealer && !m_hidden;
    }
    if (std::exchange(m_untold, false) && m_changed)
        m_changed(m_now->asked.order, at);
}

} // namespace twinfeed::media
