// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtGui/QGuiApplication>
#include <libavcodec/avcodec.h>
#include <microhttpd.h>
