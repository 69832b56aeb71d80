// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/setupdraft.h"

#include "tests/support/fakeclock.h"

#include <QTest>

using namespace twinfeed;
using Part = SetupDraft::Place::Part;

class TestSetupDraft final : public QObject
{
    Q_OBJECT

    test::FakeClock m_clock;

    static ChannelDocument document(const char *id, quint64 revision)
    {
        ChannelDocument document;
        document.config.id = QLatin1String(id);
        document.config.name = QString(QLatin1String(id)).toUpper();
        document.config.primary.url = QStringLiteral("rtmp://a.example/live/***");
        document.config.backup.url = QStringLiteral("srt://b.example:9000");
        document.config.outputs = {
            {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://cdn.example/live/***"), true}};
        document.revision = revision;
        document.slate = QStringLiteral("standby");
        return document;
    }
    SetupDraft draft()
    {
        ConsoleState state(m_clock);
        state.applyChannel(document("alpha", 3));
        state.applyChannel(document("beta", 5));
        state.applyChannel(document("gamma", 7));
        return SetupDraft::of(state);
    }

private Q_SLOTS:
    void nothingIsChangedAtFirst()
    {
        const SetupDraft made = draft();
        QCOMPARE(made.items().size(), size_t(3));
        QVERIFY(!made.isChanged());
        QVERIFY(made.check());
    }

    void onlyWhatDiffersIsInTheChange()
    {
        SetupDraft made = draft();
        made.item(1).config.holdMs = 800;
        made.item(2).slate = QStringLiteral("night");
        const SetupChange change = made.change();
        QCOMPARE(change.channels.size(), size_t(2));
        QCOMPARE(change.channels[0].config.id, QStringLiteral("beta"));
        QCOMPARE(change.channels[0].revision, std::optional<quint64>(5));
        QVERIFY(!change.channels[0].slate); // it was not touched
        QCOMPARE(change.channels[1].slate, QStringLiteral("night"));
        QVERIFY(!change.rules);
        QVERIFY(change.removedChannels.empty());
        made.item(1).config.holdMs = document("beta", 5).config.holdMs;
        made.item(2).slate = QStringLiteral("standby");
        QVERIFY(!made.isChanged());
    }

    void channelsComeAndGo()
    {
        SetupDraft made = draft();
        const size_t added = made.add(QStringLiteral("New"));
        QCOMPARE(made.items()[added].config.id, QStringLiteral("channel-4"));
        QVERIFY(!made.items()[added].seen);
        QVERIFY(!made.check()); // it has no addresses yet
        QCOMPARE(made.place(made.check().error().where).index, added);
        made.item(added).config.primary.url = QStringLiteral("rtmp://a.example/live/x");
        made.item(added).config.backup.url = QStringLiteral("rtmp://b.example/live/x");
        QVERIFY(made.check());
        QVERIFY(!made.change().channels.back().revision);
        made.toggleGone(0);
        QCOMPARE(made.change().removedChannels,
                 (std::vector<SetupChange::Gone>{{QStringLiteral("alpha"), 3}}));
        made.toggleGone(0);
        made.toggleGone(added);
        QVERIFY(!made.isChanged());
    }

    void aMistakeIsFoundAtItsPlace()
    {
        SetupDraft made = draft();
        made.item(1).config.holdMs = 800;
        made.item(2).config.outputs[0].url = QStringLiteral("nonsense");
        const auto place = made.place(made.check().error().where);
        QCOMPARE(int(place.part), int(Part::Channel));
        QCOMPARE(place.index, size_t(2));
        QCOMPARE(place.rest, QStringLiteral("/outputs/0/url"));
    }

    void anIdThatIsThereAlreadyIsOne()
    {
        SetupDraft made = draft();
        const size_t added = made.add(QStringLiteral("New"));
        SetupDraft::Item &item = made.item(added);
        item.config = document("alpha", 1).config;
        const auto wrong = made.check();
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, QStringLiteral("channel-exists"));
        QCOMPARE(made.place(wrong.error().where).index, added);
        QCOMPARE(made.place(wrong.error().where).rest, QStringLiteral("/id"));
    }

    void aSlateInUseStays()
    {
        SetupDraft made = draft();
        made.setSlateGone(QStringLiteral("standby"), true);
        QCOMPARE(made.check().error().code, QStringLiteral("slate-in-use"));
        QCOMPARE(int(made.place(made.check().error().where).part), int(Part::Slates));
        for (size_t i = 0; i < 3; ++i)
            made.item(i).slate = QStringLiteral("night");
        QVERIFY(made.check());
        QCOMPARE(made.change().removedSlates, QStringList(QStringLiteral("standby")));
        made.setSlateGone(QStringLiteral("standby"), false);
        QVERIFY(made.change().removedSlates.isEmpty());
    }

    void placesOfTheBackendAreFound()
    {
        SetupDraft made = draft();
        made.toggleGone(1);
        QCOMPARE(made.place(QStringLiteral("/removedChannels/0")).index, size_t(1));
        QCOMPARE(int(made.place(QStringLiteral("/removedChannels/0")).part), int(Part::Channel));
        const auto rules = made.place(QStringLiteral("/rules/set/rules/3/clear"));
        QCOMPARE(int(rules.part), int(Part::Rules));
        QCOMPARE(rules.rest, QStringLiteral("/rules/3/clear"));
        QCOMPARE(int(made.place(QStringLiteral("/rules")).part), int(Part::Rules));
        for (const char *where : {"", "/channels/9/config", "/what", "/removedChannels/5"})
            QCOMPARE(int(made.place(QLatin1String(where)).part), int(Part::Whole));
        made.item(2).slate = QStringLiteral("night");
        QCOMPARE(made.place(QStringLiteral("/channels/0/slate")).rest, QStringLiteral("/slate"));
    }
};

QTEST_GUILESS_MAIN(TestSetupDraft)
#include "tst_setupdraft.moc"
