// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/paper.h"

#include <QBuffer>
#include <QPdfWriter>
#include <QTextDocument>

namespace twinfeed {

namespace {

constexpr int dotsPerInch = 96;

} // namespace

QByteArray pdfOf(QTextDocument &document, const QString &title)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Twinfeed"));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({12, 14, 12, 14}, QPageLayout::Millimeter);
    writer.setResolution(dotsPerInch);
    document.print(&writer);
    return bytes;
}

} // namespace twinfeed
