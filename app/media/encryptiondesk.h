// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/encryptionbook.h"
#include "app/media/prober.h"
#include "app/media/sealswitch.h"
#include "models/domain/channel.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"

#include <map>

namespace twinfeed::media {

/// All of one channel that concerns encryption: what each output is asked for, the orders under way, and what is known of the
/// outcome. The engine owns it; its outputs hold their switches. Any thread, but set() and the outputs' coming and going are
/// told by one at a time.
class EncryptionDesk final
{
public:
    struct Setup
    {
        std::vector<OutputSeal> seals;
        std::shared_ptr<Incarnations> incarnations;
        FindSealingKey findKey;
    };
    /// What the engine does for it; called with no lock held.
    struct Hooks
    {
        /// An output as it is now; nothing where there is none.
        std::function<std::optional<OutputStatus>(const QString &id)> output;
        /// Makes a keyframe of the programme; may be empty.
        std::function<void(std::function<void(Result<void>)> done)> makeKeyframe;
        /// What is known of an output's encryption has changed.
        std::function<void(const QString &id)> changed;
    };

    EncryptionDesk(Setup setup, const Clock &clock, Hooks hooks);
    EncryptionDesk(const EncryptionDesk &) = delete;
    EncryptionDesk &operator=(const EncryptionDesk &) = delete;

    /// The switch of an output that begins, set as was asked for its id.
    std::shared_ptr<SealSwitch> switchFor(const OutputConfig &config);
    /// These are all there are from now on. What was asked for others' ids is kept for when they come.
    void setOutputs(const std::vector<OutputConfig> &outputs);
    /// See ChannelEngine::setEncryption().
    void set(std::vector<OutputSeal> seals, int64_t acceptedAt, bool soon, EncryptionDone done);
    /// See EncryptionBook::expire().
    int64_t expire(int64_t now) { return m_book.expire(now); }
    /// From now on outputs are read back, once there is something to be seen: an output that is or was sealed since the start, or
    /// one with an address for it. Who uses no encryption has no other reader on the servers.
    void startProbing();
    /// Returns when none is read any more, within a second. None of the hooks is called by the prober then.
    void stopProbing();
    /// Completes what the output says of itself with what was seen of it.
    void tell(OutputStatus &status) const;
    /// For the rules; nothing where the output is not read back.
    struct Figures
    {
        std::optional<double> sealMissing; ///< 1: it disagrees, or is to be sealed and cannot be seen; else 0
        std::optional<double> probeFailures; ///< looks in a row that did not reach it
    };
    Figures figures(const OutputStatus &told) const;

private:
    struct Seen
    {
        Sight newest;
        std::optional<Sight> sure; // the newest that tells something
        int64_t sureAt = 0;
        int failures = 0; // looks in a row that did not reach it
    };
    struct Place
    {
        OutputConfig config;
        std::shared_ptr<SealSwitch> seal;
        uint64_t serial = 0; // of the switch
        std::optional<uint64_t> order; // whose first keyframe is waited for
        bool awaited = false; // what was asked for was not seen yet
        int64_t askedAt = 0;
        int64_t changedAt = 0; // when it first sent so, or was asked to
        Seen seen = {};
    };

    std::vector<Prober::Target> targets() const;
    void saw(const Prober::Target &target, const Sight &sight, int unopened, int64_t at);
    bool isUsed() const;
    void probeWhereUsed();
    void tellSeen(const Place &place, EncryptionStatus &status, int64_t now) const;
    void tellDisagreement(const Place &place, OutputStatus &status, int64_t now) const;
    std::vector<EncryptionBook::Change> changes(const std::vector<OutputSeal> &seals);
    void left(const QString &output, uint64_t serial, uint64_t order, int64_t at);
    bool keyframeIsFar(const std::vector<QString> &outputs) const;
    int reconnectsOf(const QString &output) const;

    const Clock &m_clock;
    const Hooks m_hooks;
    const std::shared_ptr<Incarnations> m_incarnations;
    const FindSealingKey m_findKey;
    EncryptionBook m_book;

    mutable std::mutex m_mutex; // guards all below
    std::map<QString, SealSwitch::KeyPtr> m_asked; // by output
    std::map<QString, Place> m_places;
    uint64_t m_serial = 0;
    bool m_mayProbe = false;
    bool m_used = false; // something is sealed, or was
    std::unique_ptr<Prober> m_prober;
};

} // namespace twinfeed::media
