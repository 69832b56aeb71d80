// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "models/domain/result.h"

#include <QByteArray>

namespace twinfeed::media {

/// The newest keyframe of a stream as a file that encodeSlate() takes: the picture itself, neither decoded nor encoded again.
/// Errors: "no-picture".
Result<QByteArray> pictureFile(const GopBuffer &buffer);

} // namespace twinfeed::media
