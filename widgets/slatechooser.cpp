// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/slatechooser.h"

#include "widgets/slatemenu.h"
#include "widgets/slatewords.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QIdentityProxyModel>
#include <QLabel>
#include <QPushButton>

namespace twinfeed {

namespace {

/// Puts the state of a slate into words where it is not simply ready.
class SlateNames final : public QIdentityProxyModel
{
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        const QString state = QIdentityProxyModel::data(index, SlateModel::StateRole).toString();
        const bool builtIn = QIdentityProxyModel::data(index, SlateModel::BuiltInRole).toBool();
        QString name = QIdentityProxyModel::data(index, Qt::DisplayRole).toString();
        if (builtIn)
            name = Words::builtInSlate(QIdentityProxyModel::data(index, SlateModel::IdRole).toString(), name);
        if (role == Qt::DisplayRole && state == QLatin1String("ready"))
            return name;
        if (role == Qt::DisplayRole)
            return SlateChooser::tr("%1 (%2)", "a slate's name and state")
                .arg(name, Words::slateState(state));
        if (role == Qt::ToolTipRole)
            return Words::reason(QIdentityProxyModel::data(index, SlateModel::ReasonCodeRole).toString(),
                                 QIdentityProxyModel::data(index, SlateModel::ReasonRole).toString());
        return QIdentityProxyModel::data(index, role);
    }
};

} // namespace

SlateChooser::SlateChooser(ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_label(new QLabel(this))
    , m_combo(new QComboBox(this))
    , m_more(new QPushButton(this))
    , m_menu(new SlateMenu(state, m_more))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addStretch();
    layout->addWidget(m_label);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit);
    row->addWidget(m_combo, 1);
    row->addWidget(m_more);
    layout->addLayout(row);
    layout->addStretch();
    m_label->setProperty("quiet", true);
    m_label->setBuddy(m_combo);
    auto *words = new SlateNames(this);
    words->setSourceModel(new SlateModel(state, this));
    m_combo->setModel(words);
    m_combo->setMinimumWidth(192);
    m_combo->setMinimumHeight(32);
    m_more->setVisible(false);
    connect(m_combo, &QComboBox::activated, this, [this](int row) {
        const QString id = m_combo->itemData(row, SlateModel::IdRole).toString();
        const ChannelDocument *document = m_state.channel(m_channel);
        if (document && id != document->slate)
            Q_EMIT chosen(id);
        // What stands ready is what the backend says, not what was pressed.
        showState();
    });
    m_more->setMenu(m_menu);
    connect(&state, &ConsoleState::slatesChanged, this, &SlateChooser::showState);
    connect(&state, &ConsoleState::channelsReset, this, &SlateChooser::showState);
    connect(&state, &ConsoleState::channelChanged, this, &SlateChooser::showState);
    retranslate();
}

void SlateChooser::setChannel(const QString &channel)
{
    m_channel = channel;
    showState();
}

void SlateChooser::setBlocked(const QString &why)
{
    if (m_blocked == why)
        return;
    m_blocked = why;
    retranslate();
}

void SlateChooser::setMenuVisible(bool visible)
{
    m_more->setVisible(visible);
}

void SlateChooser::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SlateChooser::retranslate()
{
    m_combo->setAccessibleName(tr("Slate that stands ready"));
    m_combo->setToolTip(m_blocked.isEmpty() ? tr("Which slate is shown when SLATE is taken") : m_blocked);
    m_more->setText(tr("More", "what else can be done with slates"));
    m_more->setAccessibleName(tr("More for slates"));
    m_more->setToolTip(m_blocked.isEmpty() ? tr("Make or delete slates") : m_blocked);
    m_combo->setEnabled(m_blocked.isEmpty() && m_combo->count() > 0);
    m_more->setEnabled(m_blocked.isEmpty());
    showState();
}

void SlateChooser::showState()
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const QString id = document ? document->slate : QString();
    int current = -1;
    for (int row = 0; row < m_combo->count(); ++row) {
        if (m_combo->itemData(row, SlateModel::IdRole).toString() == id)
            current = row;
    }
    m_combo->setCurrentIndex(current);
    m_combo->setEnabled(m_blocked.isEmpty() && m_combo->count() > 0);
    const auto slate = m_state.slates().constFind(id);
    const bool known = slate != m_state.slates().cend();
    const QStringList troubles = known ? SlateWords::troubles(slate->checks, m_channel) : QStringList();
    if (!known)
        m_label->setText(tr("No slate stands ready"));
    else if (slate->state == QLatin1String("failed"))
        m_label->setText(tr("Slate, failed"));
    else if (slate->state != QLatin1String("ready"))
        m_label->setText(tr("Slate, being encoded"));
    else if (troubles.isEmpty())
        m_label->setText(tr("Slate, ready"));
    else
        m_label->setText(tr("Slate, ready; unlike live: %n", "how many things differ", int(troubles.size())));
    m_label->setToolTip(!troubles.isEmpty() ? troubles.join(QLatin1Char('\n'))
                            : known         ? Words::reason(slate->reasonCode, slate->reason)
                                            : QString());
}

} // namespace twinfeed
