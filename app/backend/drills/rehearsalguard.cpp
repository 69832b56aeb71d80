// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/rehearsalguard.h"

#include <QDir>
#include <QFileInfo>

namespace twinfeed::drills {

namespace {

Error refusal(const QString &where)
{
    // Without the address: it may hold a secret.
    return Error{QStringLiteral("rehearsal-unit"),
                 QStringLiteral("This is a rehearsal unit: it reaches nothing but its own feeds and sinks."),
                 where,
                 QStringLiteral("Leave the address as it was, or work on the live unit."),
                 {}};
}

} // namespace

RehearsalGuard::RehearsalGuard(QStringList inputs, QStringList outputs, QString folder)
    : m_inputs(std::move(inputs))
    , m_outputs(std::move(outputs))
    , m_folder(QDir::cleanPath(folder))
{
}

Result<void> RehearsalGuard::check(const ChannelConfig &config) const
{
    for (const Source path : {Source::Primary, Source::Backup}) {
        if (!isOwnInput(config.input(path)))
            return refusal(QLatin1Char('/') + toWord(path) + QLatin1String("/url"));
    }
    for (size_t i = 0; i < config.outputs.size(); ++i) {
        const OutputConfig &output = config.outputs[i];
        const QString where = QStringLiteral("/outputs/%1/").arg(i);
        if (!isOwnOutput(output))
            return refusal(where + QLatin1String("url"));
        if (!output.probeUrl.isEmpty() && !isOwnFile(output.probeUrl))
            return refusal(where + QLatin1String("probeUrl"));
        if (!output.keyUrl.isEmpty())
            return refusal(where + QLatin1String("keyUrl"));
    }
    return {};
}

Result<void> RehearsalGuard::checkReached(const QString &url, const QString &where) const
{
    return m_outputs.contains(url) ? Result<void>() : Result<void>(refusal(where));
}

ChannelConfig RehearsalGuard::onlyOwn(ChannelConfig config) const
{
    for (InputConfig *input : {&config.primary, &config.backup}) {
        if (!isOwnInput(*input))
            *input = InputConfig{{}, InputMode::Listen, input->delayMs};
    }
    std::erase_if(config.outputs, [this](const OutputConfig &output) { return !isOwnOutput(output); });
    for (OutputConfig &output : config.outputs) {
        if (!isOwnFile(output.probeUrl))
            output.probeUrl.clear();
        output.keyUrl.clear();
    }
    return config;
}

bool RehearsalGuard::isOwnInput(const InputConfig &input) const
{
    return input.url.isEmpty() || (input.mode == InputMode::Listen && m_inputs.contains(input.url));
}

bool RehearsalGuard::isOwnOutput(const OutputConfig &output) const
{
    const bool isFile = output.kind == OutputKind::Hls || output.kind == OutputKind::Recording;
    return isFile ? isOwnFile(output.url) : output.kind == OutputKind::Udp && m_outputs.contains(output.url);
}

bool RehearsalGuard::isOwnFile(const QString &path) const
{
    // By its name, and by where the nearest folder that exists really is: a link inside leads nowhere else.
    const QString below = m_folder + QLatin1Char('/');
    if (!path.startsWith(below) || QDir::cleanPath(path) != path)
        return false;
    QString existing = path;
    while (!QFileInfo::exists(existing) && existing.size() > m_folder.size())
        existing.truncate(existing.lastIndexOf(QLatin1Char('/')));
    const QString real = QFileInfo(existing).canonicalFilePath();
    const QString realFolder = QFileInfo(m_folder).canonicalFilePath();
    return !realFolder.isEmpty()
        && (real == realFolder || real.startsWith(QString(realFolder + QLatin1Char('/'))));
}

} // namespace twinfeed::drills
