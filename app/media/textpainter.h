// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

struct AVFrame;

namespace twinfeed::media {

/// Writes a running time into a picture: a dark panel low on the left, within the safe area, and in it a label and the
/// time in large figures of one width. Fonts are the machine's: the one that fontconfig finds for the characters (Inter
/// and Noto Sans CJK where they are installed). One thread.
class TextPainter final
{
public:
    /// For pictures of this height. Errors: "slate-refused" where no font has these characters.
    static Result<std::unique_ptr<TextPainter>> create(int width, int height, const QString &label);
    ~TextPainter();

    /// The picture: 8 or 10 bits, 4:2:0 or 4:2:2, writable.
    void paint(AVFrame &picture, const QString &time);

private:
    class Private;
    explicit TextPainter(std::unique_ptr<Private> d);
    const std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
