// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/setupshots.h"

#include "tests/unit/widgets/madeup.h"
#include "widgets/connectpage.h"
#include "widgets/setupdialog.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLineEdit>
#include <QTabWidget>
#include <QTest>

namespace twinfeed::test {

namespace {

void save(QWidget &widget, const QDir &folder, const QString &name, const QString &language)
{
    QTest::qWait(50);
    widget.grab().save(folder.filePath(QStringLiteral("%1-%2.png").arg(name, language)));
}

void takePage(const QDir &folder, const QString &language)
{
    ConnectPage page([](const ConnectPage::Entry &) { return std::nullopt; });
    page.show();
    save(page, folder, QStringLiteral("connect-first"), language);
    page.setBackends(
        {{QStringLiteral("1"), QStringLiteral("Main hall"), QStringLiteral("https://hall.example:8443")},
         {QStringLiteral("2"), QStringLiteral("Van"), QStringLiteral("https://10.0.4.7:8443")}});
    page.setTokens(ConnectPage::Tokens::SessionOnly);
    page.edit(QStringLiteral("1"));
    page.showProblem(
        {ConnectPage::Field::Token,
         QStringLiteral("The backend does not know this token. Enter another one under Connections.")});
    save(page, folder, QStringLiteral("connect-refused"), language);
}

void takeDialog(const QDir &folder, const QString &language)
{
    MadeUp made;
    made.fillNormal();
    made.state.setRole(Role::Engineer);
    Slate own =
        MadeUp::slate(QStringLiteral("doors"), QStringLiteral("Doors open 20:00"), QStringLiteral("ready"));
    own.builtIn = false;
    made.state.applySlate(own);
    QFile file(QStringLiteral("resources/rules/default.json"));
    if (file.open(QIODevice::ReadOnly)) {
        if (const auto rules = ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object()))
            made.state.judgements().applyRules(*rules, 1);
    }
    SetupDialog dialog(made.state);
    dialog.show();
    auto *tabs = dialog.findChild<QTabWidget *>();
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        save(dialog, folder, QStringLiteral("setup-%1").arg(tab), language);
    }
    tabs->setCurrentIndex(0);
    for (QLineEdit *field : dialog.findChildren<QLineEdit *>()) {
        if (field->text().contains(QLatin1String("://"))) {
            field->setText(QStringLiteral("encoder.example"));
            break;
        }
    }
    save(dialog, folder, QStringLiteral("setup-wrong"), language);
}

} // namespace

void takeSetupShots(const QDir &folder, const QString &language)
{
    takePage(folder, language);
    takeDialog(folder, language);
}

} // namespace twinfeed::test
