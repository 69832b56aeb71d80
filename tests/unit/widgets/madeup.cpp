// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"

#include <QFont>
#include <QLinearGradient>
#include <QPainter>

#include <cmath>

namespace twinfeed::test {

namespace {

using namespace std::chrono_literals;

Metric metric(const QString &node, const char *name, std::optional<double> value, const char *unit,
              int windowMs, const QDateTime &at)
{
    return {MadeUp::channelId(), node, QLatin1String(name), value, QLatin1String(unit), windowMs, 1000, at};
}

} // namespace

MadeUp::MadeUp()
{
    clock.setWall(QDateTime(QDate(2026, 6, 12), QTime(18, 42, 7), Qt::UTC));
}

ChannelDocument MadeUp::document()
{
    ChannelDocument document;
    document.config.id = channelId();
    document.config.name = QStringLiteral("Summer Games, main camera");
    document.config.primary.url = QStringLiteral("rtmp://a.example/live/main");
    document.config.backup.url = QStringLiteral("rtmp://b.example/live/main");
    document.config.outputs = {
        {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://cdn.example/live/x"), true},
        {QStringLiteral("archive"), OutputKind::Recording, QStringLiteral("/srv/main.ts"), true}};
    document.onAir = Source::Primary;
    document.slate = QStringLiteral("be-right-back");
    document.revision = 7;
    return document;
}

ChannelStatus MadeUp::status()
{
    ChannelStatus status;
    status.channel = channelId();
    for (const Source source : allSources) {
        SourceStatus one;
        one.source = source;
        one.state = InputState::Live;
        one.fit = true;
        one.format = {QStringLiteral("h264"), 1920,  1080, 30, QStringLiteral("High"),
                      QStringLiteral("aac"),  48000, 2};
        one.ageMs = 30;
        status.sources.push_back(one);
    }
    status.outputs = {{QStringLiteral("cdn"), OutputState::Live, {}, 1, 0, 0, {}, 0, {}},
                      {QStringLiteral("archive"), OutputState::Live, {}, 1, 0, 0, {}, 0, {}}};
    for (OutputStatus &output : status.outputs)
        output.encryption = seen(EncryptionSeen::Clear, 3000);
    status.programme = Source::Primary;
    status.behindMs = 620;
    status.failover.state = FailoverState::Armed;
    status.alignment = {PathRelation::Aligned, 0.0, 1, QStringLiteral("timestamps"), {}, {}};
    status.hold = {500, 500, 0, true, {}, {}};
    return status;
}

EncryptionStatus MadeUp::seen(EncryptionSeen seen, qint64 ageMs, quint32 key)
{
    EncryptionStatus status;
    status.sending = seen == EncryptionSeen::Clear ? Encryption::Clear : Encryption::Sealed;
    status.seen = seen;
    if (seen != EncryptionSeen::Unknown)
        status.seenAgeMs = ageMs;
    if (seen == EncryptionSeen::Sealed)
        status.sendingKey = status.seenKey = key;
    return status;
}

void MadeUp::seal(quint32 key)
{
    change([key](ChannelDocument &document) {
        document.sealed = {{QStringLiteral("cdn"), key}, {QStringLiteral("archive"), key}};
    });
    changeStatus([key](ChannelStatus &status) {
        for (OutputStatus &output : status.outputs)
            output.encryption = seen(EncryptionSeen::Sealed, 3000, key);
    });
}

Operation MadeUp::encryption(const EncryptionOrder &order, OperationState state)
{
    Operation operation;
    operation.id = QStringLiteral("op-seal");
    operation.kind = QStringLiteral("set-encryption");
    operation.channel = channelId();
    operation.state = state;
    operation.actor = QStringLiteral("anna");
    operation.acceptedAt = QDateTime::currentDateTimeUtc();
    operation.request = toJson(order);
    if (state == OperationState::Done) {
        for (const char *output : {"cdn", "archive"}) {
            EncryptionEvidence one;
            one.output = QLatin1String(output);
            one.mode = order.mode;
            if (order.mode == Encryption::Sealed)
                one.key = 7;
            one.firstPictureMs = 1210;
            one.seenMs = 1874;
            operation.encryption.push_back(one);
        }
    }
    return operation;
}

Alarm MadeUp::alarm(int number, const char *rule, Severity severity, const char *node, int secondsAgo) const
{
    Alarm alarm;
    alarm.id = QString::number(number);
    alarm.rule = QLatin1String(rule);
    alarm.channel = channelId();
    alarm.node = QLatin1String(node);
    alarm.metric = QStringLiteral("fps");
    alarm.severity = severity;
    alarm.raisedAt = clock.wall().addSecs(-secondsAgo);
    alarm.value = 11.8;
    alarm.limit = 15;
    alarm.unit = QStringLiteral("1/s");
    alarm.text = QStringLiteral("%1 of Main: %2, 11.8 fps for 32 s, was 30.0; backup is fit")
                     .arg(alarm.node, alarm.rule);
    return alarm;
}

void MadeUp::raiseAlarms()
{
    Judgements &judged = state.judgements();
    Alarm cause = alarm(11, "no-data", Severity::Warning, "primary", 75);
    cause.value = 0.9;
    cause.unit = QStringLiteral("s");
    cause.cause = true;
    judged.applyAlarm(cause);
    for (const int number : {12, 13}) {
        Alarm follower = alarm(number, number == 12 ? "black" : "silent", Severity::Warning, "primary", 60);
        follower.root = cause.id;
        judged.applyAlarm(follower);
    }
    Alarm seen = alarm(14, "rate-low", Severity::Warning, "backup", 400);
    seen.acknowledged = true;
    seen.acknowledgedAt = clock.wall().addSecs(-300);
    seen.acknowledgedBy = QStringLiteral("anna");
    judged.applyAlarm(seen);
    Alarm shelved = alarm(15, "too-quiet-or-loud", Severity::Notice, "programme", 5400);
    shelved.shelf =
        AlarmShelf{clock.wall().addSecs(1800), QStringLiteral("Sound check"), QStringLiteral("ben")};
    judged.applyAlarm(shelved);
    judged.applyAlarm(alarm(16, "output-down", Severity::Critical, "output:cdn", 42));
}

Verdict MadeUp::verdict() const
{
    Verdict verdict;
    verdict.channel = channelId();
    verdict.better = Source::Backup;
    verdict.current = true;
    verdict.reasonCode = QStringLiteral("numbers");
    verdict.text =
        QStringLiteral("backup is better: 30.0 against 12.4 fps, same bitrate, 18 ms further behind.");
    verdict.lines = {{QStringLiteral("fps"), QStringLiteral("1/s"), 12.4, 30.0, Source::Backup},
                     {QStringLiteral("bitrate"), QStringLiteral("bit/s"), 4.1e6, 4.12e6, {}},
                     {QStringLiteral("jitter"), QStringLiteral("ms"), 64, 3.5, Source::Backup}};
    verdict.target = Source::Backup;
    verdict.cut = CutMade::Bridged;
    verdict.gapMs = 33.3;
    verdict.at = clock.wall();
    return verdict;
}

Slate MadeUp::slate(const QString &id, const QString &name, const QString &state)
{
    const QString reason =
        state == QLatin1String("failed") ? QStringLiteral("It holds no picture.") : QString();
    return {id, name, state, reason, QString(id + QStringLiteral(".png")), true, {}, {}};
}

TakeEvidence MadeUp::evidence()
{
    TakeEvidence evidence;
    evidence.cut = CutMade::Cached;
    evidence.from = Source::Primary;
    evidence.to = Source::Backup;
    evidence.firstPictureMs = 43.2;
    evidence.measuredAt = QStringLiteral("output:cdn");
    evidence.gapMs = 33.3;
    evidence.picturesRepeated = 12;
    evidence.behindMs = 1020;
    return evidence;
}

Operation MadeUp::take(Source target, OperationState state)
{
    Operation operation;
    operation.id = QStringLiteral("17");
    operation.kind = QStringLiteral("take");
    operation.channel = channelId();
    operation.state = state;
    operation.actor = QStringLiteral("local");
    operation.acceptedAt = QDateTime(QDate(2026, 6, 12), QTime(18, 43), Qt::UTC);
    operation.request = {{QStringLiteral("source"), toWord(target)},
                         {QStringLiteral("cut"), QStringLiteral("cached")}};
    if (state == OperationState::Done) {
        operation.evidence = evidence();
        operation.evidence->to = target;
    }
    return operation;
}

void MadeUp::connectNow()
{
    ConnectionState connection;
    connection.phase = ConnectionState::Phase::Connected;
    connection.since = clock.wall();
    state.setConnection(connection);
    state.touch(clock.now());
}

void MadeUp::fillNormal()
{
    connectNow();
    state.setRole(Role::Engineer);
    Snapshot snapshot;
    snapshot.channels = {document()};
    snapshot.statuses = {status()};
    snapshot.slates = {
        slate(QStringLiteral("be-right-back"), QStringLiteral("Be right back"), QStringLiteral("ready")),
        slate(QStringLiteral("calm"), QStringLiteral("Calm"), QStringLiteral("ready")),
        slate(QStringLiteral("clip"), QStringLiteral("Opening clip"), QStringLiteral("encoding"))};
    state.applySnapshot(snapshot);
    measure(75);
    changeStatus([](ChannelStatus &) {}); // what was seen is fresh
    journal();
}

std::vector<Metric> MadeUp::metricsAt(int second) const
{
    std::vector<Metric> metrics;
    const QDateTime at = clock.wall();
    QStringList nodes{QStringLiteral("primary"),    QStringLiteral("backup"),
                      QStringLiteral("slate"),      QStringLiteral("programme"),
                      QStringLiteral("output:cdn"), QStringLiteral("output:archive")};
    for (const QString &node : nodes) {
        const bool lost = m_backupLost && node == QLatin1String("backup");
        const bool poor = m_backupPoor && node == QLatin1String("backup");
        const double swing = std::sin(second * 0.7) * 0.15 + std::sin(second * 0.23) * 0.1;
        const auto value = [&](double sound) { return lost ? std::nullopt : std::optional(sound); };
        metrics.push_back(metric(node, "fps", value(poor ? 11.4 : 30 + swing * 0.6), "1/s", 1000, at));
        metrics.push_back(
            metric(node, "bitrate", value((poor ? 1.9 : 4.12 + swing * 2) * 1e6), "bit/s", 1000, at));
        metrics.push_back(metric(node, "keyframeInterval", value(2), "s", 0, at));
        metrics.push_back(metric(node, "jitter", value(poor ? 64 : 3.2), "ms", 1000, at));
        metrics.push_back(metric(node, "largestGap", value(poor ? 412 : 41), "ms", 10000, at));
        metrics.push_back(metric(node, "lostPackets",
                                 node.endsWith(QLatin1String("ary")) ? std::optional(0.0) : std::nullopt, "1",
                                 0, at));
        metrics.push_back(metric(node, "reconnects", poor ? 2 : 0, "1", 0, at));
    }
    return metrics;
}

void MadeUp::measure(int seconds)
{
    for (int i = 0; i < seconds; ++i) {
        clock.advance(1s);
        state.applyMetrics(metricsAt(m_second++));
        state.touch(clock.now());
        state.tick();
    }
}

void MadeUp::loseBackup()
{
    m_backupLost = true;
    ChannelStatus lost = status();
    lost.programme = state.status(channelId())->programme;
    lost.sources[1].state = InputState::Lost;
    lost.sources[1].fit = false;
    lost.sources[1].ageMs = 12'400;
    lost.sources[1].reason = QStringLiteral("No packet for 12 s; connecting again.");
    state.applyStatus(lost);
    measure(2);
    state.applyJournal(
        {{90,
          clock.wall(),
          QStringLiteral("twinfeed"),
          {},
          QStringLiteral("input-lost"),
          channelId(),
          QStringLiteral("The backup path is lost."),
          {{QStringLiteral("source"), QStringLiteral("backup")}, {QStringLiteral("onAir"), false}}}});
}

void MadeUp::setProgramme(Source source)
{
    ChannelDocument now = *state.channel(channelId());
    now.onAir = source;
    ++now.revision;
    state.applyChannel(now);
    ChannelStatus measured = *state.status(channelId());
    measured.programme = source;
    state.applyStatus(measured);
}

void MadeUp::takeBackup()
{
    state.commandSent(QStringLiteral("key-1"), channelId(), QStringLiteral("take"), QStringLiteral("backup"));
    clock.advance(9ms);
    state.commandAcknowledged(QStringLiteral("key-1"), take(Source::Backup, OperationState::Accepted));
    setProgramme(Source::Backup);
    state.applyOperation(take(Source::Backup, OperationState::Done));
    state.applyJournal({{91,
                         clock.wall(),
                         QStringLiteral("local"),
                         QStringLiteral("engineer"),
                         QStringLiteral("take"),
                         channelId(),
                         QStringLiteral("Take backup."),
                         {{QStringLiteral("request"), take(Source::Backup, OperationState::Done).request}}},
                        {92,
                         clock.wall(),
                         QStringLiteral("twinfeed"),
                         {},
                         QStringLiteral("take-done"),
                         channelId(),
                         QStringLiteral("The backup is on air."),
                         {{QStringLiteral("evidence"), toJson(evidence())}}}});
}

JournalEntry MadeUp::failover(Source from, Source to, const char *rule) const
{
    Decision decision;
    decision.number = 1;
    decision.at = clock.wall();
    decision.switched = true;
    decision.rule = QLatin1String(rule);
    decision.from = from;
    decision.to = to;
    decision.text = QStringLiteral("(text)");
    decision.numbers = {{QStringLiteral("sources"),
                         QJsonObject{{toWord(from), QJsonObject{{QStringLiteral("ageMs"), 312}}}}}};
    return {95,
            clock.wall(),
            QStringLiteral("twinfeed"),
            {},
            QStringLiteral("failover"),
            channelId(),
            decision.text,
            {{QStringLiteral("decision"), toJson(decision)}}};
}

void MadeUp::failOver(Source to)
{
    const Source from = state.channel(channelId())->onAir;
    ChannelStatus lost = *state.status(channelId());
    SourceStatus &left = lost.sources[size_t(from)];
    left.state = InputState::Lost;
    left.fit = false;
    left.ageMs = 1400;
    left.reason = QStringLiteral("The stream stopped.");
    left.reasonCode = QStringLiteral("stream-stopped");
    lost.hold.seamless = false;
    lost.hold.reason = QStringLiteral("The other path is not fit.");
    lost.hold.reasonCode = QStringLiteral("other-unfit");
    state.applyStatus(lost);
    setProgramme(to);
    JournalEntry entry = failover(from, to, "loss");
    state.applyNews(entry);
    clock.advance(240ms);
    TakeEvidence measured = evidence();
    measured.cut = CutMade::Bridged;
    measured.from = from;
    measured.to = to;
    measured.picturesRepeated = 0;
    entry.id = 96;
    entry.kind = QStringLiteral("failover-done");
    entry.data = {{QStringLiteral("number"), 1}, {QStringLiteral("evidence"), toJson(measured)}};
    state.applyNews(entry);
}

void MadeUp::change(const std::function<void(ChannelDocument &)> &what)
{
    ChannelDocument document = *state.channel(channelId());
    what(document);
    ++document.revision;
    state.applyChannel(document);
}

void MadeUp::changeStatus(const std::function<void(ChannelStatus &)> &what)
{
    ChannelStatus now = *state.status(channelId());
    what(now);
    state.applyStatus(now);
}

void MadeUp::journal()
{
    const QDateTime now = clock.wall();
    const auto entry = [&](qint64 id, int secondsAgo, const char *actor, const char *kind,
                           const QJsonObject &data) {
        return JournalEntry{id,
                            now.addSecs(-secondsAgo),
                            QLatin1String(actor),
                            {},
                            QLatin1String(kind),
                            channelId(),
                            QStringLiteral("(text)"),
                            data};
    };
    state.applyJournal(
        {entry(1, 74, "twinfeed", "start", {{QStringLiteral("version"), QStringLiteral("0.1.0")}}),
         entry(2, 74, "local", "create-channel", {}),
         entry(3, 73, "twinfeed", "input-live", {{QStringLiteral("source"), QStringLiteral("primary")}}),
         entry(4, 72, "twinfeed", "input-live", {{QStringLiteral("source"), QStringLiteral("backup")}}),
         entry(5, 71, "twinfeed", "output-live", {{QStringLiteral("output"), QStringLiteral("cdn")}}),
         entry(6, 60, "anna", "take",
               {{QStringLiteral("request"), take(Source::Primary, OperationState::Done).request}}),
         entry(7, 60, "twinfeed", "take-done",
               {{QStringLiteral("evidence"),
                 toJson(take(Source::Primary, OperationState::Done).evidence.value())}}),
         entry(8, 31, "anna", "refused", {{QStringLiteral("code"), QStringLiteral("stale-revision")}})});
}

void FakeFrames::setWakeUp(std::function<void()> wakeUp)
{
    m_wakeUp = std::move(wakeUp);
    wake();
}

void FakeFrames::wake()
{
    m_pending = true;
    if (m_wakeUp)
        m_wakeUp();
}

void FakeFrames::setTargetSize(QSize pixels)
{
    target = pixels;
    wake();
}

QImage FakeFrames::takeNewest(bool *catchingUp)
{
    *catchingUp = givesCatchingUp;
    if (!m_pending || !givesPictures || target.isEmpty())
        return {};
    m_pending = false;
    ++taken;
    return paintPicture();
}

QImage FakeFrames::paintPicture() const
{
    QImage image(QSize(16, 9).scaled(target, Qt::KeepAspectRatio), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const int hue = m_word == QLatin1String("backup") ? 190 : m_word == QLatin1String("slate") ? 260 : 28;
    QLinearGradient gradient(0, 0, image.width(), image.height());
    gradient.setColorAt(0, QColor::fromHsv(hue, 90, 200));
    gradient.setColorAt(0.5, QColor::fromHsv(hue, 140, 130));
    gradient.setColorAt(1, QColor::fromHsv((hue + 40) % 360, 160, 50));
    painter.fillRect(image.rect(), gradient);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 255, 255, 60));
    for (int i = 0; i < 7; ++i) {
        const double x = image.width() * (0.12 + 0.13 * i);
        painter.drawEllipse(QPointF(x, image.height() * (0.62 - 0.05 * (i % 3))), image.height() * 0.07,
                            image.height() * 0.07);
        painter.drawRect(QRectF(x - image.height() * 0.09, image.height() * (0.7 - 0.05 * (i % 3)),
                                image.height() * 0.18, image.height()));
    }
    return image;
}

FrameSourceFactory FakeFactory::factory()
{
    return [this](const QString &, const QString &word) {
        auto frames = std::make_unique<FakeFrames>(word);
        made.insert(word, frames.get());
        return frames;
    };
}

} // namespace twinfeed::test
