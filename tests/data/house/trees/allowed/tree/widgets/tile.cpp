// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/livestate.h"

#include <QPainter>
#include <QWidget>

#include "tile.moc"
