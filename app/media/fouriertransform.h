// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <complex>
#include <memory>
#include <vector>

namespace twinfeed::media {

/// FFmpeg's transform of real numbers, not scaled. One thread.
class FourierTransform final
{
public:
    /// `size`: a power of two.
    explicit FourierTransform(size_t size);
    ~FourierTransform();
    FourierTransform(const FourierTransform &) = delete;
    FourierTransform &operator=(const FourierTransform &) = delete;

    /// `size` numbers to size/2 + 1.
    void forward(const std::vector<float> &in, std::vector<std::complex<float>> &out);
    /// And back, times `size`.
    void backward(const std::vector<std::complex<float>> &in, std::vector<float> &out);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
