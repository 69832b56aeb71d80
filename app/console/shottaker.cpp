// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/shottaker.h"

#include <QDir>
#include <QPixmap>
#include <QWidget>

namespace twinfeed {

namespace {

constexpr int lookMs = 50;
/// Tiles, tallies and cards have been drawn anew by then: a second at 30 pictures a second, which is a metric's period.
constexpr quint64 settledAfter = 30;

} // namespace

ShotTaker::ShotTaker(QWidget &window, QString folder, std::function<quint64()> livePictures,
                     std::vector<Shot> shots, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_folder(std::move(folder))
    , m_livePictures(std::move(livePictures))
    , m_shots(std::move(shots))
{
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, &ShotTaker::look);
}

void ShotTaker::start()
{
    if (!QDir().mkpath(m_folder))
        return end(QStringLiteral("The folder %1 cannot be made.").arg(m_folder));
    m_current = 0;
    begin();
    m_look.start();
}

void ShotTaker::begin()
{
    m_reached = false;
    m_since.start();
    if (m_shots[m_current].act)
        m_shots[m_current].act();
}

void ShotTaker::look()
{
    const Shot &shot = m_shots[m_current];
    if (!m_reached && shot.reached()) {
        m_reached = true;
        m_picturesThen = m_livePictures();
    }
    if (m_reached && m_livePictures() >= m_picturesThen + settledAfter)
        return save();
    if (m_since.hasExpired(shot.patienceMs)) {
        end(m_reached ? QStringLiteral("The programme's picture stands still.")
                      : QStringLiteral("%1 did not come within %2 s.")
                            .arg(shot.awaited)
                            .arg(shot.patienceMs / 1000));
    }
}

void ShotTaker::save()
{
    const QString file = QDir(m_folder).absoluteFilePath(m_shots[m_current].name + QLatin1String(".png"));
    if (!m_window.grab().save(file))
        return end(QStringLiteral("The picture %1 cannot be written.").arg(file));
    Q_EMIT taken(file);
    if (++m_current == m_shots.size())
        return end({});
    begin();
}

void ShotTaker::end(const QString &problem)
{
    m_look.stop();
    Q_EMIT finished(problem);
}

} // namespace twinfeed
