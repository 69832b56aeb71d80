// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace twinfeed {

class MessagePanel;

/// The times, the cut, the sound and the automation of one channel, to be changed while it runs: one change, whole or not at
/// all. Says as one types what a value would mean, and stays open with the reason when the change is refused. Not modal:
/// nothing may keep people from the bus. UI thread.
class ChannelDialog final : public QDialog
{
    Q_OBJECT

public:
    ChannelDialog(ConsoleState &state, const QString &channel, QWidget *parent = nullptr);

    const QString &channel() const { return m_channel; }
    /// What is entered now.
    ChannelConfig edited() const;
    /// What it would mean, worst first; empty where nothing is to be said.
    QStringList warnings() const;
    /// The trims that bring both paths together as they are measured now; nothing where that is not known.
    std::optional<std::pair<int, int>> measuredTrims() const;

Q_SIGNALS:
    /// `revision`: what the values were read from.
    void saved(const twinfeed::ChannelConfig &edited, quint64 revision);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void buildTimes();
    void buildTrims();
    void buildRest();
    void retranslate();
    void retranslateTimes();
    void retranslateRest();
    /// The label before a field, which is a widget or a layout.
    template <typename Row>
    void setLabel(Row *row, const QString &text);
    /// A field: its label, its name for screen readers, and what it is for.
    template <typename Row>
    void name(Row *row, QWidget *field, const QString &text, const QString &what);
    void fill(const ChannelDocument &document);
    void refresh();
    void refreshTrim();
    void save(const ChannelConfig &config);
    void saveTrims();
    void follow();
    /// Why nothing can be saved; empty where it can.
    QString blocked() const;

    ConsoleState &m_state;
    const QString m_channel;
    ChannelDocument m_read; ///< what the values were read from
    bool m_sent = false;
    QString m_problem; ///< why the newest change was refused
    QFormLayout *m_form;
    QSpinBox *m_hold;
    QCheckBox *m_lossFollows;
    QSpinBox *m_loss;
    QHBoxLayout *m_lossRow;
    QSpinBox *m_primary;
    QSpinBox *m_backup;
    QLabel *m_measured;
    QPushButton *m_trim;
    QHBoxLayout *m_trimRow;
    QComboBox *m_cut;
    QCheckBox *m_warm;
    QHBoxLayout *m_cutRow;
    QComboBox *m_mode;
    QSpinBox *m_clear;
    QComboBox *m_sound;
    MessagePanel *m_panel;
    QPushButton *m_save;
    QPushButton *m_reload;
    QPushButton *m_cancel;
};

} // namespace twinfeed
