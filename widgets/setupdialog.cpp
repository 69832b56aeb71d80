// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/setupdialog.h"

#include "widgets/alarmwords.h"
#include "widgets/channelform.h"
#include "widgets/messagepanel.h"
#include "widgets/rulestable.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int listWidth = 240;
constexpr int rowHeight = 30;
constexpr int idRole = Qt::UserRole;
enum Tab { ChannelsTab, SlatesTab, RulesTab };

} // namespace

SetupDialog::SetupDialog(const ConsoleState &state, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_draft(SetupDraft::of(state))
    , m_tabs(new QTabWidget(this))
    , m_rules(new RulesTable(this))
    , m_panel(new MessagePanel(this))
    , m_again(new QPushButton(this))
    , m_close(new QPushButton(this))
    , m_save(new QPushButton(this))
{
    build();
    follow();
    readAgain();
    retranslate();
}

void SetupDialog::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    m_tabs->addTab(buildChannels(), QString());
    m_tabs->addTab(buildSlates(), QString());
    m_tabs->addTab(m_rules, QString());
    layout->addWidget(m_tabs, 1);
    m_panel->setMinimumHeight(64);
    layout->addWidget(m_panel);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    buttons->addStretch();
    for (QPushButton *button : {m_again, m_close, m_save}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    layout->addLayout(buttons);
    resize(1120, 680);
    connect(m_rules, &RulesTable::edited, this, [this] {
        m_draft.setRules(m_rules->rules());
        m_refusal.reset();
        refresh();
    });
    connect(m_again, &QPushButton::clicked, this, &SetupDialog::readAgain);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_save, &QPushButton::clicked, this, &SetupDialog::save);
}

QWidget *SetupDialog::buildChannels()
{
    auto *page = new QWidget(this);
    auto *layout = new QHBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto *left = new QVBoxLayout;
    left->setSpacing(theme::unit);
    m_channels = new QListWidget(page);
    m_channels->setFixedWidth(listWidth);
    m_channels->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_add = new QPushButton(page);
    m_gone = new QPushButton(page);
    left->addWidget(m_channels, 1);
    for (QPushButton *button : {m_add, m_gone}) {
        button->setAutoDefault(false);
        left->addWidget(button);
    }
    layout->addLayout(left);
    auto *scroll = new QScrollArea(page);
    m_form = new ChannelForm(scroll);
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    layout->addWidget(scroll, 1);
    connect(m_channels, &QListWidget::currentRowChanged, this, &SetupDialog::fillForm);
    connect(m_form, &ChannelForm::edited, this, &SetupDialog::takeForm);
    connect(m_add, &QPushButton::clicked, this, &SetupDialog::addChannel);
    connect(m_gone, &QPushButton::clicked, this, &SetupDialog::toggleGone);
    return page;
}

QWidget *SetupDialog::buildSlates()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit);
    m_slatesSay = new QLabel(page);
    m_slatesSay->setTextFormat(Qt::PlainText);
    m_slatesSay->setWordWrap(true);
    m_slates = new QListWidget(page);
    layout->addWidget(m_slatesSay);
    layout->addWidget(m_slates, 1);
    connect(m_slates, &QListWidget::itemChanged, this, &SetupDialog::takeSlate);
    return page;
}

void SetupDialog::follow()
{
    // What a person is typing is theirs; where it was changed meanwhile the order is refused, and they are told.
    const auto news = [this] {
        if (!m_draft.isChanged() && !m_sent)
            readAgain();
        else
            refresh();
    };
    connect(&m_state, &ConsoleState::channelChanged, this, news);
    connect(&m_state.judgements(), &Judgements::rulesChanged, this, news);
    for (const auto signal : {&ConsoleState::channelsReset, &ConsoleState::slatesChanged})
        connect(&m_state, signal, this, news);
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::roleChanged})
        connect(&m_state, signal, this, news);
    connect(&m_state, &ConsoleState::commandChanged, this, &SetupDialog::followCommand);
}

void SetupDialog::followCommand(const QString &localId)
{
    const CommandRecord *command = m_state.command(localId);
    if (!m_sent || !command || command->kind != QLatin1String("change-setup") || !command->ended())
        return;
    m_sent = false;
    if (command->refusal)
        m_refusal = command->refusal;
    else if (command->operation && command->operation->problem)
        m_refusal = command->operation->problem;
    else
        return readAgain();
    refresh();
}

bool SetupDialog::mayEdit() const
{
    return m_state.mayCommand(Role::Engineer);
}

void SetupDialog::readAgain()
{
    m_draft = SetupDraft::of(m_state);
    m_refusal.reset();
    m_rules->setRules(m_draft.rules(), mayEdit());
    fillChannels();
    fillSlates();
    refresh();
}

QString SetupDialog::titleOf(const SetupDraft::Item &item) const
{
    const QString name = item.config.name.isEmpty() ? item.config.id : item.config.name;
    if (item.gone)
        return tr("%1 (is taken down)", "a channel in a list").arg(name);
    if (!item.seen)
        return tr("%1 (new)", "a channel in a list").arg(name);
    return item.isChanged() ? tr("%1 (changed)", "a channel in a list").arg(name) : name;
}

void SetupDialog::fillChannels()
{
    const int row = std::max(0, m_channels->currentRow());
    m_filling = true;
    m_channels->clear();
    for (const SetupDraft::Item &item : m_draft.items()) {
        m_channels->addItem(titleOf(item));
        m_channels->item(m_channels->count() - 1)->setSizeHint({0, rowHeight});
    }
    m_filling = false;
    m_channels->setCurrentRow(std::min(row, m_channels->count() - 1));
    fillForm();
}

void SetupDialog::fillForm()
{
    const int row = m_channels->currentRow();
    if (m_filling)
        return;
    m_form->setVisible(row >= 0);
    if (row < 0)
        return refresh();
    QMap<QString, QString> names;
    for (const Slate &slate : m_state.slates())
        names.insert(slate.id, slate.builtIn ? Words::builtInSlate(slate.id, slate.name) : slate.name);
    const SetupDraft::Item &item = m_draft.items()[size_t(row)];
    m_form->setChannel(item, names, mayEdit() && !item.gone);
    refresh();
}

void SetupDialog::fillSlates()
{
    m_filling = true;
    m_slates->clear();
    for (const Slate &slate : m_state.slates()) {
        const QString name = slate.builtIn ? Words::builtInSlate(slate.id, slate.name) : slate.name;
        auto *item = new QListWidgetItem(
            tr("%1 (%2)", "a slate and its state").arg(name, Words::slateState(slate.state)), m_slates);
        item->setData(idRole, slate.id);
        item->setSizeHint({0, rowHeight});
        item->setFlags(slate.builtIn || !mayEdit()
                           ? Qt::ItemIsSelectable
                           : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(m_draft.isSlateGone(slate.id) ? Qt::Unchecked : Qt::Checked);
    }
    m_filling = false;
}

void SetupDialog::takeForm()
{
    const int row = m_channels->currentRow();
    if (row < 0)
        return;
    SetupDraft::Item &item = m_draft.item(size_t(row));
    m_form->read(item);
    m_channels->item(row)->setText(titleOf(item));
    m_refusal.reset();
    refresh();
}

void SetupDialog::takeSlate(const QListWidgetItem *item)
{
    if (m_filling)
        return;
    m_draft.setSlateGone(item->data(idRole).toString(), item->checkState() == Qt::Unchecked);
    m_refusal.reset();
    refresh();
}

void SetupDialog::addChannel()
{
    const auto index = m_draft.add(tr("New channel", "name of a channel"));
    m_refusal.reset();
    fillChannels();
    m_channels->setCurrentRow(int(index));
}

void SetupDialog::toggleGone()
{
    const int row = m_channels->currentRow();
    if (row < 0)
        return;
    m_draft.toggleGone(size_t(row));
    m_refusal.reset();
    fillChannels();
}

void SetupDialog::save()
{
    m_sent = true;
    m_refusal.reset();
    Q_EMIT changeRequested(m_draft.change());
    refresh();
}

void SetupDialog::showProblem(const Error *error)
{
    const QString what = error ? BusWords::problem(*error) : QString();
    const auto place = error ? m_draft.place(error->where) : SetupDraft::Place();
    using Part = SetupDraft::Place::Part;
    const int row = m_channels->currentRow();
    const bool here = place.part == Part::Channel && int(place.index) == row;
    m_form->say(here ? place.rest : QString(), here ? what : QString());
    for (int i = 0; i < m_channels->count(); ++i) {
        const bool wrong = place.part == Part::Channel && int(place.index) == i;
        m_channels->item(i)->setData(Qt::ForegroundRole,
                                     wrong ? QVariant(theme::color(theme::Token::Low)) : QVariant());
        m_channels->item(i)->setToolTip(wrong ? what : m_channels->item(i)->text());
    }
    if (place.part == Part::Rules)
        m_rules->mark(place.rest, what);
    m_slatesSay->setText(place.part == Part::Slates ? what
                                                    : tr("A slate without its mark is deleted. Those that "
                                                         "came with the program stay. New ones are brought "
                                                         "beside the bus."));
}

void SetupDialog::refresh()
{
    const QString blocked = AlarmWords::blocked(m_state, Role::Engineer);
    const auto checked = m_draft.check();
    const bool changed = m_draft.isChanged();
    const Error *wrong = m_refusal ? &*m_refusal : checked ? nullptr : &checked.error();
    showProblem(wrong);
    m_save->setEnabled(blocked.isEmpty() && changed && checked && !m_sent);
    m_save->setToolTip(blocked);
    m_again->setEnabled(changed && !m_sent);
    const bool may = mayEdit();
    const int row = m_channels->currentRow();
    m_add->setEnabled(may);
    m_gone->setEnabled(may && row >= 0);
    const SetupDraft::Item *item = row < 0 ? nullptr : &m_draft.items()[size_t(row)];
    m_gone->setText(item && item->gone ? tr("Do not take it down") : tr("Take it down", "a channel"));
    using Tone = BusMessage::Tone;
    if (m_refusal)
        m_panel->setMessage({Tone::Bad, tr("Refused: nothing was changed"), BusWords::problem(*m_refusal)});
    else if (!blocked.isEmpty())
        m_panel->setMessage({Tone::Caution, tr("Cannot be saved"), blocked});
    else if (wrong)
        m_panel->setMessage({Tone::Caution, tr("Not right yet"), BusWords::problem(*wrong)});
    else if (m_sent)
        m_panel->setMessage({Tone::Good, tr("Sent to the backend"), {}});
    else
        m_panel->setMessage({Tone::Good, changed ? tr("Can be saved") : tr("As it is now"),
                             tr("All of it is one change: whole or not at all.")});
}

void SetupDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void SetupDialog::retranslate()
{
    setWindowTitle(tr("Setup"));
    m_tabs->setTabText(ChannelsTab, tr("Channels"));
    m_tabs->setTabText(SlatesTab, tr("Slates"));
    m_tabs->setTabText(RulesTab, tr("Rules"));
    m_tabs->setAccessibleName(tr("Parts of the setup"));
    m_channels->setAccessibleName(tr("Channels"));
    m_slates->setAccessibleName(tr("Slates"));
    m_add->setText(tr("Add a channel"));
    m_again->setText(tr("Undo"));
    m_again->setToolTip(tr("Forget what is entered and show what is now"));
    m_close->setText(tr("Close"));
    m_save->setText(tr("Save all"));
    fillSlates();
    fillChannels();
}

} // namespace twinfeed
