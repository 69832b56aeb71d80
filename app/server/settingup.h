// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/setup.h"

#include <functional>

namespace twinfeed::server {

struct Answer;
struct Command;

/// The part of Backend that changes several things at once.
class SettingUp
{
public:
    virtual ~SettingUp() = default;

    /// Whole or not at all: all that is in it is checked first, and an error has its place in the change. The command carries no
    /// revision, each part does. Errors: those of the commands about channels, slates and rules by themselves.
    virtual void changeSetup(Command command, SetupChange change,
                             std::function<void(Result<Answer>)> done) = 0;
};

} // namespace twinfeed::server
