// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/keysource.h"
#include "app/media/streammuxer.h"
#include "models/domain/words.h"

namespace twinfeed::feed {

/// What `open` was asked to do.
struct OpenOptions
{
    KeyOptions keys;
    QString from;
    QString to; ///< "-": standard output
    QStringList headers;
    bool listen = false;
    bool sealedOnly = false;
    double giveUpSeconds = 0; ///< without an input for so long it ends; 0: never
    double seconds = 0; ///< it runs for so long; 0: until its end

    /// What `to` is: an output of the engine's kinds, or a file or standard output, which get the container's bytes.
    std::optional<OutputKind> kind;
    media::Container container = media::Container::Ts; ///< of a file or of standard output
    bool toStandardOutput() const { return to == QLatin1String("-"); }
};

Result<OpenOptions> parseOpenOptions(const QStringList &words);
QString openHelp();

} // namespace twinfeed::feed
