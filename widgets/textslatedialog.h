// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QDialog>

class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace twinfeed {

/// A new slate with the picture of another one and a running time in it. Says what will be seen. UI thread.
class TextSlateDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `channel`: whose slate is proposed.
    TextSlateDialog(const ConsoleState &state, const QString &channel, QWidget *parent = nullptr);

    /// What is entered now.
    SlateText text() const;
    QString name() const;
    QString picture() const;

Q_SIGNALS:
    void chosen(const QString &picture, const QString &name, const twinfeed::SlateText &text);

private:
    void build();
    void fill(const QString &channel);
    void refresh();
    bool counts() const;

    const ConsoleState &m_state;
    QComboBox *m_kind;
    QComboBox *m_picture;
    QDateTimeEdit *m_until;
    QLineEdit *m_label;
    QLineEdit *m_name;
    QLabel *m_says;
    QFormLayout *m_form;
    QPushButton *m_make;
};

} // namespace twinfeed
