// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/watch.h"

#include "models/alarmchime.h"
#include "widgets/alarmpanel.h"
#include "widgets/alarmpopup.h"
#include "widgets/cardpanel.h"
#include "widgets/journalpanel.h"
#include "widgets/journalreport.h"
#include "widgets/qualitydialog.h"
#include "widgets/rulesdialog.h"
#include "widgets/trendchart.h"
#include "widgets/trendpanel.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QStandardPaths>

namespace twinfeed {

namespace {

constexpr int jumpMinutes = 5;

/// Never modal: a modal dialog would switch the bus and its keys off.
void bringToFront(QDialog *dialog)
{
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

} // namespace

Watch::Watch(ConsoleState &state, QWidget *window)
    : QObject(window)
    , m_state(state)
    , m_window(window)
    , m_chime(new AlarmChime(state, this))
    , m_alarms(new AlarmPanel(state, *m_chime, window))
    , m_popup(new AlarmPopup(state, *m_chime, window))
    , m_trends(new TrendPanel(state, window))
{
    connect(m_chime, &AlarmChime::sound, this, &Watch::soundRequested);
    connect(m_alarms, &AlarmPanel::acknowledgeRequested, this, &Watch::acknowledgeRequested);
    connect(m_alarms, &AlarmPanel::shelveRequested, this, &Watch::shelveRequested);
    connect(m_alarms, &AlarmPanel::unshelveRequested, this, &Watch::unshelveRequested);
    connect(m_alarms, &AlarmPanel::noteRequested, this, &Watch::noteRequested);
    connect(m_alarms, &AlarmPanel::qualityRequested, this, &Watch::openQuality);
    connect(m_alarms, &AlarmPanel::rulesRequested, this, &Watch::openRules);
    connect(m_alarms, &AlarmPanel::jumpRequested, this, &Watch::jumpTo);
    connect(m_trends, &TrendPanel::fileWanted, this, &Watch::chooseFile);
    connect(m_popup, &AlarmPopup::acknowledgeRequested, this, &Watch::acknowledgeRequested);
    connect(m_popup, &AlarmPopup::showRequested, this, &Watch::showAlarm);
}

void Watch::setInquiries(Inquiries *inquiries)
{
    m_inquiries = inquiries;
    m_alarms->setInquiries(inquiries);
    m_trends->setInquiries(inquiries);
    if (m_journal)
        m_journal->setInquiries(inquiries);
}

void Watch::keepClear(const QList<QWidget *> &widgets)
{
    m_popup->keepClear(widgets);
}

void Watch::tick()
{
    m_chime->tick();
}

void Watch::pressSilence()
{
    m_chime->silence();
}

void Watch::pressAcknowledge()
{
    const QString calling = m_popup->isVisible() ? m_popup->alarm() : QString();
    if (calling.isEmpty())
        m_alarms->pressAcknowledge();
    else if (m_state.mayCommand(Role::Operator))
        Q_EMIT acknowledgeRequested(calling);
}

void Watch::serve(CardPanel *cards)
{
    m_cards = cards;
    connect(cards, &CardPanel::chosen, this,
            [this](const QString &channel, const QString &node, const QString &metric, bool more) {
                const TrendPanel::Line line{channel, node, metric};
                if (more)
                    m_trends->toggle(line);
                else
                    m_trends->showLine(line);
                Q_EMIT trendsWanted();
            });
}

void Watch::serve(JournalPanel *journal)
{
    m_journal = journal;
    journal->setInquiries(m_inquiries);
    connect(journal, &JournalPanel::noteRequested, this, &Watch::noteRequested);
    connect(journal, &JournalPanel::fileWanted, this, &Watch::chooseFile);
    connect(journal, &JournalPanel::reportWanted, this, &Watch::writeReport);
}

void Watch::jumpTo(const Alarm &alarm)
{
    if (m_cards) {
        m_cards->showOnly(alarm.channel, alarm.node);
        Q_EMIT cardsWanted();
    }
    if (alarm.metric.isEmpty())
        return;
    m_trends->showLine({alarm.channel, alarm.node, alarm.metric});
    // The fault in the middle: what came before it matters as much.
    m_trends->showTime(alarm.raisedAt, jumpMinutes);
    Q_EMIT trendsWanted();
}

void Watch::chooseFile(const QString &name, const QByteArray &content)
{
    auto *dialog = new QFileDialog(m_window, tr("Keep as a file"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, content](const QString &path) { Q_EMIT fileRequested(path, content); });
    bringToFront(dialog);
}

void Watch::writeReport(const QString &name, const std::vector<JournalEntry> &entries)
{
    std::vector<JournalReport::Picture> pictures;
    pictures.push_back({tr("The window at this moment"), m_window->grab().toImage()});
    if (!m_trends->lines().empty() && m_trends->chart()->isVisibleTo(m_trends))
        pictures.push_back({tr("Trends"), m_trends->chart()->grab().toImage()});
    chooseFile(name, JournalReport::pdf(m_window->windowTitle(), entries, pictures, m_state.clock().wall()));
}

void Watch::fileWritten(const QString &path, const QString &problem)
{
    if (problem.isEmpty())
        return;
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("Keep as a file"),
                        tr("%1 was not written: %2").arg(path, problem), QMessageBox::Close, m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    bringToFront(box);
}

void Watch::openQuality()
{
    auto *dialog = m_window->findChild<QualityDialog *>();
    bringToFront(dialog ? dialog : new QualityDialog(*m_inquiries, m_window));
}

void Watch::openRules()
{
    auto *dialog = m_window->findChild<RulesDialog *>();
    if (!dialog) {
        dialog = new RulesDialog(m_state, m_window);
        connect(dialog, &RulesDialog::rulesRequested, this, &Watch::rulesRequested);
        connect(dialog, &RulesDialog::resetRequested, this, &Watch::rulesResetRequested);
    }
    bringToFront(dialog);
}

void Watch::showAlarm(const QString &alarm)
{
    Q_EMIT alarmsWanted();
    m_alarms->choose(alarm);
}

} // namespace twinfeed
