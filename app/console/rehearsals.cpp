// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/rehearsals.h"

#include "app/console/runtimeinfo.h"
#include "widgets/drillpanel.h"

#include <QCoreApplication>
#include <QProcess>

namespace twinfeed {

EmbeddedDaemon rehearsalUnitOf(const QString &eventFolder)
{
    EmbeddedDaemon unit;
    unit.program = programBeside(QStringLiteral("twinfeedd"));
    unit.dataFolder = eventFolder + QLatin1String("/rehearsal");
    unit.runtimeFile = unit.dataFolder + QLatin1String("/runtime.json");
    unit.eventFolder = eventFolder;
    return unit;
}

Rehearsals::Rehearsals(std::function<QString()> eventFolder, QObject *parent)
    : QObject(parent)
    , m_eventFolder(std::move(eventFolder))
{
}

void Rehearsals::serve(DrillPanel &panel)
{
    connect(&panel, &DrillPanel::rehearsalRequested, this, [this, &panel] {
        const auto started = start();
        panel.setTrouble(started ? QString() : started.error().message);
    });
}

Result<void> Rehearsals::start()
{
    if (m_console > 0 && isAlive(m_console)) {
        return Error{
            QStringLiteral("rehearsal-open"), tr("The window of the rehearsal is open already."), {}, {}, {}};
    }
    const bool started = QProcess::startDetached(
        QCoreApplication::applicationFilePath(),
        {QStringLiteral("--rehearsal"), QStringLiteral("--event"), m_eventFolder()}, {}, &m_console);
    if (started)
        return {};
    return Error{QStringLiteral("console-not-started"),
                 tr("The window of the rehearsal could not be started."),
                 {},
                 {},
                 {}};
}

} // namespace twinfeed
