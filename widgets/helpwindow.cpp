// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/helpwindow.h"

#include "widgets/theme.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>

namespace twinfeed {

namespace {

QString folderOf(const QString &language)
{
    return QStringLiteral(":/help/") + language;
}

QString read(const QString &name)
{
    QFile file(name); // built in: no disk
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Markdown brings its own sizes and no air: ours instead.
void setType(QTextDocument &document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        format.setLineHeight(135, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(level == 2 ? 20 : 0);
        format.setBottomMargin(block.textList() ? 3 : 8);
        cursor.setBlockFormat(format);
        if (level > 0) {
            cursor.select(QTextCursor::BlockUnderCursor);
            QTextCharFormat text;
            text.setFont(theme::font(level == 1 ? theme::Type::Value : theme::Type::Title));
            cursor.mergeCharFormat(text);
        }
    }
}

} // namespace

HelpWindow::HelpWindow(QWidget *parent)
    : QDialog(parent)
    , m_pages(new QListWidget(this))
    , m_text(new QTextBrowser(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(m_pages);
    layout->addWidget(m_text, 1);
    m_pages->setObjectName(QStringLiteral("pages"));
    m_pages->setFixedWidth(208);
    m_pages->setFont(theme::font(theme::Type::Body));
    m_text->document()->setDefaultFont(theme::font(theme::Type::Body));
    m_text->setOpenLinks(false);
    connect(m_pages, &QListWidget::currentRowChanged, this, &HelpWindow::showPage);
    resize(880, 600);
    retranslate();
}

void HelpWindow::setLanguage(const QString &language)
{
    m_language = QDir(folderOf(language)).exists() ? language : QStringLiteral("en");
    retranslate();
}

void HelpWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void HelpWindow::retranslate()
{
    setWindowTitle(tr("Handbook"));
    m_pages->setAccessibleName(tr("Pages of the handbook"));
    m_text->setAccessibleName(tr("Page of the handbook"));
    const int row = std::max(m_pages->currentRow(), 0);
    m_pages->clear();
    // A page's title is its first heading; files are numbered in reading order.
    const QDir folder(folderOf(m_language));
    for (const QString &name : folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name)) {
        const QString path = folder.filePath(name);
        auto *item = new QListWidgetItem(read(path).section(QLatin1Char('\n'), 0, 0).mid(2), m_pages);
        item->setData(Qt::UserRole, path);
        item->setSizeHint(QSize(0, 36));
    }
    m_pages->setCurrentRow(row);
}

void HelpWindow::showPage(int row)
{
    const QListWidgetItem *item = m_pages->item(row);
    if (!item)
        return;
    m_text->setMarkdown(read(item->data(Qt::UserRole).toString()));
    setType(*m_text->document());
    m_text->moveCursor(QTextCursor::Start);
}

} // namespace twinfeed
