// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <functional>
#include <optional>
#include <span>
#include <vector>

/// What plans ask of the world: of measured values and of states, joined by all, any and not. Data, not code.
namespace twinfeed {

/// A state that conditions may speak of.
struct StateKind
{
    const char *name;
    const char *nodes; ///< where it stands, as in MetricKind; empty: of the channel
    const char *values; ///< with a blank between; empty: any id
};
std::span<const StateKind> stateKinds();
/// Null where there is none of this name.
const StateKind *stateKind(const QString &name);

/// The nodes of conditions: those of Metric ("primary", "backup", "slate", "programme", "output:<id>"), and the ones whose place
/// shows when it is asked: "on-air" and "standby" (the path that is on air, and the other one; neither while the slate is) and
/// "output" (the output that the plan is about).
struct Condition
{
    enum class Kind { All, Any, Not, Metric, State };
    /// `AtLeastBaseline`, `AtMostBaseline`: against that share of the mean of the minute before the fault.
    enum class Compare { Below, Above, Outside, AtLeastBaseline, AtMostBaseline };

    Kind kind = Kind::All;
    std::vector<Condition> parts; ///< of all, any, not (one)
    QString name; ///< of the metric or the state
    QString node; ///< empty: of the channel
    Compare compare = Compare::Above;
    double value = 0;
    double low = 0; ///< with Outside: below this or above `value` it holds
    QStringList is; ///< the values of the state with which it holds

    bool operator==(const Condition &) const = default;
};

/// `perOutput`: the node "output" has a meaning here. Appends every mistake that can be told apart to `errors`.
///
///     {"all": [{"metric": "fps", "node": "on-air", "below": 15}, {"state": "fit", "node": "standby", "is": "yes"}]}
Condition readCondition(const QJsonObject &object, const QString &pointer, bool perOutput,
                        std::vector<Error> &errors);
QJsonObject toJson(const Condition &);
/// The condition and all that it is made of.
void eachLeaf(const Condition &condition, const std::function<void(const Condition &)> &what);
/// Of a leaf: "below 15", "is yes".
QString limitOf(const Condition &leaf);
/// In one English line: "fps at on-air below 15 and fit at standby is yes".
QString toText(const Condition &);

} // namespace twinfeed
