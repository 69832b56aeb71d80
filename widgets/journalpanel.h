// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/inquiries.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QToolButton;

namespace twinfeed {

class JournalView;

/// The journal with what one does with it: search (in what is here, and by the backend in all that was ever written), filter,
/// write a note, keep it as a file. UI thread.
class JournalPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit JournalPanel(const ConsoleState &state, QWidget *parent = nullptr);

    void setInquiries(Inquiries *inquiries);
    JournalView *view() const { return m_view; }

Q_SIGNALS:
    void noteRequested(const QString &channel, const QString &alarm, const QString &text);
    /// To be kept as a file; `name` is a suggestion.
    void fileWanted(const QString &name, const QByteArray &content);
    /// The same as a PDF, which others add their pictures to.
    void reportWanted(const QString &name, const std::vector<twinfeed::JournalEntry> &entries);

protected:
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void search();
    void openExport();
    void openNote();
    void refresh();
    void retranslate();
    QString fileName(const char *ending) const;

    const ConsoleState &m_state;
    Inquiries *m_inquiries = nullptr;
    QLineEdit *m_text;
    QComboBox *m_kind;
    QToolButton *m_note;
    QToolButton *m_export;
    JournalView *m_view;
    QTimer m_typing;
    quint64 m_question = 0;
};

} // namespace twinfeed
