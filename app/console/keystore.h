// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>

#include <functional>

namespace twinfeed {

/// Where secrets stay between two starts. UI thread; never blocks it: what is asked is answered later, once, or never when the
/// store is gone first. Whoever asks keeps alive what the answer touches.
/// Errors: "no-such-key", "no-key-store" (there is none on this machine), "key-store-refused" (there is one; it will not).
class KeyStore
{
public:
    using Found = std::function<void(const Result<QByteArray> &)>;
    using Done = std::function<void(const Result<void> &)>;

    virtual ~KeyStore() = default;

    virtual void read(const QString &key, Found found) = 0;
    virtual void write(const QString &key, const QByteArray &secret, Done done) = 0;
    /// One that is not there is removed as well.
    virtual void remove(const QString &key, Done done) = 0;
};

} // namespace twinfeed
