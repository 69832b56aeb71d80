// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

#include <vector>

class QGridLayout;

namespace twinfeed {

/// All keys of the window, on one sheet. Does not stop the window: takes go on working. UI thread.
class KeySheet final : public QDialog
{
    Q_OBJECT

public:
    explicit KeySheet(QWidget *parent = nullptr);

    struct Line
    {
        QString keys;
        QString does;
    };
    static std::vector<Line> lines();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();

    QGridLayout *m_grid;
};

} // namespace twinfeed
