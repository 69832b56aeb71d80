// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardpanel.h"

#include "models/cardfilter.h"
#include "models/cardmodel.h"
#include "widgets/alarmwords.h"
#include "widgets/cardview.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

namespace {

void refill(QComboBox *choice, const QString &all, const std::vector<std::pair<QString, QVariant>> &items)
{
    const QVariant before = choice->currentData();
    choice->clear();
    choice->addItem(all);
    for (const auto &[text, data] : items)
        choice->addItem(text, data);
    choice->setCurrentIndex(before.isValid() ? std::max(choice->findData(before), 0) : 0);
}

} // namespace

CardPanel::CardPanel(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_view(new CardView(state, this))
    , m_everything(new QToolButton(this))
    , m_filters(new QWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit / 2);
    buildFilters();
    layout->addWidget(m_filters);
    // Beside the cards: their two rows need all of the height.
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit / 2);
    row->addWidget(m_view, 1);
    row->addWidget(m_everything, 0, Qt::AlignTop);
    layout->addLayout(row, 1);
    m_everything->setObjectName(QStringLiteral("everything"));
    m_everything->setCheckable(true);
    m_everything->setFocusPolicy(Qt::StrongFocus);
    m_everything->setText(QStringLiteral("▦"));
    m_filters->hide();
    connect(m_everything, &QToolButton::toggled, this, &CardPanel::setEverything);
    connect(m_view, &CardView::chosen, this, &CardPanel::chosen);
    connect(&state, &ConsoleState::channelsReset, this, &CardPanel::fillChoices);
    retranslate();
}

void CardPanel::buildFilters()
{
    auto *row = new QHBoxLayout(m_filters);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::unit / 2);
    const auto choice = [&](const char *name) {
        auto *made = new QComboBox(m_filters);
        made->setObjectName(QLatin1String(name));
        made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        made->setMinimumContentsLength(5);
        row->addWidget(made, 1);
        connect(made, &QComboBox::activated, this, &CardPanel::apply);
        return made;
    };
    m_channel = choice("channel");
    m_node = choice("node");
    m_metric = choice("metric");
    m_severity = choice("severity");
    m_size = choice("size");
    m_trouble = new QToolButton(m_filters);
    m_trouble->setCheckable(true);
    m_trouble->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(m_trouble);
    connect(m_trouble, &QToolButton::toggled, this, &CardPanel::apply);
}

void CardPanel::setChannel(const QString &channel)
{
    m_view->setChannel(channel);
}

bool CardPanel::showsEverything() const
{
    return m_everything->isChecked();
}

void CardPanel::setEverything(bool on)
{
    m_everything->setChecked(on);
    m_filters->setVisible(on);
    m_view->setEverything(on);
    fillChoices();
    apply();
}

void CardPanel::showOnly(const QString &channel, const QString &node)
{
    setEverything(true);
    m_channel->setCurrentIndex(channel.isEmpty() ? 0 : std::max(m_channel->findData(channel), 0));
    // A channel or backend as a whole has no cards of its own.
    m_node->setCurrentIndex(nodeKind(node).isEmpty() ? 0 : std::max(m_node->findData(node), 0));
    m_metric->setCurrentIndex(0);
    m_severity->setCurrentIndex(0);
    apply();
}

void CardPanel::apply()
{
    const bool on = showsEverything();
    CardFilter *filter = m_view->filter();
    filter->setChannel(on ? m_channel->currentData().toString() : QString());
    filter->setNode(on ? m_node->currentData().toString() : QString());
    filter->setMetric(on ? m_metric->currentData().toString() : QString());
    const QVariant severity = on ? m_severity->currentData() : QVariant();
    filter->setSeverity(severity.isValid() ? std::optional(Severity(severity.toInt())) : std::nullopt);
    m_view->setTroubleFirst(on && m_trouble->isChecked());
    m_view->setCardSize(CardView::CardSize(m_size->currentData().toInt()));
}

void CardPanel::fillChoices()
{
    std::vector<std::pair<QString, QVariant>> channels;
    std::vector<std::pair<QString, QVariant>> nodes;
    std::vector<std::pair<QString, QVariant>> metrics;
    for (const QString &id : m_state.channelIds())
        channels.emplace_back(m_state.channel(id)->config.name, id);
    QSet<QString> seen;
    for (const auto &[key, history] : m_state.metrics()) {
        const auto &[channel, node, metric] = key;
        if (!seen.contains(node))
            nodes.emplace_back(Words::node(node), node);
        if (!seen.contains(metric))
            metrics.emplace_back(Words::metric(metric), metric);
        seen << node << metric;
    }
    refill(m_channel, tr("All channels"), channels);
    refill(m_node, tr("All places"), nodes);
    refill(m_metric, tr("All metrics"), metrics);
    std::vector<std::pair<QString, QVariant>> severities;
    for (const Severity severity : {Severity::Notice, Severity::Warning, Severity::Critical})
        severities.emplace_back(AlarmWords::severity(severity), int(severity));
    refill(m_severity, tr("With and without alarm"), severities);
    const int before = std::max(m_size->currentIndex(), 0);
    m_size->clear();
    m_size->addItem(tr("Medium", "size of cards"), int(CardView::CardSize::Medium));
    m_size->addItem(tr("Small", "size of cards"), int(CardView::CardSize::Small));
    m_size->addItem(tr("Large", "size of cards"), int(CardView::CardSize::Large));
    m_size->setCurrentIndex(before);
}

void CardPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void CardPanel::retranslate()
{
    m_everything->setAccessibleName(tr("All cards"));
    m_everything->setToolTip(tr("All that is measured, or the overview of this channel"));
    m_channel->setAccessibleName(tr("Channel"));
    m_node->setAccessibleName(tr("Place", "where something is measured"));
    m_metric->setAccessibleName(tr("Metric"));
    m_severity->setAccessibleName(tr("Severity"));
    m_size->setAccessibleName(tr("Size of the cards"));
    m_trouble->setText(tr("Trouble first"));
    m_trouble->setAccessibleName(tr("Trouble first"));
    m_trouble->setToolTip(tr("Cards with alarms first, then those out of their limits"));
    for (QComboBox *choice : {m_channel, m_node, m_metric, m_severity, m_size})
        choice->setToolTip(choice->accessibleName());
    fillChoices();
}

} // namespace twinfeed
