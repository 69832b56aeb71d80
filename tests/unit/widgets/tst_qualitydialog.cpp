// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/fakeinquiries.h"
#include "widgets/language.h"
#include "widgets/qualitydialog.h"

#include <QComboBox>
#include <QLabel>
#include <QTableWidget>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestQualityDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Language::apply(QStringLiteral("en")); }

    void saysWhatIsTooMany()
    {
        AlarmQuality quality;
        for (const auto &figure : QualityDialog::figuresOf(quality))
            QVERIFY2(figure.good, qPrintable(figure.name));
        quality.per10Minutes = 1.2;
        quality.most10Minutes = 11;
        quality.floods = 1;
        quality.chattering = 1;
        quality.standing = 2;
        int bad = 0;
        for (const auto &figure : QualityDialog::figuresOf(quality))
            bad += figure.good ? 0 : 1;
        QCOMPARE(bad, 5);
    }

    void asksAndShows()
    {
        FakeInquiries inquiries;
        QualityDialog dialog(inquiries);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        QCOMPARE(inquiries.hours, std::vector{24});
        AlarmQuality quality;
        quality.floods = 2;
        quality.often = {{QStringLiteral("rate-low"), 7}};
        inquiries.quality.back()(quality);
        const auto tables = dialog.findChildren<QTableWidget *>();
        QCOMPARE(tables.size(), 2);
        QCOMPARE(tables[0]->item(2, 1)->text(), QStringLiteral("2, too many"));
        QCOMPARE(tables[1]->item(0, 0)->text(), QStringLiteral("Picture rate too low"));
        auto *choice = dialog.findChild<QComboBox *>();
        choice->setCurrentIndex(0);
        Q_EMIT choice->activated(0);
        QCOMPARE(inquiries.hours.back(), 1);
        inquiries.quality.back()(Error{QStringLiteral("busy"), QStringLiteral("Too many ask."), {}, {}, {}});
        QVERIFY(!dialog.findChildren<QLabel *>().isEmpty());
        QCOMPARE(tables[0]->rowCount(), 9); // what was known stays
    }
};

QTEST_MAIN(TestQualityDialog)
#include "tst_qualitydialog.moc"
