// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"
#include "models/domain/words.h"

#include <QDateTime>
#include <QJsonObject>
#include <QJsonValue>
#include <QSet>

#include <optional>
#include <vector>

namespace twinfeed {

/// Reads one JSON object strictly: a wrong type, a value out of range, a missing or an unknown field is an error that
/// names its place as a JSON pointer. Every member is read, whatever was wrong with others; each gets one error at most. Call
/// finish() last, or finishInto() where a person is to be told everything at once.
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
    /// The member is known, and not read: another's error leaves it without a meaning.
    void pass(QLatin1String name) { m_known.insert(name); }

    void required(QLatin1String name, QString &value, int maxLength = 255);
    void optional(QLatin1String name, QString &value, int maxLength = 255);
    void required(QLatin1String name, int &value, int least, int most);
    void optional(QLatin1String name, int &value, int least, int most);
    void optional(QLatin1String name, bool &value);
    /// Whole numbers that JSON can carry exactly (up to 2^53).
    void optional(QLatin1String name, qint64 &value);
    void optional(QLatin1String name, double &value);
    /// RFC 3339 with an offset; becomes UTC.
    void required(QLatin1String name, QDateTime &value);
    void optional(QLatin1String name, QDateTime &value);
    /// Missing and null both mean nothing.
    template <typename T>
    void nullable(QLatin1String name, std::optional<T> &value)
    {
        value.reset();
        if (isNothing(name))
            return;
        T read{};
        optional(name, read);
        if (!failed(name))
            value = read;
    }
    void nullable(QLatin1String name, std::optional<int> &value, int least, int most);
    template <typename T>
    void nullableWord(QLatin1String name, std::optional<T> &value)
    {
        value.reset();
        if (isNothing(name))
            return;
        T read{};
        requiredWord(name, read);
        if (!failed(name))
            value = read;
    }

    template <typename T>
    void requiredWord(QLatin1String name, T &value)
    {
        QString word;
        required(name, word);
        if (failed(name))
            return;
        if (const auto known = fromWord<T>(word))
            value = *known;
        else
            failWord(name, word, wordsOf<T>());
    }
    template <typename T>
    void optionalWord(QLatin1String name, T &value)
    {
        if (has(name))
            requiredWord(name, value);
    }

    /// An object member to be read by a reader of its own at pointerTo(name); marks the name as known.
    std::optional<QJsonObject> object(QLatin1String name, bool required = false);
    /// The same, where null means nothing too.
    std::optional<QJsonObject> nullableObject(QLatin1String name);
    /// An array member; marks the name as known.
    std::optional<QJsonArray> array(QLatin1String name, bool required = false);
    /// The place of a member, or of an array's element, as a JSON pointer.
    QString pointerTo(QLatin1String name) const;
    QString pointerTo(QLatin1String name, qsizetype index) const;

    /// Says an error of the caller's own about a member.
    void fail(QLatin1String name, const QString &code, const QString &message, const QString &remedy = {});
    /// Passes on an error of a nested reader.
    void fail(const Error &error);
    bool failed() const { return !m_errors.empty(); }
    /// There is an error about this member itself.
    bool failed(QLatin1String name) const;

    /// Also refuses fields that nobody asked for. The first error there was.
    Result<void> finish();
    /// The same, with every error, appended to `errors`.
    void finishInto(std::vector<Error> &errors);
    /// The same, but fields that nobody asked for are taken as those of a newer version.
    Result<void> finishLenient() const;

private:
    bool isNothing(QLatin1String name);
    QJsonValue member(QLatin1String name, bool required);
    void failType(QLatin1String name, const QString &wanted);
    void failWord(QLatin1String name, const QString &word, const QStringList &words);
    void refuseUnknown();

    QJsonObject m_object;
    QString m_pointer;
    QSet<QString> m_known;
    std::vector<Error> m_errors;
};

} // namespace twinfeed
