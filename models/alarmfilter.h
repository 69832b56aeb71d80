// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"

#include <QSortFilterProxyModel>

#include <functional>

namespace twinfeed {

/// The alarms somebody wants to see, in the order in which they call: not acknowledged first, then by severity, newest
/// first. A root stays while one of its followers passes. UI thread.
class AlarmFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /// What text is searched for in, besides the alarm's own; null: nothing else.
    using Sentence = std::function<QString(const Alarm &)>;

    explicit AlarmFilter(Sentence sentence, QObject *parent = nullptr);

    void setChannel(const QString &channel); ///< empty: all
    void setSeverity(std::optional<Severity> severity); ///< nothing: all
    void setState(std::optional<AlarmState> state);
    void setText(const QString &text);
    /// Newest first and nothing else: history.
    void setByTime(bool byTime);
    bool isFiltering() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    const Sentence m_sentence;
    QString m_channel;
    QString m_text;
    std::optional<Severity> m_severity;
    std::optional<AlarmState> m_state;
    bool m_byTime = false;
};

} // namespace twinfeed
