// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/packet.h"
#include "tests/support/wait.h"

#include <QTest>
#include <libavcodec/avcodec.h>
