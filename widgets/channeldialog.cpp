// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/channeldialog.h"

#include "widgets/autowords.h"
#include "widgets/messagepanel.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace twinfeed {

namespace {

constexpr int mostMs = 5000;
constexpr int leastLossMs = 100;
/// From this hold up no gap is promised.
constexpr int promisedFromMs = 300;
/// What a cut needs between the loss and the programme running dry.
constexpr int cutNeedsMs = 200;
constexpr std::array cuts{Cut::Bridged, Cut::Cached, Cut::Keyframe};
constexpr std::array modes{FailoverMode::Off, FailoverMode::Once, FailoverMode::Floating,
                           FailoverMode::Reverting};
const std::array<std::optional<SoundFormat>, 5> sounds{
    std::nullopt, SoundFormat{48000, 2}, SoundFormat{48000, 1}, SoundFormat{44100, 2}, SoundFormat{44100, 1}};

QSpinBox *milliseconds(int least, int most, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setSingleStep(50);
    box->setMinimumWidth(120);
    return box;
}

void explain(QWidget *field, const QString &name, const QString &what)
{
    field->setAccessibleName(name);
    field->setToolTip(what);
}

} // namespace

ChannelDialog::ChannelDialog(ConsoleState &state, const QString &channel, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
    , m_channel(channel)
{
    build();
    follow();
    if (const ChannelDocument *document = state.channel(channel))
        fill(*document);
    retranslate();
}

void ChannelDialog::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(16);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(10);
    m_form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    layout->addLayout(m_form);
    buildTimes();
    buildTrims();
    buildRest();
    m_panel = new MessagePanel(this);
    m_panel->setMinimumSize(560, 72);
    layout->addWidget(m_panel);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    m_reload = new QPushButton(this);
    m_save = new QPushButton(this);
    m_save->setDefault(true);
    m_cancel = new QPushButton(this);
    buttons->addStretch();
    for (QPushButton *button : {m_reload, m_cancel, m_save})
        buttons->addWidget(button);
    layout->addLayout(buttons);
    for (const QSpinBox *box : findChildren<QSpinBox *>())
        connect(box, &QSpinBox::valueChanged, this, &ChannelDialog::refresh);
    for (const QComboBox *box : findChildren<QComboBox *>())
        connect(box, &QComboBox::currentIndexChanged, this, &ChannelDialog::refresh);
    for (const QCheckBox *box : {m_lossFollows, m_warm})
        connect(box, &QCheckBox::toggled, this, &ChannelDialog::refresh);
    connect(m_save, &QPushButton::clicked, this, [this] { save(edited()); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_reload, &QPushButton::clicked, this, [this] {
        if (const ChannelDocument *document = m_state.channel(m_channel))
            fill(*document);
    });
}

void ChannelDialog::buildTimes()
{
    m_hold = milliseconds(0, mostMs, this);
    m_lossFollows = new QCheckBox(this);
    m_loss = milliseconds(leastLossMs, mostMs, this);
    m_lossRow = new QHBoxLayout;
    m_lossRow->setSpacing(theme::unit);
    m_lossRow->addWidget(m_loss);
    m_lossRow->addWidget(m_lossFollows);
    m_form->addRow(QString(), m_hold);
    m_form->addRow(QString(), m_lossRow);
}

void ChannelDialog::buildTrims()
{
    m_primary = milliseconds(0, mostMs, this);
    m_backup = milliseconds(0, mostMs, this);
    m_measured = new QLabel(this);
    m_measured->setTextFormat(Qt::PlainText);
    m_measured->setProperty("quiet", true);
    m_trim = new QPushButton(this);
    m_trimRow = new QHBoxLayout;
    m_trimRow->setSpacing(theme::unit);
    m_trimRow->addWidget(m_trim);
    m_trimRow->addWidget(m_measured, 1);
    m_form->addRow(QString(), m_primary);
    m_form->addRow(QString(), m_backup);
    m_form->addRow(QString(), m_trimRow);
    connect(m_trim, &QPushButton::clicked, this, &ChannelDialog::saveTrims);
}

void ChannelDialog::buildRest()
{
    m_cut = new QComboBox(this);
    m_warm = new QCheckBox(this);
    m_cutRow = new QHBoxLayout;
    m_cutRow->setSpacing(theme::unit);
    m_cutRow->addWidget(m_cut);
    m_cutRow->addWidget(m_warm);
    m_mode = new QComboBox(this);
    m_clear = new QSpinBox(this);
    m_clear->setRange(0, 600);
    m_clear->setMinimumWidth(120);
    m_sound = new QComboBox(this);
    const std::pair<QComboBox *, size_t> choices[]{
        {m_cut, cuts.size()}, {m_mode, modes.size()}, {m_sound, sounds.size()}};
    for (const auto &[box, count] : choices) {
        for (size_t i = 0; i < count; ++i)
            box->addItem(QString());
        box->setMinimumWidth(160);
    }
    m_form->addRow(QString(), m_cutRow);
    m_form->addRow(QString(), m_mode);
    m_form->addRow(QString(), m_clear);
    m_form->addRow(QString(), m_sound);
}

void ChannelDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

template <typename Row>
void ChannelDialog::setLabel(Row *row, const QString &text)
{
    if (auto *label = qobject_cast<QLabel *>(m_form->labelForField(row)))
        label->setText(text);
}

template <typename Row>
void ChannelDialog::name(Row *row, QWidget *field, const QString &text, const QString &what)
{
    setLabel(row, text);
    explain(field, text, what);
}

void ChannelDialog::retranslate()
{
    setWindowTitle(tr("Channel %1", "%1: its name").arg(m_read.config.name));
    retranslateTimes();
    retranslateRest();
    m_reload->setText(tr("Read again"));
    m_save->setText(tr("Save"));
    m_cancel->setText(tr("Cancel"));
    explain(m_reload, tr("Read again"), tr("Forget what is entered and show what the channel is now"));
    refresh();
}

void ChannelDialog::retranslateTimes()
{
    for (QSpinBox *box : {m_hold, m_loss, m_primary, m_backup})
        box->setSuffix(tr(" ms", "suffix of a field: milliseconds"));
    name(m_hold, m_hold, tr("Hold"),
         tr("How far the programme is behind arrival. A change is slewed, by at most 1 % of time."));
    name(m_lossRow, m_loss, tr("Loss after"), tr("Without a packet for so long a path is lost, and left."));
    m_lossFollows->setText(tr("follows the hold"));
    explain(m_lossFollows, tr("Loss follows the hold"), tr("The hold less 200 ms, at least 100 ms"));
    const QString what = tr("Holds this path back, so that both show the same at the same time.");
    name(m_primary, m_primary, tr("Trim of %1", "%1: a path").arg(Words::source(Source::Primary)), what);
    name(m_backup, m_backup, tr("Trim of %1", "%1: a path").arg(Words::source(Source::Backup)), what);
    setLabel(m_trimRow, tr("Measured"));
}

void ChannelDialog::retranslateRest()
{
    for (size_t i = 0; i < cuts.size(); ++i)
        m_cut->setItemText(int(i), Words::cut(cuts[i]));
    for (size_t i = 0; i < modes.size(); ++i) {
        m_mode->setItemText(int(i), AutoWords::mode(modes[i]));
        m_mode->setItemData(int(i), AutoWords::modeExplained(modes[i]), Qt::ToolTipRole);
    }
    m_sound->setItemText(0, tr("as the first path that comes"));
    for (size_t i = 1; i < sounds.size(); ++i) {
        const QString rate = Words::number(sounds[i]->sampleRate / 1000.0, 1);
        const bool mono = sounds[i]->channels == 1;
        m_sound->setItemText(int(i), mono ? tr("%1 kHz, mono").arg(rate) : tr("%1 kHz, stereo").arg(rate));
    }
    m_warm->setText(tr("keep a decoder warm (8 % of a core)"));
    m_clear->setSuffix(tr(" s", "suffix of a field: seconds"));
    name(m_cutRow, m_cut, tr("Cut"),
         tr("How the programme changes its source; aligned wherever the paths are."));
    explain(m_warm, tr("Warm decoder"),
            tr("So that a bridge begins at once, also with long groups of pictures."));
    name(m_mode, m_mode, tr("AUTO"), tr("What the engine does by itself."));
    m_mode->setAccessibleName(tr("Mode of automation"));
    name(m_clear, m_clear, tr("Goes back after"),
         tr("How long a path must have been fit before the engine goes back to it."));
    name(m_sound, m_sound, tr("Sound"), tr("What the sound of the programme is brought to."));
}

void ChannelDialog::follow()
{
    connect(&m_state, &ConsoleState::channelChanged, this, &ChannelDialog::refresh);
    for (const auto signal : {&ConsoleState::channelsReset, &ConsoleState::connectionChanged,
                              &ConsoleState::staleChanged, &ConsoleState::roleChanged})
        connect(&m_state, signal, this, &ChannelDialog::refresh);
    connect(&m_state, &ConsoleState::statusChanged, this, &ChannelDialog::refreshTrim);
    connect(&m_state, &ConsoleState::commandChanged, this, [this] {
        const CommandRecord *own = m_state.newestCommand(m_channel, QStringLiteral("replace-channel"));
        if (!m_sent || !own || !own->ended())
            return;
        m_sent = false;
        const bool done = !own->refusal && own->operation && own->operation->state == OperationState::Done;
        if (done)
            return accept();
        m_problem =
            BusWords::problem(own->refusal ? *own->refusal : own->operation->problem.value_or(Error{}));
        refresh();
    });
}

void ChannelDialog::fill(const ChannelDocument &document)
{
    m_read = document;
    m_problem.clear();
    const ChannelConfig &config = document.config;
    setWindowTitle(tr("Channel %1", "%1: its name").arg(config.name));
    m_hold->setValue(config.holdMs);
    m_lossFollows->setChecked(!config.lossMs);
    m_loss->setValue(config.effectiveLossMs());
    m_primary->setValue(config.primary.delayMs);
    m_backup->setValue(config.backup.delayMs);
    m_cut->setCurrentIndex(int(config.cut));
    m_warm->setChecked(config.warm);
    m_mode->setCurrentIndex(int(config.failover.mode));
    m_clear->setValue(config.failover.clearMs / 1000);
    const auto sound = std::find(sounds.begin(), sounds.end(), config.sound);
    m_sound->setCurrentIndex(sound == sounds.end() ? -1 : int(sound - sounds.begin()));
    refresh();
}

ChannelConfig ChannelDialog::edited() const
{
    ChannelConfig config = m_read.config;
    config.holdMs = m_hold->value();
    config.lossMs = m_lossFollows->isChecked() ? std::nullopt : std::optional(m_loss->value());
    config.primary.delayMs = m_primary->value();
    config.backup.delayMs = m_backup->value();
    config.cut = cuts[size_t(std::max(m_cut->currentIndex(), 0))];
    config.warm = m_warm->isChecked();
    config.failover.mode = modes[size_t(std::max(m_mode->currentIndex(), 0))];
    // Whole seconds are entered; what was finer stays while nobody changes it.
    if (m_clear->value() != config.failover.clearMs / 1000)
        config.failover.clearMs = m_clear->value() * 1000;
    // A format that this list does not have stays as it is.
    if (m_sound->currentIndex() >= 0)
        config.sound = sounds[size_t(m_sound->currentIndex())];
    return config;
}

QStringList ChannelDialog::warnings() const
{
    const ChannelConfig config = edited();
    QStringList found;
    if (config.failover.mode == FailoverMode::Off)
        found << tr("AUTO is off: nobody leaves a lost path but you.");
    if (config.holdMs < promisedFromMs)
        found << tr("With a hold under 300 ms a failover may leave a gap.");
    else if (config.effectiveLossMs() > config.holdMs - cutNeedsMs)
        found << tr("Loss is seen too late: a failover leaves a gap unless the hold is 200 ms longer.");
    if (config.primary.delayMs > 0 && config.backup.delayMs > 0)
        found << tr("Both paths are held back: one trim is enough, and the programme would be earlier.");
    if (config.cut == Cut::Cached)
        found << tr("A cached cut shows up to a group of pictures again.");
    if (config.cut == Cut::Keyframe)
        found << tr("A keyframe cut waits up to a group of pictures.");
    return found;
}

std::optional<std::pair<int, int>> ChannelDialog::measuredTrims() const
{
    const ChannelStatus *status = m_state.status(m_channel);
    if (!status || !status->alignment.offsetMs || m_state.stale())
        return std::nullopt;
    // The offset has the trims in force in it; only the earlier path is held back.
    const ChannelConfig &now = m_read.config;
    const int primary =
        now.primary.delayMs - now.backup.delayMs + int(std::lround(*status->alignment.offsetMs));
    if (std::abs(primary) > mostMs)
        return std::nullopt;
    return std::pair(std::max(primary, 0), std::max(-primary, 0));
}

void ChannelDialog::refreshTrim()
{
    const ChannelStatus *status = m_state.status(m_channel);
    const auto trims = measuredTrims();
    const bool same =
        trims && *trims == std::pair(m_read.config.primary.delayMs, m_read.config.backup.delayMs);
    m_measured->setText(status && !m_state.stale() ? AutoWords::alignment(status->alignment) : QString());
    m_trim->setVisible(trims && !same);
    if (!trims)
        return;
    m_trim->setText(tr("Trim %1 by %2", "a path; a time")
                        .arg(Words::source(trims->first > 0 ? Source::Primary : Source::Backup),
                             Words::milliseconds(std::max(trims->first, trims->second))));
    m_trim->setEnabled(blocked().isEmpty());
    explain(m_trim, m_trim->text(), tr("Saves the measured offset as trim at once, and nothing else."));
}

QString ChannelDialog::blocked() const
{
    if (!m_state.connected() || m_state.stale())
        return tr("The backend is not heard just now.");
    const ChannelDocument *now = m_state.channel(m_channel);
    if (!now)
        return tr("The channel is gone.");
    if (m_state.role() && *m_state.role() < Role::Engineer) {
        return tr("Your role is %1; this needs the role %2.")
            .arg(Words::role(*m_state.role()), Words::role(Role::Engineer));
    }
    if (now->revision != m_read.revision)
        return tr("The channel was changed meanwhile. Read it again.");
    return m_sent ? tr("Sent to the backend.") : QString();
}

void ChannelDialog::refresh()
{
    const QString why = blocked();
    const bool changed = edited() != m_read.config;
    m_loss->setEnabled(!m_lossFollows->isChecked());
    if (m_lossFollows->isChecked())
        m_loss->setValue(edited().effectiveLossMs());
    m_save->setEnabled(why.isEmpty() && changed);
    const ChannelDocument *now = m_state.channel(m_channel);
    m_reload->setVisible(now && now->revision != m_read.revision);
    const QStringList found = warnings();
    if (!m_problem.isEmpty())
        m_panel->setMessage({BusMessage::Tone::Bad, tr("Refused"), m_problem});
    else if (!why.isEmpty())
        m_panel->setMessage({BusMessage::Tone::Caution, tr("Cannot be saved"), why});
    else if (!found.isEmpty())
        m_panel->setMessage({BusMessage::Tone::Caution, tr("Mind"), found.join(QLatin1Char('\n'))});
    else
        m_panel->setMessage({BusMessage::Tone::Good, tr("A failover leaves no gap, if the paths allow it"),
                             tr("One change, whole or not at all.")});
    refreshTrim();
}

void ChannelDialog::save(const ChannelConfig &config)
{
    m_sent = true;
    m_problem.clear();
    Q_EMIT saved(config, m_read.revision);
    refresh();
}

void ChannelDialog::saveTrims()
{
    const auto trims = measuredTrims();
    if (!trims)
        return;
    ChannelConfig config = m_read.config;
    config.primary.delayMs = trims->first;
    config.backup.delayMs = trims->second;
    save(config);
}

} // namespace twinfeed
