// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/iogate.h"
#include "app/media/linkfigures.h"
#include "app/media/outputseal.h"
#include "app/media/streammuxer.h"
#include "models/domain/channel.h"

namespace twinfeed::media {

/// Where an Output's container bytes go: a connection or a file. Opened, written and closed by the output's thread only, any
/// number of times. Errors carry a sentence for an operator and never an address with its secrets.
class OutputSink
{
public:
    virtual ~OutputSink() = default;

    virtual Container container() const = 0;
    /// How long open() may take, in microseconds.
    virtual int64_t openTimeoutUs() const { return 5'000'000; }
    virtual Result<void> open(IoGate &gate) = 0;
    /// `bytes` are those that the container made of `packet`; they have left when it returns.
    virtual Result<void> write(const Packet &packet, const QByteArray &bytes) = 0;
    /// For those that encrypt whole files instead of units: with this key (null: not) from the next packet on, which is one at
    /// which a reader may begin. Called again and again with the same.
    virtual void encrypt(const std::shared_ptr<const sealing::Key> &) { }
    /// Also after a failed open() or write(). The gate given to open() is still asked.
    virtual void close() = 0;

    /// Of the connection that is open; the output's thread, as all of this.
    virtual LinkFigures link() const { return {}; }
    /// The file that open() chose, for a recording; empty for everything else.
    virtual QString file() const { return {}; }

    static std::unique_ptr<OutputSink> create(const OutputConfig &config, const Clock &clock);
};

} // namespace twinfeed::media
