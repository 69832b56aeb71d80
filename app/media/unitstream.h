// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/iogate.h"
#include "app/media/packet.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <memory>
#include <vector>

struct AVFormatContext;

namespace twinfeed::media {

class Demuxer;

/// The units of a stream that is only looked at: in internal form, with the stream's own times, nothing mapped or mended. One
/// per connection; one thread.
class UnitStream final
{
public:
    UnitStream();
    ~UnitStream();
    UnitStream(const UnitStream &) = delete;
    UnitStream &operator=(const UnitStream &) = delete;

    /// Those of the next packet, perhaps none. Errors: those of Demuxer::read().
    Result<std::vector<Packet>> next(Demuxer &demuxer);

    /// All of a TS in memory; what is damaged is left out.
    static std::vector<Packet> unitsOf(const QByteArray &ts);

private:
    struct Forms;
    const std::unique_ptr<Forms> m_forms;
};

/// What an http address gives, `most` bytes at most. Error: "not-reached".
Result<QByteArray> fetchHttp(const QString &url, qint64 most, IoGate &gate);

} // namespace twinfeed::media
