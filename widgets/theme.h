// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QString>

class QApplication;

/// The one place for colours, fonts and the grid. A dark room, a tired person: quiet greys, colour only for what matters.
namespace twinfeed::theme {

/// For a dark room, for a bright one, and for eyes that need the most contrast.
enum class Variant { Dark, Light, Contrast };
constexpr Variant allVariants[]{Variant::Dark, Variant::Light, Variant::Contrast};
/// For settings: "dark", "light", "contrast". Unknown words are Dark.
QString wordOf(Variant variant);
Variant variantOf(const QString &word);
/// The one that is applied.
Variant variant();

/// What a colour is for. Accents are of the Okabe-Ito set or lightened from it, told apart by the colour-blind.
enum class Token {
    Window, ///< behind everything
    Panel, ///< tiles, cards, lists
    Raised, ///< buttons, header bands
    Pressed, ///< buttons held down, hovered rows
    Line, ///< separators without meaning
    Edge, ///< borders of controls, scale marks: 3:1 against Panel
    Text,
    Quiet, ///< secondary text
    Disabled, ///< text of what cannot be used now
    Focus,
    OnAir, ///< tally frame and badge
    OnAirText,
    Next,
    NextText,
    Rate, ///< picture rate
    InOrder, ///< bitrate in order
    Low, ///< too low, lost, refused
    Caution, ///< stale, asks for a second press
    CautionText,
    Picture, ///< where no picture is
    MeterLow,
    MeterMid,
    MeterHigh,
    MeterOff,
};

/// Of the variant that is applied.
QColor color(Token token);
QColor color(Token token, Variant variant);
/// Every token's name as it is used in the style sheet ("@panel@").
QString tokenName(Token token);
/// WCAG 2.2 contrast of two opaque colours, 1 to 21.
double contrast(const QColor &a, const QColor &b);

/// The grid in device-independent pixels.
constexpr int unit = 8;
/// Least height and width of what is pressed in a hurry.
constexpr int criticalTarget = 44;
constexpr int smallestTarget = 24;

enum class Type { Small, Body, Strong, Title, Value, Tally };
QFont font(Type type);

/// All tokens, for the test that computes the contrasts.
QList<Token> tokens();

/// Palette, font and style sheet of the whole program; may be called again with another variant while it runs.
void apply(QApplication &application, Variant variant = Variant::Dark);

} // namespace twinfeed::theme
