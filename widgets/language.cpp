// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace twinfeed {

QStringList Language::available()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Language::ofSystem()
{
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

QString Language::nativeName(const QString &language)
{
    return language == QLatin1String("zh_CN") ? QString::fromUtf8("中文") : QStringLiteral("English");
}

void Language::apply(const QString &language)
{
    static QTranslator *ours = nullptr;
    static QTranslator *qts = nullptr;
    const QLocale locale(language);
    QLocale::setDefault(locale);
    QCoreApplication *application = QCoreApplication::instance();
    for (QTranslator **old : {&ours, &qts}) {
        delete *old; // removes itself from the application
        *old = new QTranslator(application);
    }
    // Qt's own words (file dialog) are there when the system has them; ours are built in.
    if (qts->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qts);
    if (ours->load(QStringLiteral(":/i18n/twinfeed_") + language))
        QCoreApplication::installTranslator(ours);
}

} // namespace twinfeed
