// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/error.h"

#include <QCoreApplication>

namespace twinfeed {

/// Why there is no connection, in the language of the window: the client's own sentences are English. UI thread.
class ConnectionWords final
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionWords)

public:
    /// One sentence; that of the error itself where its code is not known here.
    static QString of(const Error &why);
};

} // namespace twinfeed
