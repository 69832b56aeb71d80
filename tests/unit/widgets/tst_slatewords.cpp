// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/madeup.h"
#include "widgets/buswords.h"
#include "widgets/language.h"
#include "widgets/slatechooser.h"
#include "widgets/slatewords.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QJsonArray>
#include <QLabel>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestSlateWords final : public QObject
{
    Q_OBJECT

private:
    static SlateCheck check(const char *name, bool ok, bool breaks, const char *channel = "main")
    {
        return {QLatin1String(channel), QLatin1String(name),     ok, breaks, QStringLiteral("live"),
                QStringLiteral("its"),  QStringLiteral("(text)")};
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }
    void init() { Language::apply(QStringLiteral("en")); }

    void saysWhatDiffersWorstFirst()
    {
        const std::vector<SlateCheck> checks{check("size", true, false), check("loudness", false, false),
                                             check("rate", false, true),
                                             check("peak", false, false, "other")};
        QCOMPARE(SlateWords::troubles(checks, QStringLiteral("main")),
                 QStringList({QStringLiteral("Picture rate: live live, slate its."),
                              QStringLiteral("Loudness: live live, slate its.")}));
        QCOMPARE(SlateWords::troubles(checks, {}).size(), 3);
        Language::apply(QStringLiteral("zh_CN"));
        QVERIFY(SlateWords::troubles(checks, QStringLiteral("main"))
                    .constFirst()
                    .contains(QString::fromUtf8("帧率")));
    }

    void aRefusalSaysWhatBreaks()
    {
        Error error{QStringLiteral("slate-mismatch"), QStringLiteral("(text)"), {}, {}, {}};
        error.details.insert(
            QLatin1String("checks"),
            QJsonArray{toJson(check("size", false, true)), toJson(check("peak", false, false))});
        QCOMPARE(BusWords::problem(error), QStringLiteral("Unlike live. Size: live live, slate its."));
    }

    void theChooserShowsIt()
    {
        MadeUp made;
        made.fillNormal();
        SlateChooser chooser(made.state);
        chooser.setChannel(MadeUp::channelId());
        const auto *label = chooser.findChild<QLabel *>();
        QCOMPARE(label->text(), QStringLiteral("Slate, ready"));
        Slate slate = *made.state.slates().constFind(QStringLiteral("be-right-back"));
        slate.checks = {check("loudness", false, false)};
        made.state.applySlate(slate);
        QCOMPARE(label->text(), QStringLiteral("Slate, ready; unlike live: 1"));
        QVERIFY(label->toolTip().contains(QLatin1String("Loudness")));
        made.state.removeSlate(slate.id);
        QCOMPARE(label->text(), QStringLiteral("No slate stands ready"));
    }
};

QTEST_MAIN(TestSlateWords)
#include "tst_slatewords.moc"
