// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/endpoint.h"

#include <QByteArray>

namespace twinfeed {

/// What a backend of this machine says of itself in its runtime file.
struct RuntimeInfo
{
    client::Endpoint endpoint;
    qint64 pid = 0;

    bool operator==(const RuntimeInfo &) const = default;
};

/// Reads the text of a runtime file. Error "runtime-file" when it is none.
Result<RuntimeInfo> runtimeInfoFrom(const QByteArray &text);

/// Reads the file; only one that belongs to this user and that nobody else may read or write is believed. Does I/O.
Result<RuntimeInfo> readRuntimeFile(const QString &file);

/// There is such a process. Does a system call and no more.
bool isAlive(qint64 pid);

} // namespace twinfeed
