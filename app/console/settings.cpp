// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/settings.h"

#include "widgets/language.h"

namespace twinfeed {

namespace {

const QString languageKey = QStringLiteral("language");
const QString geometryKey = QStringLiteral("window/geometry");

} // namespace

Settings::Settings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("twinfeed"),
                 QStringLiteral("console"))
{
}

Settings::Settings(const QString &file)
    : m_settings(file, QSettings::IniFormat)
{
}

QString Settings::language() const
{
    const QString language = m_settings.value(languageKey).toString();
    return Language::available().contains(language) ? language : QString();
}

void Settings::setLanguage(const QString &language)
{
    m_settings.setValue(languageKey, language);
}

QByteArray Settings::geometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_settings.setValue(geometryKey, geometry);
}

} // namespace twinfeed
