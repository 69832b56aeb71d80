// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QSet>
#include <QString>

namespace twinfeed::test {

/// Says which library a header of the system belongs to. Qt's are asked of the installed Qt (each module's folder lists
/// its headers), so that a class nobody has thought of is known too.
class Libraries final
{
public:
    /// Reads Qt's header folders; see qtModules() for whether there were any.
    Libraries();

    /// "QtGui" for "QImage", "qimage.h" and "QtGui/QImage"; "FFmpeg", "JSON", "microhttpd", ...; empty for what is free
    /// to all: the C and C++ libraries and the kernel's headers.
    QString familyOf(const QString &header) const;

    const QSet<QString> &qtModules() const { return m_modules; }

private:
    QHash<QString, QString> m_moduleOf; ///< "QImage" -> "QtGui"
    QSet<QString> m_modules;
};

} // namespace twinfeed::test
