// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/error.h"

#include <utility>
#include <variant>

namespace twinfeed {

/// A value, or the reason why there is none. What can fail returns one; nothing throws across Qt.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_either(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_either(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_either.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Only where ok().
    T &value() & { return std::get<0>(m_either); }
    const T &value() const & { return std::get<0>(m_either); }
    T &&value() && { return std::get<0>(std::move(m_either)); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    /// Only where not ok().
    const Error &error() const { return std::get<1>(m_either); }

private:
    std::variant<T, Error> m_either;
};

/// Success without a value, or the reason why not.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_ok(false)
    {
    }

    bool ok() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    const Error &error() const { return m_error; }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace twinfeed
