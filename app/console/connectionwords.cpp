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
     QT_TRANSLATE_NOOP("ConnectionWords",
                       "The backend does not know this token. Enter another one under Connections.")},
    {"forbidden",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend does not allow that with this console's token.")},
    {"invalid-endpoint",
     QT_TRANSLATE_NOOP("ConnectionWords",
                       "This is no address of a backend. Give scheme, host and port, such as "
                       "https://unit-a.example:8443.")},
    {"token-in-clear",
     QT_TRANSLATE_NOOP(
         "ConnectionWords",
         "That is another machine, and over http the token could be read on the way. Use https.")},
    {"invalid-token",
     QT_TRANSLATE_NOOP("ConnectionWords",
                       "This is no token: it has no spaces and no letters but English ones.")},
    {"busy", QT_TRANSLATE_NOOP("ConnectionWords", "The backend is busy.")},
};

/// By "certificate" in the details of "backend-untrusted".
constexpr Words certificates[] = {
    {"expired",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend's certificate has run out. It needs a new one.")},
    {"not-yet-valid",
     QT_TRANSLATE_NOOP("ConnectionWords",
                       "The backend's certificate is not valid yet. Is the clock of this machine right?")},
    {"other-name",
     QT_TRANSLATE_NOOP("ConnectionWords",
                       "The backend's certificate is for another name. Use the name that it was made for.")},
    {"self-signed",
     QT_TRANSLATE_NOOP(
         "ConnectionWords",
         "The backend vouches for its certificate itself. Add it to the authorities of this machine.")},
    {"unknown-authority",
     QT_TRANSLATE_NOOP(
         "ConnectionWords",
         "This machine does not know who vouches for the backend's certificate. Add that authority to "
         "those of this machine.")},
    {"revoked",
     QT_TRANSLATE_NOOP("ConnectionWords", "The backend's certificate was revoked. It needs a new one.")},
    {"no-tls",
     QT_TRANSLATE_NOOP(
         "ConnectionWords",
         "What answers there speaks no TLS, or a version of it that is too old. Is the port right?")},
};

template <size_t Count>
const Words *find(const Words (&table)[Count], const QString &code)
{
    for (const Words &words : table) {
        if (code == QLatin1String(words.code))
            return &words;
    }
    return nullptr;
}

} // namespace

QString ConnectionWords::of(const Error &why)
{
    const QString certificate = why.details.value(QLatin1String("certificate")).toString();
    if (const Words *words = find(certificates, certificate))
        return tr(words->text);
    for (const QString &code : {why.code, why.details.value(QLatin1String("network")).toString()}) {
        if (const Words *words = find(known, code))
            return tr(words->text);
    }
    return why.remedy.isEmpty() ? why.message : QString(why.message + QLatin1Char(' ') + why.remedy);
}

} // namespace twinfeed
