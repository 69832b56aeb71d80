// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace twinfeed::client {

struct SseEvent
{
    /// "message" where the stream named none.
    QByteArray type;
    /// Lines joined with '\n'.
    QByteArray data;
    /// The last id that was said up to this event; empty where none was.
    QByteArray lastEventId;

    bool operator==(const SseEvent &) const = default;
};

/// Bytes in, Server-Sent Events out (WHATWG HTML, 9.2.6 "Interpreting an event stream"), cut wherever the network cut
/// them; "retry" is passed over, since EventStream has its own pauses. Pure: no I/O, no clock. Never holds more than its bound, whatever arrives.
class SseParser final
{
public:
    /// 4 MiB: a snapshot of 500 channels is about 1 MiB.
    static constexpr qsizetype defaultBound = 4 * 1024 * 1024;

    explicit SseParser(qsizetype bound = defaultBound);

    /// The events that these bytes complete. After overflowed() has become true nothing more comes.
    std::vector<SseEvent> feed(QByteArrayView bytes);

    /// A line or an event grew past the bound: the stream is not to be trusted any more; open another.
    bool overflowed() const { return m_overflowed; }

    /// For a new connection: forgets the half line and the half event, keeps nothing.
    void reset();

private:
    void takeLine(QByteArrayView line, std::vector<SseEvent> &out);
    void takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(std::vector<SseEvent> &out);

    qsizetype m_bound;
    QByteArray m_line; ///< the unfinished line
    bool m_start = true; ///< a byte order mark may still come
    bool m_skipLineFeed = false; ///< the last chunk ended in CR: an LF belongs to it
    bool m_overflowed = false;
    QByteArray m_type;
    QByteArray m_data;
    bool m_hasData = false;
    QByteArray m_lastEventId;
};

} // namespace twinfeed::client
