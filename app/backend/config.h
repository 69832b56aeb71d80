// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/addresspolicy.h"
#include "app/backend/outside/outsideconfig.h"
#include "app/backend/planoutside.h"
#include "models/domain/channel.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace twinfeed::backend {

/// What twinfeedd's configuration file says. resources/config/twinfeedd.example.yaml explains each field.
struct DaemonConfig
{
    struct Tls
    {
        QString certificate; ///< absolute file name, PEM
        QString key;
    };
    struct Token
    {
        QString name;
        Role role = Role::Viewer;
        QByteArray sha256; ///< 32 bytes
        QStringList keys = {}; ///< ids of channels that it may open
    };
    struct Keys
    {
        QString masterKeyFile; ///< absolute; empty: see MasterKey
        int rotateAfterHours = 72;
        int keepRetiredDays = 90;
    };
    /// Means what server::AccessRules says.
    struct SignedAddresses
    {
        QString scheme;
        std::vector<QByteArray> secrets; ///< out of their files; the first signs
        int validSeconds = 1800;
        int toleranceSeconds = 30;
        bool bindAddress = false;
        QStringList allowAddresses;
        QStringList denyAddresses;
        QStringList allowReferrers;
        QStringList denyReferrers;
        bool emptyReferrer = true;
    };
    struct SlateFile
    {
        QString id;
        QString name;
        QString file; ///< absolute
    };

    QString address = QStringLiteral("127.0.0.1");
    int port = 0; ///< 0: a free one
    std::optional<Tls> tls;
    std::vector<Token> tokens;
    std::vector<ChannelConfig> channels;
    std::vector<SlateFile> slates;
    AllowRules allow;
    Keys keys;
    std::optional<SignedAddresses> signedAddresses;
    OutsideConfig outside;
    std::optional<RuleSet>
        rules; ///< out of the file that it names; nothing: those that the program comes with
    PlanOutside plans;

    /// The schemes of signed addresses, as they are written.
    static QStringList signingSchemes();
};

/// Reads a configuration file strictly. Nothing is changed by it, and nothing else is looked at but whether the files
/// it names are there. Either the configuration, or every mistake that can be told apart, each with its place
/// ("file:line:column") and remedy.
struct ConfigReading
{
    DaemonConfig config; ///< only where there are no errors
    std::vector<Error> errors;
};
ConfigReading readConfig(const QString &file);
/// The same for a copy of a configuration that stood in `folder`: what its file names are relative to.
ConfigReading readConfig(const QString &file, const QString &folder);

/// "file:line:column: error: what. remedy", as compilers say it.
QString toText(const Error &error);

} // namespace twinfeed::backend
