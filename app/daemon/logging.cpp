// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/logging.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

#include <unistd.h>

namespace twinfeed::daemon {

namespace {

struct Level
{
    const char *word;
    int priority; // syslog's
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {"debug", 7};
    case QtInfoMsg:
        return {"info", 6};
    case QtWarningMsg:
        return {"warning", 4};
    case QtCriticalMsg:
        return {"error", 3};
    case QtFatalMsg:
        break;
    }
    return {"fatal", 2};
}

void writeLine(const QByteArray &line)
{
    // One write a line: lines of several threads, and of supervisor and child, do not mix.
    const ssize_t written = write(STDERR_FILENO, line.constData(), size_t(line.size()));
    (void)written; // nobody is left to be told
}

QString oneLine(QString message)
{
    // What a peer sent must neither look like a line of ours nor command the terminal that shows it.
    message.replace(QLatin1Char('\n'), QLatin1String("\\n")).replace(QLatin1Char('\r'), QLatin1String("\\r"));
    for (QChar &c : message) {
        if (c.category() == QChar::Other_Control && c != QLatin1Char('\t'))
            c = QLatin1Char('?');
    }
    return message;
}

void writeJson(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QJsonObject line{
        {QStringLiteral("at"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
        {QStringLiteral("level"), QString::fromLatin1(levelOf(type).word)},
        {QStringLiteral("category"), QString::fromLatin1(context.category)},
        {QStringLiteral("message"), message}};
    writeLine(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void writeText(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    QString line = QStringLiteral("%1 %2 %3: %4\n")
                       .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs),
                            QString::fromLatin1(levelOf(type).word), QString::fromLatin1(context.category),
                            oneLine(message));
    writeLine(line.toUtf8());
}

void writeJournald(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // It keeps the time itself, and reads the priority from the prefix (sd-daemon(3)).
    QString line = QStringLiteral("<%1>%2: %3\n")
                       .arg(levelOf(type).priority)
                       .arg(QString::fromLatin1(context.category), oneLine(message));
    writeLine(line.toUtf8());
}

} // namespace

void installLog(LogFormat format)
{
    if (format == LogFormat::Json)
        qInstallMessageHandler(writeJson);
    else if (qEnvironmentVariableIsSet("JOURNAL_STREAM"))
        qInstallMessageHandler(writeJournald);
    else
        qInstallMessageHandler(writeText);
}

} // namespace twinfeed::daemon
