// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QString>

namespace twinfeed::daemon {

/// The folder that one daemon owns while it runs. The lock is the kernel's: it is gone with the process, however that
/// ends.
class DataFolder final
{
public:
    DataFolder() = default;
    ~DataFolder();
    DataFolder(const DataFolder &) = delete;
    DataFolder &operator=(const DataFolder &) = delete;

    /// Makes the folder where it is missing, for its owner alone, and takes it. Errors: "folder-failed",
    /// "folder-in-use".
    Result<void> take(const QString &folder);

private:
    int m_lock = -1;
};

} // namespace twinfeed::daemon
