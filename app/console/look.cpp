// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/look.h"

#include "app/console/commandline.h"
#include "app/console/settings.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>

namespace twinfeed {

QString applyLook(const CommandLine &line, const Settings &settings)
{
    const QString chosen = line.language.isEmpty() ? settings.language() : line.language;
    const QString language = chosen.isEmpty() ? Language::ofSystem() : chosen;
    Language::apply(language);
    if (line.shotsFolder.isEmpty() && !settings.theme().isEmpty())
        theme::apply(*qApp, theme::variantOf(settings.theme()));
    return language;
}

} // namespace twinfeed
