// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QString>

#include <cstdint>
#include <optional>

namespace twinfeed::media {

/// Says a thing once, then with a count: an input that is tried again every two seconds for a night would fill the log with
/// one sentence. The same line is said at most every five minutes, from the second time on with how often it came since.
/// Lines that differ only in numbers count as the same, but where there is an address in them. Pure, one thread.
class LogThrottle final
{
public:
    static constexpr int64_t periodUs = 300'000'000;
    static constexpr qsizetype mostLines =
        256; ///< known at once; then the one not said for longest is forgotten

    /// What is to be logged for this line, now; nothing where it was said a short time ago.
    std::optional<QString> say(const QString &line, int64_t nowUs);

private:
    struct Said
    {
        int64_t at = 0;
        int64_t since = 0; ///< times it came and was not said
    };
    void forgetOne();

    QHash<QString, Said> m_said;
};

} // namespace twinfeed::media
