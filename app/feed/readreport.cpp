// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readreport.h"

#include <QJsonArray>

#include <cmath>

namespace twinfeed::feed {

namespace {

using Kind = ReadEvent::Kind;

QString wordOf(Kind kind)
{
    switch (kind) {
    case Kind::FirstPicture:
        return QStringLiteral("first_picture");
    case Kind::Change:
        return QStringLiteral("change");
    case Kind::Jump:
        return QStringLiteral("jump");
    case Kind::Variant:
        return QStringLiteral("variant");
    case Kind::Size:
        return QStringLiteral("size");
    case Kind::Damage:
        return QStringLiteral("damage");
    }
    return {};
}

double rounded(double value)
{
    return std::round(value * 1'000) / 1'000;
}

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(qint64(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonArray eventsOf(const ReadReport &report, Kind kind)
{
    QJsonArray array;
    for (const ReadEvent &event : report.events) {
        if (event.kind == kind)
            array.append(toJson(event, report.startedUs));
    }
    return array;
}

double secondsOf(const ReadTotals &totals)
{
    return totals.firstPts ? double(*totals.lastPts - *totals.firstPts) / 1e6 : 0;
}

double fpsOf(const ReadTotals &totals)
{
    const double seconds = secondsOf(totals);
    return seconds > 0 ? double(totals.pictures - 1) / seconds : 0;
}

QJsonObject formatOf(const ReadFormat &f)
{
    return {{QStringLiteral("container"), f.container}, {QStringLiteral("video"), f.video},
            {QStringLiteral("profile"), f.profile},     {QStringLiteral("width"), f.width},
            {QStringLiteral("height"), f.height},       {QStringLiteral("delay"), f.delay},
            {QStringLiteral("sound"), f.sound},         {QStringLiteral("sample_rate"), f.sampleRate},
            {QStringLiteral("channels"), f.channels}};
}

QJsonValue syncOf(const std::optional<SyncMeter::Result> &sync)
{
    if (!sync)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("count"), sync->count},
                       {QStringLiteral("median"), rounded(sync->median)},
                       {QStringLiteral("least"), rounded(sync->least)},
                       {QStringLiteral("most"), rounded(sync->most)}};
}

void addPictures(QJsonObject &json, const ReadTotals &t)
{
    json[QStringLiteral("seconds")] = rounded(secondsOf(t));
    json[QStringLiteral("fps")] = rounded(fpsOf(t));
    json[QStringLiteral("pictures")] = qint64(t.pictures);
    json[QStringLiteral("lost")] = qint64(t.lost);
    json[QStringLiteral("repeated")] = qint64(t.repeated);
    json[QStringLiteral("lost_at_changes")] = qint64(t.lostAtChanges);
    json[QStringLiteral("repeated_at_changes")] = qint64(t.repeatedAtChanges);
    json[QStringLiteral("frozen")] = qint64(t.frozen);
    json[QStringLiteral("unreadable")] = qint64(t.unreadable);
    json[QStringLiteral("none")] = qint64(t.none);
    json[QStringLiteral("damaged")] = qint64(t.damaged);
    json[QStringLiteral("corrupt")] = qint64(t.corrupt);
    QJsonObject sources;
    for (const auto &[source, pictures] : t.picturesOf)
        sources[sourceWord(source)] = qint64(pictures);
    json[QStringLiteral("sources")] = sources;
    QJsonObject variants;
    for (const auto &[variant, pictures] : t.variants)
        variants[toWord(variant)] = qint64(pictures);
    json[QStringLiteral("variants")] = variants;
}

void addTimes(QJsonObject &json, const ReadTotals &t)
{
    json[QStringLiteral("largest_gap_ms")] = rounded(t.largestGapMs);
    json[QStringLiteral("largest_sound_gap_ms")] = rounded(t.largestSoundGapMs);
    json[QStringLiteral("largest_wall_gap_ms")] = rounded(t.largestWallGapMs);
    json[QStringLiteral("largest_sound_wall_gap_ms")] = rounded(t.largestSoundWallGapMs);
    json[QStringLiteral("pts_not_rising")] = qint64(t.ptsNotRising);
    json[QStringLiteral("dts_not_rising")] =
        QJsonObject{{QStringLiteral("video"), qint64(t.videoDtsNotRising)},
                    {QStringLiteral("sound"), qint64(t.soundDtsNotRising)}};
    json[QStringLiteral("packets")] = QJsonObject{{QStringLiteral("video"), qint64(t.videoPackets)},
                                                  {QStringLiteral("sound"), qint64(t.soundPackets)}};
    json[QStringLiteral("bytes")] = qint64(t.bytes);
}

/// Of the text; empty for what is not worth a line.
QString lineOf(const ReadEvent &e)
{
    const QString at = QStringLiteral("  %1 s  ").arg(double(e.ptsUs) / 1e6, 9, 'f', 3);
    const QString step = e.step ? QString::number(*e.step) : QStringLiteral("?");
    const auto counter = [](std::optional<int> number) {
        return number ? QString::number(*number) : QStringLiteral("-");
    };
    switch (e.kind) {
    case Kind::Change:
        return at
            + QStringLiteral("%1 -> %2, counter %3 -> %4 (step %5)\n")
                  .arg(sourceWord(e.from), sourceWord(e.to), counter(e.counterBefore),
                       counter(e.counterAfter), step);
    case Kind::Jump:
        return at
            + QStringLiteral("jump within %1: step %2, lost %3, repeated %4\n")
                  .arg(sourceWord(e.to), step)
                  .arg(e.lost)
                  .arg(e.repeated);
    case Kind::Variant:
        return at + QStringLiteral("source %1 shows %2\n").arg(sourceWord(e.to), toWord(e.variant));
    case Kind::Damage:
        return at + QStringLiteral("%1 damaged pictures\n").arg(e.pictures);
    case Kind::Size:
        return at + QStringLiteral("the size is %1x%2\n").arg(e.width).arg(e.height);
    case Kind::FirstPicture:
        break;
    }
    return {};
}

} // namespace

QString sourceWord(int source)
{
    return source > 0 ? QString::number(source) : QStringLiteral("none");
}

QJsonObject toJson(const ReadEvent &e, int64_t startedUs)
{
    QJsonObject json{{QStringLiteral("event"), wordOf(e.kind)},
                     {QStringLiteral("at_us"), qint64(e.arrivedUs)},
                     {QStringLiteral("pts_ms"), rounded(double(e.ptsUs) / 1'000)},
                     {QStringLiteral("source"), sourceWord(e.to)},
                     {QStringLiteral("counter"), orNull(e.counterAfter)},
                     {QStringLiteral("variant"), toWord(e.variant)}};
    switch (e.kind) {
    case Kind::FirstPicture:
        json[QStringLiteral("after_ms")] = rounded(double(e.arrivedUs - startedUs) / 1'000);
        break;
    case Kind::Change:
        json[QStringLiteral("from")] = sourceWord(e.from);
        json[QStringLiteral("to")] = sourceWord(e.to);
        json[QStringLiteral("counter_before")] = orNull(e.counterBefore);
        json[QStringLiteral("counter_after")] = orNull(e.counterAfter);
        [[fallthrough]];
    case Kind::Jump:
        json[QStringLiteral("step")] = orNull(e.step);
        json[QStringLiteral("lost")] = qint64(e.lost);
        json[QStringLiteral("repeated")] = qint64(e.repeated);
        break;
    case Kind::Size:
        json[QStringLiteral("width")] = e.width;
        json[QStringLiteral("height")] = e.height;
        break;
    case Kind::Damage:
        json[QStringLiteral("pictures")] = qint64(e.pictures);
        break;
    case Kind::Variant:
        break;
    }
    return json;
}

QJsonObject toJson(const PictureFact &fact, const PictureInspector::Look &look)
{
    using Found = PictureReading::Found;
    const Found found = look.reading.found;
    const char *word = found == Found::Code ? "code" : found == Found::Unreadable ? "unreadable" : "none";
    QJsonObject json{{QStringLiteral("event"), QStringLiteral("picture")},
                     {QStringLiteral("at_us"), qint64(fact.arrivedUs)},
                     {QStringLiteral("pts_ms"), rounded(double(fact.ptsUs) / 1'000)},
                     {QStringLiteral("found"), QString::fromLatin1(word)},
                     {QStringLiteral("lamp"), look.lampLit},
                     {QStringLiteral("difference"), rounded(look.worst)}};
    if (found == Found::Code) {
        json[QStringLiteral("source")] = sourceWord(look.reading.code.source);
        json[QStringLiteral("counter")] = look.reading.code.counter;
        json[QStringLiteral("variant")] = toWord(look.reading.code.variant);
    }
    return json;
}

QJsonObject toJson(const ReadReport &r)
{
    QJsonObject json{{QStringLiteral("event"), QStringLiteral("summary")},
                     {QStringLiteral("url"), r.url},
                     {QStringLiteral("ended"), r.ended},
                     {QStringLiteral("error"), r.error.isEmpty() ? QJsonValue() : QJsonValue(r.error)}};
    addPictures(json, r.totals);
    addTimes(json, r.totals);
    json[QStringLiteral("changes")] = eventsOf(r, Kind::Change);
    json[QStringLiteral("jumps")] = eventsOf(r, Kind::Jump);
    json[QStringLiteral("variant_changes")] = eventsOf(r, Kind::Variant);
    json[QStringLiteral("sizes")] = eventsOf(r, Kind::Size);
    json[QStringLiteral("damages")] = eventsOf(r, Kind::Damage);
    const QJsonArray first = eventsOf(r, Kind::FirstPicture);
    json[QStringLiteral("first_picture")] = first.isEmpty() ? QJsonValue() : first.first();
    json[QStringLiteral("sound_ahead_ms")] = syncOf(r.sync);
    json[QStringLiteral("decode_errors")] = qint64(r.decodeErrors);
    json[QStringLiteral("decode_messages")] = QJsonArray::fromStringList(r.decodeMessages);
    json[QStringLiteral("skipped_before_keyframe")] = qint64(r.skippedBeforeKeyframe);
    json[QStringLiteral("format")] = formatOf(r.format);
    json[QStringLiteral("sealing")] = r.sealing ? QJsonValue(toJson(*r.sealing)) : QJsonValue();
    return json;
}

QJsonObject toJson(const PacketOpener::Counts &counts)
{
    QJsonObject refused;
    for (const auto &[code, count] : counts.refused)
        refused.insert(code, qint64(count));
    return {{QStringLiteral("opened"), qint64(counts.opened)},
            {QStringLiteral("clear"), qint64(counts.clear)},
            {QStringLiteral("refused"), refused}};
}

QString toText(const ReadReport &r)
{
    const ReadTotals &t = r.totals;
    const auto ms = [](double value) { return QString::number(value, 'f', 1); };
    QString text = QStringLiteral("%1 (%2)\n").arg(r.url, r.format.container);
    text += QStringLiteral("  video      %1 %2 %3x%4   sound %5 %6 Hz x %7\n")
                .arg(r.format.video, r.format.profile)
                .arg(r.format.width)
                .arg(r.format.height)
                .arg(r.format.sound)
                .arg(r.format.sampleRate)
                .arg(r.format.channels);
    text += QStringLiteral("  pictures   %1 in %2 s (%3 a second)\n")
                .arg(t.pictures)
                .arg(secondsOf(t), 0, 'f', 2)
                .arg(fpsOf(t), 0, 'f', 2);
    text += QStringLiteral("  lost %1, repeated %2, unreadable %3, damaged %4, not of a feed %5, frozen %6\n")
                .arg(t.lost)
                .arg(t.repeated)
                .arg(t.unreadable)
                .arg(t.damaged)
                .arg(t.none)
                .arg(t.frozen);
    text += QStringLiteral("  largest gap %1 ms by timestamps (sound %2), %3 ms on the clock (sound %4)\n")
                .arg(ms(t.largestGapMs), ms(t.largestSoundGapMs), ms(t.largestWallGapMs),
                     ms(t.largestSoundWallGapMs));
    text += QStringLiteral("  not rising: dts %1 video, %2 sound; pts %3\n")
                .arg(t.videoDtsNotRising)
                .arg(t.soundDtsNotRising)
                .arg(t.ptsNotRising);
    if (r.sync)
        text += QStringLiteral("  sound is ahead of its picture by %1 ms (%2 to %3, %4 times)\n")
                    .arg(ms(r.sync->median), ms(r.sync->least), ms(r.sync->most))
                    .arg(r.sync->count);
    if (r.sealing)
        text += QStringLiteral("  encrypted units opened %1, clear %2, refused %3\n")
                    .arg(r.sealing->opened)
                    .arg(r.sealing->clear)
                    .arg(r.sealing->allRefused());
    text += QStringLiteral("  decode errors %1, corrupt pictures %2\n").arg(r.decodeErrors).arg(t.corrupt);
    for (const QString &message : r.decodeMessages)
        text += QStringLiteral("    %1\n").arg(message);
    for (const ReadEvent &event : r.events)
        text += lineOf(event);
    text += QStringLiteral("  ended: %1%2\n")
                .arg(r.ended, r.error.isEmpty() ? QString() : QStringLiteral(": ") + r.error);
    return text;
}

} // namespace twinfeed::feed
