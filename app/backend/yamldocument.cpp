// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/yamldocument.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStringDecoder>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cmath>
#include <optional>
#include <sstream>

namespace twinfeed::backend {

namespace {

// Far above any real configuration, far below what aliases of aliases could blow up to.
constexpr qsizetype mostBytes = 1 << 20;
constexpr int mostNodes = 100'000;
constexpr int mostDepth = 32;

QString escaped(QString name)
{
    name.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
    return name;
}

/// Looks for a second document. YAML::LoadAll() would find them for ever behind a stray bracket or comma: the parser then
/// gives one empty document after the other and stays where it is.
class SecondDocument final : public YAML::EventHandler
{
public:
    /// Where it begins; nothing where there is none.
    static std::optional<YAML::Mark> find(const std::string &text)
    {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        SecondDocument handler;
        if (!parser.HandleNextDocument(handler) || !parser.HandleNextDocument(handler))
            return std::nullopt;
        return handler.m_start;
    }

    void OnDocumentStart(const YAML::Mark &mark) override { m_start = mark; }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &, YAML::anchor_t) override { }
    void OnAlias(const YAML::Mark &, YAML::anchor_t) override { }
    void OnScalar(const YAML::Mark &, const std::string &, YAML::anchor_t, const std::string &) override { }
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
    }
    void OnSequenceEnd() override { }
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
    }
    void OnMapEnd() override { }

private:
    YAML::Mark m_start;
};

/// A plain scalar by the YAML 1.2 core schema, without its octal and without infinities, which JSON does not have.
QJsonValue plainValue(const QString &text)
{
    static const QRegularExpression number(
        QStringLiteral("\\A[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z"));
    if (text.isEmpty() || text == QLatin1String("~")
        || text.compare(QLatin1String("null"), Qt::CaseInsensitive) == 0)
        return QJsonValue::Null;
    if (text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0)
        return true;
    if (text.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0)
        return false;
    // What a number of JSON could not hold exactly stays a text: a digest may happen to be all digits.
    constexpr qsizetype mostDigits = 16;
    if (text.size() <= mostDigits && number.match(text).hasMatch()) {
        const double value = text.toDouble();
        if (std::isfinite(value))
            return value;
    }
    return text;
}

} // namespace

/// Walks the nodes once; the first mistake stays.
class YamlDocument::Reader final
{
public:
    explicit Reader(YamlDocument &document)
        : m_document(document)
    {
    }

    QJsonValue read(const YAML::Node &node, const QString &pointer, int depth)
    {
        const Place place = placeOf(node.Mark());
        m_document.m_values[pointer] = place;
        if (++m_nodes > mostNodes || depth > mostDepth)
            fail(QStringLiteral("too-large"), QStringLiteral("The file is nested too deep, or too long."),
                 place, {});
        if (m_error)
            return {};
        switch (node.Type()) {
        case YAML::NodeType::Map:
            return readMap(node, pointer, depth);
        case YAML::NodeType::Sequence: {
            QJsonArray array;
            for (size_t i = 0; i < node.size(); ++i)
                array << read(node[i], QString(pointer + QLatin1Char('/') + QString::number(i)), depth + 1);
            return array;
        }
        case YAML::NodeType::Scalar: {
            const QString text = QString::fromStdString(node.Scalar());
            // "!" is what yaml-cpp calls a quoted scalar: that is a text, whatever it looks like.
            return node.Tag() == "!" ? QJsonValue(text) : plainValue(text);
        }
        default:
            return QJsonValue::Null;
        }
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    QJsonObject readMap(const YAML::Node &node, const QString &pointer, int depth)
    {
        QJsonObject object;
        for (const auto &pair : node) {
            const Place place = placeOf(pair.first.Mark());
            if (!pair.first.IsScalar()) {
                fail(QStringLiteral("yaml-syntax"), QStringLiteral("A field's name must be a simple text."),
                     place, {});
                return object;
            }
            const QString name = QString::fromStdString(pair.first.Scalar());
            if (object.contains(name)) {
                fail(QStringLiteral("duplicate-field"), QStringLiteral("\"%1\" is there twice.").arg(name),
                     place, QStringLiteral("Remove one of the two."));
                return object;
            }
            const QString member = pointer + QLatin1Char('/') + escaped(name);
            m_document.m_names[member] = place;
            object.insert(name, read(pair.second, member, depth + 1));
        }
        return object;
    }

    static Place placeOf(const YAML::Mark &mark)
    {
        return mark.is_null() ? Place() : Place{mark.line + 1, mark.column + 1};
    }

    void fail(const QString &code, const QString &message, const Place &place, const QString &remedy)
    {
        if (!m_error)
            m_error = Error{code, message, m_document.placeText(place), remedy, {}};
    }

    YamlDocument &m_document;
    std::optional<Error> m_error;
    int m_nodes = 0;
};

QString YamlDocument::placeText(const Place &place) const
{
    if (place.line == 0)
        return m_name;
    return QStringLiteral("%1:%2:%3").arg(m_name).arg(place.line).arg(place.column);
}

Error YamlDocument::failureAt(const QString &code, const QString &message, const Place &place,
                              const QString &remedy) const
{
    return Error{code, message, placeText(place), remedy, {}};
}

Result<void> YamlDocument::checkLines(const QByteArray &text) const
{
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        // One decoder a line, so that the place can be said.
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString line = decoder.decode(lines[i]);
        if (decoder.hasError() || line.contains(QChar(0))) {
            return failureAt(QStringLiteral("not-utf8"), QStringLiteral("The line is no UTF-8 text."),
                             {int(i) + 1, 1}, QStringLiteral("Save the file as UTF-8."));
        }
        for (qsizetype column = 0; column < line.size() && line[column].isSpace(); ++column) {
            if (line[column] == QLatin1Char('\t') && !line.trimmed().isEmpty()) {
                return failureAt(QStringLiteral("yaml-tab"),
                                 QStringLiteral("A tab stands at the start of the line."),
                                 {int(i) + 1, int(column) + 1}, QStringLiteral("Indent with spaces."));
            }
        }
    }
    return {};
}

Result<YamlDocument> YamlDocument::parse(const QByteArray &text, const QString &name)
{
    YamlDocument document;
    document.m_name = name;
    if (text.size() > mostBytes)
        return document.failureAt(QStringLiteral("too-large"),
                                  QStringLiteral("The file is larger than 1 MiB."), {}, {});
    if (auto readable = document.checkLines(text); !readable)
        return readable.error();
    try {
        const std::string bytes = text.toStdString();
        if (const auto second = SecondDocument::find(bytes)) {
            return document.failureAt(
                QStringLiteral("yaml-syntax"), QStringLiteral("The file holds more than one document."),
                {second->line + 1, 1}, QStringLiteral("Remove the line with \"---\" and what follows."));
        }
        const YAML::Node root = YAML::Load(bytes);
        if (!root.IsMap()) {
            return document.failureAt(
                QStringLiteral("wrong-type"), QStringLiteral("The file holds no fields."), {1, 1},
                QStringLiteral("Write \"name: value\" lines, as in the example configuration."));
        }
        Reader reader(document);
        document.m_root = reader.read(root, {}, 0).toObject();
        if (reader.error())
            return *reader.error();
    } catch (const YAML::Exception &exception) { // yaml-cpp's own; it ends here
        return document.failureAt(
            QStringLiteral("yaml-syntax"),
            QStringLiteral("This cannot be read: %1.").arg(QString::fromStdString(exception.msg)),
            {exception.mark.line + 1, exception.mark.column + 1},
            QStringLiteral("Check indentation, quotes and brackets here and just before."));
    }
    return document;
}

Result<YamlDocument> YamlDocument::load(const QString &file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return Error{QStringLiteral("unreadable-file"),
                     QStringLiteral("The file cannot be read: %1.").arg(source.errorString()),
                     file,
                     QStringLiteral("Check its name and its rights."),
                     {}};
    }
    return parse(source.read(mostBytes + 1), file);
}

Error YamlDocument::located(Error error) const
{
    QString pointer = error.where;
    if (error.code == QLatin1String("unknown-field")) {
        if (const auto name = m_names.find(pointer); name != m_names.end()) {
            error.where = placeText(name->second);
            return error;
        }
    }
    while (!m_values.contains(pointer) && !pointer.isEmpty())
        pointer.truncate(pointer.lastIndexOf(QLatin1Char('/')));
    const auto value = m_values.find(pointer);
    error.where = value == m_values.end() ? m_name : placeText(value->second);
    return error;
}

} // namespace twinfeed::backend
