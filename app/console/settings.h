// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>

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

    /// QWidget::saveGeometry(); empty on the first start.
    QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);

private:
    QSettings m_settings;
};

} // namespace twinfeed
