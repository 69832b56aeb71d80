// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <optional>

/// For the sources that define a vocabulary: a table of values and their wire words, and what is made of it.
namespace twinfeed::words {

template <typename T>
struct Word
{
    T value;
    const char *text;
};

template <typename Table, typename T>
QString find(const Table &table, T value)
{
    for (const auto &entry : table) {
        if (entry.value == value)
            return QString::fromLatin1(entry.text);
    }
    return {};
}

template <typename T, typename Table>
std::optional<T> findValue(const Table &table, const QString &word)
{
    for (const auto &entry : table) {
        if (word == QLatin1String(entry.text))
            return entry.value;
    }
    return std::nullopt;
}

template <typename Table>
QStringList list(const Table &table)
{
    QStringList words;
    for (const auto &entry : table)
        words << QString::fromLatin1(entry.text);
    return words;
}

} // namespace twinfeed::words

/// toWord(), fromWord() and wordsOf() of a type by its table; inside namespace twinfeed.
#define TWINFEED_WORDS(Type, table) \
    QString toWord(Type value) \
    { \
        return words::find(table, value); \
    } \
    template <> \
    std::optional<Type> fromWord(const QString &word) \
    { \
        return words::findValue<Type>(table, word); \
    } \
    template <> \
    QStringList wordsOf<Type>() \
    { \
        return words::list(table); \
    }
