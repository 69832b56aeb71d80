// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/ledger.h"
#include "app/backend/outside/nodepoller.h"
#include "app/backend/outside/webhook.h"

#include <memory>

namespace twinfeed::backend {

/// The other machines that the configuration names: asks its nodes, tells its webhooks, keeps what they do badly in the
/// journal. Director's thread; nothing here waits.
class OutsideDesk final
{
public:
    /// All outlive it. `incarnation`: different at each start.
    OutsideDesk(const OutsideConfig &config, Courier &courier, const Clock &clock, Ledger &ledger,
                const QString &incarnation);

    /// Four times a second.
    void tick();
    /// An alarm that stands for itself was "raised", "returned" or "cleared".
    void tell(const QString &event, const Alarm &alarm);
    std::vector<Metric> metrics() const;
    /// As GET /v1/nodes has them.
    QJsonArray states() const;

private:
    void noteNode(size_t number);

    Ledger &m_ledger;
    std::vector<std::unique_ptr<NodePoller>> m_nodes;
    std::vector<QString> m_told; // reason codes of the nodes, in the journal by now
    std::vector<std::unique_ptr<Webhook>> m_hooks;
};

} // namespace twinfeed::backend
