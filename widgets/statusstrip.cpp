// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/statusstrip.h"

#include "models/channelmodel.h"
#include "widgets/alarmlamp.h"
#include "widgets/backendbutton.h"
#include "widgets/connectionlamp.h"
#include "widgets/controlbutton.h"
#include "widgets/language.h"
#include "widgets/theme.h"
#include "widgets/wallclock.h"

#include <QActionGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace twinfeed {

StatusStrip::StatusStrip(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_channels(new ChannelModel(state, this))
    , m_mark(new QLabel(this))
    , m_name(new QLabel(this))
    , m_choice(new QComboBox(this))
    , m_control(new ControlButton(state, this))
    , m_alarms(new AlarmLamp(state, this))
    , m_lamp(new ConnectionLamp(state, this))
    , m_backend(new BackendButton(state, this))
    , m_clock(new WallClock(state.clock(), this))
    , m_layouts(new QToolButton(this))
    , m_languageButton(new QToolButton(this))
    , m_keys(new QToolButton(this))
    , m_handbook(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::unit, 0, theme::unit, 0);
    layout->setSpacing(theme::unit);
    m_mark->setPixmap(
        QIcon(QStringLiteral(":/icons/twinfeed.svg")).pixmap(QSize(26, 26), devicePixelRatioF()));
    m_name->setFont(theme::font(theme::Type::Title));
    m_name->setTextFormat(Qt::PlainText);
    m_choice->setModel(m_channels);
    m_choice->setFont(theme::font(theme::Type::Title));
    m_choice->setMinimumWidth(140);
    // Who has the channel is never cut; what the connection has to say gives way first.
    m_control->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    layout->addWidget(m_mark);
    layout->addWidget(m_name);
    layout->addWidget(m_choice);
    layout->addWidget(m_control);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_alarms);
    layout->addSpacing(theme::unit);
    layout->addWidget(m_lamp, 1);
    layout->addWidget(m_backend);
    layout->addWidget(m_clock);
    for (QToolButton *button : {m_layouts, m_handbook, m_keys, m_languageButton}) {
        button->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(button);
    }
    m_languageButton->setPopupMode(QToolButton::InstantPopup);
    m_layouts->setPopupMode(QToolButton::InstantPopup);
    connect(m_choice, &QComboBox::activated, this, [this](int row) {
        Q_EMIT channelChosen(m_choice->itemData(row, ChannelModel::IdRole).toString());
    });
    connect(m_alarms, &QAbstractButton::clicked, this, &StatusStrip::alarmsRequested);
    connect(m_keys, &QToolButton::clicked, this, &StatusStrip::keysRequested);
    connect(m_handbook, &QToolButton::clicked, this, &StatusStrip::handbookRequested);
    connect(m_channels, &QAbstractItemModel::modelReset, this, &StatusStrip::refreshChannels);
    connect(m_channels, &QAbstractItemModel::dataChanged, this, &StatusStrip::refreshChannels);
    buildLanguageMenu();
    retranslate();
}

void StatusStrip::buildLanguageMenu()
{
    auto *menu = new QMenu(m_languageButton);
    auto *group = new QActionGroup(menu);
    for (const QString &language : Language::available()) {
        QAction *action = menu->addAction(Language::nativeName(language));
        action->setCheckable(true);
        action->setData(language);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, language] { Q_EMIT languageChosen(language); });
    }
    m_languageButton->setMenu(menu);
}

void StatusStrip::setChannel(const QString &channel)
{
    m_channel = channel;
    m_control->setChannel(channel);
    refreshChannels();
}

void StatusStrip::setLanguage(const QString &language)
{
    m_language = language;
    for (QAction *action : m_languageButton->menu()->actions())
        action->setChecked(action->data().toString() == language);
    retranslate();
}

void StatusStrip::setLanguageVisible(bool visible)
{
    m_languageButton->setVisible(visible);
}

void StatusStrip::setLayoutMenu(QMenu *menu)
{
    m_layouts->setMenu(menu);
}

void StatusStrip::setControlVisible(bool visible)
{
    m_control->setVisible(visible);
}

void StatusStrip::openLayouts()
{
    m_layouts->showMenu();
}

void StatusStrip::tick()
{
    m_lamp->refresh();
    m_control->tick();
    m_clock->refresh();
}

void StatusStrip::refreshChannels()
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const bool many = m_channels->rowCount() > 1;
    m_choice->setVisible(many);
    m_name->setVisible(!many);
    m_choice->setCurrentIndex(m_channels->rowOf(m_channel));
    m_name->setText(document ? document->config.name : QStringLiteral("Twinfeed"));
}

void StatusStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void StatusStrip::retranslate()
{
    m_choice->setAccessibleName(tr("Channel"));
    m_choice->setToolTip(tr("Which channel is shown (Ctrl+Page Up, Ctrl+Page Down)"));
    m_languageButton->setText(m_language.isEmpty() ? tr("Language") : Language::nativeName(m_language));
    m_languageButton->setAccessibleName(tr("Language"));
    m_languageButton->setToolTip(tr("The language of this window"));
    m_layouts->setText(tr("Layout"));
    m_layouts->setAccessibleName(tr("Layout"));
    m_layouts->setToolTip(tr("Which panels there are and where they stand (Ctrl+L)"));
    m_keys->setText(QStringLiteral("?"));
    m_keys->setAccessibleName(tr("Keys"));
    m_keys->setToolTip(tr("All keys of this window (F10 or ?)"));
    m_handbook->setText(tr("Handbook"));
    m_handbook->setAccessibleName(tr("Handbook"));
    m_handbook->setToolTip(tr("How to work with this window (Ctrl+H)"));
    refreshChannels();
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(theme::Token::Panel));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme::color(theme::Token::Line));
}

} // namespace twinfeed
