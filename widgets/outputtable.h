// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"

#include <QTableWidget>

namespace twinfeed {

/// The outputs of one channel, to be changed. UI thread.
class OutputTable final : public QTableWidget
{
    Q_OBJECT

public:
    enum Column { OnColumn, IdColumn, KindColumn, AddressColumn, ReadBackColumn, KeyColumn, ColumnCount };

    explicit OutputTable(QWidget *parent = nullptr);

    void setOutputs(const std::vector<OutputConfig> &outputs, bool editable);
    const std::vector<OutputConfig> &outputs() const { return m_outputs; }
    void addOutput();
    void removeCurrent();
    /// Marks the cell that a place within the channel names ("/outputs/0/url"), and says why there; empty: none any more.
    void mark(const QString &where, const QString &why);

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void fillRow(int row);
    void takeCell(const QTableWidgetItem *item);
    void retranslate();

    std::vector<OutputConfig> m_outputs;
    bool m_editable = false;
    bool m_filling = false;
};

} // namespace twinfeed
