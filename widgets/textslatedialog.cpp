// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/textslatedialog.h"

#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int longestName = 80;
constexpr int fieldWidth = 320;
constexpr int usualMinutes = 10;

const QString clockKind = QStringLiteral("clock");
const QString countdownKind = QStringLiteral("countdown");

/// The next full minute after some minutes: what one says on a stage.
QDateTime usualEnd(const QDateTime &now)
{
    QDateTime end = now.toLocalTime().addSecs(60LL * usualMinutes);
    end.setTime(QTime(end.time().hour(), end.time().minute()));
    return end.addSecs(60);
}

} // namespace

TextSlateDialog::TextSlateDialog(const ConsoleState &state, const QString &channel, QWidget *parent)
    : QDialog(parent)
    , m_state(state)
{
    setWindowTitle(tr("Slate with a running time"));
    build();
    fill(channel);
    for (QLineEdit *line : {m_label, m_name})
        connect(line, &QLineEdit::textChanged, this, &TextSlateDialog::refresh);
    for (QComboBox *combo : {m_kind, m_picture})
        connect(combo, &QComboBox::currentIndexChanged, this, &TextSlateDialog::refresh);
    connect(m_until, &QDateTimeEdit::dateTimeChanged, this, &TextSlateDialog::refresh);
    refresh();
}

void TextSlateDialog::build()
{
    m_kind = new QComboBox(this);
    m_picture = new QComboBox(this);
    m_until = new QDateTimeEdit(this);
    m_label = new QLineEdit(this);
    m_name = new QLineEdit(this);
    m_says = new QLabel(this);
    m_make = new QPushButton(tr("Make the slate"), this);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(16);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(10);
    layout->addLayout(m_form);
    const auto add = [this](const QString &name, QWidget *field) {
        field->setAccessibleName(name);
        field->setMinimumSize(fieldWidth, 32);
        m_form->addRow(name, field);
    };
    add(tr("Shows", "clock or countdown"), m_kind);
    add(tr("Counts to", "a date and time"), m_until);
    add(tr("Line above it"), m_label);
    add(tr("Picture of", "the slate whose picture is taken"), m_picture);
    add(tr("Name", "of the new slate"), m_name);
    m_label->setMaxLength(SlateText::longestLabel);
    m_name->setMaxLength(longestName);
    m_until->setCalendarPopup(true);
    m_until->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_says->setProperty("quiet", true);
    m_says->setWordWrap(true);
    m_says->setMinimumHeight(2 * m_says->fontMetrics().lineSpacing());
    layout->addWidget(m_says);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    layout->addLayout(buttons);
    m_make->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(picture(), name(), text());
        accept();
    });
}

void TextSlateDialog::fill(const QString &channel)
{
    m_kind->addItem(tr("Countdown"), countdownKind);
    m_kind->addItem(tr("Clock"), clockKind);
    m_until->setDateTime(usualEnd(m_state.clock().wall()));
    m_label->setPlaceholderText(tr("such as: Starts in", "example of a line above a countdown"));
    for (const Slate &slate : m_state.slates()) {
        if (slate.state != QLatin1String("failed"))
            m_picture->addItem(slate.builtIn ? Words::builtInSlate(slate.id, slate.name) : slate.name,
                               slate.id);
    }
    const ChannelDocument *document = m_state.channel(channel);
    m_picture->setCurrentIndex(std::max(0, m_picture->findData(document ? document->slate : QString())));
}

bool TextSlateDialog::counts() const
{
    return m_kind->currentData() == countdownKind;
}

SlateText TextSlateDialog::text() const
{
    return {m_kind->currentData().toString(), m_label->text().trimmed(),
            counts() ? m_until->dateTime().toUTC() : QDateTime()};
}

QString TextSlateDialog::name() const
{
    const QString entered = m_name->text().trimmed();
    return entered.isEmpty() ? m_name->placeholderText() : entered;
}

QString TextSlateDialog::picture() const
{
    return m_picture->currentData().toString();
}

void TextSlateDialog::refresh()
{
    m_form->setRowVisible(m_until, counts());
    const QString until = m_until->dateTime().toString(QStringLiteral("HH:mm"));
    m_name->setPlaceholderText(counts() ? tr("Countdown to %1", "name of a slate; %1: a time").arg(until)
                                        : tr("Clock", "name of a slate"));
    const bool past = counts() && m_until->dateTime() <= m_state.clock().wall();
    m_says->setText(past           ? tr("That time has passed: the slate would say 00:00.")
                        : counts() ? tr("Counts down each second, and stays at 00:00.")
                                   : tr("The time of day where the backend runs, each second."));
    m_make->setEnabled(!picture().isEmpty());
}

} // namespace twinfeed
