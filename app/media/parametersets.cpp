// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/parametersets.h"

#include "app/media/ffmpeg.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

// What an avcC can carry; a real set has some dozen bytes.
constexpr size_t largestSet = 0xFFFF;

bool same(const std::vector<uint8_t> &set, Bytes other)
{
    return std::ranges::equal(set, other);
}

} // namespace

ParameterSets::ParameterSets(int codecId)
    : m_codecId(codecId)
{
}

bool ParameterSets::add(Bytes set)
{
    if (set.size() < 3 || set.size() > largestSet)
        return false;
    if (m_codecId == AV_CODEC_ID_HEVC) {
        switch (set[0] >> 1 & 0x3F) {
        case 32:
            return addVps(set);
        case 33:
            return addSps(set);
        default:
            return addPps(set);
        }
    }
    return (set[0] & 0x1F) == 7 ? addSps(set) : addPps(set);
}

bool ParameterSets::addVps(Bytes set)
{
    const auto id = parseHevcVpsId(set);
    if (!id)
        return false;
    auto &known = m_vps[*id];
    if (!same(known, set)) {
        known.assign(set.begin(), set.end());
        m_changed = true;
    }
    return true;
}

bool ParameterSets::addSps(Bytes set)
{
    const auto known =
        std::ranges::find_if(m_sps, [set](const auto &entry) { return same(entry.second.bytes, set); });
    if (known != m_sps.end())
        return true;
    const auto info = m_codecId == AV_CODEC_ID_HEVC ? parseHevcSps(set) : parseH264Sps(set);
    if (!info)
        return false;
    std::erase_if(m_pps, [&info](const auto &entry) { return entry.second.sps == info->id; });
    m_sps[info->id] = {{set.begin(), set.end()}, *info};
    m_changed = true;
    return true;
}

bool ParameterSets::addPps(Bytes set)
{
    const auto info = m_codecId == AV_CODEC_ID_HEVC ? parseHevcPps(set) : parseH264Pps(set);
    if (!info)
        return false;
    Pps &known = m_pps[info->id];
    if (!same(known.bytes, set)) {
        known = {{set.begin(), set.end()}, info->sps};
        m_changed = true;
    }
    return true;
}

bool ParameterSets::replace(const std::vector<std::vector<uint8_t>> &sets)
{
    ParameterSets fresh(m_codecId);
    for (const auto &set : sets)
        fresh.add(set);
    if (fresh.m_sps.empty() || fresh.m_pps.empty())
        return false;
    m_vps = std::move(fresh.m_vps);
    m_sps = std::move(fresh.m_sps);
    m_pps = std::move(fresh.m_pps);
    m_changed = true;
    return true;
}

CodecConfigPtr ParameterSets::configFor(unsigned pps)
{
    const auto picture = m_pps.find(pps);
    if (picture == m_pps.end())
        return nullptr;
    const auto sequence = m_sps.find(picture->second.sps);
    if (sequence == m_sps.end())
        return nullptr;
    if (m_config && !m_changed && m_activeSps == sequence->first)
        return m_config;
    m_changed = false;
    m_activeSps = sequence->first;
    CodecConfig config = build(sequence->second.info);
    if (!m_config || !(*m_config == config))
        m_config = std::make_shared<const CodecConfig>(std::move(config));
    return m_config;
}

CodecConfig ParameterSets::build(const SpsInfo &active) const
{
    CodecConfig config;
    config.track = Track::Video;
    config.codecId = m_codecId;
    config.width = active.width;
    config.height = active.height;
    config.frameRateNum = active.frameRateNum;
    config.frameRateDen = active.frameRateDen;
    config.profile = active.profile;
    config.level = active.level;
    config.reorder = active.reorder;
    for (const auto &[id, set] : m_vps)
        config.parameterSets.push_back(set);
    for (const auto &[id, set] : m_sps)
        config.parameterSets.push_back(set.bytes);
    for (const auto &[id, set] : m_pps)
        config.parameterSets.push_back(set.bytes);
    if (m_codecId == AV_CODEC_ID_H264)
        config.extradata = buildAvcC(config.parameterSets);
    return config;
}

} // namespace twinfeed::media
