// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/nginxrtmp.h"

#include "tests/support/ports.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTcpSocket>
#include <QXmlStreamReader>

namespace twinfeed::test {

using namespace std::chrono_literals;

namespace {

// One process in the foreground: what the test kills is the server. `wait_key` and `wait_video`: with the first alone,
// some players get sound first and then see "no video".
constexpr char configuration[] = R"(load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
daemon off;
master_process off;
pid DIR/nginx.pid;
error_log DIR/error.log info;
events { worker_connections 512; }
rtmp {
    access_log off;
    server {
        listen 127.0.0.1:RTMP_PORT;
        chunk_size 4096;
        application live {
            live on;
            record off;
            wait_key on;
            wait_video on;
            idle_streams off;
            drop_idle_publisher 30s;
        }
        application patient {
            live on;
            record off;
            wait_key on;
            wait_video on;
        }
        APPLICATIONS
        application refuse {
            live on;
            deny publish all;
            deny play all;
        }
    }
}
http {
    access_log off;
    client_body_temp_path DIR/body;
    proxy_temp_path DIR/proxy;
    fastcgi_temp_path DIR/fastcgi;
    uwsgi_temp_path DIR/uwsgi;
    scgi_temp_path DIR/scgi;
    server {
        listen 127.0.0.1:HTTP_PORT;
        location /stat { rtmp_stat all; }
        location /control { rtmp_control all; }
    }
}
)";

NginxRtmp::Stream readStream(QXmlStreamReader &xml, QString *name)
{
    NginxRtmp::Stream stream;
    int clients = 0;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("name")) {
            *name = xml.readElementText();
        } else if (xml.name() == QLatin1String("bytes_in")) {
            stream.bytesIn = xml.readElementText().toLongLong();
        } else if (xml.name() == QLatin1String("nclients")) {
            clients = xml.readElementText().toInt();
        } else {
            // Stands for itself in the stream and again in the client that publishes.
            stream.publishing = stream.publishing || xml.name() == QLatin1String("publishing");
            xml.skipCurrentElement();
        }
    }
    stream.readers = clients - (stream.publishing ? 1 : 0);
    return stream;
}

} // namespace

NginxRtmp::NginxRtmp(QByteArray applications)
    : m_applications(std::move(applications))
    , m_rtmpPort(freePort())
    , m_httpPort(freePort())
    , m_process(QStringLiteral("/usr/sbin/nginx"),
                {QStringLiteral("-e"), m_dir.filePath(QStringLiteral("error.log")), QStringLiteral("-p"),
                 m_dir.path(), QStringLiteral("-c"), m_dir.filePath(QStringLiteral("nginx.conf"))})
{
}

bool NginxRtmp::writeConfiguration() const
{
    QByteArray text(configuration);
    text.replace("APPLICATIONS", m_applications);
    text.replace("DIR", m_dir.path().toLocal8Bit());
    text.replace("RTMP_PORT", QByteArray::number(m_rtmpPort));
    text.replace("HTTP_PORT", QByteArray::number(m_httpPort));
    QFile file(m_dir.filePath(QStringLiteral("nginx.conf")));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool NginxRtmp::start()
{
    if (!m_dir.isValid() || !writeConfiguration() || !m_process.start())
        return false;
    const auto ready = [this] {
        return !m_process.isRunning() || (listens(m_rtmpPort) && listens(m_httpPort));
    };
    return waitUntil(ready, 10s, "nginx to listen") && m_process.isRunning();
}

void NginxRtmp::stop()
{
    m_process.kill();
}

QString NginxRtmp::url(const QString &stream) const
{
    return QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(m_rtmpPort).arg(stream);
}

QString NginxRtmp::patientUrl(const QString &stream) const
{
    return QStringLiteral("rtmp://127.0.0.1:%1/patient/%2").arg(m_rtmpPort).arg(stream);
}

QString NginxRtmp::refusedUrl(const QString &stream) const
{
    return QStringLiteral("rtmp://127.0.0.1:%1/refuse/%2").arg(m_rtmpPort).arg(stream);
}

bool NginxRtmp::listens(quint16 port) const
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    return socket.waitForConnected(500);
}

QByteArray NginxRtmp::get(const QString &path) const
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_httpPort);
    if (!socket.waitForConnected(2000))
        return {};
    socket.write("GET " + path.toLatin1() + " HTTP/1.0\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(2000))
        answer += socket.readAll();
    answer += socket.readAll();
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

std::optional<NginxRtmp::Stream> NginxRtmp::stream(const QString &name) const
{
    QXmlStreamReader xml(get(QStringLiteral("/stat")));
    QString application;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("application")) {
            application.clear();
        } else if (xml.name() == QLatin1String("name")) {
            application = xml.readElementText();
        } else if (xml.name() == QLatin1String("stream") && application == QLatin1String("live")) {
            QString found;
            const Stream stream = readStream(xml, &found);
            if (found == name)
                return stream;
        }
    }
    return {};
}

bool NginxRtmp::waitForPublisher(const QString &name, std::chrono::milliseconds timeout) const
{
    const auto published = [&] {
        const auto known = stream(name);
        return known && known->publishing;
    };
    return waitUntil(published, timeout, qPrintable(QStringLiteral("a publisher of '%1'").arg(name)));
}

bool NginxRtmp::dropPublisher(const QString &stream)
{
    return get(QStringLiteral("/control/drop/publisher?app=live&name=%1").arg(stream)).trimmed() == "1";
}

bool NginxRtmp::redirectPlayers(const QString &from, const QString &to)
{
    const QByteArray answer =
        get(QStringLiteral("/control/redirect/subscriber?app=live&name=%1&newname=%2").arg(from, to));
    return answer.trimmed().toInt() > 0;
}

QString NginxRtmp::report() const
{
    QFile log(m_dir.filePath(QStringLiteral("error.log")));
    QString text = m_process.report() % QLatin1String("\n--- error.log\n");
    if (log.open(QIODevice::ReadOnly))
        text += QString::fromUtf8(log.readAll().right(4096));
    return text;
}

} // namespace twinfeed::test
