// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/journalmodel.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/journalwords.h"
#include "widgets/language.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestJournalWords final : public QObject
{
    Q_OBJECT

private:
    static JournalEntry entry(const char *kind, const QJsonObject &data)
    {
        return {1,
                {},
                QStringLiteral("anna"),
                {},
                QLatin1String(kind),
                QStringLiteral("main"),
                QStringLiteral("(text)"),
                data};
    }

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }

    void makesOneSentencePerKind_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("data");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("chinese");
        const auto row = [](const char *kind, const QJsonObject &data, const char *english,
                            const char *chinese) {
            QTest::addRow("%s %s", kind, english)
                << QString(QLatin1String(kind)) << data << QString(QLatin1String(english))
                << QString::fromUtf8(chinese);
        };
        const QJsonObject take{{QStringLiteral("request"),
                                QJsonObject{{QStringLiteral("source"), QStringLiteral("backup")},
                                            {QStringLiteral("cut"), QStringLiteral("keyframe")}}}};
        const QJsonObject backup{{QStringLiteral("source"), QStringLiteral("backup")},
                                 {QStringLiteral("onAir"), false}};
        const QJsonObject onAir{{QStringLiteral("source"), QStringLiteral("backup")},
                                {QStringLiteral("onAir"), true}};
        row("take", take, "Took BACKUP, cut keyframe", "切换到备路，关键帧切");
        row("take-done", {{QStringLiteral("evidence"), toJson(MadeUp::evidence())}},
            "BACKUP on air after 43 ms, gap 33 ms, cut cached, 12 pictures repeated",
            "备路在 43 毫秒后播出，间隔 33 毫秒，缓存切，重复 12 帧");
        row("input-lost", backup, "BACKUP is LOST", "备路丢失");
        row("change-setup",
            {{QStringLiteral("request"),
              QJsonObject{{QStringLiteral("channels"), QJsonArray{QJsonObject(), QJsonObject()}},
                          {QStringLiteral("removedSlates"), QJsonArray{QStringLiteral("old")}},
                          {QStringLiteral("rules"), QJsonObject()}}}},
            "Setup: 2 channels set up or changed, 1 slate deleted, the rules changed",
            "设置：设立或更改了 2 个频道，删除了 1 个垫片，更改了规则");
        row("input-lost", onAir, "BACKUP is LOST while on air", "备路在播出时丢失");
        row("input-live", backup, "BACKUP is live", "备路有信号");
        row("output-failed", {{QStringLiteral("output"), QStringLiteral("cdn")}},
            "Output cdn has failed and reconnects", "输出 cdn 失败，正在重新连接");
        row("refused", {{QStringLiteral("code"), QStringLiteral("too-soon")}},
            "Was refused: the same take within a second", "被拒绝：一秒内同样的切换");
        row("refusals", {{QStringLiteral("count"), 1}}, "1 more request was refused", "另有 1 个请求被拒绝");
        row("start", {{QStringLiteral("version"), QStringLiteral("0.1.0")}}, "Backend started, version 0.1.0",
            "后端启动，版本 0.1.0");
        MadeUp made;
        row("failover", made.failover(Source::Primary, Source::Backup, "loss").data,
            "PRIMARY lost for 312 ms: BACKUP on air", "主路丢失 312 毫秒：备路播出");
        row("failover-stayed", made.failover(Source::Primary, Source::Backup, "locked").data,
            "PRIMARY stays: BACKUP is locked", "主路不切走：备路已锁定");
        row("failover-done", {{QStringLiteral("evidence"), toJson(MadeUp::evidence())}},
            "BACKUP on air after 43 ms, gap 33 ms, cut cached, 12 pictures repeated",
            "备路在 43 毫秒后播出，间隔 33 毫秒，缓存切，重复 12 帧");
        row("failover-failed", {}, "It did not come about.", "没有切成。");
        row("set-failover",
            {{QStringLiteral("request"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("reverting")}}}},
            "Set AUTO to REVERTING", "自动设为回切主路");
        row("set-failover", {{QStringLiteral("request"), QJsonObject{{QStringLiteral("armed"), true}}}},
            "Armed AUTO again", "重新启用自动");
        row("set-locks",
            {{QStringLiteral("request"),
              QJsonObject{{QStringLiteral("locked"), QJsonArray{QStringLiteral("backup")}}}}},
            "Locked: BACKUP", "锁定：备路");
        row("set-locks", {{QStringLiteral("request"), QJsonObject{{QStringLiteral("locked"), QJsonArray()}}}},
            "Unlocked all sources", "解锁所有信号源");
        row("end", {}, "Ended the event", "结束了活动");
        row("arm-slate-done", {}, "The slate stands ready", "垫片已就绪");
        const auto request = [](const QJsonObject &request) {
            return QJsonObject{{QStringLiteral("request"), request}};
        };
        row("delete-slate", request({{QStringLiteral("id"), QStringLiteral("mine")}}),
            "Deleted the slate mine", "删除了垫片 mine");
        row("add-slate",
            request({{QStringLiteral("name"), QStringLiteral("Last")},
                     {QStringLiteral("source"), QStringLiteral("primary")}}),
            "Kept the picture of PRIMARY as the slate Last", "把主路的画面留作垫片 Last");
        row("slate-failed",
            {{QStringLiteral("slate"), QStringLiteral("mine")},
             {QStringLiteral("problem"),
              QJsonObject{{QStringLiteral("code"), QStringLiteral("media-failed")},
                          {QStringLiteral("detail"), QStringLiteral("Out of memory.")}}}},
            "The slate mine cannot stand ready: Out of memory.", "垫片 mine 不能就绪：媒体引擎出错。");
        row("refused", {{QStringLiteral("code"), QStringLiteral("locked")}}, "(text)",
            "被拒绝：信号源已锁定。请先解锁，或按两次。");
        row("refused", {{QStringLiteral("code"), QStringLiteral("busy")}}, "(text)",
            "被拒绝：后端太忙。请再按一次。");
        row("set-failover",
            request({{QStringLiteral("mode"), QStringLiteral("reverting")}, {QStringLiteral("armed"), true}}),
            "Set AUTO to REVERTING and armed it", "自动设为回切主路并重新启用");
        row("take",
            request({{QStringLiteral("source"), QStringLiteral("backup")},
                     {QStringLiteral("cut"), QStringLiteral("keyframe")},
                     {QStringLiteral("force"), true}}),
            "Took BACKUP by force, cut keyframe", "强制切换到备路，关键帧切");
    }

    void makesOneSentencePerKind()
    {
        QFETCH(QString, kind);
        QFETCH(QJsonObject, data);
        QFETCH(QString, english);
        QFETCH(QString, chinese);
        JournalEntry made = entry("", data);
        made.kind = kind;
        QCOMPARE(JournalWords::sentence(made), english);
        Language::apply(QStringLiteral("zh_CN"));
        QCOMPARE(JournalWords::sentence(made), chinese);
    }

    void fallsBackToTheEntrysText()
    {
        for (const char *kind : {"of-a-newer-backend", "take", "take-failed", "input-lost", "output-live",
                                 "slate-failed", "refused"})
            QCOMPARE(JournalWords::sentence(entry(kind, {})), QStringLiteral("(text)"));
    }

    void isAModelOfWords()
    {
        MadeUp made;
        made.fillNormal();
        JournalModel model(made.state);
        JournalWords words;
        words.setSourceModel(&model);
        QAbstractItemModelTester tester(&words, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(words.rowCount() > 0);
        QVERIFY(!words.index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
        made.loseBackup();
        QCOMPARE(words.index(0, 0).data().toString(), QStringLiteral("BACKUP is LOST"));
    }
};

QTEST_GUILESS_MAIN(TestJournalWords)
#include "tst_journalwords.moc"
