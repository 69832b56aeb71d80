// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/meterballistics.h"

#include <QWidget>

namespace twinfeed {

/// Two bars, left and right, with scale marks, peak hold and colours by level; under them the momentary loudness in LUFS.
/// Figures stand beside the marks where it is wide enough. UI thread.
class SoundMeter final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int narrow = 28;
    static constexpr int wide = 52; ///< with figures
    static constexpr double silentLufs =
        -70; ///< EBU R 128's absolute gate: below it there is nothing to measure

    explicit SoundMeter(QWidget *parent = nullptr);

    /// Its tile can be heard: a click on it is for that.
    void setListenable(bool listenable);
    void feed(const SoundLevel &level, int64_t now);
    const MeterBallistics &ballistics() const { return m_ballistics; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    double yOf(double db) const;
    void paintBar(QPainter &painter, const QRectF &bar, int channel) const;
    void paintScale(QPainter &painter, double left) const;
    void paintLoudness(QPainter &painter) const;
    QString loudness() const;
    double barsBottom() const;
    void retranslate();

    bool m_listenable = false;
    MeterBallistics m_ballistics;
    QString m_paintedLoudness;
    int m_painted[4] = {-1, -1, -1, -1}; ///< pixels last painted, so that silence costs nothing
};

} // namespace twinfeed
