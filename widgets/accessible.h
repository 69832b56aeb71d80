// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// What screen readers are told of what we paint ourselves. UI thread.
namespace twinfeed::accessible {

/// Tiles, meters, lamps and charts have roles of their own from now on, and a tile that can be pressed can be pressed by assistive
/// technology. May be called again.
void install();

} // namespace twinfeed::accessible
