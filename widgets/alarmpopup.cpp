// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmpopup.h"

#include "models/alarmchime.h"
#include "widgets/alarmwords.h"
#include "widgets/severitysign.h"
#include "widgets/words.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int popupWidth = 440;
constexpr int margin = 2 * theme::unit;
constexpr int signWidth = 44;

} // namespace

AlarmPopup::AlarmPopup(const ConsoleState &state, AlarmChime &chime, QWidget *window)
    : QFrame(window)
    , m_state(state)
    , m_chime(chime)
    , m_window(window)
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_show(new QToolButton(this))
    , m_acknowledge(new QToolButton(this))
    , m_silence(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("alarmPopup"));
    setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(signWidth, 12, 12, 12);
    m_title->setFont(theme::font(theme::Type::Strong));
    m_title->setTextFormat(Qt::PlainText);
    m_sentence->setFont(theme::font(theme::Type::Title));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::unit);
    for (QToolButton *button : {m_acknowledge, m_silence, m_show, m_close}) {
        // The keyboard stays on the bus; Shift+F7 and F9 and the list do the same as these.
        button->setFocusPolicy(Qt::NoFocus);
        row->addWidget(button);
    }
    row->insertStretch(3, 1);
    layout->addLayout(row);
    setFixedWidth(popupWidth);
    hide();
    connect(m_acknowledge, &QToolButton::clicked, this, [this] { Q_EMIT acknowledgeRequested(m_alarm); });
    connect(m_show, &QToolButton::clicked, this, [this] { Q_EMIT showRequested(m_alarm); });
    connect(m_silence, &QToolButton::clicked, &chime, &AlarmChime::silence);
    connect(m_close, &QToolButton::clicked, this, &AlarmPopup::dismiss);
    connect(&state.judgements(), &Judgements::alarmRaised, this, &AlarmPopup::raised);
    connect(&state.judgements(), &Judgements::alarmChanged, this, &AlarmPopup::refresh);
    connect(&state.judgements(), &Judgements::alarmsReset, this, &AlarmPopup::refresh);
    for (const auto signal :
         {&ConsoleState::staleChanged, &ConsoleState::roleChanged, &ConsoleState::secondPassed})
        connect(&state, signal, this, &AlarmPopup::refresh);
    connect(&chime, &AlarmChime::changed, this, &AlarmPopup::refresh);
    window->installEventFilter(this);
    retranslate();
}

void AlarmPopup::keepClear(const QList<QWidget *> &widgets)
{
    m_clear.clear();
    for (QWidget *widget : widgets) {
        m_clear << widget;
        widget->installEventFilter(this);
    }
    place();
}

void AlarmPopup::raised(const Alarm &alarm)
{
    if (alarm.severity != Severity::Critical)
        return;
    m_dismissed.removeAll(alarm.id);
    m_alarm = alarm.id;
    refresh();
}

void AlarmPopup::dismiss()
{
    m_dismissed << m_alarm;
    m_alarm.clear();
    refresh();
}

void AlarmPopup::refresh()
{
    const auto calls = [this](const Alarm *alarm) {
        return alarm && alarm->severity == Severity::Critical && alarm->state() == AlarmState::Active
            && !m_state.judgements().isFolded(*alarm) && !m_dismissed.contains(alarm->id);
    };
    const Alarm *shown = m_state.judgements().alarm(m_alarm);
    if (!calls(shown)) {
        shown = nullptr;
        for (const auto &[number, alarm] : m_state.judgements().alarms()) {
            if (calls(&alarm))
                shown = &alarm;
        }
        m_alarm = shown ? shown->id : QString();
    }
    // What may be untrue calls nobody.
    if (!shown || m_state.stale())
        return hide();
    m_title->setText(
        tr("%1, for %2", "severity; an age")
            .arg(AlarmWords::severity(shown->severity), AlarmWords::age(*shown, m_state.clock().wall())));
    m_sentence->setText(AlarmWords::sentence(*shown));
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_sentence->text());
    const QString why = AlarmWords::blocked(m_state, Role::Operator);
    m_acknowledge->setEnabled(why.isEmpty());
    m_acknowledge->setToolTip(why.isEmpty() ? tr("Somebody looks after it (F9)") : why);
    m_silence->setEnabled(m_chime.isCalling());
    place();
}

bool AlarmPopup::isClear(const QRect &place) const
{
    for (const QPointer<QWidget> &widget : m_clear) {
        if (widget && widget->isVisible()
            && QRect(widget->mapTo(m_window, QPoint()), widget->size()).intersects(place))
            return false;
    }
    return true;
}

void AlarmPopup::place()
{
    if (m_alarm.isEmpty() || m_state.stale())
        return hide();
    const QSize size(popupWidth, layout()->heightForWidth(popupWidth));
    const QRect room = m_window->rect().adjusted(margin, margin, -margin, -margin);
    const int right = room.right() - size.width() + 1;
    const int low = room.bottom() - size.height() + 1;
    // Above what is to stay clear, where lists are, rather than over pictures and numbers; then wherever there is room.
    int above = low;
    for (const QPointer<QWidget> &widget : m_clear) {
        if (widget && widget->isVisible())
            above = std::min(above, widget->mapTo(m_window, QPoint()).y() - size.height() - theme::unit);
    }
    const int middle = room.center().x() - size.width() / 2;
    const int top = room.top() + 44;
    for (const QPoint corner :
         {QPoint(middle, above), QPoint(right, low), QPoint(room.left(), low), QPoint(right, above),
          QPoint(room.left(), above), QPoint(right, top), QPoint(room.left(), top)}) {
        const QRect place(corner, size);
        if (!room.contains(place) || !isClear(place))
            continue;
        setGeometry(place);
        raise();
        return show();
    }
    hide();
}

bool AlarmPopup::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Show:
    case QEvent::Hide:
        place();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

void AlarmPopup::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void AlarmPopup::retranslate()
{
    const auto name = [](QToolButton *button, const QString &text) {
        button->setText(text);
        button->setAccessibleName(text);
    };
    name(m_acknowledge, tr("Acknowledge"));
    name(m_silence, tr("Silence"));
    name(m_show, tr("Show"));
    name(m_close, tr("Later"));
    m_silence->setToolTip(tr("Quiet on this console until something new comes (Shift+F7)"));
    m_show->setToolTip(tr("Choose it in the list of alarms"));
    m_close->setToolTip(tr("Put this message away; the alarm stays in the list"));
    refresh();
}

void AlarmPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(severitysign::token(Severity::Critical)), 2));
    painter.setBrush(theme::color(theme::Token::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    severitysign::paint(painter, QRectF(0, 8, signWidth, 28), Severity::Critical);
}

} // namespace twinfeed
