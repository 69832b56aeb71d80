// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/sseparser.h"

#include <algorithm>

namespace twinfeed::client {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf", 3);

} // namespace

SseParser::SseParser(qsizetype bound)
    : m_bound(std::max<qsizetype>(bound, 1))
{
}

void SseParser::reset()
{
    *this = SseParser(m_bound);
}

std::vector<SseEvent> SseParser::feed(QByteArrayView bytes)
{
    std::vector<SseEvent> out;
    while (!bytes.isEmpty() && !m_overflowed) {
        if (m_skipLineFeed) {
            m_skipLineFeed = false;
            if (bytes.front() == '\n') {
                bytes = bytes.sliced(1);
                continue;
            }
        }
        const auto end =
            std::find_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
        const qsizetype length = end - bytes.begin();
        if (m_line.size() + length > m_bound) {
            m_overflowed = true;
            break;
        }
        if (end == bytes.end()) {
            m_line.append(bytes);
            break;
        }
        m_skipLineFeed = *end == '\r';
        if (m_line.isEmpty()) {
            takeLine(bytes.first(length), out);
        } else {
            m_line.append(bytes.first(length));
            const QByteArray line = std::exchange(m_line, {});
            takeLine(line, out);
        }
        bytes = bytes.sliced(length + 1);
    }
    if (m_overflowed) {
        m_line = {};
        m_data = {};
    }
    return out;
}

void SseParser::takeLine(QByteArrayView line, std::vector<SseEvent> &out)
{
    if (m_start) {
        m_start = false;
        if (line.startsWith(byteOrderMark))
            line = line.sliced(byteOrderMark.size());
    }
    if (line.isEmpty())
        return dispatch(out);
    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return; // a comment
    if (colon < 0)
        return takeField(line, {});
    QByteArrayView value = line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    takeField(line.first(colon), value);
}

void SseParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == QByteArrayView("data")) {
        if (m_data.size() + value.size() + 1 > m_bound) {
            m_overflowed = true;
            return;
        }
        if (m_hasData)
            m_data.append('\n');
        m_data.append(value);
        m_hasData = true;
    } else if (name == QByteArrayView("event")) {
        m_type = value.toByteArray();
    } else if (name == QByteArrayView("id")) {
        if (!value.contains('\0'))
            m_lastEventId = value.toByteArray();
    }
}

void SseParser::dispatch(std::vector<SseEvent> &out)
{
    if (m_hasData) {
        SseEvent event{m_type.isEmpty() ? QByteArray("message") : std::move(m_type), std::move(m_data),
                       m_lastEventId};
        out.push_back(std::move(event));
    }
    m_type = {};
    m_data = {};
    m_hasData = false;
}

} // namespace twinfeed::client
