// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace twinfeed {

/// The languages of the console. UI thread.
class Language final
{
public:
    /// "en", "zh_CN"
    static QStringList available();
    /// The one that suits the system's settings best.
    static QString ofSystem();
    /// What the language calls itself.
    static QString nativeName(const QString &language);
    /// Installs the translators (ours and Qt's own) and the default locale; windows hear of it as LanguageChange.
    static void apply(const QString &language);
};

} // namespace twinfeed
