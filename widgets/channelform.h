// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/setupdraft.h"

#include <QMap>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace twinfeed {

class OutputTable;

/// What one channel is: its paths, its outputs, the slate that stands ready. Says at the field what is wrong with it. UI thread.
class ChannelForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ChannelForm(QWidget *parent = nullptr);

    /// `slates`: ids and names of those that may stand ready.
    void setChannel(const SetupDraft::Item &item, const QMap<QString, QString> &slates, bool editable);
    /// Puts what is entered into `item`.
    void read(SetupDraft::Item &item) const;
    /// At the field of this place within the configuration; another place: at none. Empty: nothing is wrong.
    void say(const QString &where, const QString &what);

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Field
    {
        QLabel *label; ///< null: that of another field of the row
        QWidget *widget;
        QLabel *says; ///< of the row
    };
    void addField(const QString &place, QWidget *widget);
    QLabel *addSaying();
    void addPath(const QString &place, QLineEdit *&address, QComboBox *&mode, QSpinBox *&delay);
    void addOutputs();
    void name(const QString &place, const QString &text, const QString &what);
    void retranslate();

    bool m_filling = false;
    QFormLayout *m_form;
    QMap<QString, Field> m_fields; ///< by place: "/primary/url"
    QLineEdit *m_id;
    QLineEdit *m_name;
    QLineEdit *m_address[2]; ///< primary, backup
    QComboBox *m_mode[2];
    QSpinBox *m_delay[2];
    QSpinBox *m_hold;
    QComboBox *m_failover;
    QComboBox *m_slate;
    OutputTable *m_outputs;
    QLabel *m_outputsLabel;
    QLabel *m_outputsSay;
    QPushButton *m_addOutput;
    QPushButton *m_removeOutput;
};

} // namespace twinfeed
