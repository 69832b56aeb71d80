// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "tests/support/fakeclock.h"
#include "widgets/framesource.h"

#include <QMap>

#include <functional>

namespace twinfeed::test {

/// A channel that could be: two paths, a slate, two outputs; and what happens to it.
class MadeUp final
{
public:
    static QString channelId() { return QStringLiteral("main"); }

    MadeUp();

    FakeClock clock;
    ConsoleState state{clock};

    /// Connected, with both paths live, the primary on air, a minute of numbers and some journal.
    void fillNormal();
    void connectNow();
    void loseBackup();
    /// A done take with evidence, by this console.
    void takeBackup();
    void setProgramme(Source source);
    /// The source on air is lost, and the engine has put `to` on air.
    void failOver(Source to);
    /// What the journal says of an automatic switch.
    JournalEntry failover(Source from, Source to, const char *rule) const;
    /// A new revision.
    void change(const std::function<void(ChannelDocument &)> &what);
    /// Both outputs are sealed, asked for and seen.
    void seal(quint32 key = 7);
    void changeStatus(const std::function<void(ChannelStatus &)> &what);
    /// A minute of metrics for every node, one value a second; moves the clock.
    void measure(int seconds);
    void journal();

    static ChannelDocument document();
    static ChannelStatus status();
    /// What the prober says of an output.
    static EncryptionStatus seen(EncryptionSeen seen, qint64 ageMs, quint32 key = 7);
    static Operation encryption(const EncryptionOrder &order, OperationState state);
    /// An alarm of a rule of the program, `secondsAgo` old; not folded.
    Alarm alarm(int number, const char *rule, Severity severity, const char *node, int secondsAgo = 32) const;
    /// The backup is better, by numbers.
    Verdict verdict() const;
    /// A lost primary with what follows, an acknowledged and a shelved one; two of them stand for themselves.
    void raiseAlarms();
    static Slate slate(const QString &id, const QString &name, const QString &state);
    static TakeEvidence evidence();
    static Operation take(Source target, OperationState state);

private:
    std::vector<Metric> metricsAt(int second) const;

    bool m_backupLost = false;
    bool m_backupPoor = false;
    int m_second = 0;

public:
    void makeBackupPoor() { m_backupPoor = true; }
};

/// Gives one gradient picture of the size that is asked for, in a tone of its source.
class FakeFrames final : public FrameSource
{
public:
    explicit FakeFrames(const QString &word)
        : m_word(word)
    {
    }

    void setWakeUp(std::function<void()> wakeUp) override;
    void setTargetSize(QSize pixels) override;
    QImage takeNewest(bool *catchingUp) override;
    qint64 pictureAgeMs() const override { return ageMs; }
    SoundLevel sound() const override { return level; }
    QString problem() const override { return why; }

    /// As from the decoder's thread: a new picture is there.
    void wake();

    qint64 ageMs = 20;
    void setMotion(Motion most) override { wanted = most; }
    Motion motion() const override { return std::max(wanted, allowed); }
    void setHeard(bool on) override { heard = on; }
    Hearing hearing() const override
    {
        return !heard ? Hearing::Off : device ? Hearing::On : Hearing::NoDevice;
    }

    Motion wanted = Motion::All;
    Motion allowed = Motion::All; ///< by the machine
    bool heard = false;
    bool device = true; ///< there is something to play it on
    bool givesPictures = true;
    bool givesCatchingUp = false;
    QString why;
    SoundLevel level{true, -23.4, {-12.5, -14.1}};
    QSize target;
    int taken = 0;

private:
    QImage paintPicture() const;

    QString m_word;
    std::function<void()> m_wakeUp;
    bool m_pending = true;
};

/// Hands out FakeFrames and remembers them by their word; the tiles own them.
struct FakeFactory
{
    QMap<QString, FakeFrames *> made;
    FrameSourceFactory factory();
};

} // namespace twinfeed::test
