// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/board.h"
#include "app/backend/commandgate.h"
#include "app/backend/engine.h"
#include "app/backend/sealsupply.h"
#include "app/backend/store.h"

#include <map>
#include <optional>

namespace twinfeed::backend {

QJsonObject toJson(const media::SlateFormat &format);
/// What the object does not say stays as by default.
media::SlateFormat slateFormatFromJson(const QJsonObject &object);

/// Another configuration for this document. Where nothing is automatic nothing is suspended.
void setConfig(ChannelDocument &document, const ChannelConfig &config);

/// One channel: its document, its engine, and what was seen of it last. Director's thread. The document changes by
/// adopt() only: what people command after it is on disk, what has happened already at once, whether it can be kept or not.
class ChannelUnit final
{
public:
    ChannelUnit(StoredChannel stored, EngineFactory &engines, media::EngineListener &listener,
                const SealSupply &seals);

    const QString &id() const { return m_stored.document.config.id; }
    const ChannelDocument &document() const { return m_stored.document; }
    const StoredChannel &stored() const { return m_stored; }
    /// As it would be kept with another document.
    StoredChannel storedWith(const ChannelDocument &document) const;
    /// The path that the slate stands for which the engine put on air; nothing where a person did. Kept with each document
    /// that says slate, and remembered here while a switch away from it may still fail.
    void setCovered(std::optional<Source> path) { m_covered = path; }
    std::optional<Source> covered() const { return m_covered; }
    Engine &engine() { return *m_engine; }
    /// For ending the engine elsewhere; the unit is over then.
    std::unique_ptr<Engine> release() { return std::move(m_engine); }

    /// Takes a document that has been kept; brings the engine's configuration and orders along. Not its source: see
    /// Engine::take().
    void adopt(const ChannelDocument &document);
    void mark(const ProgrammeTime &time) { m_stored.time = time; }
    std::optional<LastTake> lastTake;
    qint64 newestSwitch = 0; ///< number of the engine's newest decision that switched
    /// A person's take is not done yet: until then nothing else says what is on air.
    bool isTaking() const { return lastTake && !lastTake->ended; }

    /// Fresh from the engine; sentences in it carry no address with a secret.
    ChannelStatus status() const;
    /// status(), if it differs from the last one it gave in more than ages and running numbers.
    std::optional<ChannelStatus> changedStatus(const ChannelStatus &fresh);
    /// The one that changedStatus() was asked about last.
    const ChannelStatus &latestStatus() const { return m_latest; }
    /// A sentence without this channel's addresses in clear.
    QString scrubbed(QString sentence) const;
    Taps taps() const;

    /// The format in which the slate must stand ready. Follows the live path that is on air, else primary, else backup;
    /// a new one counts when it was seen twice in a row (an input that comes up shows its parameters piece by piece).
    const media::SlateFormat &slateFormat() const { return m_slateFormat; }
    bool refreshSlateFormat();
    /// Of the path whose format the slate is to have: null where none is live.
    struct Live
    {
        media::CodecConfigPtr video;
        media::CodecConfigPtr sound;
    };
    Live live() const;
    /// What a slate must have to go with that, by now.
    media::SlateFormat liveSlateFormat() const;
    /// What stands ready in the engine; the document may name another one that is still being encoded.
    struct Standing
    {
        QString slate;
        std::shared_ptr<const media::SlateClip> clip;
    };
    void stand(const Standing &slate);
    const Standing &standing() const { return m_standing; }
    /// True when something is live that is described otherwise than when this was asked last.
    bool refreshLive();

    /// True when the state differs from the one noted last: what goes into the journal. Inputs: live or not;
    /// outputs: live or failed, everything between is on the way.
    bool noteInput(const SourceStatus &status);
    bool noteOutput(const OutputStatus &status);

private:
    StoredChannel m_stored;
    std::unique_ptr<Engine> m_engine;
    media::SlateFormat m_slateFormat;
    media::SlateFormat m_candidate; // seen once
    Standing m_standing;
    Live m_live; // looked at last, the newest of each
    std::optional<Source> m_covered;
    ChannelConfig m_before; // the configuration before this one: what it named may still be reported
    std::optional<ChannelStatus> m_published;
    ChannelStatus m_latest;
    std::map<Source, InputState> m_inputs;
    std::map<QString, OutputState> m_outputs;
};

} // namespace twinfeed::backend
