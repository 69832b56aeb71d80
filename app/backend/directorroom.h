// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/alarmcommands.h"
#include "app/backend/automationcommands.h"
#include "app/backend/channelcommands.h"
#include "app/backend/controlcommands.h"
#include "app/backend/director.h"
#include "app/backend/drillcommands.h"
#include "app/backend/encryptioncommands.h"
#include "app/backend/keydesk.h"
#include "app/backend/outsidedesk.h"
#include "app/backend/plancommands.h"
#include "app/backend/setupcommands.h"
#include "app/backend/slatecommands.h"
#include "app/backend/trendbook.h"

namespace twinfeed::backend {

/// Everything that lives on the director's thread, made, used and ended there, in the order of its members.
class Director::Room final
{
public:
    struct World
    {
        const Setup &setup;
        const Clock &clock;
        EngineFactory &engines;
        SlateEncoder encoder;
        Board &board;
        AnswerBook &answers;
        SlateShelf::Post post;
        std::shared_ptr<Keyring> keys;
        DrillShelf &drillShelf;
        DrillDesk &drillDesk;
        TrendBook &trends;
        Courier *courier; ///< null where the configuration names nobody outside
    };

    static Result<std::unique_ptr<Room>> open(World world);
    ~Room();

    void tick();
    bool healthy() const { return m_ledger.healthy(); }
    Ledger &ledger() { return m_ledger; }
    ChannelCommands &channels() { return m_channelCommands; }
    SlateCommands &slates() { return m_slateCommands; }
    AutomationCommands &automation() { return m_automationCommands; }
    EncryptionCommands &encryption() { return m_encryptionCommands; }
    KeyDesk &keyDesk() { return m_keyDesk; }
    AlarmCommands &alarms() { return m_alarmCommands; }
    SetupCommands &setup() { return m_setupCommands; }
    ControlCommands &control() { return m_controlCommands; }
    PlanCommands &plans() { return m_planCommands; }
    DrillCommands &drills() { return m_drillCommands; }

private:
    Room(World world, std::unique_ptr<Store> store, qint64 nextOperation, qint64 nextDrill,
         AlarmDesk::Kept kept, PlanDesk::Kept plans);
    CommandWorld commandWorld();
    Result<void> start();
    Result<void> putSlates();
    Result<void> resumeChannels();
    Result<void> applyConfig();
    Result<void> failInterrupted();
    Result<void> loadKeys();
    Result<void> loadScenarios();
    void slateChanged(const Slate &slate);
    std::vector<Metric> metricsOutside() const;

    const World m_world;
    const std::unique_ptr<Store> m_store;
    Ledger m_ledger;
    ControlBook m_controls;
    CommandGate m_gate;
    AddressPolicy m_policy;
    OperationLog m_operations;
    SlateShelf m_shelf;
    const SealSupply m_seals;
    Units m_units;
    std::optional<OutsideDesk> m_outside;
    AlarmDesk m_desk;
    ChannelCommands m_channelCommands;
    SlateCommands m_slateCommands;
    AutomationCommands m_automationCommands;
    EncryptionCommands m_encryptionCommands;
    KeyDesk m_keyDesk;
    AlarmCommands m_alarmCommands;
    SetupCommands m_setupCommands;
    ControlCommands m_controlCommands;
    PlanDesk m_planDesk;
    LivePlanHands m_planHands;
    PlanCommands m_planCommands;
    DrillCommands m_drillCommands;
    int64_t m_lastMark = 0;
    int64_t m_lastPrune = 0;
    int m_ticks = 0;
};

} // namespace twinfeed::backend
