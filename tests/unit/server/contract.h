// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/unit/server/httpclient.h"

#include <QJsonObject>
#include <QStringList>

namespace twinfeed::test {

/// resources/openapi.yaml, as something that answers can be held against. Objects that say nothing about further members
/// are taken to have none: a field that the server sends and the contract does not know fails.
class Contract final
{
public:
    Contract();

    QJsonObject document() const { return m_document; }
    /// "GET /v1/health", ...
    QStringList operations() const;
    QJsonObject operation(const QString &name) const;
    /// The statuses that it lists, without "default".
    QStringList statuses(const QString &name) const;

    /// What is wrong with an answer: its status, type, headers or body. Empty: nothing.
    QString faults(const QString &operation, const HttpAnswer &answer) const;
    /// What is wrong with the data of an event.
    QString eventFaults(const QString &type, const QJsonObject &data) const;
    /// What is wrong with a value by a schema of the document.
    QString schemaFaults(const QJsonObject &schema, const QJsonValue &value) const;

private:
    QJsonObject resolved(const QJsonObject &object) const;
    QString headerFaults(const QJsonObject &response, const HttpAnswer &answer) const;

    QJsonObject m_document;
};

} // namespace twinfeed::test
