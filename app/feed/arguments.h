// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace twinfeed::feed {

/// Takes options one by one from a command line; what nobody took is an error. The first mistake is kept, so that a
/// caller can ask for everything and look once at the end. Errors: "bad-argument".
class Arguments final
{
public:
    explicit Arguments(QStringList words);

    /// "--name"
    bool flag(const char *name);
    /// "--name VALUE" or "--name=VALUE"; the last one counts.
    std::optional<QString> text(const char *name);
    int number(const char *name, int otherwise, int least, int most);
    double decimal(const char *name, double otherwise, double least, double most);
    /// All "--name VALUE".
    QStringList texts(const char *name);

    void fail(const QString &where, const QString &message, const QString &remedy);

    /// The words that are no options, after everything was asked for.
    Result<QStringList> rest();
    const std::optional<Error> &error() const { return m_error; }

private:
    QStringList m_words;
    QStringList m_plain; // after "--"
    std::optional<Error> m_error;
};

} // namespace twinfeed::feed
