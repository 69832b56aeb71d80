// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/contentoffset.h"

#include "app/media/fouriertransform.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace twinfeed::media {

namespace {

constexpr int64_t mostOffset = 10'000'000;
constexpr int64_t leastOverlap = 4'000'000;

// Certainty from which on an offset is told.
constexpr double enough = 0.5;

/// What makes a peak of one kind of print a finding.
struct Standard
{
    double chance = 0; ///< likeness that unlike contents reach
    double likeFrom = 0; ///< likeness that leaves no doubt
    double distance =
        0; ///< between the highest peak and the second that leaves none, as a share of the first
    int64_t lobeUs = 0; ///< so far around a peak is the peak itself
};
constexpr Standard bySound{0.3, 0.6, 0.25, 60'000};
constexpr Standard byPictures{0.5, 0.8, 0.12, 100'000};

/// Likeness over distances that rise.
struct Curve
{
    struct Point
    {
        int64_t offsetUs = 0;
        double likeness = 0;
    };
    std::vector<Point> points;

    bool isPeak(size_t i) const
    {
        return (i == 0 || points[i - 1].likeness <= points[i].likeness)
            && (i + 1 == points.size() || points[i + 1].likeness < points[i].likeness);
    }
    /// Between the points, where a parabola through three of them is highest.
    int64_t top(size_t i) const
    {
        if (i == 0 || i + 1 >= points.size())
            return points[i].offsetUs;
        const double before = points[i - 1].likeness;
        const double behind = points[i + 1].likeness;
        const double bend = before - 2 * points[i].likeness + behind;
        const double shift = bend < 0 ? std::clamp(0.5 * (before - behind) / bend, -0.5, 0.5) : 0;
        const int64_t step = (points[i + 1].offsetUs - points[i - 1].offsetUs) / 2;
        return points[i].offsetUs + std::llround(shift * double(step));
    }
};

double share(double value, double from, double to)
{
    return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

OffsetFinding judge(const Curve &curve, const Standard &standard)
{
    const auto best = std::ranges::max_element(curve.points, {}, &Curve::Point::likeness);
    if (best == curve.points.end())
        return {};
    double second = 0;
    for (size_t i = 0; i < curve.points.size(); ++i) {
        const Curve::Point &point = curve.points[i];
        if (std::abs(point.offsetUs - best->offsetUs) > standard.lobeUs && curve.isPeak(i))
            second = std::max(second, point.likeness);
    }
    OffsetFinding finding;
    finding.likeness = best->likeness;
    finding.offsetUs = curve.top(size_t(best - curve.points.begin()));
    const double distance = finding.likeness > 0 ? (finding.likeness - second) / finding.likeness : 0;
    const double alike = share(finding.likeness, standard.chance, standard.likeFrom);
    finding.certainty = alike * share(distance, 0, standard.distance);
    finding.kind = finding.certainty >= enough ? OffsetFinding::Kind::Found
        : alike < enough                       ? OffsetFinding::Kind::Unlike
                                               : OffsetFinding::Kind::Ambiguous;
    return finding;
}

// ---- sound

// dB. What AAC makes of steady tones stays below it; a beep each second is 3.5, speech 6.
constexpr double leastActivity = 1.5;

/// Energy of the first n steps, for all n.
std::vector<double> energies(const SoundPrint &print)
{
    std::vector<double> sums{0};
    for (const SoundPrint::Step &step : print.steps) {
        double energy = 0;
        for (const float change : step)
            energy += double(change) * double(change);
        sums.push_back(sums.back() + energy);
    }
    return sums;
}

/// For each distance in steps, wrapped at `size`: the sum of products of both.
std::vector<float> products(const SoundPrint &a, const SoundPrint &b, size_t size)
{
    FourierTransform transform(size);
    std::vector<std::complex<float>> sum(size / 2 + 1);
    std::vector<std::complex<float>> ofA;
    std::vector<std::complex<float>> ofB;
    std::vector<float> series(size);
    const auto band = [&](const SoundPrint &print, size_t index, std::vector<std::complex<float>> &out) {
        std::ranges::fill(series, 0.F);
        for (size_t i = 0; i < print.steps.size(); ++i)
            series[i] = print.steps[i][index];
        transform.forward(series, out);
    };
    for (size_t index = 0; index < SoundPrint::bands; ++index) {
        band(a, index, ofA);
        band(b, index, ofB);
        for (size_t i = 0; i < sum.size(); ++i)
            sum[i] += std::conj(ofA[i]) * ofB[i];
    }
    transform.backward(sum, series);
    return series;
}

Curve soundCurve(const SoundPrint &a, const SoundPrint &b)
{
    const auto lengthA = int64_t(a.steps.size());
    const auto lengthB = int64_t(b.steps.size());
    const size_t size = std::bit_ceil(size_t(lengthA + lengthB));
    const std::vector<float> sums = products(a, b, size);
    const std::vector<double> energyA = energies(a);
    const std::vector<double> energyB = energies(b);
    Curve curve;
    for (int64_t lag = 1 - lengthA; lag < lengthB; ++lag) {
        const int64_t from = std::max<int64_t>(0, -lag);
        const int64_t to = std::min(lengthA, lengthB - lag);
        const int64_t offset = b.startUs - a.startUs + lag * SoundPrint::stepUs;
        if ((to - from) * SoundPrint::stepUs < leastOverlap || std::abs(offset) > mostOffset)
            continue;
        const double ofA = energyA[size_t(to)] - energyA[size_t(from)];
        const double ofB = energyB[size_t(to + lag)] - energyB[size_t(from + lag)];
        // Where one of them hardly says anything, nothing is alike.
        const double least = leastActivity * leastActivity * SoundPrint::bands * double(to - from);
        const double sum = double(sums[size_t(lag < 0 ? lag + int64_t(size) : lag)]) / double(size);
        curve.points.push_back({offset, sum / std::sqrt(std::max(ofA, least) * std::max(ofB, least))});
    }
    return curve;
}

// ---- pictures

constexpr double leastChange = 0.5; // luma, root of the mean square
constexpr size_t leastPictures = 60;

using Residual = std::array<float, PicturePrint::width * PicturePrint::height>;

struct Changing
{
    int64_t pts = 0;
    Residual residual{};
    double energy = 0;
};

Residual meanOf(const PicturePrint &print)
{
    Residual mean{};
    for (const PicturePrint::Thumb &thumb : print.thumbs) {
        for (size_t i = 0; i < mean.size(); ++i)
            mean[i] += float(thumb.luma[i]);
    }
    for (float &value : mean)
        value /= float(print.thumbs.size());
    return mean;
}

std::vector<Changing> changesIn(const PicturePrint &print, const Residual &ground)
{
    std::vector<Changing> changes;
    for (const PicturePrint::Thumb &thumb : print.thumbs) {
        Changing &changing = changes.emplace_back();
        changing.pts = thumb.pts;
        for (size_t i = 0; i < ground.size(); ++i) {
            changing.residual[i] = float(thumb.luma[i]) - ground[i];
            changing.energy += double(changing.residual[i]) * double(changing.residual[i]);
        }
    }
    return changes;
}

double changeIn(const std::vector<Changing> &changes)
{
    double sum = 0;
    for (const Changing &changing : changes)
        sum += changing.energy;
    return std::sqrt(sum / double(changes.size() * std::tuple_size_v<Residual>));
}

/// Pairs of pictures at about one distance.
struct Pairs
{
    int count = 0;
    double product = 0;
    double energyA = 0;
    double energyB = 0;
    double offsets = 0;
};

Curve pictureCurve(const std::vector<Changing> &few, const std::vector<Changing> &all)
{
    const int64_t step =
        std::max<int64_t>(1'000, (all.back().pts - all.front().pts) / int64_t(all.size() - 1));
    const int64_t phase = all.front().pts - few.front().pts - step / 2;
    std::map<int64_t, Pairs> bins;
    for (const Changing &a : few) {
        for (const Changing &b : all) {
            const int64_t offset = b.pts - a.pts;
            if (std::abs(offset) > mostOffset)
                continue;
            Pairs &pairs = bins[int64_t(std::floor(double(offset - phase) / double(step)))];
            ++pairs.count;
            for (size_t i = 0; i < a.residual.size(); ++i)
                pairs.product += double(a.residual[i] * b.residual[i]);
            pairs.energyA += a.energy;
            pairs.energyB += b.energy;
            pairs.offsets += double(offset);
        }
    }
    int most = 0;
    for (const auto &[bin, pairs] : bins)
        most = std::max(most, pairs.count);
    Curve curve;
    for (const auto &[bin, pairs] : bins) {
        // A single pair is alike more easily than many are.
        if (pairs.count * 2 < most)
            continue;
        const double least = leastChange * leastChange * std::tuple_size_v<Residual> * pairs.count;
        const double scale = std::sqrt(std::max(pairs.energyA, least) * std::max(pairs.energyB, least));
        curve.points.push_back({std::llround(pairs.offsets / pairs.count), pairs.product / scale});
    }
    return curve;
}

} // namespace

OffsetFinding offsetOf(const SoundPrint &primary, const SoundPrint &backup)
{
    if (std::min(primary.spanUs(), backup.spanUs()) < leastOverlap
        || std::min(primary.activity(), backup.activity()) < leastActivity)
        return {};
    return judge(soundCurve(primary, backup), bySound);
}

OffsetFinding offsetOf(const PicturePrint &primary, const PicturePrint &backup)
{
    const bool backupIsAll = backup.thumbs.size() >= primary.thumbs.size();
    const PicturePrint &all = backupIsAll ? backup : primary;
    const PicturePrint &few = backupIsAll ? primary : backup;
    if (few.thumbs.empty() || all.thumbs.size() < leastPictures)
        return {};
    const Residual ground = meanOf(all);
    const auto ofAll = changesIn(all, ground);
    const auto ofFew = changesIn(few, ground);
    if (changeIn(ofAll) < leastChange)
        return {};
    OffsetFinding finding = judge(pictureCurve(ofFew, ofAll), byPictures);
    if (!backupIsAll)
        finding.offsetUs = -finding.offsetUs;
    return finding;
}

} // namespace twinfeed::media
