// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/keywrap.h"
#include "models/domain/result.h"

#include <QByteArray>
#include <QString>

namespace twinfeed::backend {

/// The secret under which all keys are kept. Of the places, the first that is named counts, and no other: a key that cannot
/// be read there is an error, never a reason to look on. As a file or variable it is 64 hexadecimal digits, base64, or (a
/// file) 32 bytes as they are.
class MasterKey final
{
public:
    struct Places
    {
        QString file; ///< of the command line or configuration
        QByteArray variable; ///< what TWINFEED_MASTER_KEY says
        QString credential; ///< of systemd
        QString own; ///< beside the store: made at first need, its owner's alone
    };
    /// With what the process was started with. Takes the variable out of the environment: what this program starts does not
    /// inherit it.
    static Places placesOf(const QString &file, const QString &dataFolder);

    explicit MasterKey(Places places);
    MasterKey(const MasterKey &) = default;
    ~MasterKey();

    /// `mayMake`: there is nothing yet that another one was used for. Errors: "master-key-missing", "master-key-wrong".
    Result<sealing::Secret> read(bool mayMake) const;
    /// Where it is looked for, for people.
    QString place() const;

private:
    Result<sealing::Secret> readFile(const QString &file) const;
    Result<sealing::Secret> makeFile() const;

    Places m_places;
};

} // namespace twinfeed::backend
