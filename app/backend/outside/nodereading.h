// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

/// What other servers say of a stream, in their own forms. Pure; what cannot be understood is the error "not-understood" with
/// what was missing. Fuzzed by whoever answers.
namespace twinfeed::backend {

/// One stream as a server sees it. Nothing where the server does not say it; a stream that it does not know is one that
/// nobody publishes.
struct StreamFigures
{
    bool publishing = false;
    std::optional<double> bitrate = {}; ///< bit/s that come in
    std::optional<double> bitrateOut = {}; ///< bit/s that go to readers
    std::optional<double> readers = {};
    std::optional<double> bytes = {}; ///< that have come in since it began

    bool operator==(const StreamFigures &) const = default;
};

/// nginx-rtmp's statistics page (`rtmp_stat all`). `stream`: "<application>/<name>".
Result<StreamFigures> readNginxRtmp(const QByteArray &xml, const QString &stream);
/// GET /api/v1/streams of SRS 4 to 6. `stream`: "<application>/<name>".
Result<StreamFigures> readSrs(const QByteArray &json, const QString &stream);
/// GET /v3/paths/list of MediaMTX. `stream`: the path's name. It says no rates: they follow from the bytes.
Result<StreamFigures> readMediaMtx(const QByteArray &json, const QString &stream);
/// GET /api/v1/query of Prometheus: the one number that a query gives; nothing where it gives none, or no number.
Result<std::optional<double>> readPrometheus(const QByteArray &json);

} // namespace twinfeed::backend
