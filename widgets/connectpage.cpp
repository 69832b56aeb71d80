// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/connectpage.h"

#include "widgets/asking.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QCloseEvent>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int longestName = 80;
constexpr int longestAddress = 400;
constexpr int longestToken = 4096;
constexpr int columnWidth = 400;
constexpr int rowHeight = 30;
constexpr int idRole = Qt::UserRole;

QLabel *words(QWidget *parent, bool quiet)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("quiet", quiet);
    return label;
}

/// A place that stays as high as it is, whether something is said or not: nothing jumps while one types.
void keepHeight(QLabel *label, int lines)
{
    label->setMinimumHeight(lines * label->fontMetrics().lineSpacing());
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void say(QLabel *label, const QString &text)
{
    if (label->text() == text)
        return;
    label->setText(text);
    label->setAccessibleName(text);
    QAccessibleEvent event(label, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace

ConnectPage::ConnectPage(Check check, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_check(std::move(check))
    , m_headline(words(this, false))
    , m_says(words(this, false))
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/twinfeed.svg")));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 24, 32, 24);
    layout->setSpacing(20);
    m_headline->setFont(theme::font(theme::Type::Title));
    layout->addWidget(m_headline);
    keepHeight(m_says, 1);
    layout->addWidget(m_says);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(40);
    columns->addWidget(buildChoice(), 1);
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::VLine);
    columns->addWidget(line);
    columns->addWidget(buildForm(), 1);
    layout->addLayout(columns, 1);
    for (const QLineEdit *field : {m_name, m_address, m_token}) {
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_touched = true;
            m_problem.reset();
            refresh();
        });
        connect(field, &QLineEdit::returnPressed, m_enter, &QPushButton::click);
    }
    retranslate();
    m_demo->setFocus();
}

QWidget *ConnectPage::buildChoice()
{
    auto *column = new QWidget(this);
    column->setMinimumWidth(columnWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::unit);
    const auto addChoice = [&](QPushButton *&button, QLabel *&says, const QString &id) {
        button = new QPushButton(column);
        button->setProperty("critical", true);
        says = words(column, true);
        layout->addWidget(button);
        layout->addWidget(says);
        layout->addSpacing(theme::unit);
        connect(button, &QPushButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
    };
    addChoice(m_demo, m_demoSays, KnownBackend::demoId());
    addChoice(m_here, m_hereSays, KnownBackend::thisMachineId());
    m_keptLabel = words(column, true);
    m_list = new QListWidget(column);
    m_list->setMinimumHeight(120);
    m_connect = new QPushButton(column);
    m_change = new QPushButton(column);
    m_forget = new QPushButton(column);
    layout->addWidget(m_keptLabel);
    layout->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    for (QPushButton *button : {m_connect, m_change, m_forget})
        buttons->addWidget(button);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] {
        m_askedToForget.clear();
        refresh();
    });
    connect(m_list, &QListWidget::itemActivated, m_connect, &QPushButton::click);
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT chosen(selected()); });
    connect(m_change, &QPushButton::clicked, this, [this] { edit(selected()); });
    connect(m_forget, &QPushButton::clicked, this, &ConnectPage::pressForget);
    return column;
}

QWidget *ConnectPage::buildForm()
{
    auto *column = new QWidget(this);
    column->setMinimumWidth(columnWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_formTitle = words(column, false);
    m_formTitle->setFont(theme::font(theme::Type::Strong));
    layout->addWidget(m_formTitle);
    layout->addSpacing(theme::unit);
    const auto addField = [&](QLabel *&label, QLineEdit *&field, int longest) {
        label = words(column, true);
        field = new QLineEdit(column);
        field->setMaxLength(longest);
        label->setBuddy(field);
        layout->addWidget(label);
        layout->addWidget(field);
        QLabel *says = words(column, false);
        layout->addWidget(says);
        return says;
    };
    addField(m_nameLabel, m_name, longestName)->setFixedHeight(theme::unit);
    m_addressSays = addField(m_addressLabel, m_address, longestAddress);
    m_tokenSays = addField(m_tokenLabel, m_token, longestToken);
    keepHeight(m_addressSays, 3);
    keepHeight(m_tokenSays, 2);
    m_token->setEchoMode(QLineEdit::Password);
    m_tokensSay = words(column, true);
    keepHeight(m_tokensSay, 2);
    layout->addWidget(m_tokensSay);
    layout->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::unit);
    m_another = new QPushButton(column);
    m_enter = new QPushButton(column);
    buttons->addStretch();
    buttons->addWidget(m_another);
    buttons->addWidget(m_enter);
    layout->addLayout(buttons);
    connect(m_enter, &QPushButton::clicked, this, [this] { Q_EMIT entered(entry()); });
    connect(m_another, &QPushButton::clicked, this, &ConnectPage::clearForm);
    return column;
}

void ConnectPage::setBackends(const std::vector<KnownBackend> &backends)
{
    const QString before = selected();
    m_backends = backends;
    m_list->clear();
    for (const KnownBackend &backend : backends) {
        auto *item = new QListWidgetItem(
            tr("%1 (%2)", "a backend: its name, its address").arg(backend.name, backend.address), m_list);
        item->setData(idRole, backend.id);
        item->setSizeHint({0, rowHeight});
        item->setToolTip(backend.address);
        if (backend.id == before)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(0);
    refresh();
}

QString ConnectPage::selected() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(idRole).toString() : QString();
}

void ConnectPage::edit(const QString &id)
{
    for (const KnownBackend &backend : m_backends) {
        if (backend.id != id)
            continue;
        m_editing = id;
        m_touched = false;
        m_problem.reset();
        m_name->setText(backend.name);
        m_address->setText(backend.address);
        m_token->clear();
        m_token->setFocus();
        retranslate();
    }
}

void ConnectPage::clearForm()
{
    m_editing.clear();
    m_touched = false;
    m_problem.reset();
    for (QLineEdit *field : {m_name, m_address, m_token})
        field->clear();
    m_address->setFocus();
    retranslate();
}

void ConnectPage::pressForget()
{
    const QString id = selected();
    const bool again = std::exchange(m_askedToForget, id) == id;
    if (again) {
        m_askedToForget.clear();
        Q_EMIT forgetRequested(id);
    }
    refresh();
}

ConnectPage::Entry ConnectPage::entry() const
{
    return {{m_editing, m_name->text().trimmed(), m_address->text().trimmed()},
            m_token->text().trimmed().toUtf8()};
}

void ConnectPage::setBusy(const QString &what)
{
    m_busy = what;
    refresh();
}

void ConnectPage::showProblem(const Problem &problem)
{
    m_problem = problem;
    m_touched = true;
    refresh();
    if (problem.field != Field::Choice)
        (problem.field == Field::Token ? m_token : m_address)->setFocus();
}

void ConnectPage::setTokens(Tokens tokens)
{
    m_tokens = tokens;
    refresh();
}

void ConnectPage::refresh()
{
    const auto wrong = m_check(entry());
    const std::optional<Problem> shown = m_problem ? m_problem : m_touched ? wrong : std::nullopt;
    const auto textFor = [&shown](Field field) {
        return shown && shown->field == field ? shown->text : QString();
    };
    const bool free = m_busy.isEmpty();
    say(m_says, free ? textFor(Field::Choice) : m_busy);
    say(m_addressSays, textFor(Field::Address));
    say(m_tokenSays, textFor(Field::Token));
    const bool asks = !m_askedToForget.isEmpty();
    m_forget->setText(asks ? tr("Forget it?") : tr("Forget"));
    setAsking(m_forget, asks);
    m_enter->setEnabled(!wrong);
    const bool any = !selected().isEmpty();
    for (QPushButton *button : {m_connect, m_change, m_forget})
        button->setEnabled(any);
    m_another->setVisible(!m_editing.isEmpty());
    switch (m_tokens) {
    case Tokens::Unknown:
        say(m_tokensSay, tr("The token goes into the key store of this system, and into no file."));
        break;
    case Tokens::Kept:
        say(m_tokensSay, tr("Tokens are kept in the key store of this system, and in no file."));
        break;
    case Tokens::SessionOnly:
        say(m_tokensSay,
            tr("This system has no key store that answers: a token is known until the program ends, and "
               "has to be entered again next time."));
        break;
    }
}

void ConnectPage::closeEvent(QCloseEvent *event)
{
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

void ConnectPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ConnectPage::retranslate()
{
    setWindowTitle(tr("Connections - Twinfeed"));
    m_headline->setText(tr("What do you want to work with?"));
    m_demo->setText(tr("Demo event", "a button"));
    m_demoSays->setText(tr(
        "A backend and two live test feeds on this machine, to try everything. They end with the window."));
    m_here->setText(tr("The backend of this machine"));
    m_hereSays->setText(tr("It is started if none runs, and goes on when the window is closed."));
    m_keptLabel->setText(tr("Backends that you have used"));
    m_list->setAccessibleName(m_keptLabel->text());
    m_connect->setText(tr("Connect"));
    m_change->setText(tr("Change..."));
    m_change->setToolTip(tr("Another name, address or token"));
    m_forget->setToolTip(tr("Takes the backend off this list and its token out of the key store"));
    m_formTitle->setText(m_editing.isEmpty() ? tr("Another backend") : tr("Change a backend"));
    m_nameLabel->setText(tr("Name"));
    m_name->setPlaceholderText(tr("as you call it; else its address"));
    m_addressLabel->setText(tr("Address"));
    m_address->setPlaceholderText(QStringLiteral("https://unit-a.example:8443"));
    m_tokenLabel->setText(tr("Token", "a secret that opens the backend"));
    m_token->setPlaceholderText(m_editing.isEmpty() ? tr("from whoever runs the backend")
                                                    : tr("leave empty to keep the one that is known"));
    m_name->setAccessibleName(m_nameLabel->text());
    m_address->setAccessibleName(m_addressLabel->text());
    m_token->setAccessibleName(m_tokenLabel->text());
    m_enter->setText(tr("Connect"));
    m_enter->setToolTip(tr("Asks the backend, and keeps it when it answers"));
    m_another->setText(tr("Enter another one"));
    refresh();
}

} // namespace twinfeed
