// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

/// What is fuzzed: functions that take bytes from anywhere and abort where a promise is broken; the sanitizers see the
/// rest. Each is a program of its own for libFuzzer (`./dev fuzz`), and all of them run over tests/fuzz/corpus/<name>/
/// and what becomes of it when it is damaged in tst_fuzzcorpus, with any compiler.
namespace twinfeed::fuzz {

using Bytes = std::span<const uint8_t>;

/// Internal forms: access units and sound frames behind made-up parameters.
int forms(const uint8_t *data, size_t size);
/// NAL units, parameter sets, decoder records.
int nal(const uint8_t *data, size_t size);
/// ADTS and AudioSpecificConfig.
int adts(const uint8_t *data, size_t size);
/// Slice headers that are written anew.
int freshstart(const uint8_t *data, size_t size);
/// Timestamps and arrivals of any kind.
int timeline(const uint8_t *data, size_t size);
/// A container's bytes, through demuxer, intake, buffers and splicer into both muxers.
int flv(const uint8_t *data, size_t size);
int ts(const uint8_t *data, size_t size);
/// Documents of the interface as JSON.
int json(const uint8_t *data, size_t size);
/// The configuration file.
int yaml(const uint8_t *data, size_t size);
/// Requests, from their headers to a controller's answer.
int http(const uint8_t *data, size_t size);
/// Signed addresses of every scheme, and playlists that get them.
int signing(const uint8_t *data, size_t size);
/// Addresses of streams and backends.
int address(const uint8_t *data, size_t size);
/// The client's event stream.
int events(const uint8_t *data, size_t size);
/// What the feed program reads: commands, and the code in its pictures.
int feed(const uint8_t *data, size_t size);

/// Sealed units, their notes, and what opens them.
int unseal(const uint8_t *data, size_t size);
/// The same in the packets of any container.
int packets(const uint8_t *data, size_t size);

struct Target
{
    const char *name;
    int (*run)(const uint8_t *data, size_t size);
};
// One a line: CMake and ./dev read them.
// clang-format off
inline constexpr Target targets[]{
    {"forms", forms},
    {"nal", nal},
    {"adts", adts},
    {"freshstart", freshstart},
    {"timeline", timeline},
    {"flv", flv},
    {"ts", ts},
    {"json", json},
    {"yaml", yaml},
    {"http", http},
    {"signing", signing},
    {"address", address},
    {"events", events},
    {"feed", feed},
    {"unseal", unseal},
    {"packets", packets},
};
// clang-format on

/// A promise of the code under test.
inline void must(bool held, const char *promise)
{
    if (held)
        return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

/// Takes numbers from the front of the bytes; zeros once they are used up.
class Script final
{
public:
    explicit Script(Bytes bytes)
        : m_bytes(bytes)
    {
    }

    bool empty() const { return m_bytes.empty(); }
    Bytes rest() const { return m_bytes; }
    uint8_t byte() { return uint8_t(number(1)); }
    /// Of up to 8 bytes, highest first.
    uint64_t number(size_t bytes)
    {
        uint64_t value = 0;
        for (; bytes > 0 && !m_bytes.empty(); --bytes, m_bytes = m_bytes.subspan(1))
            value = value << 8 | m_bytes.front();
        return value;
    }
    /// Up to this many.
    Bytes take(size_t count)
    {
        const Bytes taken = m_bytes.first(std::min(count, m_bytes.size()));
        m_bytes = m_bytes.subspan(taken.size());
        return taken;
    }

private:
    Bytes m_bytes;
};

} // namespace twinfeed::fuzz
