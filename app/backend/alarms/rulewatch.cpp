// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/rulewatch.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::backend {

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t usualUs = 60'000'000; // over how long "was" is taken
// A mean of less than this share of its time says nothing yet.
constexpr int64_t leastShare = 4;

} // namespace

QString toWord(RuleState state)
{
    switch (state) {
    case RuleState::Undecided:
        return QStringLiteral("undecided");
    case RuleState::Clear:
        return QStringLiteral("clear");
    case RuleState::Pending:
        return QStringLiteral("pending");
    case RuleState::Holds:
        break;
    }
    return QStringLiteral("holds");
}

RuleWatch::RuleWatch(Rule rule)
    : m_rule(std::move(rule))
{
}

int64_t RuleWatch::staleAfter() const
{
    return std::max(staleUs, 3 * m_periodMs * ms);
}

void RuleWatch::sample(std::optional<double> value, int periodMs, int64_t now)
{
    m_periodMs = periodMs;
    const bool unseen = m_lastAt && now - *m_lastAt > staleAfter();
    if (!value || !std::isfinite(*value)) {
        if (!m_missingSince)
            m_missingSince = now;
        if (unseen)
            forgetUnseen();
        return;
    }
    if (unseen)
        forgetUnseen();
    m_missingSince.reset();
    m_lastAt = now;
    m_value = compared(*value, now);
    if (m_value)
        judge(*m_value, now);
}

void RuleWatch::forgetUnseen()
{
    m_window.clear();
    m_wrongSince.reset();
    m_rightSince.reset();
    m_learntAt.reset();
}

std::optional<double> RuleWatch::compared(double value, int64_t now)
{
    if (m_rule.windowMs == 0)
        return value;
    const bool rising = m_rule.compare == Comparison::Rising;
    // A total that is lower than before was started anew.
    if (rising && !m_window.empty() && value < m_window.back().value)
        m_window.clear();
    m_window.push_back({now, value});
    while (m_window.size() > 1 && now - m_window.front().at > m_rule.windowMs * ms)
        m_window.pop_front();
    if (rising)
        return value - m_window.front().value;
    double sum = 0;
    for (const Sample &sample : m_window)
        sum += sample.value;
    return sum / double(m_window.size());
}

bool RuleWatch::knowsMean() const
{
    return m_learntUs * leastShare >= m_rule.meanMs * ms && m_mean > 0;
}

double RuleWatch::deviation(double value) const
{
    return std::abs(value - m_mean) / m_mean * 100;
}

bool RuleWatch::isWrong(double value) const
{
    switch (m_rule.compare) {
    case Comparison::Below:
        return value < m_rule.value;
    case Comparison::Above:
    case Comparison::Rising:
        return value > m_rule.value;
    case Comparison::Outside:
        return value < m_rule.low || value > m_rule.value;
    case Comparison::OffMean:
        break;
    }
    return knowsMean() && deviation(value) > m_rule.value;
}

bool RuleWatch::isRight(double value) const
{
    switch (m_rule.compare) {
    case Comparison::Below:
        return value >= m_rule.clear;
    case Comparison::Above:
        return value <= m_rule.clear;
    case Comparison::Rising:
        return value <= m_rule.value;
    case Comparison::Outside:
        return value >= m_rule.low + m_rule.clear && value <= m_rule.value - m_rule.clear;
    case Comparison::OffMean:
        break;
    }
    return knowsMean() && deviation(value) <= m_rule.clear;
}

void RuleWatch::judge(double value, int64_t now)
{
    const bool wrong = isWrong(value);
    learn(value, now, wrong);
    if (wrong) {
        m_rightSince.reset();
        if (!m_wrongSince)
            m_wrongSince = now;
        if (!m_heldSince && now - *m_wrongSince >= m_rule.forMs * ms)
            m_heldSince = m_wrongSince;
        return;
    }
    m_wrongSince.reset();
    if (!isRight(value)) {
        m_rightSince.reset();
        return;
    }
    if (!m_rightSince)
        m_rightSince = now;
    if (m_heldSince && now - *m_rightSince >= m_rule.clearForMs * ms)
        m_heldSince.reset();
}

/// The mean of what was right: a fault must not become its own measure.
void RuleWatch::learn(double value, int64_t now, bool wrong)
{
    const bool relative = m_rule.compare == Comparison::OffMean;
    if (wrong && relative && m_wrongSince && now - *m_wrongSince >= relearnUs) {
        m_learntUs = 0;
        m_learntAt.reset();
        m_wrongSince.reset();
        m_window.clear();
        wrong = false;
    }
    if (wrong) {
        m_learntAt.reset();
        return;
    }
    const int64_t step = m_learntAt ? now - *m_learntAt : 0;
    m_learntAt = now;
    const int64_t span = relative ? m_rule.meanMs * ms : usualUs;
    if (m_learntUs == 0 && step == 0)
        m_mean = value;
    // A plain mean until its time is full, a sliding one from there on.
    const double share = step > 0 ? double(step) / double(std::min(m_learntUs + step, span)) : 0;
    m_mean += (value - m_mean) * share;
    m_learntUs = std::min(m_learntUs + step, span);
}

RuleReading RuleWatch::read(int64_t now) const
{
    RuleReading reading;
    reading.holds = m_heldSince.has_value();
    reading.since = m_heldSince ? m_heldSince : m_wrongSince;
    if (m_learntUs > 0)
        reading.usual = m_mean;
    if (m_missingSince) {
        reading.reason = QStringLiteral("not available");
    } else if (!m_lastAt) {
        reading.reason = QStringLiteral("no such metric");
    } else if (now - *m_lastAt > staleAfter()) {
        reading.reason = QStringLiteral("too old: %1 s").arg((now - *m_lastAt) / (1000 * ms));
    } else if (m_rule.compare == Comparison::OffMean && !knowsMean()) {
        reading.reason = QStringLiteral("no mean yet");
    } else {
        reading.value = m_value;
        reading.right = m_value && isRight(*m_value);
        reading.state = m_heldSince ? RuleState::Holds : m_wrongSince ? RuleState::Pending : RuleState::Clear;
    }
    return reading;
}

} // namespace twinfeed::backend
