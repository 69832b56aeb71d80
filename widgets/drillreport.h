// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <QCoreApplication>
#include <QImage>

#include <functional>
#include <map>

class QTextDocument;

namespace twinfeed {

/// What a drill was, for those who were not there: the score with its reasons, the time line, faults, presses, pictures of the
/// programme, how it went against earlier drills of the same scenario, and what is to be done. On paper, as a page, and in the
/// window. UI thread.
class DrillReport final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::DrillReport)

public:
    struct Content
    {
        Drill drill;
        std::vector<Drill> earlier; ///< of the same scenario, newest first; those that ended
        std::map<int, QByteArray> pictures; ///< by mark, as JPEG
    };

    static QString title(const Drill &drill);
    static QByteArray pdf(const Content &content, const QDateTime &now);
    /// A page of its own, with its pictures in it.
    static QByteArray page(const Content &content, const QDateTime &now);
    /// Of these, what is to be compared with `drill`: its scenario, ended, before it; newest first.
    static std::vector<Drill> earlierOf(const Drill &drill, const std::vector<Drill> &history);

private:
    /// `picture`: what stands for an image in the text.
    using PictureName = std::function<QString(const QString &name, const QImage &image)>;
    static QString body(const Content &content, const QDateTime &now, const PictureName &picture);
    static QString comparison(const Content &content);
    static QString pictures(const Content &content, const PictureName &picture);
};

} // namespace twinfeed
