// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/words.h"

#include "models/domain/wordtable.h"

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<Source> sources[]{
    {Source::Primary, "primary"}, {Source::Backup, "backup"}, {Source::Slate, "slate"}};
constexpr Word<Cut> cuts[]{{Cut::Bridged, "bridged"}, {Cut::Cached, "cached"}, {Cut::Keyframe, "keyframe"}};
constexpr Word<CutMade> cutsMade[]{{CutMade::Aligned, "aligned"},
                                   {CutMade::Bridged, "bridged"},
                                   {CutMade::Cached, "cached"},
                                   {CutMade::Keyframe, "keyframe"}};
constexpr Word<FailoverMode> failoverModes[]{{FailoverMode::Off, "off"},
                                             {FailoverMode::Once, "once"},
                                             {FailoverMode::Floating, "floating"},
                                             {FailoverMode::Reverting, "reverting"}};
constexpr Word<FailoverState> failoverStates[]{{FailoverState::Off, "off"},
                                               {FailoverState::Armed, "armed"},
                                               {FailoverState::Suspended, "suspended"},
                                               {FailoverState::Spent, "spent"},
                                               {FailoverState::Ended, "ended"}};
constexpr Word<PathRelation> pathRelations[]{{PathRelation::Unknown, "unknown"},
                                             {PathRelation::Aligned, "aligned"},
                                             {PathRelation::Offset, "offset"},
                                             {PathRelation::Different, "different"}};
constexpr Word<Role> roles[]{{Role::Viewer, "viewer"},
                             {Role::Operator, "operator"},
                             {Role::Director, "director"},
                             {Role::Engineer, "engineer"}};
constexpr Word<OperationState> operationStates[]{{OperationState::Accepted, "accepted"},
                                                 {OperationState::Running, "running"},
                                                 {OperationState::Done, "done"},
                                                 {OperationState::Failed, "failed"},
                                                 {OperationState::Rejected, "rejected"}};
constexpr Word<InputMode> inputModes[]{{InputMode::Pull, "pull"}, {InputMode::Listen, "listen"}};
constexpr Word<OutputKind> outputKinds[]{{OutputKind::Rtmp, "rtmp"},
                                         {OutputKind::Srt, "srt"},
                                         {OutputKind::Udp, "udp"},
                                         {OutputKind::Hls, "hls"},
                                         {OutputKind::Recording, "recording"}};
constexpr Word<InputState> inputStates[]{
    {InputState::Idle, "idle"},       {InputState::Connecting, "connecting"},
    {InputState::Waiting, "waiting"}, {InputState::Live, "live"},
    {InputState::Lost, "lost"},       {InputState::Refused, "refused"}};
constexpr Word<OutputState> outputStates[]{{OutputState::Off, "off"},
                                           {OutputState::Connecting, "connecting"},
                                           {OutputState::Live, "live"},
                                           {OutputState::Failed, "failed"}};
constexpr Word<Encryption> encryptions[]{{Encryption::Clear, "clear"}, {Encryption::Sealed, "sealed"}};
constexpr Word<EncryptionSeen> encryptionsSeen[]{{EncryptionSeen::Unknown, "unknown"},
                                                 {EncryptionSeen::Clear, "clear"},
                                                 {EncryptionSeen::Sealed, "sealed"},
                                                 {EncryptionSeen::Mixed, "mixed"}};

} // namespace

TWINFEED_WORDS(Source, sources)
TWINFEED_WORDS(Cut, cuts)
TWINFEED_WORDS(CutMade, cutsMade)
TWINFEED_WORDS(FailoverMode, failoverModes)
TWINFEED_WORDS(FailoverState, failoverStates)
TWINFEED_WORDS(PathRelation, pathRelations)
TWINFEED_WORDS(Role, roles)
TWINFEED_WORDS(OperationState, operationStates)
TWINFEED_WORDS(InputMode, inputModes)
TWINFEED_WORDS(OutputKind, outputKinds)
TWINFEED_WORDS(InputState, inputStates)
TWINFEED_WORDS(OutputState, outputStates)
TWINFEED_WORDS(Encryption, encryptions)
TWINFEED_WORDS(EncryptionSeen, encryptionsSeen)

} // namespace twinfeed
