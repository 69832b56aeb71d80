// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "tests/support/fakeclock.h"

namespace twinfeed::test {

/// A state with a fake clock, and the values to feed it with.
struct ModelFixture
{
    FakeClock clock;
    ConsoleState state{clock};

    /// Connected, and an event heard now.
    void connectNow();
    /// One channel with both paths live, primary on air, one output, one slate.
    void fill(const QString &channel = QStringLiteral("main"));

    static ChannelDocument document(const QString &id, quint64 revision = 1);
    static ChannelStatus status(const QString &channel, Source programme = Source::Primary);
    static Slate slate(const QString &id, const QString &state = QStringLiteral("ready"));
    static Operation take(const QString &id, const QString &channel, Source target, OperationState state);
    static Error error(const char *code);
    Metric metric(const QString &channel, const char *node, const char *name,
                  std::optional<double> value) const;
    JournalEntry entry(qint64 id, const char *kind = "take") const;
};

} // namespace twinfeed::test
