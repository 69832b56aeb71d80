// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/offsetwatch.h"

#include "app/media/errors.h"

#include <algorithm>
#include <cstdlib>

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1'000'000;
// The largest distance that is looked for, and what must overlap at it.
constexpr int64_t soundKept = 16 * second;
constexpr int64_t soundForFirst = 8 * second;
constexpr int64_t soundForKnown = 6 * second; // beside the distance itself
constexpr int64_t soundPeriod = 20 * second;
// Without so much sound by then there is none to wait for.
constexpr int64_t soundPatience = 12 * second;
constexpr int64_t picturesKept = 10 * second;
constexpr int64_t picturesPatience = 16 * second;
constexpr int64_t firstPicturesRest = 30 * second;
constexpr int64_t mostPicturesRest = 120 * second;
// Not confirmed for so long an offset is old: three measurements of either kind.
constexpr int64_t soundHolds = 3 * soundPeriod + 10 * second;
constexpr int64_t picturesHold = 3 * mostPicturesRest;
// Two findings that agree within this are one.
constexpr int64_t agreement = 20'000;
constexpr double mostCertain = 0.99;
constexpr double differentCertainty = 0.8;

AlignmentStatus unknown(const char *code, const QString &reason)
{
    AlignmentStatus status;
    status.reasonCode = QString::fromLatin1(code);
    status.reason = reason;
    return status;
}

} // namespace

void OffsetWatch::forget()
{
    *this = {};
}

void OffsetWatch::add(Source path, const Packet &packet)
{
    Path &own = m_paths[size_t(path)];
    if (packet.track == Track::Sound) {
        own.sound.push_back(packet);
        while (packet.dts - own.sound.front().dts > soundKept)
            own.sound.pop_front();
        return;
    }
    // Of the primary keyframes are enough: what is looked for.
    const bool wanted = path == Source::Backup ? packet.keyframe || !own.pictures.empty() : packet.keyframe;
    if (m_collecting && wanted
        && (own.pictures.empty() || packet.dts - own.pictures.front().dts <= picturesKept))
        own.pictures.push_back(packet);
}

int64_t OffsetWatch::soundUs() const
{
    const auto span = [](const Path &path) {
        return path.sound.empty() ? 0 : path.sound.back().dts - path.sound.front().dts;
    };
    return std::min(span(m_paths[0]), span(m_paths[1]));
}

std::vector<Packet> OffsetWatch::newestSound(const Path &path, int64_t us) const
{
    const auto from = std::ranges::find_if(
        path.sound, [&](const Packet &packet) { return packet.dts >= path.sound.back().dts - us; });
    return {from, path.sound.end()};
}

void OffsetWatch::look(int64_t now, const std::stop_token &stop)
{
    if (m_since == 0)
        m_since = now;
    if (m_found && now - m_found->at > (m_found->bySound ? soundHolds : picturesHold))
        m_found.reset();
    if (now >= m_soundDue && soundUs() >= soundForFirst)
        measureSound(now, stop);
    else if (!m_sound && now - m_since > soundPatience)
        m_sound = Kind::Nothing;
    if (m_sound && !(m_found && m_found->bySound))
        lookAtPictures(now, stop);
}

void OffsetWatch::measureSound(int64_t now, const std::stop_token &stop)
{
    const bool known = m_found && m_found->bySound;
    const int64_t enough = known ? soundForKnown + std::abs(m_found->finding.offsetUs) : soundKept;
    const SoundPrint primary = soundPrint(newestSound(m_paths[0], enough), stop);
    const SoundPrint backup = soundPrint(newestSound(m_paths[1], enough), stop);
    if (stop.stop_requested())
        return;
    const auto finding = offsetOf(primary, backup);
    // What is not within the first eight seconds may be within sixteen.
    const bool all = soundUs() > soundKept - second;
    m_soundDue = now + (finding.kind == Kind::Found || all ? soundPeriod : soundKept - soundUs());
    if (finding.kind == Kind::Found)
        take(finding, true, now);
    if (finding.kind == Kind::Found || all)
        m_sound = finding.kind;
}

void OffsetWatch::lookAtPictures(int64_t now, const std::stop_token &stop)
{
    if (!m_collecting && now >= m_picturesDue) {
        m_collecting = true;
        m_picturesDue = now + picturesPatience;
    }
    if (!m_collecting || (!picturesReady() && now < m_picturesDue))
        return;
    measurePictures(now, stop);
    m_collecting = false;
    for (Path &path : m_paths)
        path.pictures = {};
    m_picturesRest = std::clamp(2 * m_picturesRest, firstPicturesRest, mostPicturesRest);
    m_picturesDue = now + (m_pictures == Kind::Found ? mostPicturesRest : m_picturesRest);
}

bool OffsetWatch::picturesReady() const
{
    const auto &backup = m_paths[size_t(Source::Backup)].pictures;
    return !backup.empty() && backup.back().dts - backup.front().dts > picturesKept - second;
}

void OffsetWatch::measurePictures(int64_t now, const std::stop_token &stop)
{
    const PicturePrint primary = picturePrint(m_paths[0].pictures, PicturesOf::Keyframes, stop);
    const PicturePrint backup = picturePrint(m_paths[1].pictures, PicturesOf::All, stop);
    if (stop.stop_requested())
        return;
    const OffsetFinding finding = offsetOf(primary, backup);
    m_pictures = finding.kind;
    if (finding.kind == Kind::Found)
        take(finding, false, now);
}

void OffsetWatch::take(OffsetFinding finding, bool bySound, int64_t now)
{
    // Two measurements of different stretches that agree are surer than each.
    if (m_found && std::abs(m_found->finding.offsetUs - finding.offsetUs) < agreement)
        finding.certainty = 1 - (1 - finding.certainty) * (1 - m_found->finding.certainty);
    finding.certainty = std::min(finding.certainty, mostCertain);
    m_found = Found{finding, bySound, now};
}

AlignmentStatus OffsetWatch::status() const
{
    if (m_found) {
        AlignmentStatus status;
        status.relation = PathRelation::Offset;
        const int64_t delays = m_paths[1].delay - m_paths[0].delay;
        status.offsetMs = double(m_found->finding.offsetUs - delays) / 1000;
        status.certainty = m_found->finding.certainty;
        status.method = m_found->bySound ? QStringLiteral("sound") : QStringLiteral("pictures");
        status.reasonCode = QStringLiteral("packets-differ");
        status.reason =
            QStringLiteral("The paths carry different packets: what they show was encoded twice.");
        return status;
    }
    if (!m_sound || !m_pictures)
        return unknown("content-measuring",
                       QStringLiteral("How far the contents of both paths are apart is being measured."));
    const bool unlike = m_sound == Kind::Unlike || m_pictures == Kind::Unlike;
    const bool unclear = m_sound == Kind::Ambiguous || m_pictures == Kind::Ambiguous;
    if (!unlike || unclear)
        return unknown(
            "content-ambiguous",
            QStringLiteral("What is heard and seen repeats itself, or says too little, to tell how far the "
                           "paths are apart."));
    AlignmentStatus status = unknown(
        "content-unlike",
        QStringLiteral("No likeness of both paths' sound and pictures was found within ten seconds."));
    status.relation = PathRelation::Different;
    status.certainty = differentCertainty;
    return status;
}

} // namespace twinfeed::media
