// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/plansight.h"

namespace twinfeed::backend {

/// One trigger at one place: what its condition says round after round becomes lit or not. Lights when the condition has held for `forMs`
/// without a break; what is undecided, and time in which nobody looked, is a break. One fault lights once: until the condition
/// has not held for `clearForMs`, decided, it is the same fault. Pure; unit clock, microseconds. One thread.
class PlanWatch final
{
public:
    explicit PlanWatch(const PlanTrigger &trigger);

    void feed(Truth truth, int64_t now);

    /// It has lit, is the same fault still, and the data of now are good.
    bool lit() const { return m_open && m_truth != Truth::Undecided; }
    bool undecided() const { return m_truth == Truth::Undecided; }
    /// Counts faults that lit, from 1.
    int faults() const { return m_faults; }
    /// Of the fault that lit: when the condition began to hold, and when it lit; nothing while none is open.
    std::optional<int64_t> faultAt() const { return m_open ? std::optional(m_faultAt) : std::nullopt; }
    std::optional<int64_t> litAt() const { return m_open ? std::optional(m_litAt) : std::nullopt; }

    /// Looked at less often than this, nothing is known of the time between.
    static constexpr int64_t blindUs = 3'000'000;

private:
    int64_t m_forUs;
    int64_t m_clearForUs;
    Truth m_truth = Truth::Undecided;
    std::optional<int64_t> m_fedAt;
    std::optional<int64_t> m_since; // holds since
    std::optional<int64_t> m_clearSince; // does not hold since
    bool m_open = false;
    int m_faults = 0;
    int64_t m_faultAt = 0;
    int64_t m_litAt = 0;
};

} // namespace twinfeed::backend
