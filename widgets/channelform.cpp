// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/channelform.h"

#include "widgets/autowords.h"
#include "widgets/outputtable.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace twinfeed {

namespace {

constexpr int longestName = 80;
constexpr int longestId = 32;
constexpr int longestAddress = 1024;
constexpr int mostMs = 5000;
constexpr int fieldWidth = 320;
constexpr FailoverMode modes[]{FailoverMode::Off, FailoverMode::Once, FailoverMode::Floating,
                               FailoverMode::Reverting};

const QString idPlace = QStringLiteral("/id");
const QString namePlace = QStringLiteral("/name");
const QString paths[]{QStringLiteral("/primary"), QStringLiteral("/backup")};
const QString holdPlace = QStringLiteral("/holdMs");
const QString failoverPlace = QStringLiteral("/failover/mode");
const QString slatePlace = QStringLiteral("/slate");
const QString outputsPlace = QStringLiteral("/outputs");

QString at(const QString &place, const char *member)
{
    return place + QLatin1Char('/') + QLatin1String(member);
}

} // namespace

ChannelForm::ChannelForm(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
    , m_id(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_hold(new QSpinBox(this))
    , m_failover(new QComboBox(this))
    , m_slate(new QComboBox(this))
    , m_outputs(new OutputTable(this))
{
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(6);
    m_id->setMaxLength(longestId);
    m_name->setMaxLength(longestName);
    m_hold->setRange(0, mostMs);
    m_hold->setSingleStep(50);
    addField(idPlace, m_id);
    addField(namePlace, m_name);
    for (int path = 0; path < 2; ++path)
        addPath(paths[path], m_address[path], m_mode[path], m_delay[path]);
    addField(holdPlace, m_hold);
    for (const FailoverMode mode : modes)
        m_failover->addItem(QString(), int(mode));
    addField(failoverPlace, m_failover);
    addField(slatePlace, m_slate);
    addOutputs();
    const auto tell = [this] {
        if (!m_filling)
            Q_EMIT edited();
    };
    for (const QLineEdit *line : {m_id, m_name, m_address[0], m_address[1]})
        connect(line, &QLineEdit::textChanged, this, tell);
    for (const QSpinBox *box : {m_hold, m_delay[0], m_delay[1]})
        connect(box, &QSpinBox::valueChanged, this, tell);
    for (const QComboBox *box : {m_mode[0], m_mode[1], m_failover, m_slate})
        connect(box, &QComboBox::currentIndexChanged, this, tell);
    connect(m_outputs, &OutputTable::edited, this, tell);
    retranslate();
}

QLabel *ChannelForm::addSaying()
{
    auto *says = new QLabel(this);
    says->setTextFormat(Qt::PlainText);
    says->setWordWrap(true);
    says->hide();
    m_form->addRow(nullptr, says);
    return says;
}

void ChannelForm::addField(const QString &place, QWidget *widget)
{
    auto *label = new QLabel(this);
    label->setBuddy(widget);
    m_form->addRow(label, widget);
    m_fields.insert(place, {label, widget, addSaying()});
}

void ChannelForm::addPath(const QString &place, QLineEdit *&address, QComboBox *&mode, QSpinBox *&delay)
{
    address = new QLineEdit(this);
    address->setMaxLength(longestAddress);
    mode = new QComboBox(this);
    for (const InputMode one : {InputMode::Pull, InputMode::Listen})
        mode->addItem(QString(), int(one));
    delay = new QSpinBox(this);
    delay->setRange(0, mostMs);
    delay->setSingleStep(10);
    address->setMinimumWidth(fieldWidth);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit);
    row->addWidget(address, 1);
    row->addWidget(mode);
    row->addWidget(delay);
    auto *label = new QLabel(this);
    label->setBuddy(address);
    m_form->addRow(label, row);
    QLabel *says = addSaying();
    m_fields.insert(at(place, "url"), {label, address, says});
    m_fields.insert(at(place, "mode"), {nullptr, mode, says});
    m_fields.insert(at(place, "delayMs"), {nullptr, delay, says});
}

void ChannelForm::addOutputs()
{
    m_outputsLabel = new QLabel(this);
    m_outputsSay = new QLabel(this);
    m_outputsSay->setTextFormat(Qt::PlainText);
    m_outputsSay->setWordWrap(true);
    m_outputsSay->hide();
    m_addOutput = new QPushButton(this);
    m_removeOutput = new QPushButton(this);
    m_outputs->setMinimumHeight(190);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    buttons->addWidget(m_outputsLabel);
    buttons->addStretch();
    buttons->addWidget(m_addOutput);
    buttons->addWidget(m_removeOutput);
    m_form->addRow(buttons);
    m_form->addRow(m_outputs);
    m_form->addRow(m_outputsSay);
    connect(m_addOutput, &QPushButton::clicked, m_outputs, &OutputTable::addOutput);
    connect(m_removeOutput, &QPushButton::clicked, m_outputs, &OutputTable::removeCurrent);
}

void ChannelForm::setChannel(const SetupDraft::Item &item, const QMap<QString, QString> &slates,
                             bool editable)
{
    m_filling = true;
    const ChannelConfig &config = item.config;
    m_id->setText(config.id);
    m_name->setText(config.name);
    for (int path = 0; path < 2; ++path) {
        const InputConfig &input = path == 0 ? config.primary : config.backup;
        m_address[path]->setText(input.url);
        m_mode[path]->setCurrentIndex(m_mode[path]->findData(int(input.mode)));
        m_delay[path]->setValue(input.delayMs);
    }
    m_hold->setValue(config.holdMs);
    m_failover->setCurrentIndex(m_failover->findData(int(config.failover.mode)));
    m_slate->clear();
    if (!item.seen)
        m_slate->addItem(tr("the first that is ready", "slate of a new channel"), QString());
    for (auto slate = slates.cbegin(); slate != slates.cend(); ++slate)
        m_slate->addItem(slate.value(), slate.key());
    m_slate->setCurrentIndex(m_slate->findData(item.slate));
    m_outputs->setOutputs(config.outputs, editable);
    for (const Field &field : std::as_const(m_fields))
        field.widget->setEnabled(editable);
    m_id->setEnabled(editable && !item.seen);
    m_addOutput->setEnabled(editable);
    m_removeOutput->setEnabled(editable);
    m_filling = false;
}

void ChannelForm::read(SetupDraft::Item &item) const
{
    ChannelConfig &config = item.config;
    config.id = m_id->text().trimmed();
    config.name = m_name->text();
    for (int path = 0; path < 2; ++path) {
        InputConfig &input = path == 0 ? config.primary : config.backup;
        input.url = m_address[path]->text().trimmed();
        input.mode = InputMode(m_mode[path]->currentData().toInt());
        input.delayMs = m_delay[path]->value();
    }
    config.holdMs = m_hold->value();
    config.failover.mode = FailoverMode(m_failover->currentData().toInt());
    // One that the console does not know stays.
    if (m_slate->currentIndex() >= 0)
        item.slate = m_slate->currentData().toString();
    config.outputs = m_outputs->outputs();
}

void ChannelForm::say(const QString &where, const QString &what)
{
    for (const Field &field : std::as_const(m_fields)) {
        field.says->hide();
        field.widget->setAccessibleDescription(QString());
    }
    if (const auto field = m_fields.constFind(where); field != m_fields.cend() && !what.isEmpty()) {
        field->says->setText(what);
        field->says->show();
        field->widget->setAccessibleDescription(what);
    }
    const bool outputs = !what.isEmpty() && where.startsWith(outputsPlace);
    m_outputs->mark(outputs ? where : QString(), what);
    m_outputsSay->setText(outputs ? what : QString());
    m_outputsSay->setVisible(outputs);
}

void ChannelForm::name(const QString &place, const QString &text, const QString &what)
{
    const Field &field = m_fields[place];
    if (field.label)
        field.label->setText(text);
    field.widget->setAccessibleName(text);
    field.widget->setToolTip(what);
}

void ChannelForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ChannelForm::retranslate()
{
    name(idPlace, tr("Id"), tr("Small letters, digits and hyphens; cannot be changed later"));
    name(namePlace, tr("Name"), tr("What people call it"));
    for (int path = 0; path < 2; ++path) {
        const QString source = Words::source(path == 0 ? Source::Primary : Source::Backup);
        name(at(paths[path], "url"), tr("%1 from", "%1: a path; then its address").arg(source),
             tr("Its address. *** stands for a key that is kept; type a whole address to put another in its "
                "place."));
        name(at(paths[path], "mode"), tr("%1 is", "%1: a path; then: fetched, or waited for").arg(source),
             tr("Whether the backend fetches it, or waits for its encoder."));
        name(at(paths[path], "delayMs"), tr("Trim of %1", "%1: a path").arg(source),
             tr("Holds this path back, so that both show the same at the same time."));
        m_mode[path]->setItemText(0, tr("fetched from there", "a path"));
        m_mode[path]->setItemText(1, tr("waited for there", "a path: its encoder sends to us"));
        m_delay[path]->setSuffix(tr(" ms", "suffix of a field: milliseconds"));
        m_address[path]->setPlaceholderText(QStringLiteral("srt://encoder.example:9000"));
    }
    name(holdPlace, tr("Hold"), tr("How far the programme is behind arrival."));
    m_hold->setSuffix(tr(" ms", "suffix of a field: milliseconds"));
    name(failoverPlace, tr("AUTO"), tr("What the engine does by itself."));
    for (int i = 0; i < m_failover->count(); ++i)
        m_failover->setItemText(i, AutoWords::mode(FailoverMode(m_failover->itemData(i).toInt())));
    name(slatePlace, tr("Slate"), tr("Which slate stands ready."));
    m_outputsLabel->setText(tr("Outputs"));
    m_addOutput->setText(tr("Add an output"));
    m_removeOutput->setText(tr("Take it out", "an output"));
    m_removeOutput->setToolTip(tr("Takes the chosen output out of this channel"));
}

} // namespace twinfeed
