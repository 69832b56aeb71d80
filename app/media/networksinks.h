// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/outputsink.h"
#include "app/media/srtavio.h"

#include <memory>

namespace twinfeed::media {

/// Publishes FLV by FFmpeg's RTMP protocol (rtmp and rtmps, whose certificate is checked).
class RtmpSink final : public OutputSink
{
public:
    explicit RtmpSink(QString url);
    ~RtmpSink() override;

    Container container() const override { return Container::Flv; }
    Result<void> open(IoGate &gate) override;
    Result<void> write(const Packet &packet, const QByteArray &bytes) override;
    void close() override;
    LinkFigures link() const override { return m_tcp ? m_tcp->figures() : LinkFigures(); }

private:
    const QString m_url;
    std::optional<TcpLink> m_tcp; // of the connection
    AVIOContext *m_io = nullptr;
    IoGate *m_gate = nullptr; // of the connection; outlives it
};

/// TS over SRT, calling or (mode=listener) waiting to be called, for as long as it takes.
class SrtSink final : public OutputSink
{
public:
    explicit SrtSink(QString url);

    Container container() const override { return Container::Ts; }
    int64_t openTimeoutUs() const override;
    Result<void> open(IoGate &gate) override;
    Result<void> write(const Packet &packet, const QByteArray &bytes) override;
    void close() override;
    LinkFigures link() const override
    {
        return m_connection ? linkFigures(m_connection->figures()) : LinkFigures();
    }

private:
    const Result<SrtAddress> m_address;
    std::unique_ptr<SrtConnection> m_connection;
    IoGate *m_gate = nullptr; // of the connection; outlives it
};

/// TS in datagrams of up to 7 TS packets, to one host or a multicast group: udp://host:port?ttl=16&localaddr=. It does not
/// matter to it whether anybody listens.
class UdpSink final : public OutputSink
{
public:
    explicit UdpSink(QString url);
    ~UdpSink() override;

    Container container() const override { return Container::Ts; }
    Result<void> open(IoGate &gate) override;
    Result<void> write(const Packet &packet, const QByteArray &bytes) override;
    void close() override;

private:
    const QString m_url;
    SocketAddress m_to;
    int m_socket = -1;
};

} // namespace twinfeed::media
