// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/house/includecheck.h"

#include "tests/unit/house/rooms.h"

#include <QRegularExpression>

#include <deque>
#include <set>

namespace twinfeed::test {

namespace {

/// Blanks comments and raw strings, keeping line ends, so that lines keep their numbers.
QByteArray withoutComments(const QByteArray &content)
{
    static const QRegularExpression skipped(
        QStringLiteral(R"re("(?:[^"\\\n]|\\.)*"(*SKIP)(*FAIL)|//[^\n]*|/\*.*?\*/)re"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression rawBegins(QStringLiteral(R"(R"(\w*)\()"));
    QString text = QString::fromUtf8(content);
    // A raw string looks like an ordinary one to the expression above, so these go first.
    for (auto begin = rawBegins.match(text); begin.hasMatch(); begin = rawBegins.match(text)) {
        const QString close = QLatin1Char(')') + begin.captured(1) + QLatin1Char('"');
        qsizetype end = text.indexOf(close, begin.capturedEnd());
        end = end < 0 ? text.size() : end + close.size();
        const auto lines =
            text.mid(begin.capturedStart(), end - begin.capturedStart()).count(QLatin1Char('\n'));
        text.replace(begin.capturedStart(), end - begin.capturedStart(), QString(lines, QLatin1Char('\n')));
    }
    qsizetype from = 0;
    for (auto match = skipped.match(text); match.hasMatch(); match = skipped.match(text, from)) {
        const QString blank(match.captured().count(QLatin1Char('\n')), QLatin1Char('\n'));
        text.replace(match.capturedStart(), match.capturedLength(), blank);
        from = match.capturedStart() + blank.size();
    }
    return text.toUtf8();
}

bool contains(const QStringList &list, const QString &item)
{
    return list.contains(item) || list.contains(QLatin1String("*"));
}

bool mayInclude(const Room &room, const QString &header)
{
    const Room *target = roomOf(header);
    if (!target || target == &room)
        return true;
    if (target->folder == QLatin1String("tests"))
        return room.mayInclude.contains(target->folder);
    return contains(room.mayInclude, target->folder) || room.mayInclude.contains(header);
}

/// Families that matter however they come in. The others (QtCore, JSON) are a matter of the line itself.
bool isContagious(const QString &family)
{
    return !family.isEmpty() && family != QLatin1String("QtCore") && family != QLatin1String("JSON");
}

/// Moc's output, included at the end of the source that it is of.
bool isOwnMoc(const QString &path, const QString &header)
{
    const QString base = path.section(QLatin1Char('/'), -1).section(QLatin1Char('.'), 0, 0);
    return header == base + QLatin1String(".moc")
        || header == QLatin1String("moc_") + base + QLatin1String(".cpp");
}

class Checker
{
public:
    Checker(const SourceTree &tree, const Libraries &libraries)
        : m_tree(tree)
        , m_libraries(libraries)
    {
        for (const auto &[path, content] : tree.files()) {
            if (isCpp(path))
                m_includes.emplace(path, includesOf(content));
        }
    }

    QStringList check()
    {
        for (const auto &[path, includes] : m_includes) {
            const Room *room = roomOf(path);
            if (!room)
                continue;
            for (const Include &include : includes)
                checkLine(*room, path, include);
            checkReach(*room, path);
        }
        return m_found;
    }

private:
    void say(const QString &path, int line, const QString &what)
    {
        m_found << QStringLiteral("%1:%2: %3").arg(path).arg(line).arg(what);
    }

    void checkLine(const Room &room, const QString &path, const Include &include)
    {
        if (include.header.isEmpty())
            return say(path, include.line, QStringLiteral("an include that cannot be followed"));
        const bool own = m_tree.contains(include.header);
        if (own && !include.quoted)
            return say(path, include.line,
                       QStringLiteral("<%1> is ours: write it in \"\"").arg(include.header));
        if (!own && include.quoted) {
            if (!isOwnMoc(path, include.header))
                say(path, include.line,
                    QStringLiteral("\"%1\" is no file from the source root").arg(include.header));
            return;
        }
        if (own) {
            if (!mayInclude(room, include.header))
                say(path, include.line,
                    QStringLiteral("%1 may not include %2").arg(room.folder, include.header));
            return;
        }
        const QString family = m_libraries.familyOf(include.header);
        if (!family.isEmpty() && !contains(room.mayUse, family))
            say(path, include.line,
                QStringLiteral("%1 may not use %2 (<%3>)").arg(room.folder, family, include.header));
    }

    /// Follows own headers and says the shortest way by which each forbidden library comes in.
    void checkReach(const Room &room, const QString &path)
    {
        std::set<QString> said;
        std::set<QString> seen{path};
        std::deque<std::pair<QString, QString>> open{{path, path}};
        while (!open.empty()) {
            const auto [file, way] = open.front();
            open.pop_front();
            const auto includes = m_includes.find(file);
            if (includes == m_includes.end())
                continue;
            for (const Include &include : includes->second) {
                const QString next = way + QLatin1String(" -> ") + include.header;
                if (m_tree.contains(include.header)) {
                    if (seen.insert(include.header).second)
                        open.emplace_back(include.header, next);
                    continue;
                }
                const QString family = m_libraries.familyOf(include.header);
                // What stands in the file itself has been said by its line.
                if (file == path || !isContagious(family) || contains(room.mayUse, family))
                    continue;
                if (said.insert(family).second)
                    m_found << QStringLiteral("%1: gets %2 through %3").arg(path, family, next);
            }
        }
    }

    const SourceTree &m_tree;
    const Libraries &m_libraries;
    std::map<QString, std::vector<Include>> m_includes;
    QStringList m_found;
};

/// The family of a CMake target from elsewhere, in the words of rooms.h.
QString familyOfTarget(const QString &target)
{
    static const QHash<QString, QString> known{
        {QStringLiteral("PkgConfig::FFMPEG"), QStringLiteral("FFmpeg")},
        {QStringLiteral("PkgConfig::SRT"), QStringLiteral("srt")},
        {QStringLiteral("PkgConfig::EBUR128"), QStringLiteral("ebur128")},
        {QStringLiteral("PkgConfig::FREETYPE"), QStringLiteral("freetype")},
        {QStringLiteral("PkgConfig::FONTCONFIG"), QStringLiteral("fontconfig")},
        {QStringLiteral("PkgConfig::MICROHTTPD"), QStringLiteral("microhttpd")},
        {QStringLiteral("OpenSSL::Crypto"), QStringLiteral("openssl")},
        {QStringLiteral("OpenSSL::SSL"), QStringLiteral("openssl")},
        {QStringLiteral("yaml-cpp"), QStringLiteral("yaml-cpp")},
    };
    // Qt6::Platform: what CMake links to compiled resources, only compiler settings.
    if (target.startsWith(QLatin1String("Qt6::")) && target != QLatin1String("Qt6::Platform"))
        return QLatin1String("Qt") + target.mid(5);
    return known.value(target);
}

} // namespace

std::vector<Include> includesOf(const QByteArray &content)
{
    static const QRegularExpression directive(
        QStringLiteral(R"re(^\s*#\s*include(?:_next)?\b\s*(.*?)\s*$)re"));
    static const QRegularExpression target(QStringLiteral(R"re(^(?:"([^"]+)"|<([^>]+)>)$)re"));
    std::vector<Include> includes;
    int line = 0;
    for (const QByteArray &bytes : withoutComments(content).split('\n')) {
        ++line;
        const auto match = directive.match(QString::fromUtf8(bytes));
        if (!match.hasMatch())
            continue;
        const auto written = target.match(match.captured(1));
        const bool quoted = written.capturedStart(1) >= 0;
        includes.push_back({line, quoted, written.captured(quoted ? 1 : 2)});
    }
    return includes;
}

QStringList forbiddenIncludes(const SourceTree &tree, const Libraries &libraries)
{
    return Checker(tree, libraries).check();
}

QStringList forbiddenLinks(const QString &links)
{
    const QStringList lines = links.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QHash<QString, QString> folderOf; // of each target of ours
    for (const QString &line : lines)
        folderOf.insert(line.section(QLatin1Char(' '), 1, 1).chopped(1),
                        line.section(QLatin1Char(' '), 0, 0));
    QStringList found;
    for (const QString &line : lines) {
        const QString folder = line.section(QLatin1Char(' '), 0, 0);
        const Room *room = roomOf(QString(folder % QLatin1Char('/')));
        if (!room)
            continue;
        const QString linked = line.section(QLatin1String(": "), 1);
        for (const QString &target : linked.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const QString family = familyOfTarget(target);
            // The flags, outside all rooms, are everybody's.
            const Room *theirs = roomOf(QString(folderOf.value(target) % QLatin1Char('/')));
            const bool forbidden = theirs ? theirs != room && !contains(room->mayLink, target)
                                          : !family.isEmpty() && !contains(room->mayUse, family);
            if (forbidden)
                found << QStringLiteral("%1: %2 may not link %3").arg(folder, room->folder, target);
        }
    }
    return found;
}

} // namespace twinfeed::test
