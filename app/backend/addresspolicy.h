// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/rehearsalguard.h"
#include "app/backend/outside/outsideconfig.h"
#include "app/backend/planoutside.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace twinfeed::backend {

/// Which addresses may be entered over the API. Addresses of the configuration file are not asked: who can write that
/// file has the machine anyway. An engineer's token must not become a way to read local files or to reach into
/// networks that the event does not use (OWASP ASVS 13.2.4).
struct AllowRules
{
    /// Of inputs and outputs. `file` is never enough by itself: see `folders`.
    QStringList schemes{QStringLiteral("rtmp"), QStringLiteral("rtmps"), QStringLiteral("srt"),
                        QStringLiteral("udp"),  QStringLiteral("http"),  QStringLiteral("https")};
    /// "10.0.0.0/8", "2001:db8::/32", "192.0.2.7". Empty: every network.
    QStringList networks;
    /// Host names that may be used where `networks` are given; "*.example.com" stands for every name below. A name
    /// cannot be checked against networks: what it resolves to may change after the check.
    QStringList hosts;
    /// Absolute folders in which files may be read, and recordings and HLS written. The data folder's "media" is one.
    QStringList folders;

    bool operator==(const AllowRules &) const = default;
};

class AddressPolicy final
{
public:
    /// `rehearsal` not null: this is a rehearsal unit; then the guard decides, and nothing else.
    explicit AddressPolicy(AllowRules rules, std::shared_ptr<const drills::RehearsalGuard> rehearsal = {});

    /// Checks each address of `config` that `current` (null: none) does not have already. Errors:
    /// "address-not-allowed", "redacted-address", "rehearsal-unit", with the field's JSON pointer.
    Result<void> check(const ChannelConfig &config, const ChannelConfig *current) const;
    /// Whatever else this unit would open by itself: a node, a webhook, a probe, the step of a plan. A live unit may, by this: such
    /// addresses come from the configuration alone, never over the API. A rehearsal unit reaches nothing that is not its own.
    /// Errors: "rehearsal-unit".
    Result<void> checkReached(const QString &url, const QString &where = {}) const;

    /// Takes out of what the configuration names what this unit may not reach: what is only rehearsed must wake nobody.
    void keepReached(OutsideConfig &outside, PlanOutside &plans) const;

    /// True where the text is a network or a single address.
    static bool isNetwork(const QString &text);

private:
    Result<void> checkUrl(const QString &url, const QString &where, bool bind) const;
    Result<void> checkPath(const QString &path, const QString &where) const;
    bool hostAllowed(const QString &host) const;

    const AllowRules m_rules;
    const std::shared_ptr<const drills::RehearsalGuard> m_rehearsal;
};

} // namespace twinfeed::backend
