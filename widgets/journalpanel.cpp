// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/journalpanel.h"

#include "models/csv.h"
#include "widgets/alarmdialogs.h"
#include "widgets/alarmwords.h"
#include "widgets/journalview.h"
#include "widgets/journalwords.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int typingMs = 300;
constexpr int mostFound = 1000;

} // namespace

JournalPanel::JournalPanel(const ConsoleState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_text(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_note(new QToolButton(this))
    , m_export(new QToolButton(this))
    , m_view(new JournalView(state, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit / 2);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit / 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_kind);
    row->addWidget(m_note);
    row->addWidget(m_export);
    layout->addLayout(row);
    layout->addWidget(m_view, 1);
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(200);
    m_text->setMinimumWidth(90);
    for (QToolButton *button : {m_note, m_export})
        button->setFocusPolicy(Qt::StrongFocus);
    m_note->setObjectName(QStringLiteral("note"));
    m_export->setObjectName(QStringLiteral("export"));
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &JournalPanel::search);
    connect(m_text, &QLineEdit::textChanged, this, &JournalPanel::apply);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &JournalPanel::apply);
    connect(m_note, &QToolButton::clicked, this, &JournalPanel::openNote);
    connect(m_export, &QToolButton::clicked, this, &JournalPanel::openExport);
    for (const auto signal : {&ConsoleState::staleChanged, &ConsoleState::roleChanged})
        connect(&state, signal, this, &JournalPanel::refresh);
    retranslate();
}

void JournalPanel::setInquiries(Inquiries *inquiries)
{
    m_inquiries = inquiries;
}

void JournalPanel::apply()
{
    m_view->setFilter(m_text->text(), JournalView::Kind(std::max(m_kind->currentIndex(), 0)));
    m_typing.start();
}

void JournalPanel::search()
{
    const QString text = m_text->text().trimmed();
    ++m_question;
    if (text.isEmpty() || !m_inquiries)
        return m_view->setFound(std::nullopt);
    Inquiries::JournalQuery query;
    query.search = text;
    query.limit = mostFound;
    m_inquiries->journal(query, [self = QPointer(this), question = m_question](const auto &answer) {
        if (!self || question != self->m_question)
            return;
        // The backend searches its own, English sentences: what is found in ours may be more.
        if (answer && !answer->empty())
            self->m_view->setFound(*answer);
        else
            self->m_view->setFound(std::nullopt);
    });
}

QString JournalPanel::fileName(const char *ending) const
{
    return QStringLiteral("journal-%1.%2")
        .arg(m_state.clock().wall().toLocalTime().toString(QStringLiteral("yyyyMMdd-HHmmss")),
             QLatin1String(ending));
}

void JournalPanel::openExport()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("As a table (CSV)…")), &QAction::triggered, this, [this] {
        Q_EMIT fileWanted(fileName("csv"), csv::journal(m_view->shown(), &JournalWords::sentence));
    });
    connect(menu->addAction(tr("As JSON Lines…")), &QAction::triggered, this,
            [this] { Q_EMIT fileWanted(fileName("jsonl"), csv::journalLines(m_view->shown())); });
    connect(menu->addAction(tr("As a report with pictures (PDF)…")), &QAction::triggered, this,
            [this] { Q_EMIT reportWanted(fileName("pdf"), m_view->shown()); });
    menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height())));
}

void JournalPanel::openNote()
{
    auto *dialog = new NoteDialog({}, {}, {}, this);
    connect(dialog, &NoteDialog::chosen, this, &JournalPanel::noteRequested);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void JournalPanel::refresh()
{
    const QString why = AlarmWords::blocked(m_state, Role::Operator);
    m_note->setEnabled(why.isEmpty());
    m_note->setToolTip(why.isEmpty() ? tr("Write down what others should know") : why);
}

void JournalPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void JournalPanel::retranslate()
{
    const int before = std::max(m_kind->currentIndex(), 0);
    m_kind->clear();
    m_kind->addItems({tr("Everything"), tr("Programme"), tr("Trouble"), tr("Alarms"), tr("Notes")});
    m_kind->setCurrentIndex(before);
    m_kind->setAccessibleName(tr("Kind of entries"));
    m_text->setPlaceholderText(tr("Search"));
    m_text->setAccessibleName(tr("Search the journal"));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_kind, m_text})
        widget->setToolTip(widget->accessibleName());
    m_note->setText(tr("Note…"));
    m_note->setAccessibleName(tr("Note"));
    m_export->setText(tr("Export"));
    m_export->setAccessibleName(tr("Export"));
    m_export->setToolTip(tr("Keep what is shown as a file"));
    refresh();
}

} // namespace twinfeed
