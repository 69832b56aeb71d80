// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/feedformat.h"

#include <array>

namespace twinfeed::feed {

namespace {

constexpr std::array variantWords{"normal", "black", "freeze", "bitrate", "fps", "dark", "part-freeze"};
static_assert(variantWords.size() == variantCount);
constexpr std::array soundVariantWords{"normal", "silence", "clip"};
static_assert(soundVariantWords.size() == soundVariantCount);
constexpr std::array codecWords{"h264", "hevc", "mpeg2video"};

template <typename T, size_t N>
std::optional<T> find(const std::array<const char *, N> &words, const QString &word)
{
    for (size_t i = 0; i < N; ++i) {
        if (word == QLatin1String(words[i]))
            return T(i);
    }
    return std::nullopt;
}

} // namespace

QString toWord(Variant variant)
{
    return QString::fromLatin1(variantWords.at(size_t(variant)));
}

std::optional<Variant> variantFromWord(const QString &word)
{
    return find<Variant>(variantWords, word);
}

QString toWord(SoundVariant variant)
{
    return QString::fromLatin1(soundVariantWords.at(size_t(variant)));
}

std::optional<SoundVariant> soundVariantFromWord(const QString &word)
{
    return find<SoundVariant>(soundVariantWords, word);
}

QString toWord(VideoCodec codec)
{
    return QString::fromLatin1(codecWords.at(size_t(codec)));
}

std::optional<VideoCodec> videoCodecFromWord(const QString &word)
{
    return find<VideoCodec>(codecWords, word);
}

QString sourceLetter(int source)
{
    if (source >= 1 && source <= 26)
        return QString(QChar(u'A' + source - 1));
    return QString::number(source);
}

} // namespace twinfeed::feed
