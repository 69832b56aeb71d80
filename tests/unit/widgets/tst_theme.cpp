// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace twinfeed;
using theme::Token;

class TestTheme final : public QObject
{
    Q_OBJECT

private:
    struct Pair
    {
        Token text;
        QList<Token> backs;
    };

private Q_SLOTS:
    void contrastIsThatOfWcag()
    {
        QCOMPARE(theme::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(theme::contrast(Qt::red, Qt::red), 1.0);
        // Known value: #767676 on white is the lightest grey that passes 4.5:1.
        QVERIFY(theme::contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(theme::contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    /// Every text on every ground it is painted on: 4.5:1.
    void textCanBeRead()
    {
        const Pair pairs[]{
            {Token::Text, {Token::Window, Token::Panel, Token::Raised, Token::Pressed, Token::Picture}},
            {Token::Quiet, {Token::Window, Token::Panel, Token::Raised, Token::Pressed, Token::Picture}},
            {Token::Disabled, {Token::Window, Token::Panel, Token::Raised}},
            {Token::OnAirText, {Token::OnAir}},
            {Token::NextText, {Token::Next}},
            {Token::Window, {Token::Text}}, // TAKE, armed
            {Token::CautionText, {Token::Caution}},
            {Token::Caution, {Token::Panel, Token::Picture}},
            {Token::Rate, {Token::Panel}},
            {Token::InOrder, {Token::Panel}},
            {Token::Low, {Token::Panel, Token::Raised, Token::Pressed, Token::Picture}},
        };
        for (const Pair &pair : pairs) {
            for (const Token back : pair.backs)
                verify(pair.text, back, 4.5);
        }
    }

    /// Frames, borders, bars and marks beside what they must be told from: 3:1.
    void partsCanBeSeen()
    {
        const Pair pairs[]{
            {Token::OnAir, {Token::Window, Token::Panel, Token::Picture}},
            {Token::Next, {Token::Window, Token::Panel, Token::Picture}},
            {Token::Caution, {Token::Window, Token::Panel}},
            {Token::Edge, {Token::Window, Token::Panel, Token::Raised}},
            {Token::Focus, {Token::Window, Token::Panel, Token::Raised, Token::OnAir, Token::Next}},
            {Token::MeterLow, {Token::MeterOff}},
            {Token::MeterMid, {Token::MeterOff}},
            {Token::MeterHigh, {Token::MeterOff}},
            {Token::Text, {Token::MeterOff}}, // peak hold
        };
        for (const Pair &pair : pairs) {
            for (const Token back : pair.backs)
                verify(pair.text, back, 3);
        }
    }

    /// The style sheet names tokens only: no colour stands anywhere but in theme.cpp.
    void theStyleSheetHasNoColoursOfItsOwn()
    {
        QFile file(QStringLiteral(":/themes/console.qss"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(!text.contains(QRegularExpression(QStringLiteral("#[0-9a-fA-F]{3,8}[^a-zA-Z]"))));
        theme::apply(*qApp);
        QVERIFY(!qApp->styleSheet().isEmpty());
        QVERIFY2(!qApp->styleSheet().contains(QRegularExpression(QStringLiteral("@[a-zA-Z]+@"))),
                 "an unknown token");
    }

    /// Red and green are told apart by their lightness as well.
    void tallyIsSafeForTheColourBlind()
    {
        for (const theme::Variant variant : theme::allVariants) {
            const double contrast =
                theme::contrast(theme::color(Token::OnAir, variant), theme::color(Token::Next, variant));
            QVERIFY2(contrast >= 1.4, qPrintable(theme::wordOf(variant)));
        }
    }

    void changesWhileItRuns()
    {
        for (const theme::Variant variant : theme::allVariants) {
            theme::apply(*qApp, variant);
            QCOMPARE(theme::variant(), variant);
            QCOMPARE(theme::variantOf(theme::wordOf(variant)), variant);
            QCOMPARE(qApp->palette().color(QPalette::Window), theme::color(Token::Window, variant));
            QVERIFY(qApp->styleSheet().contains(theme::color(Token::Raised, variant).name()));
            static const QRegularExpression icon(QStringLiteral("url\\((:/icons/[^)]+)\\)"));
            auto icons = icon.globalMatch(qApp->styleSheet());
            QVERIFY(icons.hasNext());
            while (icons.hasNext()) {
                const QString file = icons.next().captured(1);
                QVERIFY2(QFile::exists(file), qPrintable(file));
            }
        }
        theme::apply(*qApp);
        QCOMPARE(theme::variantOf(QStringLiteral("pink")), theme::Variant::Dark);
    }

    void everyTokenIsInItsPlace()
    {
        int index = 0;
        for (const Token token : theme::tokens())
            QCOMPARE(int(token), index++);
    }

private:
    static void verify(Token a, Token b, double least)
    {
        for (const theme::Variant variant : theme::allVariants) {
            const double contrast = theme::contrast(theme::color(a, variant), theme::color(b, variant));
            QVERIFY2(contrast >= least,
                     qPrintable(QStringLiteral("%1: %2 on %3: %4")
                                    .arg(theme::wordOf(variant), theme::tokenName(a), theme::tokenName(b))
                                    .arg(contrast)));
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
