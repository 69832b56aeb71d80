// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace twinfeed {

/// The handbook, built in: pages of resources/help in the language that is set. UI thread.
class HelpWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent = nullptr);

    /// "en" where there is no such language.
    void setLanguage(const QString &language);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showPage(int row);
    void retranslate();

    QString m_language = QStringLiteral("en");
    QListWidget *m_pages;
    QTextBrowser *m_text;
};

} // namespace twinfeed
