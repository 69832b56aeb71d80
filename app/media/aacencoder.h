// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/internalform.h"
#include "models/domain/channel.h"

#include <span>
#include <vector>

namespace twinfeed::media {

/// Samples in, AAC-LC frames in internal form out; 64 kbit/s a channel. For sources of app/media only; one thread.
class AacEncoder final
{
public:
    static constexpr int frameSamples = 1024;

    /// Errors, here and below: `errorCode` with the encoder's reason.
    static Result<std::unique_ptr<AacEncoder>>
    create(const SoundFormat &format, const QString &errorCode = QStringLiteral("sound-refused"));

    struct Encoded
    {
        std::shared_ptr<const AVPacket> payload;
        /// Which sample a decoder gives first for it, counted as in encode(): what the encoder and its priming hold back is
        /// taken off. The first of all lies a frame before the first sample and holds nothing but priming.
        int64_t firstSample = 0;
    };
    /// The next frameSamples samples of each channel. Appends what has become ready: one frame, usually, that lies two
    /// frames back.
    Result<void> encode(std::span<const float *const> planes, int64_t firstSample, std::vector<Encoded> &out);
    /// What is left; nothing can be encoded after it.
    Result<void> finish(std::vector<Encoded> &out);

    /// Sample rate, channels and decoder configuration; the same object for ever.
    const CodecConfigPtr &config() const { return m_config; }
    static int64_t frameUs(int sampleRate) { return av_rescale(frameSamples, 1'000'000, sampleRate); }

private:
    AacEncoder() = default;
    Result<void> drain(std::vector<Encoded> &out);

    QString m_errorCode;
    AvCodecContext m_context;
    std::unique_ptr<InternalForm> m_form;
    CodecConfigPtr m_config;
};

} // namespace twinfeed::media
