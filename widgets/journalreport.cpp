// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/journalreport.h"

#include "widgets/journalwords.h"
#include "widgets/paper.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QLocale>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>
#include <QUrl>

namespace twinfeed {

namespace {

constexpr double mostPictureWidth = 680;
constexpr double mostPictureHeight = 420;

QTextCharFormat letters(int points, bool strong = false, const QColor &color = Qt::black)
{
    QTextCharFormat format;
    format.setFontFamilies(theme::font(theme::Type::Body).families());
    format.setFontPointSize(points);
    format.setFontWeight(strong ? QFont::DemiBold : QFont::Normal);
    format.setForeground(color);
    return format;
}

void addPicture(QTextDocument &document, QTextCursor &cursor, const JournalReport::Picture &picture,
                int number)
{
    if (picture.image.isNull())
        return;
    const QString name = QStringLiteral("picture-%1").arg(number);
    document.addResource(QTextDocument::ImageResource, QUrl(name), picture.image);
    const QSizeF size = QSizeF(picture.image.deviceIndependentSize())
                            .scaled(mostPictureWidth, mostPictureHeight, Qt::KeepAspectRatio);
    QTextImageFormat image;
    image.setName(name);
    image.setWidth(size.width());
    image.setHeight(size.height());
    cursor.insertText(picture.title, letters(10, true));
    cursor.insertBlock();
    cursor.insertImage(image);
    cursor.insertBlock();
}

void addEntries(QTextCursor &cursor, const std::vector<JournalEntry> &entries, const QDateTime &now)
{
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(3);
    format.setHeaderRowCount(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setColumnWidthConstraints(
        {QTextLength(QTextLength::PercentageLength, 20), QTextLength(QTextLength::PercentageLength, 14),
         QTextLength(QTextLength::PercentageLength, 14), QTextLength(QTextLength::PercentageLength, 52)});
    QTextTable *table = cursor.insertTable(int(entries.size()) + 1, 4, format);
    const auto put = [table](int row, int column, const QString &text, const QTextCharFormat &format) {
        table->cellAt(row, column).firstCursorPosition().insertText(text, format);
    };
    const QStringList titles{JournalReport::tr("Time"), JournalReport::tr("Who"),
                             JournalReport::tr("Channel"), JournalReport::tr("What")};
    for (int column = 0; column < titles.size(); ++column)
        put(0, column, titles.at(column), letters(9, true));
    int row = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const bool trouble = JournalWords::weight(entry->kind) == JournalWords::Weight::Trouble;
        ++row;
        put(row, 0, Words::moment(entry->at, now), letters(9));
        put(row, 1, JournalWords::actor(*entry), letters(9));
        put(row, 2, entry->channel, letters(9));
        // On paper red is dark, and strong besides.
        put(row, 3, JournalWords::sentence(*entry),
            letters(9, trouble, trouble ? QColor(0xa0, 0x1b, 0x10) : Qt::black));
    }
}

} // namespace

QByteArray JournalReport::pdf(const QString &title, const std::vector<JournalEntry> &entries,
                              const std::vector<Picture> &pictures, const QDateTime &now)
{
    QTextDocument document;
    document.setDefaultFont(theme::font(theme::Type::Body));
    QTextCursor cursor(&document);
    cursor.insertText(title, letters(16, true));
    cursor.insertBlock();
    cursor.insertText(tr("Written at %1; %n entries", "a date and time", int(entries.size()))
                          .arg(QLocale().toString(now.toLocalTime(), QLocale::LongFormat)),
                      letters(9));
    cursor.insertBlock();
    int number = 0;
    for (const Picture &picture : pictures)
        addPicture(document, cursor, picture, ++number);
    addEntries(cursor, entries, now);

    return pdfOf(document, title);
}

} // namespace twinfeed
