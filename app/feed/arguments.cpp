// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/arguments.h"

namespace twinfeed::feed {

Arguments::Arguments(QStringList words)
    : m_words(std::move(words))
{
    const qsizetype end = m_words.indexOf(QLatin1String("--"));
    if (end < 0)
        return;
    m_plain = m_words.mid(end + 1);
    m_words.resize(end);
}

void Arguments::fail(const QString &where, const QString &message, const QString &remedy)
{
    if (!m_error)
        m_error = Error{QStringLiteral("bad-argument"), message, where, remedy, {}};
}

bool Arguments::flag(const char *name)
{
    return m_words.removeAll(QLatin1String(name)) > 0;
}

QStringList Arguments::texts(const char *name)
{
    const QString option = QString::fromLatin1(name);
    QStringList found;
    for (qsizetype i = 0; i < m_words.size();) {
        if (m_words.at(i).startsWith(option + QLatin1Char('='))) {
            found.append(m_words.takeAt(i).mid(option.size() + 1));
        } else if (m_words.at(i) == option) {
            m_words.removeAt(i);
            if (i < m_words.size())
                found.append(m_words.takeAt(i));
            else
                fail(option, QStringLiteral("needs a value."), QStringLiteral("See --help."));
        } else {
            ++i;
        }
    }
    return found;
}

std::optional<QString> Arguments::text(const char *name)
{
    const QStringList found = texts(name);
    if (found.isEmpty())
        return std::nullopt;
    return found.last();
}

int Arguments::number(const char *name, int otherwise, int least, int most)
{
    const auto word = text(name);
    if (!word)
        return otherwise;
    bool ok = false;
    const int value = word->toInt(&ok);
    if (!ok || value < least || value > most) {
        fail(QString::fromLatin1(name), QStringLiteral("\"%1\" does not fit.").arg(*word),
             QStringLiteral("Give a whole number from %1 to %2.").arg(least).arg(most));
        return otherwise;
    }
    return value;
}

double Arguments::decimal(const char *name, double otherwise, double least, double most)
{
    const auto word = text(name);
    if (!word)
        return otherwise;
    bool ok = false;
    const double value = word->toDouble(&ok);
    if (!ok || !(value >= least && value <= most)) {
        fail(QString::fromLatin1(name), QStringLiteral("\"%1\" does not fit.").arg(*word),
             QStringLiteral("Give a number from %1 to %2.").arg(least).arg(most));
        return otherwise;
    }
    return value;
}

Result<QStringList> Arguments::rest()
{
    for (const QString &word : m_words) {
        if (word.startsWith(QLatin1String("--")) || (word.startsWith(QLatin1Char('-')) && word.size() == 2))
            fail(word, QStringLiteral("is no option of this command."), QStringLiteral("See --help."));
    }
    if (m_error)
        return *m_error;
    return m_words + m_plain;
}

} // namespace twinfeed::feed
