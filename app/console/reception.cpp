// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/reception.h"

#include "app/console/connectionwords.h"
#include "app/console/look.h"
#include "app/console/settings.h"

#include <QApplication>
#include <QUuid>

namespace twinfeed {

namespace {

/// A key store that answers by itself does so sooner; one that asks the person for a password is said to be waited for.
constexpr int patienceMs = 700;

using Entry = ConnectPage::Entry;
using Field = ConnectPage::Field;
using Problem = ConnectPage::Problem;

/// What is wrong with the words of an entry. A kept one needs no token: it has one.
std::optional<Problem> problemOf(const Entry &entry)
{
    const bool keepsToken = !entry.backend.id.isEmpty() && entry.token.isEmpty();
    const auto endpoint =
        client::Endpoint::parse(entry.backend.address, keepsToken ? QByteArrayLiteral("kept") : entry.token);
    if (endpoint)
        return std::nullopt;
    const bool token = endpoint.error().code == QLatin1String("invalid-token");
    return Problem{token ? Field::Token : Field::Address, ConnectionWords::of(endpoint.error())};
}

Problem refusalOf(const Error &why)
{
    const bool token = why.code == QLatin1String("unauthenticated") || why.code == QLatin1String("forbidden");
    return {token ? Field::Token : Field::Address, ConnectionWords::of(why)};
}

} // namespace

Reception::Reception(CommandLine line, Settings &settings, KeyStore &store, QObject *parent)
    : QObject(parent)
    , m_line(std::move(line))
    , m_settings(settings)
    , m_tokens(store)
    , m_backends(settings.backends())
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        showPage()->setBusy(tr("Waiting for the key store of this system. It may ask for its password."));
    });
    connect(&m_tokens, &TokenKeeper::placeChanged, this, &Reception::tellPage);
}

Reception::~Reception() = default;

Result<void> Reception::start()
{
    applyLook(m_line, m_settings);
    if (m_line.rehearsal || !m_line.connectTo.isEmpty())
        return open({}, m_line, std::nullopt);
    if (m_line.demo)
        return open(KnownBackend::demoId(), m_line, std::nullopt);
    if (!m_line.runtimeFile.isEmpty() || !m_line.shotsFolder.isEmpty())
        return open(KnownBackend::thisMachineId(), m_line, std::nullopt);
    if (const QString last = m_settings.chosenBackend(); last.isEmpty())
        showPage();
    else
        choose(last);
    return {};
}

void Reception::stopWaiting()
{
    m_asking.reset();
    ++m_search;
    m_patience.stop();
    if (m_page)
        m_page->setBusy({});
}

void Reception::choose(const QString &id)
{
    stopWaiting();
    if (m_console && id == m_current) {
        m_page.reset();
        return;
    }
    const bool demo = id == KnownBackend::demoId();
    if (demo || id == KnownBackend::thisMachineId()) {
        CommandLine line;
        line.language = m_line.language;
        line.size = m_line.size;
        line.demo = demo;
        if (const auto opened = open(id, line, std::nullopt); !opened)
            showPage()->showProblem({Field::Choice, opened.error().message});
        return;
    }
    const auto backend = kept(id);
    if (!backend) {
        showPage();
        return;
    }
    m_patience.start(patienceMs);
    m_tokens.find(id, [this, backend = *backend, search = ++m_search](const auto &token) {
        if (search != m_search)
            return; // something else was chosen meanwhile
        m_patience.stop();
        if (token)
            openKept(backend, *token);
        else
            refuse(backend, {Field::Token, tr("The token of this backend is not known any more. Enter it.")});
    });
}

void Reception::openKept(const KnownBackend &backend, const QByteArray &token)
{
    const auto endpoint = client::Endpoint::parse(backend.address, token);
    if (!endpoint)
        return refuse(backend, refusalOf(endpoint.error()));
    CommandLine line;
    line.language = m_line.language;
    line.size = m_line.size;
    const Console::Destination to{*endpoint, backend.name};
    if (const auto opened = open(backend.id, line, to); !opened)
        refuse(backend, refusalOf(opened.error()));
}

Result<void> Reception::open(const QString &id, CommandLine line, std::optional<Console::Destination> to)
{
    // Between the last window and the next there is none, and that is no reason to end.
    const bool quits = QApplication::quitOnLastWindowClosed();
    QApplication::setQuitOnLastWindowClosed(false);
    stopWaiting();
    m_console.reset();
    m_console = std::make_unique<Console>(std::move(line), std::move(to));
    m_current = id;
    connect(m_console.get(), &Console::finished, this, &Reception::finished);
    // Queued: the console that speaks may be the one that goes.
    connect(m_console.get(), &Console::backendChosen, this, &Reception::choose, Qt::QueuedConnection);
    connect(m_console.get(), &Console::connectionsRequested, this, &Reception::showPage,
            Qt::QueuedConnection);
    m_console->setBackends(m_backends, m_current);
    const auto started = m_console->start();
    if (started) {
        m_page.reset();
        // A demo is for now; what is chosen for good is begun with next time.
        if (!id.isEmpty() && id != KnownBackend::demoId() && m_line.shotsFolder.isEmpty())
            m_settings.setChosenBackend(id);
    } else {
        m_console.reset();
        m_current.clear();
    }
    QApplication::setQuitOnLastWindowClosed(quits);
    return started;
}

void Reception::enter(const Entry &entry)
{
    stopWaiting();
    if (!entry.token.isEmpty() || entry.backend.id.isEmpty())
        return ask(entry);
    m_tokens.find(entry.backend.id, [this, entry, search = ++m_search](const auto &token) {
        if (search != m_search || !m_page)
            return;
        Entry whole = entry;
        whole.token = token.value_or(QByteArray());
        if (token)
            ask(whole);
        else
            m_page->showProblem({Field::Token, tr("The token of this backend is not known. Enter it.")});
    });
}

void Reception::ask(const Entry &entry)
{
    const auto endpoint = client::Endpoint::parse(entry.backend.address, entry.token);
    if (!endpoint)
        return m_page->showProblem(refusalOf(endpoint.error()));
    m_page->setBusy(tr("Asking %1 ...", "%1: a machine").arg(endpoint->base.host()));
    m_asking = std::make_unique<client::Client>(m_clock);
    m_asking->setEndpoint(*endpoint);
    m_asking->me([this, entry](const Result<client::Client::Me> &me) {
        // The client that calls us must live until it has.
        m_asking.release()->deleteLater();
        if (!m_page)
            return;
        m_page->setBusy({});
        if (me)
            keep(entry);
        else
            m_page->showProblem(refusalOf(me.error()));
    });
}

void Reception::keep(const Entry &entry)
{
    KnownBackend backend = entry.backend;
    backend.address = QUrl(backend.address).toString(QUrl::RemovePath);
    if (backend.name.isEmpty())
        backend.name = QUrl(backend.address).authority();
    const bool isNew = backend.id.isEmpty();
    if (isNew)
        backend.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto known = std::find_if(m_backends.begin(), m_backends.end(),
                                    [&backend](const auto &one) { return one.id == backend.id; });
    if (known == m_backends.end())
        m_backends.push_back(backend);
    else
        *known = backend;
    m_settings.setBackends(m_backends);
    m_tokens.keep(backend.id, entry.token);
    openKept(backend, entry.token);
}

void Reception::forget(const QString &id)
{
    std::erase_if(m_backends, [&id](const KnownBackend &one) { return one.id == id; });
    m_settings.setBackends(m_backends);
    if (m_settings.chosenBackend() == id)
        m_settings.setChosenBackend({});
    m_tokens.forget(id);
    if (m_console)
        m_console->setBackends(m_backends, m_current);
    tellPage();
}

ConnectPage *Reception::showPage()
{
    if (!m_page) {
        m_page = std::make_unique<ConnectPage>(&problemOf);
        connect(m_page.get(), &ConnectPage::chosen, this, &Reception::choose, Qt::QueuedConnection);
        connect(m_page.get(), &ConnectPage::entered, this, &Reception::enter, Qt::QueuedConnection);
        connect(m_page.get(), &ConnectPage::forgetRequested, this, &Reception::forget);
        connect(
            m_page.get(), &ConnectPage::closed, this,
            [this] {
                stopWaiting();
                m_page.reset();
            },
            Qt::QueuedConnection);
        tellPage();
    }
    m_page->show();
    m_page->raise();
    m_page->activateWindow();
    return m_page.get();
}

void Reception::tellPage()
{
    if (!m_page)
        return;
    using Tokens = ConnectPage::Tokens;
    using Place = TokenKeeper::Place;
    m_page->setBackends(m_backends);
    m_page->setTokens(m_tokens.place() == Place::KeyStore      ? Tokens::Kept
                          : m_tokens.place() == Place::Session ? Tokens::SessionOnly
                                                               : Tokens::Unknown);
}

void Reception::refuse(const KnownBackend &backend, Problem problem)
{
    ConnectPage *page = showPage();
    page->setBusy({});
    page->edit(backend.id);
    page->showProblem(problem);
}

std::optional<KnownBackend> Reception::kept(const QString &id) const
{
    const auto known = std::find_if(m_backends.begin(), m_backends.end(),
                                    [&id](const KnownBackend &one) { return one.id == id; });
    return known == m_backends.end() ? std::nullopt : std::optional(*known);
}

} // namespace twinfeed
