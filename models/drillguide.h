// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

/// What is asked for next in a drill, by its scenario and by what has happened. Pure.
namespace twinfeed::drillguide {

/// A fault that will come, or something that is to be done now.
struct Step
{
    enum class Kind { Fault, Action };

    Kind kind = Kind::Fault;
    size_t index = 0; ///< in Scenario::faults, or in Scenario::expected
    /// When, after the drill's beginning: of a fault in the mean (a seed moves it by up to `spread`), of an action at the latest.
    qint64 atMs = 0;

    bool operator==(const Step &) const = default;
};

/// What is open: expected actions whose time has begun, soonest due first, then the faults that come next (those whose trigger is
/// known), soonest first. Of a walk-through; nothing else says it.
std::vector<Step> nextSteps(const Drill &drill);

/// The first question that is not answered yet; null when all are.
const ScenarioQuestion *nextQuestion(const Drill &drill);

/// Of the question's answer: the choice, from 0; nothing while there is none.
std::optional<int> answerTo(const Drill &drill, const QString &question);

} // namespace twinfeed::drillguide
