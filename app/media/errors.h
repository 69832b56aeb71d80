// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/error.h"

namespace twinfeed::media {

/// An Error of this room: no field of a document is at fault.
inline Error errorOf(const QString &code, const QString &message, const QString &remedy = {})
{
    return {code, message, {}, remedy, {}};
}

inline Error outOfMemory()
{
    return errorOf(QStringLiteral("media-failed"), QStringLiteral("Out of memory."));
}

} // namespace twinfeed::media
