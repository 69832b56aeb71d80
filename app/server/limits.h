// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <cstdint>

namespace twinfeed::server {

/// What one server may be asked for at once. The defaults are those that openapi.yaml promises; tests make them small.
struct Limits
{
    /// Connections whose requests are answered; more get 503. The transport takes a few more, to be able to say so.
    int connections = 256;
    int connectionsPerAddress = 64;
    int headerFields = 100;
    qint64 headerBytes = 16 * 1024;
    qint64 jsonBody = 1024 * 1024;
    qint64 slateBody = 32 * 1024 * 1024;
    /// All bodies that are being received, together: a few slates, or many small ones.
    qint64 bodiesAtOnce = 128 * 1024 * 1024;
    /// What is read of a body that is too large, before the connection is closed instead: so that a client that sends
    /// first and reads then gets to see the 413 (closing over unread bytes resets the connection).
    qint64 discardedBody = 48 * 1024 * 1024;

    // Microseconds of the unit clock.
    int64_t request = 10'000'000; ///< first byte to last
    int64_t answer = 30'000'000; ///< for the peer to take an answer that is no stream
    int64_t idle = 30'000'000; ///< between requests
    int64_t stall = 10'000'000; ///< for the peer to take anything at all of a stream

    int eventSubscribers = 64;
    int eventsKept = 4096; ///< for Last-Event-ID
    int eventsBehind = 1024; ///< for one subscriber
    qint64 eventBytesBehind = 4 * 1024 * 1024;
    int previews = 64;
};

} // namespace twinfeed::server
