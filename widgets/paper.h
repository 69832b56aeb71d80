// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

class QTextDocument;

namespace twinfeed {

/// The document as a PDF on A4. Lengths in it are of 96 to the inch. UI thread.
QByteArray pdfOf(QTextDocument &document, const QString &title);

} // namespace twinfeed
