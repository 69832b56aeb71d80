// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/rivals.h"

#include "tests/support/wait.h"
#include "tests/system/daemon.h"

using namespace std::chrono_literals;

namespace twinfeed::bench {

namespace {

const QString channel = QStringLiteral("main");

class TwinfeedRival final : public Rival
{
public:
    TwinfeedRival(const Hub &hub, QString cut)
        : m_out(hub.out())
        , m_cut(std::move(cut))
        , m_daemon(QJsonArray{
              test::channelJson(channel, hub.in(1), QStringLiteral("pull"), hub.in(2), QStringLiteral("pull"),
                                {test::outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_out)})})
    {
    }
    QString name() const override { return QStringLiteral("Twinfeed, ") + m_cut; }
    QString programme() const override { return m_out; }
    std::vector<qint64> pids() const override { return {m_daemon.pid()}; }
    QString report() const override { return m_daemon.report(); }
    bool start() override
    {
        if (!m_daemon.start() || !m_daemon.api().waitUntilFit(channel, QStringLiteral("primary"))
            || !m_daemon.api().waitUntilFit(channel, QStringLiteral("backup")))
            return false;
        take(1);
        return true;
    }
    void take(int feed) override
    {
        m_daemon.api().take(channel, feed == 1 ? QStringLiteral("primary") : QStringLiteral("backup"), m_cut);
    }

private:
    const QString m_out;
    const QString m_cut;
    test::Daemon m_daemon;
};

class FfmpegRival final : public Rival
{
public:
    explicit FfmpegRival(const Hub &hub)
        : m_hub(hub)
    {
    }
    QString name() const override { return QStringLiteral("ffmpeg -c copy, restarted"); }
    QString programme() const override { return m_hub.out(); }
    std::vector<qint64> pids() const override { return {m_process->pid()}; }
    QString report() const override { return m_process->report(); }
    bool start() override
    {
        take(1);
        return m_process->isRunning();
    }
    void take(int feed) override
    {
        if (m_process)
            m_process->terminate();
        m_process = std::make_unique<test::Process>(
            QStringLiteral("ffmpeg"),
            QStringList{QStringLiteral("-nostdin"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                        QStringLiteral("-i"), m_hub.in(feed), QStringLiteral("-c"), QStringLiteral("copy"),
                        QStringLiteral("-f"), QStringLiteral("flv"), m_hub.out()});
        m_process->start();
    }

private:
    const Hub m_hub;
    std::unique_ptr<test::Process> m_process;
};

class RedirectRival final : public Rival
{
public:
    explicit RedirectRival(const Hub &hub)
        : m_hub(hub)
    {
    }
    QString name() const override { return QStringLiteral("nginx-rtmp, redirect"); }
    QString programme() const override { return m_hub.in(1); }
    std::vector<qint64> pids() const override { return {}; }
    QString report() const override { return m_hub.nginx.report(); }
    bool start() override { return true; }
    void take(int feed) override
    {
        const QString a = QStringLiteral("a");
        const QString b = QStringLiteral("b");
        m_hub.nginx.redirectPlayers(feed == 1 ? b : a, feed == 1 ? a : b);
    }

private:
    const Hub m_hub;
};

class GstreamerRival final : public Rival
{
public:
    GstreamerRival(const Hub &hub, const QString &kind)
        : m_out(hub.out())
        , m_kind(kind)
        , m_process(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral(TWINFEED_SOURCE_DIR "/tests/bench/gstselector.py"), kind, hub.in(1),
                     hub.in(2), m_out})
    {
    }
    QString name() const override
    {
        return QStringLiteral("GStreamer, %1")
            .arg(m_kind == QLatin1String("copy") ? QStringLiteral("copying") : QStringLiteral("re-encoding"));
    }
    QString programme() const override { return m_out; }
    std::vector<qint64> pids() const override { return {m_process.pid()}; }
    QString report() const override { return m_process.report(); }
    bool start() override
    {
        return m_process.start() && m_process.waitForLine(QStringLiteral("^ready$"), 30s).has_value();
    }
    void take(int feed) override { m_process.writeLine(QString::number(feed)); }

private:
    const QString m_out;
    const QString m_kind;
    test::Process m_process;
};

} // namespace

std::unique_ptr<Rival> twinfeedRival(const Hub &hub, const QString &cut)
{
    return std::make_unique<TwinfeedRival>(hub, cut);
}

std::unique_ptr<Rival> ffmpegRival(const Hub &hub)
{
    return std::make_unique<FfmpegRival>(hub);
}

std::unique_ptr<Rival> redirectRival(const Hub &hub)
{
    return std::make_unique<RedirectRival>(hub);
}

std::unique_ptr<Rival> gstreamerRival(const Hub &hub, const QString &kind)
{
    return std::make_unique<GstreamerRival>(hub, kind);
}

} // namespace twinfeed::bench
