// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/cardwords.h"
#include "widgets/theme.h"

#include <QList>
#include <QPixmap>

#include <functional>

class QPainter;

namespace twinfeed {

class NumberGlyphs;

/// What all cards of a view have in common.
struct CardForm
{
    QSize size;
    double scale = 1; ///< device pixels to one
    bool channelsNamed = false; ///< of several channels: the card says which

    bool operator==(const CardForm &) const = default;
};

/// What one card looks like: node and metric, value and unit, note, spark line of the last minute. It keeps what it has painted, each part
/// by itself: plate and words until they change, the line until it is given again; the number is put together each time. UI thread.
class CardFace final
{
public:
    static constexpr int sparkSeconds = 60;

    /// What it says from now on.
    void follow(const CardFacts &facts, const CardForm &form);
    /// One value a second, oldest first, NaN where there was none.
    void followLine(const QList<double> &history);
    bool hasLine() const { return m_hasLine; }

    /// The same numbers for all cards of a view.
    using Glyphs = std::function<const NumberGlyphs &(theme::Token token)>;
    void paint(QPainter &painter, QPoint at, const Glyphs &glyphs);

    /// Of numbers in a card of this height.
    static QFont valueFont(int height);

private:
    QRectF inside() const;
    QRectF middle() const;
    bool isTall() const;
    theme::Token token() const;
    bool hasGlyphs() const { return m_facts.value && m_facts.worth != MetricWorth::Stale; }
    QPixmap plain(QSizeF size) const;
    void paintPlate();
    void paintUnit();
    void paintWords(QPainter &painter) const;
    QRectF place(int valueWidth) const;
    void paintLine(const QRectF &place);

    CardFacts m_facts;
    CardForm m_form;
    CardText m_text;
    QPixmap m_plate; ///< null: to be painted
    QPixmap m_unit;
    QPixmap m_line;
    QList<double> m_history;
    bool m_hasLine = false;
    int m_valueColumn = 0; ///< only grows: the line stays where it is while the number changes
    int m_unitWidth = 0;
};

} // namespace twinfeed
