// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QListView>
#include <QPixmap>
#include <QStyledItemDelegate>

namespace twinfeed {

class CardFilter;
class CardModel;
class CardWords;
class ConsoleState;
struct CardText;

/// Paints one card: node and metric, value and unit, note, spark line of the last minute. Keeps what it has painted: a card is
/// painted anew when its words change, and its line once a second, not all cards in the same turn.
class CardDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr QSize leastSize{138, 72};
    static constexpr int sparkSeconds = 60;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    void setSize(QSize size) { m_size = size; }
    /// Of several channels: the card says which.
    void setChannelsNamed(bool named) { m_channelsNamed = named; }
    /// Five times a second, as metrics come: whose turn it is to have its line painted anew.
    void nextTurn() { ++m_turn; }
    /// Another language, theme or scale.
    void forget() { m_painted.clear(); }

private:
    void paintText(QPainter *painter, const QRectF &inside, const CardText &text,
                   const QModelIndex &index) const;
    void paintSpark(QPainter *painter, const QRectF &place, const QModelIndex &index,
                    const QColor &color) const;

    static constexpr int turns = 5;

    /// From so many cards on a number is painted anew every second turn only: nobody reads five a second.
    static constexpr int many = 60;

    struct Painted
    {
        QString state; ///< all that it says but the number, and how large
        QString value;
        QPixmap card;
        int turn = 0; ///< in which it was painted last
    };

    QPixmap paintCard(const CardText &text, const QModelIndex &index, double scale) const;

    QSize m_size = leastSize;
    bool m_channelsNamed = false;
    int m_turn = 0;
    mutable QHash<QString, Painted> m_painted; ///< by channel, node and metric; bounded
};

/// The cards of one channel in two rows, a column per node; or all there are, line by line. UI thread.
class CardView final : public QListView
{
    Q_OBJECT

public:
    explicit CardView(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);

    enum class CardSize { Medium, Small, Large };
    void setEverything(bool on);
    void setCardSize(CardSize size);
    void setTroubleFirst(bool first);
    CardFilter *filter() const { return m_filter; }

    static constexpr int gap = 8;
    /// The width that shows all cards, in the given height.
    int wantedWidth() const;

Q_SIGNALS:
    /// A card was clicked, or chosen by Return; `more`: with Ctrl.
    void chosen(const QString &channel, const QString &node, const QString &metric, bool more);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitCards();
    void fitWall();
    void choose(const QModelIndex &card, bool more);
    void retranslate();

    const ConsoleState &m_state;
    bool m_everything = false;
    bool m_troubleFirst = false;
    CardSize m_cardSize = CardSize::Medium;
    CardModel *m_model;
    CardFilter *m_filter;
    CardWords *m_words;
    CardDelegate *m_delegate;
};

} // namespace twinfeed
