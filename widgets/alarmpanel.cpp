// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmpanel.h"

#include "models/alarmchime.h"
#include "models/alarmfilter.h"
#include "models/alarmmodel.h"
#include "widgets/alarmdialogs.h"
#include "widgets/alarmview.h"
#include "widgets/alarmwords.h"
#include "widgets/buswords.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMetaMethod>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int typingMs = 300;

void show(QDialog *dialog)
{
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

} // namespace

AlarmPanel::AlarmPanel(const ConsoleState &state, AlarmChime &chime, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_chime(chime)
    , m_live(new AlarmModel(this))
    , m_past(new AlarmModel(this))
    , m_liveFilter(new AlarmFilter(&AlarmWords::sentence, this))
    , m_pastFilter(new AlarmFilter(&AlarmWords::sentence, this))
    , m_view(new AlarmView(state, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit / 2);
    buildActions();
    buildFilters();
    m_why = new QLabel(this);
    m_why->setProperty("quiet", true);
    m_why->setFont(theme::font(theme::Type::Small));
    m_why->setWordWrap(true);
    layout->addWidget(m_why);
    layout->addWidget(m_view, 1);
    connectModels();
    setTabOrder(m_filters, m_severity);
    setTabOrder(m_text, m_view);
    retranslate();
}

QToolButton *AlarmPanel::button(const char *name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void AlarmPanel::buildActions()
{
    m_acknowledge = button("acknowledge");
    m_shelve = button("shelve");
    m_silence = button("silence");
    m_filters = button("filters");
    m_more = button("more");
    m_filters->setCheckable(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::unit / 2);
    for (QToolButton *button : {m_acknowledge, m_shelve, m_silence})
        row->addWidget(button);
    row->addStretch(1);
    row->addWidget(m_filters);
    row->addWidget(m_more);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(m_acknowledge, &QToolButton::clicked, this, &AlarmPanel::pressAcknowledge);
    connect(m_shelve, &QToolButton::clicked, this, &AlarmPanel::pressShelve);
    connect(m_silence, &QToolButton::clicked, this, &AlarmPanel::pressSilence);
    connect(m_more, &QToolButton::clicked, this, &AlarmPanel::openMenu);
    connect(m_filters, &QToolButton::toggled, this, [this](bool on) {
        m_filterRow->setVisible(on);
        if (on)
            m_severity->setFocus();
    });
}

void AlarmPanel::buildFilters()
{
    m_filterRow = new QWidget(this);
    auto *row = new QHBoxLayout(m_filterRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::unit / 2);
    m_severity = new QComboBox(m_filterRow);
    m_stateChoice = new QComboBox(m_filterRow);
    m_channel = new QComboBox(m_filterRow);
    m_text = new QLineEdit(m_filterRow);
    m_history = button("history");
    m_history->setCheckable(true);
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(200);
    for (QComboBox *choice : {m_severity, m_stateChoice, m_channel}) {
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(6);
        row->addWidget(choice, 1);
        connect(choice, &QComboBox::activated, this, &AlarmPanel::applyFilters);
    }
    row->addWidget(m_text, 2);
    row->addWidget(m_history);
    static_cast<QVBoxLayout *>(layout())->addWidget(m_filterRow);
    m_filterRow->hide();
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &AlarmPanel::askForHistory);
    connect(m_text, &QLineEdit::textChanged, this, &AlarmPanel::applyFilters);
    connect(m_history, &QToolButton::toggled, this, &AlarmPanel::setHistory);
}

void AlarmPanel::connectModels()
{
    m_live->follow(m_state);
    m_liveFilter->setSourceModel(m_live);
    m_pastFilter->setSourceModel(m_past);
    m_pastFilter->setByTime(true);
    m_view->setModel(m_liveFilter);
    connect(m_view, &AlarmView::currentChosen, this, &AlarmPanel::refresh);
    connect(m_view, &QTreeView::doubleClicked, this, [this] {
        if (const auto alarm = m_view->current())
            Q_EMIT jumpRequested(*alarm);
    });
    for (const auto signal : {&ConsoleState::staleChanged, &ConsoleState::roleChanged})
        connect(&m_state, signal, this, &AlarmPanel::refresh);
    connect(&m_state, &ConsoleState::channelsReset, this, &AlarmPanel::fillChannels);
    connect(&m_state, &ConsoleState::commandChanged, this, &AlarmPanel::followCommand);
    connect(&m_state.judgements(), &Judgements::alarmChanged, this, &AlarmPanel::refresh);
    connect(&m_state.judgements(), &Judgements::alarmsReset, this, &AlarmPanel::refresh);
    connect(&m_chime, &AlarmChime::changed, this, &AlarmPanel::refresh);
}

AlarmFilter *AlarmPanel::shown() const
{
    return showsHistory() ? m_pastFilter : m_liveFilter;
}

bool AlarmPanel::showsHistory() const
{
    return m_history->isChecked();
}

void AlarmPanel::setInquiries(Inquiries *inquiries)
{
    m_inquiries = inquiries;
    refresh();
}

void AlarmPanel::setHistory(bool on)
{
    if (on)
        m_filters->setChecked(true);
    m_history->setChecked(on);
    m_view->setModel(shown());
    if (on)
        askForHistory();
    refresh();
}

void AlarmPanel::askForHistory()
{
    if (!m_inquiries || !showsHistory())
        return;
    Inquiries::AlarmQuery query;
    query.channel = m_channel->currentData().toString();
    query.search = m_text->text().trimmed();
    m_view->setEmptyText(tr("Asking the backend"));
    m_inquiries->alarmHistory(query, [self = QPointer(this), question = ++m_question](const auto &answer) {
        if (!self || question != self->m_question)
            return;
        self->m_past->setAlarms(answer ? *answer : std::vector<Alarm>());
        self->m_view->setEmptyText(answer ? tr("No such alarm") : BusWords::problem(answer.error()));
        self->refresh();
    });
}

void AlarmPanel::applyFilters()
{
    const QVariant severity = m_severity->currentData();
    const QVariant state = m_stateChoice->currentData();
    for (AlarmFilter *filter : {m_liveFilter, m_pastFilter}) {
        filter->setSeverity(severity.isValid() ? std::optional(Severity(severity.toInt())) : std::nullopt);
        filter->setState(state.isValid() ? std::optional(AlarmState(state.toInt())) : std::nullopt);
        filter->setChannel(m_channel->currentData().toString());
    }
    // In history the backend searches: it has more than what was fetched.
    m_liveFilter->setText(m_text->text());
    if (showsHistory())
        m_typing.start();
    refresh();
}

void AlarmPanel::pressAcknowledge()
{
    const auto alarm = m_view->current();
    if (alarm && m_acknowledge->isEnabled())
        Q_EMIT acknowledgeRequested(alarm->id);
}

void AlarmPanel::pressShelve()
{
    const auto alarm = m_view->current();
    if (!alarm || !m_shelve->isEnabled())
        return;
    if (alarm->shelf) {
        Q_EMIT unshelveRequested(alarm->id);
        return;
    }
    auto *dialog = new ShelveDialog(*alarm, m_state.clock().wall(), this);
    connect(dialog, &ShelveDialog::chosen, this, &AlarmPanel::shelveRequested);
    twinfeed::show(dialog);
}

void AlarmPanel::pressNote()
{
    if (!m_state.mayCommand(Role::Operator))
        return;
    const auto alarm = m_view->current();
    auto *dialog = alarm ? new NoteDialog(alarm->channel, alarm->id, AlarmWords::sentence(*alarm), this)
                         : new NoteDialog({}, {}, {}, this);
    connect(dialog, &NoteDialog::chosen, this, &AlarmPanel::noteRequested);
    twinfeed::show(dialog);
}

void AlarmPanel::pressSilence()
{
    m_chime.silence();
}

void AlarmPanel::choose(const QString &alarm)
{
    setHistory(false);
    const QModelIndex index = m_liveFilter->mapFromSource(m_live->indexOf(alarm));
    if (!index.isValid())
        return;
    m_view->expand(index.parent());
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void AlarmPanel::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto alarm = m_view->current();
    if (isSignalConnected(QMetaMethod::fromSignal(&AlarmPanel::jumpRequested))) {
        QAction *jump = menu->addAction(tr("Show its numbers and the time of the fault"));
        jump->setEnabled(alarm.has_value());
        connect(jump, &QAction::triggered, this, [this, alarm] { Q_EMIT jumpRequested(*alarm); });
    }
    QAction *note = menu->addAction(alarm ? tr("Write a note about it…") : tr("Write a note…"));
    note->setEnabled(m_state.mayCommand(Role::Operator));
    connect(note, &QAction::triggered, this, &AlarmPanel::pressNote);
    menu->addSeparator();
    QAction *quality = menu->addAction(tr("How good the alarms are…"));
    quality->setEnabled(m_inquiries);
    connect(quality, &QAction::triggered, this, &AlarmPanel::qualityRequested);
    connect(menu->addAction(tr("Rules…")), &QAction::triggered, this, &AlarmPanel::rulesRequested);
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

void AlarmPanel::refresh()
{
    const auto alarm = m_view->current();
    const bool may = m_state.mayCommand(Role::Operator);
    const bool open = alarm && !alarm->closed;
    m_acknowledge->setEnabled(may && open && !alarm->acknowledged);
    m_shelve->setEnabled(may && open && (alarm->active || alarm->shelf));
    m_shelve->setText(open && alarm->shelf ? tr("Unshelve") : tr("Shelve…"));
    m_silence->setEnabled(m_chime.isCalling());
    m_history->setVisible(m_inquiries);
    if (!showsHistory())
        m_view->setEmptyText(m_liveFilter->isFiltering() ? tr("No alarm passes the filters")
                                                         : tr("No alarm. All is well."));
    refreshWhy();
}

void AlarmPanel::refreshWhy()
{
    const QString why = AlarmWords::blocked(m_state, Role::Operator);
    m_why->setText(why.isEmpty() ? m_problem : why);
    m_why->setVisible(!m_why->text().isEmpty());
    const auto tip = [&why](QToolButton *button, const QString &does) {
        button->setToolTip(why.isEmpty() ? does : QString(does + QLatin1Char('\n') + why));
        button->setAccessibleDescription(button->toolTip());
    };
    tip(m_acknowledge, tr("Take note of the chosen alarm: somebody looks after it (F9)"));
    tip(m_shelve, tr("Put the chosen alarm aside for a time, with a reason"));
    m_silence->setToolTip(tr("Quiet on this console until something new comes (Shift+F7). Changes no alarm, "
                             "and no other console."));
    m_silence->setAccessibleDescription(m_silence->toolTip());
}

void AlarmPanel::followCommand(const QString &localId)
{
    const CommandRecord *command = m_state.command(localId);
    if (!command
        || !(command->kind.endsWith(QLatin1String("-alarm")) || command->kind == QLatin1String("note")))
        return;
    m_problem = command->refusal ? tr("Not done: %1", "a sentence").arg(BusWords::problem(*command->refusal))
                                 : QString();
    refreshWhy();
}

void AlarmPanel::fillChoices()
{
    const auto fill = [](QComboBox *choice, const QString &all, const auto &values, const auto &word) {
        const QVariant before = choice->currentData();
        choice->clear();
        choice->addItem(all);
        for (const auto value : values)
            choice->addItem(word(value), int(value));
        choice->setCurrentIndex(std::max(choice->findData(before), 0));
    };
    fill(m_severity, tr("All severities"),
         std::initializer_list{Severity::Critical, Severity::Warning, Severity::Notice},
         &AlarmWords::severity);
    fill(m_stateChoice, tr("All states"),
         std::initializer_list{AlarmState::Active, AlarmState::Acknowledged, AlarmState::Cleared,
                               AlarmState::Shelved, AlarmState::Closed},
         &AlarmWords::state);
    fillChannels();
}

void AlarmPanel::fillChannels()
{
    const QString before = m_channel->currentData().toString();
    m_channel->clear();
    m_channel->addItem(tr("All channels"), QString());
    for (const QString &id : m_state.channelIds())
        m_channel->addItem(m_state.channel(id)->config.name, id);
    m_channel->setCurrentIndex(std::max(m_channel->findData(before), 0));
}

void AlarmPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void AlarmPanel::retranslate()
{
    const auto name = [](QToolButton *button, const QString &text) {
        button->setText(text);
        button->setAccessibleName(text);
    };
    name(m_acknowledge, tr("Acknowledge"));
    name(m_shelve, tr("Shelve…"));
    name(m_silence, tr("Silence"));
    name(m_filters, tr("Filter"));
    name(m_history, tr("History"));
    name(m_more, QStringLiteral("⋯"));
    m_more->setAccessibleName(tr("More about alarms"));
    m_more->setToolTip(tr("More about alarms"));
    m_filters->setToolTip(tr("Choose which alarms are shown; what was"));
    m_history->setToolTip(tr("All alarms there ever were, newest first"));
    m_severity->setAccessibleName(tr("Severity"));
    m_stateChoice->setAccessibleName(tr("State"));
    m_channel->setAccessibleName(tr("Channel"));
    m_text->setAccessibleName(tr("Search alarms"));
    m_text->setPlaceholderText(tr("Search"));
    m_view->setAccessibleName(tr("Alarms"));
    fillChoices();
    refresh();
    m_view->viewport()->update();
}

} // namespace twinfeed
