// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/call.h"

/// The handlers of the route table, one source file a resource. Each is called on the transport's thread, with token, key,
/// replay, role, media types, query names and JSON already checked, and answers through Call::reply exactly once, then or
/// later. The contract of each is its entry in resources/openapi.yaml.
namespace twinfeed::server {

// livecontroller.cpp
void getHealth(Call &call);
void getMetrics(Call &call);
void getTrend(Call &call);
void getExposition(Call &call);
void getEvents(Call &call);

// channelcontroller.cpp
void listChannels(Call &call);
void createChannel(Call &call);
void getChannel(Call &call);
void replaceChannel(Call &call);
void deleteChannel(Call &call);
void getChannelStatus(Call &call);
void take(Call &call);
void chooseNext(Call &call);
void armSlate(Call &call);

/// An address that was read with "***" in it must not be written back: the key would be lost. "redacted-address", or nothing.
std::optional<Error> redactedAddress(const ChannelConfig &config);

// setupcontroller.cpp
void changeSetup(Call &call);

// automationcontroller.cpp
void setFailover(Call &call);
void setLocks(Call &call);
void endProgramme(Call &call);

// controlcontroller.cpp
void getMe(Call &call);
void getControl(Call &call);
void setControl(Call &call);
void releaseControl(Call &call);

// encryptioncontroller.cpp
void setEncryption(Call &call);
void listKeys(Call &call);
void getKey(Call &call);
void getHlsKey(Call &call);

// hlscontroller.cpp
void getHlsPlaylist(Call &call);
void getHlsSegment(Call &call);

// slatecontroller.cpp
void listSlates(Call &call);
void addSlate(Call &call);
void keepPicture(Call &call);
void addTextSlate(Call &call);
void deleteSlate(Call &call);

// recordcontroller.cpp
void getOperation(Call &call);
void getJournal(Call &call);

// alarmcontroller.cpp
void listAlarms(Call &call);
void getAlarmHistory(Call &call);
void getAlarmQuality(Call &call);
void acknowledgeAlarm(Call &call);
void silenceAlarm(Call &call);
void addNote(Call &call);
void shelveAlarm(Call &call);
void unshelveAlarm(Call &call);

// rulecontroller.cpp
void getRules(Call &call);
void getRuleStates(Call &call);
void replaceRules(Call &call);
void resetRules(Call &call);
void getVerdict(Call &call);
void listNodes(Call &call);

// plancontroller.cpp
void listPlans(Call &call);
void getPlan(Call &call);
void putPlan(Call &call);
void deletePlan(Call &call);
void armPlan(Call &call);
void disarmPlan(Call &call);
void firePlan(Call &call);
void listRuns(Call &call);
void getRun(Call &call);
void abortRun(Call &call);
void answerRun(Call &call);
void reviewRun(Call &call);

// drillcontroller.cpp
void listScenarios(Call &call);
void putScenario(Call &call);
void listDrills(Call &call);
void startDrill(Call &call);
void getDrill(Call &call);
void getDrillPicture(Call &call);
void endDrill(Call &call);
void answerDrill(Call &call);
void noteDrill(Call &call);
void getReadiness(Call &call);

// previewcontroller.cpp
void getPreviewFlv(Call &call);
void getPreviewTs(Call &call);
void getStill(Call &call);

} // namespace twinfeed::server
