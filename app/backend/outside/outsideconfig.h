// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QUrl>

namespace twinfeed::backend {

/// A server on the way whose figures are shown as cards.
struct NodeConfig
{
    enum class Kind { NginxRtmp, Srs, MediaMtx, Prometheus };
    /// Of Prometheus: one query, one number.
    struct Query
    {
        QString name; ///< of the metric
        QString query;
        QString unit = QStringLiteral("1");
    };

    QString id; ///< [a-z0-9-]{1,32}; the node is "node:<id>"
    QString name;
    Kind kind = Kind::NginxRtmp;
    QUrl url; ///< http or https, with user and password if there must be
    QByteArray token; ///< a bearer's, out of its file
    QString channel; ///< whose cards they are; empty: of none
    QString stream; ///< "<application>/<name>"; not of Prometheus
    std::vector<Query> queries; ///< of Prometheus
    int everySeconds = 2;
};

/// Where alarms are told to.
struct WebhookConfig
{
    QString id; ///< [a-z0-9-]{1,32}; the node is "webhook:<id>"
    QUrl url;
    QByteArray token; ///< a bearer's, out of its file
    QByteArray secret; ///< signs the bodies, out of its file; empty: they are not signed
    std::vector<Severity> severities{Severity::Warning, Severity::Critical};
    QStringList channels; ///< empty: of all
};

struct OutsideConfig
{
    std::vector<NodeConfig> nodes;
    std::vector<WebhookConfig> webhooks;
};

QString toWord(NodeConfig::Kind kind);

/// Strict: each mistake with its place and remedy. `folder`: what file names are relative to. Whether an id is taken is
/// not asked.
Result<NodeConfig> nodeFromJson(const QJsonObject &object, const QString &pointer, const QString &folder);
Result<WebhookConfig> webhookFromJson(const QJsonObject &object, const QString &pointer,
                                      const QString &folder);

} // namespace twinfeed::backend
