// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmdialogs.h"

#include "widgets/alarmwords.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int longestReason = 300;
constexpr int fieldWidth = 360;
constexpr int times[]{15, 30, 60, 120, 480, 1440};

QVBoxLayout *layoutOf(QDialog *dialog)
{
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(16);
    return layout;
}

QLabel *aboutLabel(const QString &about, QDialog *dialog)
{
    auto *label = new QLabel(about, dialog);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(theme::font(theme::Type::Strong));
    label->setMinimumWidth(fieldWidth);
    label->setVisible(!about.isEmpty());
    return label;
}

void addButtons(QVBoxLayout *layout, QDialog *dialog, QPushButton *yes, const QString &no)
{
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(no, dialog);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::close);
    cancel->setAutoDefault(false);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(yes);
    layout->addLayout(buttons);
}

} // namespace

ShelveDialog::ShelveDialog(const Alarm &alarm, const QDateTime &now, QWidget *parent)
    : QDialog(parent)
    , m_alarm(alarm.id)
    , m_now(now)
    , m_reason(new QComboBox(this))
    , m_time(new QComboBox(this))
    , m_says(new QLabel(this))
    , m_shelve(new QPushButton(tr("Shelve"), this))
{
    setObjectName(QStringLiteral("shelveDialog"));
    setWindowTitle(tr("Shelve an alarm"));
    setAttribute(Qt::WA_DeleteOnClose);
    QVBoxLayout *layout = layoutOf(this);
    layout->addWidget(aboutLabel(AlarmWords::sentence(alarm), this));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(10);
    layout->addLayout(form);
    m_reason->setEditable(true);
    m_reason->addItems({QString(), tr("Planned work", "why an alarm is shelved"),
                        tr("Known fault, being mended", "why an alarm is shelved"),
                        tr("Not used today", "why an alarm is shelved"),
                        tr("Wrong threshold", "why an alarm is shelved")});
    m_reason->lineEdit()->setMaxLength(longestReason);
    m_reason->lineEdit()->setPlaceholderText(tr("Why it is put aside"));
    for (const int minutes : times) {
        m_time->addItem(minutes < 60 ? tr("%n minute(s)", "", minutes) : tr("%n hour(s)", "", minutes / 60),
                        minutes);
    }
    m_time->setCurrentIndex(1);
    for (QComboBox *field : {m_reason, m_time})
        field->setMinimumSize(fieldWidth, 32);
    m_reason->setAccessibleName(tr("Reason", "why an alarm is shelved"));
    m_time->setAccessibleName(tr("For", "how long an alarm is shelved"));
    form->addRow(m_reason->accessibleName(), m_reason);
    form->addRow(m_time->accessibleName(), m_time);
    m_says->setProperty("quiet", true);
    m_says->setWordWrap(true);
    layout->addWidget(m_says);
    addButtons(layout, this, m_shelve, tr("Cancel"));
    m_shelve->setDefault(true);
    connect(m_reason, &QComboBox::editTextChanged, this, &ShelveDialog::refresh);
    connect(m_time, &QComboBox::currentIndexChanged, this, &ShelveDialog::refresh);
    connect(m_shelve, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_alarm, m_reason->currentText().trimmed(), minutes());
        close();
    });
    refresh();
}

int ShelveDialog::minutes() const
{
    return m_time->currentData().toInt();
}

void ShelveDialog::refresh()
{
    const bool reasoned = !m_reason->currentText().trimmed().isEmpty();
    m_shelve->setEnabled(reasoned);
    const QString until = Words::timeOfDay(m_now.addSecs(60LL * minutes()));
    m_says->setText(
        reasoned
            ? tr("It comes back by itself at %1. Until then it makes no sound and does not count.", "a time")
                  .arg(until)
            : tr("A reason is needed: others must know why nobody looks after it."));
}

NoteDialog::NoteDialog(const QString &channel, const QString &alarm, const QString &about, QWidget *parent)
    : QDialog(parent)
    , m_channel(channel)
    , m_alarm(alarm)
    , m_text(new QPlainTextEdit(this))
    , m_says(new QLabel(this))
    , m_write(new QPushButton(tr("Write it down"), this))
{
    setWindowTitle(tr("Note for the journal"));
    setAttribute(Qt::WA_DeleteOnClose);
    QVBoxLayout *layout = layoutOf(this);
    layout->addWidget(aboutLabel(about, this));
    m_text->setAccessibleName(tr("Note"));
    m_text->setPlaceholderText(tr("What others should know"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumSize(420, 96);
    layout->addWidget(m_text);
    m_says->setProperty("quiet", true);
    layout->addWidget(m_says);
    addButtons(layout, this, m_write, tr("Cancel"));
    connect(m_text, &QPlainTextEdit::textChanged, this, &NoteDialog::refresh);
    connect(m_write, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_channel, m_alarm, text());
        close();
    });
    refresh();
}

QString NoteDialog::text() const
{
    return m_text->toPlainText().simplified();
}

void NoteDialog::refresh()
{
    const qsizetype left = longest - text().size();
    m_write->setEnabled(!text().isEmpty() && left >= 0);
    m_says->setText(left >= 0 ? tr("%n character(s) left", "", int(left))
                              : tr("%n character(s) too many", "", int(-left)));
}

} // namespace twinfeed
