// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "packet.h"
#include "../media/packet.h"
#include <app/media/packet.h>
#include "QString"
#include OTHER
