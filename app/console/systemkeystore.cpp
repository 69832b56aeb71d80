// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/systemkeystore.h"

#include <qt6keychain/keychain.h>

namespace twinfeed {

namespace {

Error errorOf(const QKeychain::Job &job)
{
    const auto error = [&job](const char *code) {
        return Error{QLatin1String(code), job.errorString(), {}, {}, {}};
    };
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return error("no-such-key");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: // no session bus, or nobody on it: libsecret has no code of its own for that
        return error("no-key-store");
    default:
        return error("key-store-refused");
    }
}

/// Starts a job, which deletes itself; `finished(job)` is called unless `owner` is gone by then.
template <typename Job, typename Finished>
void startJob(Job *job, const QString &key, QObject *owner, Finished finished)
{
    job->setKey(key);
    QObject::connect(job, &QKeychain::Job::finished, owner, [job, finished] { finished(*job); });
    job->start();
}

Result<void> outcomeOf(const QKeychain::Job &job)
{
    return job.error() == QKeychain::NoError ? Result<void>() : Result<void>(errorOf(job));
}

} // namespace

SystemKeyStore::SystemKeyStore(QString service, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
{
}

void SystemKeyStore::read(const QString &key, Found found)
{
    startJob(new QKeychain::ReadPasswordJob(m_service), key, this,
             [found = std::move(found)](const QKeychain::ReadPasswordJob &job) {
                 found(job.error() == QKeychain::NoError ? Result<QByteArray>(job.binaryData())
                                                         : Result<QByteArray>(errorOf(job)));
             });
}

void SystemKeyStore::write(const QString &key, const QByteArray &secret, Done done)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(secret);
    startJob(job, key, this, [done = std::move(done)](const QKeychain::Job &job) { done(outcomeOf(job)); });
}

void SystemKeyStore::remove(const QString &key, Done done)
{
    startJob(new QKeychain::DeletePasswordJob(m_service), key, this,
             [done = std::move(done)](const QKeychain::Job &job) {
                 const bool wasNone = job.error() == QKeychain::EntryNotFound;
                 done(wasNone ? Result<void>() : outcomeOf(job));
             });
}

} // namespace twinfeed
