// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include "widgets/rehearsalframe.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QStyleFactory>

#include <array>
#include <cmath>

namespace twinfeed::theme {

namespace {

struct Entry
{
    Token token;
    const char *name;
    QRgb values[3]; ///< by Variant
};

// Dark, light, high contrast. Told apart by the colour-blind: red and green of the tally differ in lightness as well (contrast 1.5) and always
// carry their word; blue, bluish green and vermilion are Okabe and Ito's, lightened for small text on dark.
constexpr std::array entries{
    Entry{Token::Window, "window", {0xff101214, 0xfff3f4f6, 0xff000000}},
    Entry{Token::Panel, "panel", {0xff1a1d21, 0xffffffff, 0xff000000}},
    Entry{Token::Raised, "raised", {0xff252a30, 0xffeef0f3, 0xff1a1a1a}},
    Entry{Token::Pressed, "pressed", {0xff31383f, 0xffdde1e6, 0xff333333}},
    Entry{Token::Line, "line", {0xff2d333a, 0xffd5dae0, 0xff8c8c8c}},
    Entry{Token::Edge, "edge", {0xff78828e, 0xff6b7480, 0xffffffff}},
    Entry{Token::Text, "text", {0xffe6e9ec, 0xff15181c, 0xffffffff}},
    Entry{Token::Quiet, "quiet", {0xffb1b9c2, 0xff4a525c, 0xffe6e6e6}},
    Entry{Token::Disabled, "disabled", {0xff8f98a3, 0xff5d6671, 0xffbdbdbd}},
    Entry{Token::Focus, "focus", {0xffffffff, 0xff000000, 0xffffff00}},
    Entry{Token::OnAir, "onAir", {0xffd42a1e, 0xffde2d20, 0xffd42a1e}},
    Entry{Token::OnAirText, "onAirText", {0xffffffff, 0xffffffff, 0xffffffff}},
    Entry{Token::Next, "next", {0xff009e73, 0xff006749, 0xff009e73}},
    Entry{Token::NextText, "nextText", {0xff04120d, 0xffffffff, 0xff000000}},
    Entry{Token::Rate, "rate", {0xff56b4e9, 0xff00609c, 0xff7fd0ff}},
    Entry{Token::InOrder, "inOrder", {0xff3fc79b, 0xff006b4f, 0xff4fe3b0}},
    Entry{Token::Low, "low", {0xffff7d68, 0xffb3261e, 0xffff9a88}},
    Entry{Token::Caution, "caution", {0xffe69f00, 0xff8a5a00, 0xffffb000}},
    Entry{Token::CautionText, "cautionText", {0xff171002, 0xffffffff, 0xff000000}},
    Entry{Token::Picture, "picture", {0xff000000, 0xffe4e7eb, 0xff000000}},
    Entry{Token::MeterLow, "meterLow", {0xff009e73, 0xff00805d, 0xff00c48f}},
    Entry{Token::MeterMid, "meterMid", {0xfff0e442, 0xff7a6a00, 0xfff0e442}},
    Entry{Token::MeterHigh, "meterHigh", {0xffff5a36, 0xffc8241a, 0xffff7a5c}},
    Entry{Token::MeterOff, "meterOff", {0xff2b3138, 0xffd5dae0, 0xff262626}},
};

Variant applied = Variant::Dark;

const Entry &entry(Token token)
{
    return entries[size_t(token)];
}

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QString styleSheet()
{
    QFile file(QStringLiteral(":/themes/console.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    for (const Entry &known : entries) {
        text.replace(QLatin1Char('@') % QLatin1String(known.name) % QLatin1Char('@'),
                     color(known.token).name(QColor::HexRgb));
    }
    // Marks that the style sheet draws are pictures: dark ones for bright grounds.
    text.replace(QLatin1String("@icons@"), applied == Variant::Light ? QStringLiteral("-light") : QString());
    return text;
}

QPalette palette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, color(Token::Window));
    palette.setColor(QPalette::WindowText, color(Token::Text));
    palette.setColor(QPalette::Base, color(Token::Panel));
    palette.setColor(QPalette::AlternateBase, color(Token::Raised));
    palette.setColor(QPalette::Text, color(Token::Text));
    palette.setColor(QPalette::PlaceholderText, color(Token::Quiet));
    palette.setColor(QPalette::Button, color(Token::Raised));
    palette.setColor(QPalette::ButtonText, color(Token::Text));
    palette.setColor(QPalette::BrightText, color(Token::Text));
    palette.setColor(QPalette::ToolTipBase, color(Token::Raised));
    palette.setColor(QPalette::ToolTipText, color(Token::Text));
    palette.setColor(QPalette::Highlight, color(Token::Pressed));
    palette.setColor(QPalette::HighlightedText, color(Token::Text));
    palette.setColor(QPalette::Link, color(Token::Rate));
    palette.setColor(QPalette::LinkVisited, color(Token::Rate));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::Disabled));
    return palette;
}

} // namespace

QColor color(Token token)
{
    return color(token, applied);
}

QColor color(Token token, Variant variant)
{
    return QColor::fromRgb(entry(token).values[size_t(variant)]);
}

// Okabe and Ito's reddish purple, which no token has; darker and lighter for the other grounds.
QColor rehearsal()
{
    static constexpr QRgb values[]{0xffcc79a7, 0xff8a2f66, 0xffff9ad5};
    return QColor::fromRgb(values[size_t(applied)]);
}

QColor rehearsalText()
{
    static constexpr QRgb values[]{0xff160510, 0xffffffff, 0xff000000};
    return QColor::fromRgb(values[size_t(applied)]);
}

Variant variant()
{
    return applied;
}

QString wordOf(Variant variant)
{
    static const char *const words[]{"dark", "light", "contrast"};
    return QLatin1String(words[size_t(variant)]);
}

Variant variantOf(const QString &word)
{
    for (const Variant variant : allVariants) {
        if (wordOf(variant) == word)
            return variant;
    }
    return Variant::Dark;
}

QString tokenName(Token token)
{
    return QLatin1String(entry(token).name);
}

QList<Token> tokens()
{
    QList<Token> all;
    for (const Entry &known : entries)
        all << known.token;
    return all;
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QFont font(Type type)
{
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"),
                      QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")});
    // 13 px is the least that a tired person reads at arm's length on a 24-inch full HD screen; captions only are 12.
    switch (type) {
    case Type::Small:
        font.setPixelSize(12);
        break;
    case Type::Body:
        font.setPixelSize(13);
        break;
    case Type::Strong:
        font.setPixelSize(13);
        font.setWeight(QFont::DemiBold);
        break;
    case Type::Title:
        font.setPixelSize(16);
        font.setWeight(QFont::DemiBold);
        break;
    case Type::Value:
        font.setPixelSize(22);
        font.setWeight(QFont::DemiBold);
        break;
    case Type::Tally:
        font.setPixelSize(12);
        font.setWeight(QFont::Bold);
        break;
    }
    return font;
}

void apply(QApplication &application, Variant variant)
{
    applied = variant;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(palette());
    application.setFont(font(Type::Body));
    application.setStyleSheet(styleSheet());
}

} // namespace twinfeed::theme
