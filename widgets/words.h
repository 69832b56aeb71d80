// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/tilestate.h"

#include <QCoreApplication>
#include <QString>

namespace twinfeed {

/// The words that people see, in the language that is set, for the closed vocabularies and for values with units.
/// UI thread. Nothing here is glued: where a sentence is needed, it is one sentence with places.
class Words final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::Words)

public:
    static QString source(Source source); ///< "PRIMARY"
    static QString node(const QString &node); ///< "PRIMARY", "PROGRAMME", "Output main"
    static QString metric(const QString &name); ///< "Picture rate"
    static QString cut(Cut cut);
    static QString cut(CutMade cut);
    static QString role(Role role);
    static QString input(InputState state);
    static QString output(OutputState state);
    static QString outputKind(OutputKind kind);
    static QString slateState(const QString &state);
    /// Why something is not as it should be, by its code. In a language without a sentence for it, and where the
    /// code is not known, the backend's own, which is English and may say more (a name, a figure).
    static QString reason(const QString &code, const QString &text);
    /// `own`, the translation of `source`, if it is one; else `text`, which is English and may say more.
    static QString ownOr(const QString &own, const char *source, const QString &text);
    /// A slate that comes with the program, by its id; `name` where it is not known.
    static QString builtInSlate(const QString &id, const QString &name);
    static QString onAir();
    static QString next();

    /// What a tile says over its picture, and underneath; empty where nothing is to be said.
    static QString tileTitle(TileState::Kind kind);

    static QString notMeasured(); ///< "N/A"
    static QString number(double value, int decimals);
    static QString rate(double perSecond); ///< "30.0 fps"
    static QString rateUnit();
    static QString bitrate(double bitsPerSecond); ///< "4.12 Mb/s"
    /// Value and unit apart, for a card.
    static QString bitrateValue(double bitsPerSecond);
    static QString bitrateUnit();
    static QString milliseconds(double ms); ///< "43 ms"
    static QString seconds(double s); ///< "2.0 s"
    /// "under 1 s", "12 s", "3 min", "2 h 5 min"
    static QString age(int64_t ms);
    static QString timeOfDay(const QDateTime &at); ///< local, with seconds
    /// With the date where it is not today.
    static QString moment(const QDateTime &at, const QDateTime &now);
};

} // namespace twinfeed
