// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inquiries.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QFormLayout;
class QLabel;
class QTableWidget;

namespace twinfeed {

/// How good the alarms are, by EEMUA 191 and ISA-18.2: rate, floods, chatter, what stands, which rules call most; each with
/// what is wanted of it. Not modal. UI thread.
class QualityDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `inquiries` outlives it.
    explicit QualityDialog(Inquiries &inquiries, QWidget *parent = nullptr);

    struct Figure
    {
        QString name;
        QString value;
        QString wanted;
        bool good = true;
    };
    /// What is shown, in the language that is set.
    static std::vector<Figure> figuresOf(const AlarmQuality &quality);

protected:
    void changeEvent(QEvent *event) override;

private:
    void ask();
    void take(const Result<AlarmQuality> &answer);
    void fill();
    void retranslate();

    Inquiries &m_inquiries;
    std::optional<AlarmQuality> m_quality;
    QComboBox *m_hours;
    QTableWidget *m_figures;
    QTableWidget *m_often;
    QLabel *m_oftenTitle;
    QLabel *m_says;
    QTimer m_again;
};

} // namespace twinfeed
