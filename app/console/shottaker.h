// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

class QWidget;

namespace twinfeed {

/// Takes pictures of the window, one after another: does something, waits until what it shows has come true and a few
/// more pictures of the programme have been drawn, saves. Waits for states, never for times; a state that does not come
/// is an error. UI thread.
class ShotTaker final : public QObject
{
    Q_OBJECT

public:
    struct Shot
    {
        QString name; ///< of the file, without ".png"
        QString awaited; ///< for the message when it does not come: "primary on air"
        std::function<void()> act; ///< may be null
        std::function<bool()> reached;
        int patienceMs = 30'000;
    };

    /// `livePictures` counts what the programme's tile has shown.
    ShotTaker(QWidget &window, QString folder, std::function<quint64()> livePictures, std::vector<Shot> shots,
              QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void taken(const QString &file);
    /// All are taken, or `problem` says in one sentence why not.
    void finished(const QString &problem);

private:
    void begin();
    void look();
    void save();
    void end(const QString &problem);

    QWidget &m_window;
    const QString m_folder;
    const std::function<quint64()> m_livePictures;
    const std::vector<Shot> m_shots;
    size_t m_current = 0;
    bool m_reached = false;
    quint64 m_picturesThen = 0; ///< when it was reached
    QElapsedTimer m_since;
    QTimer m_look;
};

} // namespace twinfeed
