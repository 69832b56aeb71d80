// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inquiries.h"

namespace twinfeed::test {

/// Remembers what is asked; the test answers when it likes.
struct FakeInquiries final : Inquiries
{
    std::vector<std::pair<AlarmQuery, Done<std::vector<Alarm>>>> alarms;
    std::vector<int> hours;
    std::vector<Done<AlarmQuality>> quality;
    std::vector<std::pair<TrendQuery, Done<Trend>>> trends;
    std::vector<std::pair<JournalQuery, Done<std::vector<JournalEntry>>>> journals;

    void alarmHistory(const AlarmQuery &query, Done<std::vector<Alarm>> done) override
    {
        alarms.emplace_back(query, std::move(done));
    }
    void alarmQuality(int asked, Done<AlarmQuality> done) override
    {
        hours.push_back(asked);
        quality.push_back(std::move(done));
    }
    void trend(const TrendQuery &query, Done<Trend> done) override
    {
        trends.emplace_back(query, std::move(done));
    }
    void journal(const JournalQuery &query, Done<std::vector<JournalEntry>> done) override
    {
        journals.emplace_back(query, std::move(done));
    }
};

} // namespace twinfeed::test
