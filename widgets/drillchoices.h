// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <QWidget>

class QGridLayout;

namespace twinfeed {

/// The choices of a tabletop's question, a button each. UI thread.
class DrillChoices final : public QWidget
{
    Q_OBJECT

public:
    explicit DrillChoices(QWidget *parent = nullptr);

    /// Of the first question that is not answered; hidden while there is none.
    void setDrill(const Drill &drill);

Q_SIGNALS:
    /// `choice` from 0.
    void chosen(const QString &question, int choice);

private:
    QGridLayout *m_grid;
    QString m_asked; ///< what the buttons stand for, and in which language
};

} // namespace twinfeed
