// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/readinesstable.h"

#include <QIdentityProxyModel>

namespace twinfeed {

/// What a ReadinessTable says, in words: the text of each cell in the language that is set. UI thread.
class ReadinessWords final : public QIdentityProxyModel
{
    Q_OBJECT

public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// In another language.
    void retranslate();

private:
    QString text(const QModelIndex &index) const;
};

} // namespace twinfeed
