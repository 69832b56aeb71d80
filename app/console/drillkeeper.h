// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/drillclient.h"
#include "app/client/eventstream.h"
#include "models/drillboard.h"

#include <QObject>

namespace twinfeed {

class DrillPanel;

/// Serves the drills: tells the board what the backend says of them, and sends what is pressed. UI thread.
class DrillKeeper final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    DrillKeeper(client::EventStream &events, client::Client &client, DrillBoard &board,
                QObject *parent = nullptr);

    /// Connects its intents. The panel goes first.
    void serve(const DrillPanel &panel);

    void start(const QString &scenario, DrillKind kind, const std::optional<qint64> &seed,
               const QString &channel);
    void end(const QString &drill);
    void answer(const QString &drill, const QString &question, int choice);
    void note(const QString &drill, const QString &text, const QString &owner, const QString &due);
    void askForHistory(const QString &search);
    void askForReadiness();
    /// Of all marks that have one.
    void askForPictures(const QString &drill);

private:
    void apply(const QString &type, const QJsonObject &data);
    void applySnapshot(const QJsonObject &data);
    /// Tells the board what became of it.
    client::Client::OperationDone reportTo(DrillBoard::Order order);

    client::DrillClient m_client;
    DrillBoard &m_board;
    struct Pictures // that are asked for
    {
        QString drill;
        size_t open = 0; ///< not answered yet
        std::map<int, QByteArray> known;
    };
    void takePicture(Pictures &asked, int mark, const Result<QByteArray> &picture);

    QString m_search;
};

} // namespace twinfeed
