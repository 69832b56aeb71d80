// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillchoices.h"

#include "models/drillguide.h"
#include "widgets/drillwords.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace twinfeed {

DrillChoices::DrillChoices(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setColumnStretch(1, 1);
}

void DrillChoices::setDrill(const Drill &drill)
{
    const bool asks = drill.state == DrillState::Running && drill.kind == DrillKind::Tabletop;
    const ScenarioQuestion *question = asks ? drillguide::nextQuestion(drill) : nullptr;
    setVisible(question);
    // None is made anew under a finger.
    const QString asked = question
        ? QString(drill.id + QLatin1Char('/') + question->id + DrillWords::local(question->ask))
        : QString();
    if (asked == m_asked)
        return;
    m_asked = asked;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setObjectName({}); // it goes later
        item->widget()->deleteLater();
        delete item;
    }
    for (size_t i = 0; question && i < question->choices.size(); ++i) {
        auto *button = new QPushButton(QString(QLatin1Char(char('A' + i))), this);
        auto *label = new QLabel(DrillWords::local(question->choices[i]), this);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        button->setObjectName(QStringLiteral("choice-%1").arg(i));
        button->setAccessibleName(label->text());
        connect(button, &QPushButton::clicked, this,
                [this, which = question->id, i] { Q_EMIT chosen(which, int(i)); });
        m_grid->addWidget(button, int(i), 0);
        m_grid->addWidget(label, int(i), 1);
    }
}

} // namespace twinfeed
