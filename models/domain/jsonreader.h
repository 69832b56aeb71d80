// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"
#include "models/domain/words.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QSet>

#include <optional>

namespace twinfeed {

/// Reads one JSON object strictly: a wrong type, a value out of range, a missing or an unknown field is an error that
/// names its place as a JSON pointer. The first error is kept; after it nothing is read. Call finish() last.
///
///     JsonReader reader(object, QStringLiteral("/outputs/0"));
///     reader.required(QLatin1String("id"), output.id);
///     reader.optional(QLatin1String("holdMs"), channel.holdMs, 0, 5000);
///     if (auto read = reader.finish(); !read) return read.error();
class JsonReader final
{
public:
    explicit JsonReader(QJsonObject object, QString pointer = {});

    bool has(QLatin1String name) const { return m_object.contains(name); }

    void required(QLatin1String name, QString &value, int maxLength = 255);
    void optional(QLatin1String name, QString &value, int maxLength = 255);
    void required(QLatin1String name, int &value, int least, int most);
    void optional(QLatin1String name, int &value, int least, int most);
    void optional(QLatin1String name, bool &value);

    template<typename T>
    void requiredWord(QLatin1String name, T &value)
    {
        QString word;
        required(name, word);
        if (m_error)
            return;
        if (const auto known = fromWord<T>(word))
            value = *known;
        else
            failWord(name, word, wordsOf<T>());
    }
    template<typename T>
    void optionalWord(QLatin1String name, T &value)
    {
        if (has(name))
            requiredWord(name, value);
    }

    /// An object member to be read by a reader of its own at pointerTo(name); marks the name as known.
    std::optional<QJsonObject> object(QLatin1String name, bool required = false);
    /// An array member; marks the name as known.
    std::optional<QJsonArray> array(QLatin1String name, bool required = false);
    /// The place of a member, or of an array's element, as a JSON pointer.
    QString pointerTo(QLatin1String name) const;
    QString pointerTo(QLatin1String name, qsizetype index) const;

    /// Says an error of the caller's own about a member.
    void fail(QLatin1String name, const QString &code, const QString &message, const QString &remedy = {});
    /// Passes on an error of a nested reader.
    void fail(const Error &error);
    bool failed() const { return m_error.has_value(); }

    /// Also refuses fields that nobody asked for.
    Result<void> finish();

private:
    QJsonValue member(QLatin1String name, bool required);
    void failType(QLatin1String name, const QString &wanted);
    void failWord(QLatin1String name, const QString &word, const QStringList &words);

    QJsonObject m_object;
    QString m_pointer;
    QSet<QString> m_known;
    std::optional<Error> m_error;
};

} // namespace twinfeed
