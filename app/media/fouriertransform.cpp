// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/fouriertransform.h"

#include <algorithm>

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/tx.h>
}

namespace twinfeed::media {

namespace {

struct FreeTransform
{
    void operator()(AVTXContext *context) const { av_tx_uninit(&context); }
};
struct FreeMemory
{
    void operator()(float *memory) const { av_free(memory); }
};

struct Direction
{
    std::unique_ptr<AVTXContext, FreeTransform> context;
    av_tx_fn run = nullptr;
};

Direction make(bool inverse, size_t size)
{
    Direction direction;
    AVTXContext *context = nullptr;
    const float scale = 1;
    if (av_tx_init(&context, &direction.run, AV_TX_FLOAT_RDFT, inverse, int(size), &scale, 0) >= 0)
        direction.context.reset(context);
    return direction;
}

} // namespace

class FourierTransform::Private
{
public:
    explicit Private(size_t transformed)
        : size(transformed)
        , real(static_cast<float *>(av_malloc((size + 2) * sizeof(float))))
        , complex(static_cast<float *>(av_malloc((size + 2) * sizeof(float))))
        , forward(make(false, size))
        , backward(make(true, size))
    {
    }

    const size_t size;
    // Aligned as the transforms want it.
    const std::unique_ptr<float, FreeMemory> real;
    const std::unique_ptr<float, FreeMemory> complex;
    const Direction forward;
    const Direction backward;
};

FourierTransform::FourierTransform(size_t size)
    : d(std::make_unique<Private>(size))
{
}

FourierTransform::~FourierTransform() = default;

void FourierTransform::forward(const std::vector<float> &in, std::vector<std::complex<float>> &out)
{
    out.assign(d->size / 2 + 1, {});
    if (!d->forward.context || !d->real || !d->complex)
        return;
    std::copy_n(in.begin(), d->size, d->real.get());
    d->forward.run(d->forward.context.get(), d->complex.get(), d->real.get(), sizeof(float));
    std::copy_n(reinterpret_cast<const std::complex<float> *>(d->complex.get()), out.size(), out.begin());
    // Real by nature, and not written by every version.
    out.front().imag(0);
    out.back().imag(0);
}

void FourierTransform::backward(const std::vector<std::complex<float>> &in, std::vector<float> &out)
{
    out.assign(d->size, 0);
    if (!d->backward.context || !d->real || !d->complex)
        return;
    std::copy_n(in.begin(), d->size / 2 + 1, reinterpret_cast<std::complex<float> *>(d->complex.get()));
    d->backward.run(d->backward.context.get(), d->real.get(), d->complex.get(), sizeof(float));
    std::copy_n(d->real.get(), d->size, out.begin());
}

} // namespace twinfeed::media
