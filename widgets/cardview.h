// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace twinfeed {

class CardModel;
class CardWords;
class ConsoleState;
struct CardText;

/// Paints one card: node and metric, value and unit, note, spark line of the last minute.
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

private:
    void paintText(QPainter *painter, const QRectF &inside, const CardText &text,
                   const QModelIndex &index) const;
    void paintSpark(QPainter *painter, const QRectF &place, const QModelIndex &index,
                    const QColor &color) const;

    QSize m_size = leastSize;
};

/// The cards of one channel in two rows, a column per node. UI thread.
class CardView final : public QListView
{
    Q_OBJECT

public:
    explicit CardView(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);

    static constexpr int gap = 8;
    /// The width that shows all cards, in the given height.
    int wantedWidth() const;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitCards();
    void retranslate();

    CardModel *m_model;
    CardWords *m_words;
    CardDelegate *m_delegate;
};

} // namespace twinfeed
