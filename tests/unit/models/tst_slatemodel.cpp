// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/slatemodel.h"
#include "tests/unit/models/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestSlateModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsReadyCanBeChosen()
    {
        ModelFixture made;
        SlateModel model(made.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        made.state.applySlate(ModelFixture::slate(QStringLiteral("calm")));
        made.state.applySlate(ModelFixture::slate(QStringLiteral("new"), QStringLiteral("encoding")));
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0).flags() & Qt::ItemIsEnabled);
        QVERIFY(!(model.index(1).flags() & Qt::ItemIsEnabled));
        made.state.applySlate(ModelFixture::slate(QStringLiteral("new")));
        QVERIFY(model.index(1).flags() & Qt::ItemIsEnabled);
    }

    void saysWhyOneFailed()
    {
        ModelFixture made;
        Slate slate = ModelFixture::slate(QStringLiteral("bad"), QStringLiteral("failed"));
        slate.reason = QStringLiteral("It holds no picture.");
        slate.reasonCode = QStringLiteral("slate-refused");
        slate.builtIn = false;
        made.state.applySlate(slate);
        SlateModel model(made.state);
        QCOMPARE(model.index(0).data(SlateModel::StateRole).toString(), QStringLiteral("failed"));
        QCOMPARE(model.index(0).data(SlateModel::ReasonRole).toString(),
                 QStringLiteral("It holds no picture."));
        QCOMPARE(model.index(0).data(SlateModel::ReasonCodeRole).toString(), QStringLiteral("slate-refused"));
        QCOMPARE(model.index(0).data(SlateModel::FileRole).toString(), QStringLiteral("bad.png"));
        QCOMPARE(model.index(0).data(SlateModel::BuiltInRole).toBool(), false);
        QCOMPARE(model.rowOf(QStringLiteral("bad")), 0);
    }
};

QTEST_GUILESS_MAIN(TestSlateModel)
#include "tst_slatemodel.moc"
