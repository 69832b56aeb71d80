// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QAbstractButton>

namespace twinfeed {

/// A large button of the bus: a word, a line about its state, and its keys. Shape and fill say its state as well as the
/// words do. UI thread.
class BusButton final : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Look {
        Plain,
        OnAir, ///< filled red
        Next, ///< filled green
        Armed, ///< filled bright: the press that changes the programme
        Asking, ///< filled amber: waits for its second press
    };

    /// `keys`: what stands in its corner ("1 · F1").
    explicit BusButton(const QString &keys, QWidget *parent = nullptr);

    void setLook(Look look);
    Look look() const { return m_look; }
    /// The line under the word; `bad` marks trouble.
    void setNote(const QString &note, bool bad);
    const QString &note() const { return m_note; }
    /// A small control in the lower right corner, which the note makes room for; its own size.
    void setCorner(QWidget *corner);
    /// What the words are painted with now.
    theme::Token ink() const { return colors().text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Colors
    {
        theme::Token fill;
        theme::Token text;
        theme::Token quiet;
    };
    Colors colors() const;
    int cornerWidth() const;

    QString m_keys;
    QWidget *m_corner = nullptr;
    QString m_note;
    bool m_bad = false;
    Look m_look = Look::Plain;
};

} // namespace twinfeed
