// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "app/console/commandline.h"
#include "app/console/console.h"
#include "app/console/tokenkeeper.h"
#include "models/domain/clock.h"
#include "widgets/connectpage.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace twinfeed {

class Settings;

/// Receives the person: shows the first page, keeps the backends, and has the one console of the backend that was chosen. Another
/// backend gets another console, made anew, so that nothing of one backend (a picture, a number, a command under way) can
/// reach the other. UI thread.
class Reception final : public QObject
{
    Q_OBJECT

public:
    /// `settings` and `store` outlive it.
    Reception(CommandLine line, Settings &settings, KeyStore &store, QObject *parent = nullptr);
    ~Reception() override;

    /// Opens what the command line asks for, else the backend that was chosen last, else the page. Errors are of the command
    /// line or of the demo: the program ends.
    Result<void> start();

    /// Null while there is none.
    const Console *console() const { return m_console.get(); }
    /// Null while it is not shown.
    ConnectPage *page() const { return m_page.get(); }

Q_SIGNALS:
    void finished(int exitCode);

private:
    /// Nothing is waited for any more.
    void stopWaiting();
    void choose(const QString &id);
    void enter(const ConnectPage::Entry &entry);
    void ask(const ConnectPage::Entry &entry);
    void keep(const ConnectPage::Entry &entry);
    void forget(const QString &id);
    void openKept(const KnownBackend &backend, const QByteArray &token);
    Result<void> open(const QString &id, CommandLine line, std::optional<Console::Destination> to);
    ConnectPage *showPage();
    void tellPage();
    void refuse(const KnownBackend &backend, ConnectPage::Problem problem);
    std::optional<KnownBackend> kept(const QString &id) const;

    const CommandLine m_line;
    Settings &m_settings;
    const SystemClock m_clock;
    TokenKeeper m_tokens;
    std::vector<KnownBackend> m_backends;
    QString m_current; ///< of m_console; empty: the command line's
    std::unique_ptr<client::Client> m_asking; ///< while a backend is asked who we are there
    quint64 m_search = 0; ///< the newest question to the key store
    QTimer m_patience; ///< then the page is shown while the key store thinks
    std::unique_ptr<ConnectPage> m_page;
    std::unique_ptr<Console> m_console;
};

} // namespace twinfeed
