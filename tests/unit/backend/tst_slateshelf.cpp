// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slateshelf.h"

#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace std::chrono_literals;

/// The test's own thread stands for the director's: what is posted to it runs in runPosted().
class tst_SlateShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void encodesOnceForAllWhoWait();
    void keepsClipsOfSeveralFormats();
    void failureIsToldAndShown();
    void unknownSlate();
    void filesStayInTheFolder();
    void aFormatThatFailsIsNoFailedSlate();
    void whatIsTriedAgainIsNoFailedSlate();
    void anotherFileUnderTheSameIdIsAnotherSlate();
    void checksAreKeptByChannel();
    void checksGoWithTheirChannel();
    void measuresNothingMoreAtTheEnd();
    void aRemovedSlateTakesItsFileAlong();
    void stopsInTheMiddleOfAnEncoding();

private:
    void runPosted();
    bool waitForCalls(int calls);
    SlateShelf::Ready counting()
    {
        return [this](const SlateShelf::Clip &clip) {
            ++m_calls;
            m_last = clip ? QString() : clip.error().code;
        };
    }
    QString putSlate(const QString &id, const QString &state = QStringLiteral("encoding"))
    {
        const QString path = m_folder->filePath(id + QStringLiteral(".source"));
        m_shelf->put({id, id, state, {}, id, false, {}, {}}, path);
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SlateShelf> m_shelf;
    std::mutex m_mutex; // guards m_posted
    std::vector<TaskThread::Task> m_posted;
    std::vector<Slate> m_changes;
    std::atomic<int> m_encodings = 0;
    std::atomic<bool> m_hang = false;
    std::atomic<bool> m_refuse = false;
    std::atomic<bool> m_fail = false;
    std::atomic<bool> m_stopped = false;
    int m_calls = 0;
    QString m_last;
};

void tst_SlateShelf::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_posted.clear();
    m_changes.clear();
    m_encodings = m_calls = 0;
    m_hang = m_refuse = m_fail = m_stopped = false;
    const auto encode = [this](const QString &path, const media::SlateFormat &format,
                               std::stop_token stop) -> Result<std::shared_ptr<const media::SlateClip>> {
        ++m_encodings;
        while (m_hang && !stop.stop_requested())
            std::this_thread::yield();
        m_stopped = stop.stop_requested();
        if (m_fail)
            return Error{QStringLiteral("media-failed"), QStringLiteral("Out of memory."), {}, {}, {}};
        if (m_refuse || m_stopped || path.endsWith(QLatin1String(".bad")))
            return Error{QStringLiteral("slate-refused"), QStringLiteral("No picture."), {}, {}, {}};
        if (format.width % 2)
            return Error{QStringLiteral("slate-format"), QStringLiteral("An odd width."), {}, {}, {}};
        auto clip = std::make_shared<media::SlateClip>();
        clip->format = format;
        return std::shared_ptr<const media::SlateClip>(clip);
    };
    const auto post = [this](TaskThread::Task task) {
        const std::lock_guard lock(m_mutex);
        m_posted.push_back(std::move(task));
    };
    m_shelf = std::make_unique<SlateShelf>(m_folder->filePath(QStringLiteral("slates")), encode, post,
                                           [this](const Slate &slate) { m_changes.push_back(slate); });
}

void tst_SlateShelf::cleanup()
{
    m_shelf.reset();
}

void tst_SlateShelf::runPosted()
{
    std::vector<TaskThread::Task> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_posted);
    }
    for (const auto &task : tasks)
        task();
}

bool tst_SlateShelf::waitForCalls(int calls)
{
    return test::waitUntil(
        [&] {
            runPosted();
            return m_calls >= calls;
        },
        10s, "the encodings");
}

void tst_SlateShelf::encodesOnceForAllWhoWait()
{
    putSlate(QStringLiteral("a"));
    for (int i = 0; i < 5; ++i)
        m_shelf->want(QStringLiteral("a"), {}, counting());
    QVERIFY(waitForCalls(5));
    QCOMPARE(m_encodings.load(), 1);
    QCOMPARE(m_last, QString());
    QCOMPARE(m_changes.size(), size_t(1));
    QCOMPARE(m_changes[0].state, QStringLiteral("ready"));
    // Now it stands ready: at once.
    m_shelf->want(QStringLiteral("a"), {}, counting());
    QCOMPARE(m_calls, 6);
    QCOMPARE(m_encodings.load(), 1);
}

void tst_SlateShelf::keepsClipsOfSeveralFormats()
{
    putSlate(QStringLiteral("a"));
    media::SlateFormat small;
    small.width = 1280;
    m_shelf->want(QStringLiteral("a"), {}, counting());
    m_shelf->want(QStringLiteral("a"), small, [&](const SlateShelf::Clip &clip) {
        ++m_calls;
        QCOMPARE((*clip)->format.width, 1280);
    });
    QVERIFY(waitForCalls(2));
    m_shelf->want(QStringLiteral("a"), {}, counting());
    m_shelf->want(QStringLiteral("a"), small, counting());
    QCOMPARE(m_calls, 4);
    QCOMPARE(m_encodings.load(), 2);
    // Another file under the same id is another slate.
    putSlate(QStringLiteral("a"));
    m_shelf->want(QStringLiteral("a"), {}, counting());
    QVERIFY(waitForCalls(5));
    QCOMPARE(m_encodings.load(), 3);
}

void tst_SlateShelf::failureIsToldAndShown()
{
    m_refuse = true;
    putSlate(QStringLiteral("a"), QStringLiteral("ready"));
    putSlate(QStringLiteral("b"), QStringLiteral("ready"));
    QCOMPARE(m_shelf->defaultId(), QStringLiteral("a"));
    m_shelf->want(QStringLiteral("a"), {}, counting());
    QVERIFY(waitForCalls(1));
    QCOMPARE(m_last, QStringLiteral("slate-refused"));
    QCOMPARE(m_shelf->find(QStringLiteral("a"))->state, QStringLiteral("failed"));
    QCOMPARE(m_shelf->find(QStringLiteral("a"))->reason, QStringLiteral("No picture."));
    QCOMPARE(m_shelf->find(QStringLiteral("a"))->reasonCode, QStringLiteral("slate-refused"));
    QCOMPARE(m_shelf->defaultId(), QStringLiteral("b"));
}

void tst_SlateShelf::unknownSlate()
{
    m_shelf->want(QStringLiteral("nothing"), {}, counting());
    QCOMPARE(m_last, QStringLiteral("unknown-slate"));
}

void tst_SlateShelf::filesStayInTheFolder()
{
    const auto kept = [&](const QString &name) {
        QString kept;
        m_shelf->write("content", [&](const Result<QString> &draft) {
            const auto file = draft ? m_shelf->adopt(*draft, QStringLiteral("mine"), name) : draft;
            kept = file ? *file : file.error().code;
            ++m_calls;
        });
        waitForCalls(m_calls + 1);
        return kept;
    };
    QCOMPARE(kept(QStringLiteral("Pause.PNG")), QStringLiteral("mine.png"));
    QCOMPARE(kept(QStringLiteral("../../etc/passwd")), QStringLiteral("mine"));
    QCOMPARE(kept(QStringLiteral("x./../y")), QStringLiteral("mine"));
    QCOMPARE(kept(QStringLiteral("x.toolong")), QStringLiteral("mine"));
    QCOMPARE(kept({}), QStringLiteral("mine"));
    QFile file(m_shelf->pathOf(QStringLiteral("mine.png")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("content"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("slates")});
    QCOMPARE(QDir(m_folder->filePath(QStringLiteral("slates"))).entryList(QDir::Files),
             (QStringList{QStringLiteral("mine"), QStringLiteral("mine.png")}));
}

void tst_SlateShelf::aFormatThatFailsIsNoFailedSlate()
{
    putSlate(QStringLiteral("a"));
    media::SlateFormat odd;
    odd.width = 333;
    m_shelf->want(QStringLiteral("a"), odd, counting());
    m_shelf->want(QStringLiteral("a"), {}, counting());
    QVERIFY(waitForCalls(2));
    QCOMPARE(m_shelf->find(QStringLiteral("a"))->state, QStringLiteral("ready"));
    QCOMPARE(m_shelf->failure(QStringLiteral("a"), odd)->code, QStringLiteral("slate-format"));
    QVERIFY(!m_shelf->failure(QStringLiteral("a"), {}));
    putSlate(QStringLiteral("a")); // another file: tried again
    QVERIFY(!m_shelf->failure(QStringLiteral("a"), odd));
}

void tst_SlateShelf::whatIsTriedAgainIsNoFailedSlate()
{
    const QString a = QStringLiteral("a");
    putSlate(a, QStringLiteral("ready"));
    m_fail = true;
    m_shelf->want(a, {}, counting());
    QVERIFY(waitForCalls(1));
    QCOMPARE(m_last, QStringLiteral("media-failed"));
    QCOMPARE(m_shelf->find(a)->state, QStringLiteral("ready"));
    QVERIFY(!m_shelf->failure(a, {}));
    // A new one that nobody has seen working is not ready by that.
    putSlate(a);
    m_shelf->want(a, {}, counting());
    QVERIFY(waitForCalls(2));
    QCOMPARE(m_shelf->find(a)->state, QStringLiteral("failed"));
    m_fail = false;
    m_shelf->want(a, {}, counting());
    QVERIFY(waitForCalls(3));
    QCOMPARE(m_shelf->find(a)->state, QStringLiteral("ready"));
}

void tst_SlateShelf::anotherFileUnderTheSameIdIsAnotherSlate()
{
    const QString a = QStringLiteral("a");
    m_hang = true;
    m_shelf->put({a, a, QStringLiteral("encoding"), {}, a, false, {}, {}}, QStringLiteral("a.bad"));
    m_shelf->want(a, {}, counting());
    QVERIFY(test::waitUntil([&] { return m_encodings == 1; }, 10s, "the encoding to begin"));
    m_shelf->remove(a);
    putSlate(a);
    std::shared_ptr<const media::SlateClip> clip;
    m_shelf->want(a, {}, [&](const SlateShelf::Clip &made) {
        ++m_calls;
        clip = made ? *made : nullptr;
    });
    m_hang = false;
    QVERIFY(waitForCalls(2));
    QCOMPARE(m_last, QStringLiteral("superseded"));
    QVERIFY(clip);
    QCOMPARE(m_encodings.load(), 2);
    // What became of the old file is nothing of the new one's.
    QCOMPARE(m_changes.size(), size_t(1));
    QCOMPARE(m_changes[0].state, QStringLiteral("ready"));
}

void tst_SlateShelf::checksAreKeptByChannel()
{
    putSlate(QStringLiteral("a"));
    const auto found = [](const char *name) {
        return [name] {
            return std::vector<SlateCheck>{{{}, QString::fromLatin1(name), true, false, {}, {}, {}}};
        };
    };
    const auto checks = [&] { return m_shelf->find(QStringLiteral("a"))->checks; };
    const auto wait = [&](size_t changes) {
        return test::waitUntil(
            [&] {
                runPosted();
                return m_changes.size() >= changes;
            },
            10s, "the checks");
    };
    m_shelf->check(QStringLiteral("a"), QStringLiteral("one"), found("size"));
    m_shelf->check(QStringLiteral("a"), QStringLiteral("two"), found("rate"));
    QVERIFY(wait(2));
    QCOMPARE(checks().size(), size_t(2));
    m_shelf->check(QStringLiteral("a"), QStringLiteral("one"), found("peak"));
    QVERIFY(wait(3));
    QCOMPARE(checks().size(), size_t(2));
    QCOMPARE(checks()[0].channel, QStringLiteral("two"));
    QCOMPARE(checks()[1].name, QStringLiteral("peak"));
    QCOMPARE(m_changes.back().checks, checks());
}

void tst_SlateShelf::checksGoWithTheirChannel()
{
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    const QString one = QStringLiteral("one");
    const auto found = [] {
        return std::vector<SlateCheck>{{{}, QStringLiteral("size"), true, false, {}, {}, {}}};
    };
    const auto wait = [&](const QString &id, size_t count) {
        return test::waitUntil(
            [&] {
                runPosted();
                return m_shelf->find(id)->checks.size() == count;
            },
            10s, "the checks");
    };
    putSlate(a);
    putSlate(b);
    m_shelf->check(a, one, found);
    QVERIFY(wait(a, 1));
    // The channel has another slate now.
    m_shelf->check(b, one, found);
    QVERIFY(m_shelf->find(a)->checks.empty());
    QCOMPARE(m_changes.back().id, a);
    QVERIFY(wait(b, 1));
    // The channel is gone, also for what is being measured just then.
    m_shelf->check(b, one, found);
    m_shelf->forgetChecks(one);
    QVERIFY(m_shelf->find(b)->checks.empty());
    bool done = false;
    m_shelf->check(a, QStringLiteral("two"), [&] {
        done = true;
        return found();
    });
    QVERIFY(wait(a, 1));
    QVERIFY(done);
    QVERIFY(m_shelf->find(b)->checks.empty());
}

void tst_SlateShelf::measuresNothingMoreAtTheEnd()
{
    const QString a = QStringLiteral("a");
    std::atomic<int> measured = 0;
    const auto measure = [&] {
        // The encoding ends when the shelf does.
        while (!m_stopped)
            std::this_thread::yield();
        ++measured;
        return std::vector<SlateCheck>();
    };
    m_hang = true;
    putSlate(a);
    m_shelf->want(a, {}, counting());
    QVERIFY(test::waitUntil([&] { return m_encodings == 1; }, 10s, "the encoding to begin"));
    for (int i = 0; i < 5; ++i)
        m_shelf->check(a, QString::number(i), measure);
    m_shelf.reset();
    QVERIFY(measured <= 1);
}

void tst_SlateShelf::aRemovedSlateTakesItsFileAlong()
{
    bool there = false;
    m_shelf->write("content", [&](const Result<QString> &draft) {
        const auto file = m_shelf->adopt(*draft, QStringLiteral("mine"), {});
        m_shelf->put({QStringLiteral("mine"), {}, QStringLiteral("ready"), {}, *file, false, {}, {}},
                     m_shelf->pathOf(*file));
        there = QFile::exists(m_shelf->pathOf(*file));
        ++m_calls;
    });
    QVERIFY(waitForCalls(1));
    QVERIFY(there);
    m_shelf->remove(QStringLiteral("mine"));
    QVERIFY(!m_shelf->find(QStringLiteral("mine")));
    QVERIFY(test::waitUntil([&] { return !QFile::exists(m_shelf->pathOf(QStringLiteral("mine"))); }, 10s,
                            "the file to go"));
}

void tst_SlateShelf::stopsInTheMiddleOfAnEncoding()
{
    m_hang = true;
    putSlate(QStringLiteral("a"));
    m_shelf->want(QStringLiteral("a"), {}, counting());
    QVERIFY(test::waitUntil([&] { return m_encodings == 1; }, 10s, "the encoding to begin"));
    m_shelf.reset();
    QVERIFY(m_stopped);
    QCOMPARE(m_calls, 0);
}

QTEST_GUILESS_MAIN(tst_SlateShelf)
#include "tst_slateshelf.moc"
