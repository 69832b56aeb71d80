// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>
#include <QJsonObject>
#include <libswscale/swscale.h>
#include <QHostAddress>
#include <QNetworkReply>
