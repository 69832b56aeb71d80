// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/system/stage.h"

namespace twinfeed::test {

/// A stage, and what is done there with plans over the REST interface. Test's main thread.
class PlanShow final : public Stage
{
public:
    QJsonObject plan(const QString &id);
    QJsonObject state(const QString &plan, const QString &output = {});
    bool waitForState(const QString &plan, const QString &wanted, const QString &output = {},
                      std::chrono::milliseconds timeout = std::chrono::seconds(20));
    /// Armed as its danger wants it, by one or by two, and fired. Id of the run, or the code of the refusal.
    QString fire(const QString &plan, const QString &output = {},
                 const QString &reason = QStringLiteral("A test."));
    QJsonObject run(const QString &id);
    /// Waits until it asks; the answer's status.
    int answer(const QString &run, const QString &answer,
               std::chrono::milliseconds timeout = std::chrono::seconds(90));
    QJsonObject ended(const QString &run, std::chrono::milliseconds timeout = std::chrono::seconds(90));
    /// Its clear criteria are met.
    bool recovered(const QString &run, std::chrono::milliseconds timeout = std::chrono::seconds(60));
    /// Empty where it was taken, else what was answered.
    QString put(const QJsonObject &plan);

private:
    QString armed(const QString &plan, const QString &output, Api &by);
    QByteArray tag();

    std::unique_ptr<Api> m_ben;
};

} // namespace twinfeed::test
