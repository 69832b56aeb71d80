// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/journalview.h"

#include "models/journalmodel.h"
#include "widgets/journalwords.h"
#include "widgets/paint.h"
#include "widgets/words.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>

namespace twinfeed {

namespace {

constexpr int rowHeight = 26;
constexpr int padding = 8;
constexpr int timeWidth = 64;
constexpr int whoWidth = 66;

} // namespace

/// By sentence in the language that is set, and by kind.
class JournalFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set(const QString &text, JournalView::Kind kind)
    {
        m_text = text.trimmed();
        m_kind = kind;
        invalidateFilter();
    }
    bool isFiltering() const { return !m_text.isEmpty() || m_kind != JournalView::Kind::All; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        const auto entry = index.data(JournalModel::EntryRole).value<JournalEntry>();
        if (!isOfKind(entry))
            return false;
        if (m_text.isEmpty())
            return true;
        for (const QString &text :
             {index.data(Qt::DisplayRole).toString(), entry.text, entry.actor, entry.kind, entry.channel}) {
            if (text.contains(m_text, Qt::CaseInsensitive))
                return true;
        }
        return false;
    }

private:
    bool isOfKind(const JournalEntry &entry) const
    {
        switch (m_kind) {
        case JournalView::Kind::All:
            break;
        case JournalView::Kind::Programme:
            return JournalWords::weight(entry.kind) == JournalWords::Weight::Programme;
        case JournalView::Kind::Trouble:
            return JournalWords::weight(entry.kind) == JournalWords::Weight::Trouble;
        case JournalView::Kind::Alarms:
            return entry.kind.contains(QLatin1String("alarm"));
        case JournalView::Kind::Notes:
            return entry.kind == QLatin1String("note");
        }
        return true;
    }

    QString m_text;
    JournalView::Kind m_kind = JournalView::Kind::All;
};

QSize JournalDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, rowHeight};
}

void JournalDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto entry = index.data(JournalModel::EntryRole).value<JournalEntry>();
    painter->save();
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
        painter->fillRect(option.rect, theme::color(theme::Token::Raised));
    const JournalWords::Weight weight = JournalWords::weight(entry.kind);
    QRectF place = QRectF(option.rect).adjusted(padding, 0, -padding, 0);
    // A mark at the edge: what touched the programme, and what is trouble, are found by looking along it.
    if (weight != JournalWords::Weight::Normal) {
        painter->fillRect(
            QRectF(option.rect.left(), option.rect.top() + 4, 3, option.rect.height() - 8),
            theme::color(weight == JournalWords::Weight::Trouble ? theme::Token::Low : theme::Token::Quiet));
    }
    painter->setFont(theme::font(theme::Type::Small));
    painter->setPen(theme::color(theme::Token::Quiet));
    const QString moment = Words::moment(entry.at, m_clock.wall());
    const double momentWidth =
        std::max<double>(timeWidth, paint::tabularWidth(painter->font(), moment) + padding);
    paint::tabular(*painter, QRectF(place.left(), place.top(), momentWidth, place.height()), Qt::AlignLeft,
                   moment);
    place.setLeft(place.left() + momentWidth);
    paint::line(*painter, QRectF(place.left(), place.top(), whoWidth - padding, place.height()),
                Qt::AlignLeft, JournalWords::actor(entry));
    place.setLeft(place.left() + whoWidth);
    painter->setFont(theme::font(theme::Type::Body));
    painter->setPen(
        theme::color(weight == JournalWords::Weight::Trouble ? theme::Token::Low : theme::Token::Text));
    paint::line(*painter, place, Qt::AlignLeft, index.data(Qt::DisplayRole).toString());
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme::color(theme::Token::Focus), 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

JournalView::JournalView(const ConsoleState &state, QWidget *parent)
    : QListView(parent)
    , m_live(new JournalModel(state, this))
    , m_found(new JournalModel(this))
    , m_words(new JournalWords(this))
    , m_filter(new JournalFilter(this))
{
    m_words->setSourceModel(m_live);
    m_filter->setSourceModel(m_words);
    setModel(m_filter);
    setItemDelegate(new JournalDelegate(state.clock(), this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    // Who reads further down is not pushed on by what comes in at the top.
    connect(
        m_filter, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
            if (first == 0 && verticalScrollBar()->value() > 0)
                verticalScrollBar()->setValue(verticalScrollBar()->value() + (last - first + 1) * rowHeight);
        });
    retranslate();
}

void JournalView::setFilter(const QString &text, Kind kind)
{
    m_filter->set(text, kind);
    viewport()->update();
}

void JournalView::setFound(const std::optional<std::vector<JournalEntry>> &entries)
{
    m_found->setEntries(entries.value_or(std::vector<JournalEntry>()));
    QAbstractItemModel *wanted = entries ? m_found : m_live;
    if (m_words->sourceModel() != wanted)
        m_words->setSourceModel(wanted);
}

std::vector<JournalEntry> JournalView::shown() const
{
    std::vector<JournalEntry> entries;
    for (int row = 0; row < m_filter->rowCount(); ++row)
        entries.push_back(m_filter->index(row, 0).data(JournalModel::EntryRole).value<JournalEntry>());
    return entries;
}

void JournalView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QListView::changeEvent(event);
}

void JournalView::retranslate()
{
    setAccessibleName(tr("Journal"));
    setAccessibleDescription(tr("Everything that was done, newest first"));
    m_words->retranslate();
}

void JournalView::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_filter->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(theme::font(theme::Type::Body));
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.drawText(viewport()->rect(), Qt::AlignCenter,
                     m_filter->isFiltering() ? tr("No such entry") : tr("No entries yet"));
}

} // namespace twinfeed
