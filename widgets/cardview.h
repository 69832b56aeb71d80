// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/cardface.h"
#include "widgets/numberglyphs.h"

#include <QListView>
#include <QStyledItemDelegate>
#include <QTimer>

#include <map>
#include <memory>
#include <tuple>

namespace twinfeed {

class CardFilter;
class CardModel;
class CardWords;
class ConsoleState;

/// Paints cards, and keeps their faces: a card is painted anew when its words change, and its line once a second, not all cards in the
/// same turn.
class CardDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr QSize leastSize{138, 72};
    /// From so many cards on they are a wall: painted band by band, numbers less often than they come.
    static constexpr int many = 60;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    void setSize(QSize size);
    /// Of several channels: the card says which.
    void setChannelsNamed(bool named) { m_channelsNamed = named; }
    /// Five times a second, as metrics come: whose turn it is to have its line painted anew.
    void nextTurn() { ++m_turn; }
    /// Another language, theme or scale.
    void forget();

private:
    static constexpr int lineTurns = 5;

    struct Face
    {
        CardFace card;
        int lineAt = 0; ///< turn in which its line is due
    };

    const NumberGlyphs &glyphs(theme::Token token, double scale) const;

    QSize m_size = leastSize;
    bool m_channelsNamed = false;
    int m_turn = 0;
    mutable std::map<std::tuple<QString, QString, QString>, Face>
        m_faces; ///< by channel, node and metric; bounded
    mutable std::map<std::pair<theme::Token, double>, std::unique_ptr<NumberGlyphs>> m_glyphs;
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
    void dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) override;

private:
    void fitCards();
    void fitWall();
    void paintNextBand();
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
    QTimer m_bandTimer; ///< while there is something to paint
    int m_band = 0; ///< the next one
    int m_bandsLeft = 0;
};

} // namespace twinfeed
