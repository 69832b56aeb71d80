// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/keyring.h"

#include "tests/support/failonwarning.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

const QString mainId = QStringLiteral("main");
const QByteArray secret(32, 'k');

} // namespace

/// Keys in their age, kept by a store, under a master key from every place it may come from.
class tst_Keyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_warnings.emplace();
        m_clock.emplace();
        auto store = Store::open(path("twinfeed.db"));
        QVERIFY(store.ok());
        m_store = std::move(*store);
    }
    void cleanup()
    {
        m_store.reset();
        m_warnings.reset();
    }

    void masterKeysOfEveryForm_data();
    void masterKeysOfEveryForm();
    void thePlacesInTheirOrder();
    void makesAFileOfItsOwn();
    void whatIsNamedAndMissingIsNotMade();
    void agesByTheClock();
    void survivesARestart();
    void retiredKeysAreKeptForAWhile();
    void aWallClockThatIsWrong();
    void theWrongMasterKey();
    void aRowThatWasMoved();
    void channelsThatAreGone();
    void listsNewestFirst();

private:
    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    QString write(const char *name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return path(name);
    }
    MasterKey::Places own() const { return {{}, {}, {}, path("master.key")}; }
    std::unique_ptr<Keyring> ring(const MasterKey::Places &places)
    {
        auto ring = std::make_unique<Keyring>(MasterKey(places), 72h, *m_clock);
        auto keys = m_store->keys();
        if (!keys)
            qFatal("cannot read");
        ring->load(*keys);
        return ring;
    }
    void keep(Keyring &ring, const std::vector<StoredKey> &keys)
    {
        Changes changes;
        changes.keys = keys;
        if (!m_store->commit(changes))
            qFatal("cannot keep");
        ring.adopt(keys);
    }
    sealing::KeyId make(Keyring &ring, const QString &channel = mainId)
    {
        const auto made = ring.make(channel);
        if (!made)
            return 0;
        keep(ring, *made);
        return made->front().id;
    }
    QString state(const Keyring &ring, sealing::KeyId id) const { return ring.info(id)->state; }

    std::optional<QTemporaryDir> m_folder;
    std::optional<FailOnWarning> m_warnings;
    std::optional<FakeClock> m_clock;
    std::unique_ptr<Store> m_store;
};

void tst_Keyring::masterKeysOfEveryForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("hexadecimal") << secret.toHex() << true;
    QTest::newRow("with a line's end") << QByteArray(secret.toHex() + "\n") << true;
    QTest::newRow("base64") << secret.toBase64() << true;
    QTest::newRow("bytes") << secret << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("short") << secret.toHex().chopped(2) << false;
    QTest::newRow("long") << QByteArray(secret.toHex() + "00") << false;
    QTest::newRow("31 bytes") << secret.chopped(1) << false;
    QTest::newRow("words") << QByteArray("correct horse battery staple correct horse") << false;
}

void tst_Keyring::masterKeysOfEveryForm()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const auto read = MasterKey({write("given.key", text), {}, {}, path("master.key")}).read(true);
    QCOMPARE(read.ok(), good);
    if (good)
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(read->bytes.data()), 32), secret);
    else
        QCOMPARE(read.error().code, QStringLiteral("master-key-missing"));
}

void tst_Keyring::thePlacesInTheirOrder()
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("credentials")));
    write("credentials/twinfeed-master-key", QByteArray(32, 'c').toHex());
    qputenv("CREDENTIALS_DIRECTORY", path("credentials").toLocal8Bit());
    qputenv("TWINFEED_MASTER_KEY", QByteArray(32, 'e').toHex());
    const auto first = [](const MasterKey::Places &places) {
        return char(MasterKey(places).read(false)->bytes[0]);
    };
    const QString file = write("given.key", secret.toHex());
    QCOMPARE(first(MasterKey::placesOf(file, m_folder->path())), 'k');
    QVERIFY(!qEnvironmentVariableIsSet("TWINFEED_MASTER_KEY")); // nothing that is started inherits it
    qputenv("TWINFEED_MASTER_KEY", QByteArray(32, 'e').toHex());
    QCOMPARE(first(MasterKey::placesOf({}, m_folder->path())), 'e');
    QCOMPARE(first(MasterKey::placesOf({}, m_folder->path())), 'c');
    qunsetenv("CREDENTIALS_DIRECTORY");
    const auto none = MasterKey(MasterKey::placesOf({}, m_folder->path()));
    QCOMPARE(none.place(), path("master.key"));
}

void tst_Keyring::makesAFileOfItsOwn()
{
    const auto ring = this->ring(own());
    QVERIFY(!QFile::exists(path("master.key"))); // not before it is needed
    const auto id = make(*ring);
    QVERIFY(id != 0);
    QCOMPARE(QFile::permissions(path("master.key")) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE((*this->ring(own())->key(id))->bytes, (*ring->key(id))->bytes);
}

void tst_Keyring::whatIsNamedAndMissingIsNotMade()
{
    const auto ring = this->ring({path("nowhere.key"), {}, {}, path("master.key")});
    const auto made = ring->make(mainId);
    QCOMPARE(made.error().code, QStringLiteral("master-key-missing"));
    QVERIFY(made.error().message.contains(QLatin1String("nowhere.key")));
    QVERIFY(!QFile::exists(path("master.key")));
    write("nowhere.key", secret.toHex());
    QVERIFY(make(*ring) != 0); // it came in time
}

void tst_Keyring::agesByTheClock()
{
    const auto ring = this->ring(own());
    QCOMPARE(ring->active(mainId), 0u);
    const auto first = make(*ring);
    QCOMPARE(ring->active(mainId), first);
    QCOMPARE(state(*ring, first), QStringLiteral("active"));
    m_clock->advance(72h - 1s);
    QVERIFY(!ring->isDue(first));
    m_clock->advance(1s);
    QVERIFY(ring->isDue(first));
    const auto second = make(*ring);
    QVERIFY(second != first);
    QCOMPARE(ring->active(mainId), second);
    QVERIFY(!ring->isDue(first)); // it is done with
    QCOMPARE(state(*ring, first), QStringLiteral("overlap"));
    QCOMPARE(*ring->info(first)->retiresAt, m_clock->wall().addSecs(3600));
    m_clock->advance(1h - 1s);
    QVERIFY(ring->expired({mainId}).empty());
    QVERIFY(ring->key(first).ok());
    m_clock->advance(1s);
    const auto expired = ring->expired({mainId});
    QCOMPARE(expired.size(), size_t(1));
    keep(*ring, expired);
    QCOMPARE(ring->key(first).error().code, QStringLiteral("key-retired"));
    QCOMPARE(state(*ring, first), QStringLiteral("retired"));
    QVERIFY(ring->key(second).ok());
    QVERIFY(ring->expired({mainId}).empty());
    QCOMPARE(ring->retired(12345678).error().code, QStringLiteral("unknown-key"));
    QCOMPARE(ring->key(12345678).error().code, QStringLiteral("unknown-key"));
}

void tst_Keyring::survivesARestart()
{
    auto ring = this->ring(own());
    const auto first = make(*ring);
    const auto bytes = (*ring->key(first))->bytes;
    m_clock->advance(71h);
    m_clock->reboot();
    ring = this->ring(own());
    QCOMPARE((*ring->key(first))->bytes, bytes);
    QVERIFY(!ring->isDue(first));
    m_clock->advance(1h);
    QVERIFY(ring->isDue(first));
    const auto second = make(*ring);
    m_clock->advance(59min);
    ring = this->ring(own());
    QVERIFY(ring->key(first).ok());
    m_clock->advance(1min);
    keep(*ring, ring->expired({mainId}));
    ring = this->ring(own());
    QCOMPARE(ring->key(first).error().code, QStringLiteral("key-retired"));
    QCOMPARE(ring->active(mainId), second);
    QVERIFY(!ring->fault());
}

/// A recording outlives its key.
void tst_Keyring::retiredKeysAreKeptForAWhile()
{
    auto ring = this->ring(own());
    const auto first = make(*ring);
    const auto bytes = (*ring->key(first))->bytes;
    (void)make(*ring);
    m_clock->advance(1h);
    keep(*ring, ring->expired({mainId}));
    QVERIFY(!ring->key(first).ok());
    QCOMPARE((*ring->retired(first))->bytes, bytes);
    m_clock->advance(30 * 24h);
    ring = this->ring(own());
    QCOMPARE((*ring->retired(first))->bytes, bytes);
    m_clock->advance(60 * 24h - 1s);
    QVERIFY((*ring->retired(first))->bytes == bytes);
    const auto isFirst = [&](const StoredKey &key) { return key.id == first; };
    QVERIFY(std::ranges::none_of(ring->expired({mainId}), isFirst));
    m_clock->advance(1s);
    const auto forgotten = ring->expired({mainId});
    QVERIFY(std::ranges::any_of(forgotten, isFirst));
    keep(*ring, forgotten);
    QCOMPARE(ring->retired(first).error().code, QStringLiteral("key-retired"));
    // And nothing of it is left on disk.
    const auto rows = *m_store->keys();
    QVERIFY(std::ranges::find_if(rows, isFirst)->wrapped.isEmpty());
    ring = this->ring(own());
    QCOMPARE(ring->retired(first).error().code, QStringLiteral("key-retired"));
    QVERIFY(std::ranges::none_of(ring->expired({mainId}), isFirst));
}

/// Set back by years, a key is used 72 hours of running at most; set forward, it is exchanged at once at the next start.
void tst_Keyring::aWallClockThatIsWrong()
{
    auto ring = this->ring(own());
    const auto first = make(*ring);
    m_clock->setWall(m_clock->wall().addYears(-3));
    QVERIFY(!ring->isDue(first));
    ring = this->ring(own());
    QVERIFY(!ring->isDue(first));
    m_clock->advance(72h);
    QVERIFY(ring->isDue(first));
    const auto second = make(*ring);
    m_clock->setWall(m_clock->wall().addYears(3));
    QVERIFY(!ring->isDue(second)); // while it runs nothing is told by the wall
    QVERIFY(ring->key(first).ok());
    QVERIFY(ring->expired({mainId}).empty());
    ring = this->ring(own());
    QVERIFY(ring->isDue(second));
}

void tst_Keyring::theWrongMasterKey()
{
    const auto id = make(*ring(own()));
    const auto before = *m_store->keys();
    QFile file(path("master.key"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray right = file.readAll();
    const auto wrong = ring({write("wrong.key", secret.toHex()), {}, {}, path("master.key")});
    QCOMPARE(wrong->fault()->code, QStringLiteral("master-key-wrong"));
    QCOMPARE(wrong->key(id).error().code, QStringLiteral("master-key-wrong"));
    QCOMPARE(wrong->make(mainId).error().code, QStringLiteral("master-key-wrong"));
    QCOMPARE(*m_store->keys(), before);
    // The file is gone: it is not made anew.
    QVERIFY(QFile::remove(path("master.key")));
    QCOMPARE(ring(own())->fault()->code, QStringLiteral("master-key-missing"));
    QCOMPARE(ring(own())->make(mainId).error().code, QStringLiteral("master-key-missing"));
    QVERIFY(!QFile::exists(path("master.key")));
    write("master.key", right);
    QVERIFY(ring(own())->key(id).ok());
}

void tst_Keyring::aRowThatWasMoved()
{
    const auto id = make(*ring(own()));
    for (const char *sql :
         {"UPDATE keys SET channel = 'other'", "UPDATE keys SET channel = 'main', id = id % 1000 + 1"}) {
        QVERIFY(m_store->database().run(QLatin1String(sql)).ok());
        const auto ring = this->ring(own());
        QCOMPARE(ring->fault()->code, QStringLiteral("master-key-wrong"));
        QVERIFY(!ring->key(id).ok());
    }
}

void tst_Keyring::channelsThatAreGone()
{
    const auto ring = this->ring(own());
    const auto id = make(*ring);
    const auto expired = ring->expired({});
    QCOMPARE(expired.size(), size_t(1));
    keep(*ring, expired);
    QCOMPARE(state(*ring, id), QStringLiteral("overlap"));
    QVERIFY(ring->expired({}).empty());
    m_clock->advance(1h);
    keep(*ring, ring->expired({}));
    QCOMPARE(state(*ring, id), QStringLiteral("retired"));
}

void tst_Keyring::listsNewestFirst()
{
    const auto ring = this->ring(own());
    const auto first = make(*ring);
    m_clock->advance(1s);
    const auto other = make(*ring, QStringLiteral("other"));
    m_clock->advance(1s);
    const auto second = make(*ring);
    const auto idsOf = [&](const QString &channel) {
        std::vector<quint32> ids;
        for (const KeyInfo &info : ring->infos(channel))
            ids.push_back(info.id);
        return ids;
    };
    QCOMPARE(idsOf({}), (std::vector<quint32>{second, other, first}));
    QCOMPARE(idsOf(mainId), (std::vector<quint32>{second, first}));
    QCOMPARE(ring->info(second)->rotatesAt, m_clock->wall().addDays(3));
}

QTEST_GUILESS_MAIN(tst_Keyring)
#include "tst_keyring.moc"
