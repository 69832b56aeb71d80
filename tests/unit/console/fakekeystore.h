// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/keystore.h"

#include <QHash>
#include <QString>

#include <vector>

namespace twinfeed::test {

/// A key store that does what the test says: answers, is not there, or thinks until the test lets it go on.
class FakeKeyStore final : public KeyStore
{
public:
    QHash<QString, QByteArray> secrets;
    bool isThere = true;
    bool thinks = false;

    void read(const QString &key, Found found) override
    {
        answer([this, key, found = std::move(found)] {
            if (!isThere)
                return found(none());
            const auto secret = secrets.constFind(key);
            if (secret == secrets.cend())
                return found(
                    Error{QStringLiteral("no-such-key"), QStringLiteral("No such key."), {}, {}, {}});
            found(*secret);
        });
    }
    void write(const QString &key, const QByteArray &secret, Done done) override
    {
        answer([this, key, secret, done = std::move(done)] {
            if (isThere)
                secrets.insert(key, secret);
            done(isThere ? Result<void>() : Result<void>(none()));
        });
    }
    void remove(const QString &key, Done done) override
    {
        answer([this, key, done = std::move(done)] {
            if (isThere)
                secrets.remove(key);
            done(isThere ? Result<void>() : Result<void>(none()));
        });
    }
    /// Has thought: all that was asked is answered now.
    void goOn()
    {
        thinks = false;
        for (const auto &one : std::exchange(m_waiting, {}))
            one();
    }

private:
    static Error none()
    {
        return {QStringLiteral("no-key-store"), QStringLiteral("There is no key store."), {}, {}, {}};
    }
    void answer(std::function<void()> with)
    {
        if (thinks)
            m_waiting.push_back(std::move(with));
        else
            with();
    }

    std::vector<std::function<void()>> m_waiting;
};

} // namespace twinfeed::test
