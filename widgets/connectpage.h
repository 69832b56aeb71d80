// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/knownbackend.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace twinfeed {

/// What the person sees first: the demo, this machine, the backends that are kept, and a form for another one. Says at the field
/// what is wrong with it. A window of its own, not modal. Knows no network: asks, and is told. UI thread.
class ConnectPage final : public QWidget
{
    Q_OBJECT

public:
    /// What the form says of a backend. Empty id: a new one.
    struct Entry
    {
        KnownBackend backend;
        QByteArray token; ///< empty for a kept one: its token stays
    };
    /// `Choice`: of no field of the form.
    enum class Field { Choice, Address, Token };
    struct Problem
    {
        Field field = Field::Address;
        QString text; ///< a sentence in the language of the window
    };
    /// What is wrong with an entry, as far as that can be seen without asking; asked with every key.
    using Check = std::function<std::optional<Problem>(const Entry &)>;
    enum class Tokens { Unknown, Kept, SessionOnly };

    explicit ConnectPage(Check check, QWidget *parent = nullptr);

    void setBackends(const std::vector<KnownBackend> &backends);
    /// Puts a kept one into the form, to be changed.
    void edit(const QString &id);
    /// While something is asked or waited for: what; empty: no more. Whatever else is chosen meanwhile ends that.
    void setBusy(const QString &what);
    void showProblem(const Problem &problem);
    /// Where tokens stay.
    void setTokens(Tokens tokens);

Q_SIGNALS:
    /// A kept one, KnownBackend::demoId() or thisMachineId().
    void chosen(const QString &id);
    void entered(const twinfeed::ConnectPage::Entry &entry);
    void forgetRequested(const QString &id);
    /// The person does not want it any more.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildChoice();
    QWidget *buildForm();
    Entry entry() const;
    QString selected() const;
    void clearForm();
    void pressForget();
    void refresh();
    void retranslate();

    const Check m_check;
    std::vector<KnownBackend> m_backends;
    QString m_editing; ///< id of the one in the form; empty: a new one
    bool m_touched = false; ///< something was typed: an empty field is a mistake from then on
    std::optional<Problem> m_problem; ///< what the backend said to what is in the form
    QString m_busy;
    QString m_askedToForget; ///< id; a second press does it
    Tokens m_tokens = Tokens::Unknown;
    QLabel *m_headline;
    QLabel *m_says;
    QPushButton *m_demo;
    QLabel *m_demoSays;
    QPushButton *m_here;
    QLabel *m_hereSays;
    QLabel *m_keptLabel;
    QListWidget *m_list;
    QPushButton *m_connect;
    QPushButton *m_change;
    QPushButton *m_forget;
    QLabel *m_formTitle;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QLabel *m_addressLabel;
    QLineEdit *m_address;
    QLabel *m_addressSays;
    QLabel *m_tokenLabel;
    QLineEdit *m_token;
    QLabel *m_tokenSays;
    QLabel *m_tokensSay;
    QPushButton *m_enter;
    QPushButton *m_another;
};

} // namespace twinfeed
