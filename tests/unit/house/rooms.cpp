// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/rooms.h"

namespace twinfeed::test {

namespace {

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

const std::vector<Room> &rooms()
{
    // JSON and HTTP are families of their own although they live in QtCore and QtNetwork: media knows no JSON, and the
    // backend may judge addresses without speaking HTTP. QtGui is what brings a window's libraries into the daemon.
    static const std::vector<Room> table{
        {QStringLiteral("models/domain"), {}, words("QtCore JSON"), {}},
        {QStringLiteral("app/sealing"), words("models/domain"), words("QtCore openssl"),
         words("twinfeed_domain")},
        {QStringLiteral("app/media"), words("models/domain app/sealing"),
         words("QtCore FFmpeg srt ebur128 freetype fontconfig openssl"),
         words("twinfeed_domain twinfeed_sealing")},
        {QStringLiteral("app/server"), words("models/domain"),
         words("QtCore JSON QtNetwork microhttpd openssl"), words("twinfeed_domain")},
        {QStringLiteral("app/backend/alarms"), words("models/domain"), words("QtCore JSON"),
         words("twinfeed_domain")},
        {QStringLiteral("app/backend/plans"), words("models/domain"), words("QtCore JSON"),
         words("twinfeed_domain")},
        {QStringLiteral("app/backend/drills"), words("models/domain"), words("QtCore JSON"),
         words("twinfeed_domain")},
        {QStringLiteral("app/backend/outside"), words("models/domain"), words("QtCore JSON QtNetwork HTTP"),
         words("twinfeed_domain")},
        {QStringLiteral("app/backend/simulation"),
         words("models/domain app/media app/backend/alarms app/backend/plans app/backend/drills"),
         words("QtCore JSON"),
         words("twinfeed_domain twinfeed_media twinfeed_alarms twinfeed_plans twinfeed_drills")},
        {QStringLiteral("app/backend"),
         words("models/domain app/media app/sealing app/backend/alarms app/backend/plans "
               "app/backend/drills app/backend/outside app/server/backend.h"),
         words("QtCore JSON QtSql QtNetwork HTTP openssl yaml-cpp"),
         words("twinfeed_domain twinfeed_media twinfeed_sealing twinfeed_alarms twinfeed_plans "
               "twinfeed_drills twinfeed_outside")},
        {QStringLiteral("app/client"), words("models/domain"), words("QtCore JSON QtNetwork HTTP"),
         words("twinfeed_domain")},
        {QStringLiteral("models"), words("models/domain"), words("QtCore JSON QtGui"),
         words("twinfeed_domain")},
        {QStringLiteral("widgets"), words("models models/domain"),
         words("QtCore JSON QtGui QtWidgets QtSvg QtCharts QtMultimedia QtMultimediaWidgets"),
         words("twinfeed_domain twinfeed_models")},
        {QStringLiteral("app/console"), words("*"),
         words("QtCore JSON QtGui QtWidgets QtSvg QtCharts QtMultimedia QtMultimediaWidgets QtNetwork HTTP "
               "keychain"),
         words("*")},
        {QStringLiteral("app/daemon"), words("*"), words("QtCore JSON QtNetwork QtSql yaml-cpp openssl"),
         words("*")},
        {QStringLiteral("app/feed"), words("*"), words("QtCore JSON QtNetwork FFmpeg srt"), words("*")},
        {QStringLiteral("tests"), words("* tests"), words("*"), words("*")},
    };
    return table;
}

const Room *roomOf(const QString &path)
{
    const Room *best = nullptr;
    for (const Room &room : rooms()) {
        const bool inside = path.startsWith(QString(room.folder % QLatin1Char('/')));
        if (inside && (!best || room.folder.size() > best->folder.size()))
            best = &room;
    }
    return best;
}

} // namespace twinfeed::test
