// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatetext.h"

#include "app/media/slatetextpictures.h"

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1000;

int64_t phaseOf(const SlateText &text)
{
    return text.until.isValid() ? text.until.toMSecsSinceEpoch() % second : 0;
}

QString twoDigits(int64_t number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

} // namespace

int64_t slateSecond(const SlateText &text, int64_t wallMs)
{
    const int64_t since = wallMs - phaseOf(text);
    return since >= 0 ? since / second : -((-since + second - 1) / second);
}

QString slateTime(const SlateText &text, int64_t at)
{
    if (text.kind != QLatin1String("countdown"))
        return QDateTime::fromMSecsSinceEpoch(at * second).toLocalTime().toString(QStringLiteral("HH:mm:ss"));
    const int64_t left = std::max<int64_t>(0, slateSecond(text, text.until.toMSecsSinceEpoch()) - at);
    const QString rest = twoDigits(left / 60 % 60) % QLatin1Char(':') % twoDigits(left % 60);
    QString time = left < 3600 ? rest : QString::number(left / 3600) % QLatin1Char(':') % rest;
    return time;
}

Result<std::shared_ptr<const SlateClip>> withSlateText(std::shared_ptr<const SlateClip> clip,
                                                       const SlateText &text)
{
    auto written = std::make_shared<SlateClip>(*clip);
    written->text = text;
    SlateTextEncoder encoder(written);
    if (auto tried = encoder.encode(slateTime(text, 0)); !tried)
        return tried.error();
    return std::shared_ptr<const SlateClip>(std::move(written));
}

} // namespace twinfeed::media
