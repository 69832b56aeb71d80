// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/cardmodel.h"

#include <QIdentityProxyModel>

namespace twinfeed {

/// What a card says, as text, over a CardModel's values. UI thread.
struct CardText
{
    QString node;
    QString metric;
    QString value; ///< "N/A" where nothing is measured
    QString unit;
    QString note; ///< age, threshold, or what is wrong
    MetricWorth worth = MetricWorth::Missing;
    bool isRate = false;
};

CardText cardText(const CardFacts &facts);
/// Of a row of a CardModel, or of a model over one.
CardText cardText(const QModelIndex &card);

/// A CardModel with words for display, tool tips and screen readers.
class CardWords final : public QIdentityProxyModel
{
    Q_OBJECT

public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;
    /// The language has changed.
    void retranslate();
};

} // namespace twinfeed
