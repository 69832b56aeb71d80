// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ports.h"

#include <QDir>
#include <QRandomGenerator>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::test {

namespace {

constexpr int lowest = 20000;
constexpr int above = 32000;

bool canBind(quint16 port, int type)
{
    const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    // Any address: a server that listens on 0.0.0.0 is in the way too.
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    const bool free = ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(fd);
    return free;
}

int reservations()
{
    // One file a user: in a sticky folder not even root may open another user's file with O_CREAT.
    const QString name = QDir::temp().filePath(QStringLiteral("twinfeed-test-ports-%1").arg(::getuid()));
    static const int fd = ::open(name.toLocal8Bit().constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        qFatal("cannot open %s", qPrintable(name));
    return fd;
}

bool reserve(quint16 port)
{
    // Belongs to the open file, so that it also holds against other threads of this process; gone when it ends.
    static bool mine[above - lowest] = {};
    if (mine[port - lowest])
        return false;
    struct flock lock
    {
    };
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = port;
    lock.l_len = 1;
    mine[port - lowest] = ::fcntl(reservations(), F_OFD_SETLK, &lock) == 0;
    return mine[port - lowest];
}

} // namespace

quint16 freePort()
{
    for (int tries = 0; tries < 200; ++tries) {
        const auto port = static_cast<quint16>(QRandomGenerator::system()->bounded(lowest, above));
        if (reserve(port) && canBind(port, SOCK_STREAM) && canBind(port, SOCK_DGRAM))
            return port;
    }
    qFatal("no free port on the loopback interface");
}

} // namespace twinfeed::test
