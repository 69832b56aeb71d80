// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/record.h"

#include <QCoreApplication>
#include <QIdentityProxyModel>

namespace twinfeed {

/// Sentences for journal entries: one whole sentence per kind, made of kind and data, in the language that is set; the
/// backend's own text for what has no words here.
class JournalWords final : public QIdentityProxyModel
{
    Q_OBJECT

public:
    using QIdentityProxyModel::QIdentityProxyModel;

    enum class Weight { Normal, Programme, Trouble };

    QVariant data(const QModelIndex &index, int role) const override;
    /// The language has changed.
    void retranslate();

    static QString sentence(const JournalEntry &entry);
    static QString actor(const JournalEntry &entry);
    static Weight weight(const QString &kind);
    /// Nothing where the data are not those of a take, or of a failover, that was measured.
    static std::optional<TakeEvidence> evidence(const QJsonObject &data);
    /// Empty where there is none.
    static QString problem(const QJsonObject &data);

private:
    static QString setupSentence(const JournalEntry &entry);
    static QString refusalSentence(const JournalEntry &entry);
    static QString takeSentence(const JournalEntry &entry);
    static QString automationSentence(const JournalEntry &entry);
    static QString pathSentence(const JournalEntry &entry);
    static QString outputSentence(const JournalEntry &entry);
    static QString controlSentence(const JournalEntry &entry);
    static QString slateSentence(const JournalEntry &entry);
};

} // namespace twinfeed
