// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/addresssigner.h"
#include "app/server/http.h"

namespace twinfeed::server {

/// Who may come with a signed address instead of a token. The lists are for those alone: a token says who somebody is.
struct AccessRules
{
    SigningRules signing;
    /// Networks and addresses of readers, as the connection has them. Denied is denied; where some are allowed, all others
    /// are not.
    QStringList allowAddresses;
    QStringList denyAddresses;
    /// Hosts of the page that refers; "*.example.com" stands for every name below.
    QStringList allowReferrers;
    QStringList denyReferrers;
    /// Readers that say nothing about it: all but browsers.
    bool emptyReferrer = true;
};

/// Takes signed addresses apart, in front of everything that looks at a path. Immutable: any thread.
class SignedAccess final
{
public:
    /// Without rules no address is looked at.
    explicit SignedAccess(std::optional<AccessRules> rules = {});

    struct Opened
    {
        /// As it is without its signature.
        Request request;
        /// Nothing where there is no signature. Errors: "address-forged", "address-expired", "address-denied".
        std::optional<Result<void>> verdict;
    };
    /// As addresses are signed here.
    const AddressSigner &signer() const { return m_signer; }
    Opened open(const Request &request, const QDateTime &now) const;

private:
    Result<void> admitted(const Request &request) const;

    const std::optional<AccessRules> m_rules;
    const AddressSigner m_signer;
};

} // namespace twinfeed::server
