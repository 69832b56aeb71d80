// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/hlssegmenter.h"
#include "app/media/outputsink.h"

#include <QFile>

namespace twinfeed::media {

/// A folder with index.m3u8 and its segments.
class HlsSink final : public OutputSink
{
public:
    HlsSink(QString folder, QString keyUrl, const Clock &clock);

    Container container() const override { return Container::Ts; }
    Result<void> open(IoGate &gate) override;
    Result<void> write(const Packet &packet, const QByteArray &bytes) override;
    void encrypt(const std::shared_ptr<const sealing::Key> &key) override { m_segmenter.encrypt(key); }
    void close() override;

private:
    HlsSegmenter m_segmenter;
};

/// A TS file. Never touches one that exists: after a restart or an error it goes on in name-2.ts, name-3.ts and so on.
class RecordingSink final : public OutputSink
{
public:
    explicit RecordingSink(QString file);

    Container container() const override { return Container::Ts; }
    Result<void> open(IoGate &gate) override;
    Result<void> write(const Packet &packet, const QByteArray &bytes) override;
    void close() override;
    QString file() const override { return m_file.fileName(); }

private:
    const QString m_name;
    QFile m_file;
    int m_number = 1;
    bool m_empty = true; // nothing was written to m_file yet
};

} // namespace twinfeed::media
