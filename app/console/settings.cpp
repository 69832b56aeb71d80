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
const QString backendsGroup = QStringLiteral("backends");
const QString chosenBackendKey = QStringLiteral("chosenBackend");
const QString idKey = QStringLiteral("id");
const QString nameKey = QStringLiteral("name");
const QString addressKey = QStringLiteral("address");

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

std::vector<KnownBackend> Settings::backends() const
{
    // Reading an array is no change, but QSettings has no const way to do it.
    auto &settings = const_cast<QSettings &>(m_settings);
    std::vector<KnownBackend> backends;
    const int count = settings.beginReadArray(backendsGroup);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const KnownBackend backend{settings.value(idKey).toString(), settings.value(nameKey).toString(),
                                   settings.value(addressKey).toString()};
        if (!backend.id.isEmpty() && !backend.address.isEmpty())
            backends.push_back(backend);
    }
    settings.endArray();
    return backends;
}

void Settings::setBackends(const std::vector<KnownBackend> &backends)
{
    m_settings.remove(backendsGroup);
    m_settings.beginWriteArray(backendsGroup, int(backends.size()));
    for (size_t i = 0; i < backends.size(); ++i) {
        m_settings.setArrayIndex(int(i));
        m_settings.setValue(idKey, backends[i].id);
        m_settings.setValue(nameKey, backends[i].name);
        m_settings.setValue(addressKey, backends[i].address);
    }
    m_settings.endArray();
}

QString Settings::chosenBackend() const
{
    return m_settings.value(chosenBackendKey).toString();
}

void Settings::setChosenBackend(const QString &id)
{
    m_settings.setValue(chosenBackendKey, id);
}

} // namespace twinfeed
