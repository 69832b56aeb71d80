// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <map>

namespace twinfeed::backend {

/// A YAML text (JSON is YAML too) as a JSON object that knows where each of its parts stands in the text, so that the
/// strict readers of JSON can say their errors at the line and column of the mistake.
class YamlDocument final
{
public:
    /// `name` is what the text is called in messages. Errors, with where "name:line:column": "yaml-syntax",
    /// "yaml-tab", "duplicate-field", "wrong-type" (no object at the top), "too-large", "not-utf8".
    static Result<YamlDocument> parse(const QByteArray &text, const QString &name);
    /// Also "unreadable-file".
    static Result<YamlDocument> load(const QString &file);

    const QJsonObject &root() const { return m_root; }
    /// The same error with its JSON pointer turned into "name:line:column": of the field's name where that is at fault
    /// ("unknown-field"), of the value where that is, of the nearest part around where something is missing.
    Error located(Error error) const;

private:
    class Reader;
    struct Place
    {
        int line = 0; ///< from 1; 0: none
        int column = 0;
    };
    QString placeText(const Place &place) const;
    Error failureAt(const QString &code, const QString &message, const Place &place,
                    const QString &remedy) const;
    /// What yaml-cpp lets pass or says badly: no UTF-8, tabs.
    Result<void> checkLines(const QByteArray &text) const;

    QString m_name;
    QJsonObject m_root;
    std::map<QString, Place> m_values; // by JSON pointer
    std::map<QString, Place> m_names; // of the fields' names
};

} // namespace twinfeed::backend
