// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/knownbackend.h"

#include <QByteArray>
#include <QMap>
#include <QSettings>
#include <QString>

#include <vector>

namespace twinfeed {

/// What the console remembers between two starts, typed. No secrets. UI thread; Qt writes the file later and by itself.
class Settings final
{
public:
    /// The user's own file (~/.config/twinfeed/console.conf).
    Settings();
    /// Another file, for tests.
    explicit Settings(const QString &file);

    /// "en", "zh_CN"; empty where nobody has chosen.
    QString language() const;
    void setLanguage(const QString &language);

    /// As of theme::wordOf(); empty where nobody has chosen.
    QString theme() const;
    void setTheme(const QString &theme);

    /// QWidget::saveGeometry(); empty on the first start.
    QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);

    /// Where the panels stand on a screen; empty where the window never was.
    QByteArray panels(const QString &screen) const;
    void setPanels(const QString &screen, const QByteArray &places);

    /// The person's own layouts, by name.
    QMap<QString, QByteArray> ownLayouts() const;
    void setOwnLayouts(const QMap<QString, QByteArray> &layouts);

    /// The backends that the person has entered, in the order of entering. Their tokens are elsewhere.
    std::vector<KnownBackend> backends() const;
    void setBackends(const std::vector<KnownBackend> &backends);

    /// The id of the backend to begin with; empty: nobody has chosen.
    QString chosenBackend() const;
    void setChosenBackend(const QString &id);

private:
    QSettings m_settings;
};

} // namespace twinfeed
