// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/connectionwords.h"

namespace twinfeed {

namespace {

struct Words
{
    const char *code;
    const char *text;
};

constexpr Words known[] = {
    {"backend-refused", QT_TRANSLATE_NOOP("ConnectionWords", "No backend answers.")},
    {"backend-unknown", QT_TRANSLATE_NOOP("ConnectionWords", "There is no machine of this name.")},
    {"backend-timeout", QT_TRANSLATE_NOOP("ConnectionWords", "The backend does not answer.")},
    {"backend-dropped", QT_TRANSLATE_NOOP("ConnectionWords", "The backend closed the connection.")},
    {"backend-unreachable", QT_TRANSLATE_NOOP("ConnectionWords", "The backend cannot be reached.")},
    {"backend-untrusted",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend's certificate cannot be trusted.")},
    {"events-broken",
     QT_TRANSLATE_NOOP("ConnectionWords", "What the backend said was damaged; it is begun anew.")},
    {"unexpected-answer", QT_TRANSLATE_NOOP("ConnectionWords", "What answers there is no Twinfeed backend.")},
    {"unauthenticated",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend does not know this console's token.")},
    {"forbidden",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend does not allow that with this console's token.")},
    {"busy", QT_TRANSLATE_NOOP("ConnectionWords", "The backend is busy.")},
};

} // namespace

QString ConnectionWords::of(const Error &why)
{
    for (const Words &words : known) {
        if (why.code == QLatin1String(words.code))
            return tr(words.text);
    }
    return why.remedy.isEmpty() ? why.message : QString(why.message + QLatin1Char(' ') + why.remedy);
}

} // namespace twinfeed
