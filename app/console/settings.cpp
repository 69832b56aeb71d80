// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/settings.h"

#include "widgets/language.h"

namespace twinfeed {

namespace {

const QString languageKey = QStringLiteral("language");
const QString themeKey = QStringLiteral("theme");
const QString geometryKey = QStringLiteral("window/geometry");
const QString panelsGroup = QStringLiteral("panels");
const QString layoutsGroup = QStringLiteral("layouts");

/// A name as a key: no slash or other letter means something in it.
QString keyOf(const QString &group, const QString &name)
{
    return group + QLatin1Char('/') + QString::fromLatin1(name.toUtf8().toHex());
}

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

QString Settings::theme() const
{
    return m_settings.value(themeKey).toString();
}

void Settings::setTheme(const QString &theme)
{
    m_settings.setValue(themeKey, theme);
}

QByteArray Settings::geometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_settings.setValue(geometryKey, geometry);
}

QByteArray Settings::panels(const QString &screen) const
{
    return m_settings.value(keyOf(panelsGroup, screen)).toByteArray();
}

void Settings::setPanels(const QString &screen, const QByteArray &places)
{
    m_settings.setValue(keyOf(panelsGroup, screen), places);
}

QMap<QString, QByteArray> Settings::ownLayouts() const
{
    QMap<QString, QByteArray> layouts;
    for (const QString &key : m_settings.allKeys()) {
        if (key.section(QLatin1Char('/'), 0, 0) != layoutsGroup)
            continue;
        const QByteArray name = QByteArray::fromHex(key.section(QLatin1Char('/'), 1).toLatin1());
        layouts.insert(QString::fromUtf8(name), m_settings.value(key).toByteArray());
    }
    return layouts;
}

void Settings::setOwnLayouts(const QMap<QString, QByteArray> &layouts)
{
    m_settings.remove(layoutsGroup);
    for (auto one = layouts.cbegin(); one != layouts.cend(); ++one)
        m_settings.setValue(keyOf(layoutsGroup, one.key()), one.value());
}

} // namespace twinfeed
