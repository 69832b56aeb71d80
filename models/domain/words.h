// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QStringList>

#include <array>
#include <optional>

/// The closed vocabularies of the project. Each has its wire word (toWord) and back (fromWord); the words that people
/// see are translated in widgets/.
namespace twinfeed {

/// What can be on air.
enum class Source { Primary, Backup, Slate };
inline constexpr std::array allSources{Source::Primary, Source::Backup, Source::Slate};

/// How the programme is to change its source. `bridged`: at the picture, the ones up to the target's next keyframe being
/// encoded anew. `cached`: from the target's newest buffered keyframe at once, repeating up to a GOP. `keyframe`: at the
/// target's next keyframe.
enum class Cut { Bridged, Cached, Keyframe };
/// How it did. `aligned`: both paths carry the same packets, and the target's next one followed the old source's last;
/// done wherever it is possible and `bridged` was asked for.
enum class CutMade { Aligned, Bridged, Cached, Keyframe };

/// When the engine goes back by itself. `off`: it never changes anything. `once`: it stays. `floating`: it stays until the
/// other path is the better one. `reverting`: it goes back to the primary when that is clean.
enum class FailoverMode { Off, Once, Floating, Reverting };
/// `suspended`: the operator's choice is on air and content faults do not take it away. `spent`: the limit of switches is
/// reached; loss is still acted on. `ended`: the event is over, nothing is a failure any more.
enum class FailoverState { Off, Armed, Suspended, Spent, Ended };

/// What is known of the two paths' content. `aligned`: the same packets. `offset`: the same pictures and sound, encoded
/// twice or at different times. `different`: no likeness was found. `unknown`: not measured, or too old.
enum class PathRelation { Unknown, Aligned, Offset, Different };

/// Each role includes the ones before it.
enum class Role { Viewer, Operator, Director, Engineer };

/// Life of a command.
enum class OperationState { Accepted, Running, Done, Failed, Rejected };

enum class InputMode { Pull, Listen };
enum class OutputKind { Rtmp, Srt, Udp, Hls, Recording };

/// What an input is doing. `Idle`: nothing configured. `Waiting`: listening, nobody came. `Live`: packets arrive.
/// `Lost`: packets came and stopped. `Refused`: something comes that cannot be used (see its error).
enum class InputState { Idle, Connecting, Waiting, Live, Lost, Refused };
/// What an output is doing. `Off`: switched off by configuration.
enum class OutputState { Off, Connecting, Live, Failed };

/// What an output is asked to send, and sends.
enum class Encryption { Clear, Sealed };
/// What was seen of it where it leads. `mixed`: clear and sealed, or two keys, within one group of pictures.
enum class EncryptionSeen { Unknown, Clear, Sealed, Mixed };

QString toWord(Source);
QString toWord(Cut);
QString toWord(CutMade);
QString toWord(FailoverMode);
QString toWord(FailoverState);
QString toWord(PathRelation);
QString toWord(Role);
QString toWord(OperationState);
QString toWord(InputMode);
QString toWord(OutputKind);
QString toWord(InputState);
QString toWord(OutputState);
QString toWord(Encryption);
QString toWord(EncryptionSeen);

template <typename T>
std::optional<T> fromWord(const QString &word);
template <>
std::optional<Source> fromWord(const QString &);
template <>
std::optional<Cut> fromWord(const QString &);
template <>
std::optional<CutMade> fromWord(const QString &);
template <>
std::optional<FailoverMode> fromWord(const QString &);
template <>
std::optional<FailoverState> fromWord(const QString &);
template <>
std::optional<PathRelation> fromWord(const QString &);
template <>
std::optional<Role> fromWord(const QString &);
template <>
std::optional<OperationState> fromWord(const QString &);
template <>
std::optional<InputMode> fromWord(const QString &);
template <>
std::optional<OutputKind> fromWord(const QString &);
template <>
std::optional<InputState> fromWord(const QString &);
template <>
std::optional<OutputState> fromWord(const QString &);
template <>
std::optional<Encryption> fromWord(const QString &);
template <>
std::optional<EncryptionSeen> fromWord(const QString &);

/// All wire words of a vocabulary, for messages ("one of primary, backup, slate").
template <typename T>
QStringList wordsOf();
template <>
QStringList wordsOf<Source>();
template <>
QStringList wordsOf<Cut>();
template <>
QStringList wordsOf<CutMade>();
template <>
QStringList wordsOf<FailoverMode>();
template <>
QStringList wordsOf<FailoverState>();
template <>
QStringList wordsOf<PathRelation>();
template <>
QStringList wordsOf<Role>();
template <>
QStringList wordsOf<OperationState>();
template <>
QStringList wordsOf<InputMode>();
template <>
QStringList wordsOf<OutputKind>();
template <>
QStringList wordsOf<InputState>();
template <>
QStringList wordsOf<OutputState>();
template <>
QStringList wordsOf<Encryption>();
template <>
QStringList wordsOf<EncryptionSeen>();

} // namespace twinfeed
