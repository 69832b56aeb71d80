// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/config.h"

#include "app/backend/rulefile.h"
#include "app/backend/yamldocument.h"
#include "models/domain/jsonreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QJsonArray>
#include <QSet>
#include <QUrl>

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QLatin1String listenKey("listen");
const QLatin1String addressKey("address");
const QLatin1String portKey("port");
const QLatin1String tlsKey("tls");
const QLatin1String certificateKey("certificate");
const QLatin1String keyKey("key");
const QLatin1String tokensKey("tokens");
const QLatin1String nameKey("name");
const QLatin1String roleKey("role");
const QLatin1String sha256Key("sha256");
const QLatin1String channelsKey("channels");
const QLatin1String slatesKey("slates");
const QLatin1String idKey("id");
const QLatin1String fileKey("file");
const QLatin1String allowKey("allow");
const QLatin1String keysKey("keys");
const QLatin1String rulesKey("rules");
const QLatin1String nodesKey("nodes");
const QLatin1String webhooksKey("webhooks");
const QLatin1String plansKey("plans");
const QLatin1String addressesKey("addresses");
const QLatin1String planSecretsKey("secretFiles");
const QLatin1String masterKeyFileKey("masterKeyFile");
const QLatin1String rotateAfterKey("rotateAfterHours");
const QLatin1String keepRetiredKey("keepRetiredDays");
const QLatin1String signedAddressesKey("signedAddresses");
const QLatin1String schemeKey("scheme");
const QLatin1String secretFilesKey("secretFiles");
const QLatin1String validKey("validSeconds");
const QLatin1String toleranceKey("toleranceSeconds");
const QLatin1String bindAddressKey("bindAddress");
const QLatin1String allowAddressesKey("allowAddresses");
const QLatin1String denyAddressesKey("denyAddresses");
const QLatin1String allowReferrersKey("allowReferrers");
const QLatin1String denyReferrersKey("denyReferrers");
const QLatin1String emptyReferrerKey("emptyReferrer");

constexpr int mostHours = 24 * 366;
constexpr int mostDays = 3660;
constexpr int mostValid = 7 * 86'400;
constexpr qint64 mostSecret = 512;
constexpr qsizetype leastSecret = 6; // what Tencent's and Alibaba's consoles take
const QLatin1String schemesKey("schemes");
const QLatin1String networksKey("networks");
const QLatin1String hostsKey("hosts");
const QLatin1String foldersKey("folders");

/// Reads the parts one after the other; a mistake in one does not hide those in the others.
class ConfigReader final
{
public:
    ConfigReader(const YamlDocument &document, const QString &folder)
        : m_document(document)
        , m_folder(folder)
    {
    }

    ConfigReading read()
    {
        readListen();
        readTls();
        readList(tokensKey, [this](const QJsonObject &o, const QString &p) { return readToken(o, p); });
        readList(slatesKey, [this](const QJsonObject &o, const QString &p) { return readSlate(o, p); });
        readList(channelsKey, [this](const QJsonObject &o, const QString &p) { return readChannel(o, p); });
        readAllow();
        readKeys();
        readPlans();
        readSignedAddresses();
        readRules();
        readList(nodesKey, [this](const QJsonObject &o, const QString &p) {
            return readOutside(nodeFromJson(o, p, m_folder), p, config().outside.nodes);
        });
        readList(webhooksKey, [this](const QJsonObject &o, const QString &p) {
            return readOutside(webhookFromJson(o, p, m_folder), p, config().outside.webhooks);
        });
        readNames();
        checkListen();
        // In the order of the file, as people mend them.
        std::stable_sort(m_reading.errors.begin(), m_reading.errors.end(),
                         [](const Error &a, const Error &b) { return lineOf(a) < lineOf(b); });
        return std::move(m_reading);
    }

private:
    static int lineOf(const Error &error) { return error.where.section(QLatin1Char(':'), -2, -2).toInt(); }
    DaemonConfig &config() { return m_reading.config; }
    void note(const Result<void> &result)
    {
        if (!result)
            m_reading.errors.push_back(m_document.located(result.error()));
    }
    void note(const QString &pointer, const QString &code, const QString &message, const QString &remedy)
    {
        note(Error{code, message, pointer, remedy, {}});
    }

    void noteType(QLatin1String name, const QString &wanted)
    {
        note(QString(QLatin1Char('/') + name), QStringLiteral("wrong-type"),
             QStringLiteral("\"%1\" must be %2.").arg(name, wanted),
             QStringLiteral("See the example configuration."));
    }

    /// A part with fields; null where it is missing.
    std::optional<JsonReader> part(QLatin1String name)
    {
        const QJsonValue value = m_document.root().value(name);
        if (value.isObject())
            return JsonReader(value.toObject(), QString(QLatin1Char('/') + name));
        if (!value.isUndefined())
            noteType(name, QStringLiteral("fields"));
        return std::nullopt;
    }

    template <typename Read>
    void readList(QLatin1String name, Read read)
    {
        const QJsonValue value = m_document.root().value(name);
        if (!value.isUndefined() && !value.isArray())
            noteType(name, QStringLiteral("a list"));
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            const QString pointer = QStringLiteral("/%1/%2").arg(name).arg(i);
            if (list.at(i).isObject()) {
                note(read(list.at(i).toObject(), pointer));
            } else {
                note(pointer, QStringLiteral("wrong-type"),
                     QStringLiteral("An entry of \"%1\" must have fields.").arg(name),
                     QStringLiteral("See the example configuration."));
            }
        }
    }

    void readNames()
    {
        static const QStringList known{listenKey,          tlsKey,   tokensKey, channelsKey,
                                       slatesKey,          allowKey, keysKey,   plansKey,
                                       signedAddressesKey, rulesKey, nodesKey,  webhooksKey};
        for (const QString &name : m_document.root().keys()) {
            if (!known.contains(name)) {
                note(QString(QLatin1Char('/') + name), QStringLiteral("unknown-field"),
                     QStringLiteral("\"%1\" is not a field here.").arg(name),
                     QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))));
            }
        }
    }

    QString absolute(const QString &file) const
    {
        return QDir::cleanPath(QDir(m_folder).absoluteFilePath(file));
    }

    void readFile(JsonReader &reader, QLatin1String name, QString &file)
    {
        reader.required(name, file, 1024);
        if (reader.failed())
            return;
        file = absolute(file);
        if (const QFileInfo info(file); !info.isFile() || !info.isReadable()) {
            reader.fail(name, QStringLiteral("file-not-found"),
                        QStringLiteral("The file %1 cannot be read.").arg(file),
                        QStringLiteral(
                            "Check its name and rights; names are relative to the configuration's folder."));
        }
    }

    void readListen();
    void readTls();
    void readAllow();
    void readKeys();
    void readPlans();
    std::map<QString, QString> readNames(JsonReader &reader, QLatin1String field, bool addresses);
    void readSignedAddresses();
    void readRules();
    template <typename Config>
    Result<void> readOutside(const Result<Config> &read, const QString &pointer, std::vector<Config> &all)
    {
        if (!read)
            return read.error();
        for (const Config &other : all) {
            if (other.id == read->id)
                return Error{QStringLiteral("duplicate-id"),
                             QStringLiteral("Two are called \"%1\".").arg(read->id),
                             pointer + QLatin1String("/id"),
                             QStringLiteral("Give each its own id."),
                             {}};
        }
        all.push_back(*read);
        return {};
    }
    void readSecrets(JsonReader &reader, DaemonConfig::SignedAddresses &signing);
    void readNetworks(JsonReader &reader, QLatin1String name, QStringList &networks);
    void checkListen();
    void readTexts(JsonReader &reader, QLatin1String name, QStringList &texts);
    Result<void> readToken(const QJsonObject &object, const QString &pointer);
    Result<void> readSlate(const QJsonObject &object, const QString &pointer);
    Result<void> readChannel(const QJsonObject &object, const QString &pointer);

    const YamlDocument &m_document;
    const QString m_folder;
    ConfigReading m_reading;
    QSet<QString> m_tokenNames;
    QSet<QString> m_slateIds;
    QSet<QString> m_channelIds;
};

void ConfigReader::readListen()
{
    if (auto reader = part(listenKey)) {
        reader->optional(addressKey, config().address);
        if (QHostAddress(config().address).isNull() && !reader->failed()) {
            reader->fail(addressKey, QStringLiteral("invalid-address"),
                         QStringLiteral("\"%1\" is no IP address.").arg(config().address),
                         QStringLiteral(
                             "Use 127.0.0.1, ::1, 0.0.0.0 for every interface, or one interface's address."));
        }
        reader->optional(portKey, config().port, 0, 65535);
        note(reader->finish());
    }
}

void ConfigReader::readTls()
{
    if (auto reader = part(tlsKey)) {
        DaemonConfig::Tls tls;
        readFile(*reader, certificateKey, tls.certificate);
        readFile(*reader, keyKey, tls.key);
        note(reader->finish());
        config().tls = tls;
    }
}

void ConfigReader::checkListen()
{
    const QHostAddress address(config().address);
    if (address.isNull() || address.isLoopback() || config().tls || m_document.root().contains(tlsKey))
        return;
    note(QStringLiteral("/listen/address"), QStringLiteral("tls-required"),
         QStringLiteral("Tokens would travel in clear: %1 is not the loopback, and there is no tls.")
             .arg(config().address),
         QStringLiteral("Add tls with certificate and key, or listen on 127.0.0.1."));
}

Result<void> ConfigReader::readToken(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    DaemonConfig::Token token;
    QString digest;
    reader.required(nameKey, token.name, 64);
    reader.requiredWord(roleKey, token.role);
    reader.required(sha256Key, digest, 64);
    readTexts(reader, keysKey, token.keys);
    // "local" is the token of the runtime file, "twinfeed" the backend itself in the journal.
    const QSet<QString> taken{QString(), QStringLiteral("local"), QStringLiteral("twinfeed")};
    if (!reader.failed() && (taken.contains(token.name.trimmed()) || m_tokenNames.contains(token.name))) {
        reader.fail(nameKey, QStringLiteral("duplicate-id"),
                    QStringLiteral("The name \"%1\" is taken.").arg(token.name),
                    QStringLiteral("Give each token its own name: it stands in the journal."));
    }
    token.sha256 = QByteArray::fromHex(digest.toLatin1());
    if (!reader.failed() && (token.sha256.size() != 32 || digest.size() != 64)) {
        reader.fail(sha256Key, QStringLiteral("invalid-digest"),
                    QStringLiteral("This is no SHA-256 in hexadecimal."),
                    QStringLiteral("Make a token with: twinfeedd token --name NAME --role ROLE"));
    }
    if (auto read = reader.finish(); !read)
        return read;
    m_tokenNames.insert(token.name);
    config().tokens.push_back(token);
    return {};
}

Result<void> ConfigReader::readSlate(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    DaemonConfig::SlateFile slate;
    reader.required(idKey, slate.id, 32);
    if (!reader.failed() && !isValidId(slate.id)) {
        reader.fail(idKey, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(slate.id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
    }
    if (!reader.failed() && m_slateIds.contains(slate.id)) {
        reader.fail(idKey, QStringLiteral("duplicate-id"),
                    QStringLiteral("Two slates are called \"%1\".").arg(slate.id),
                    QStringLiteral("Give each its own id."));
    }
    reader.required(nameKey, slate.name, 80);
    readFile(reader, fileKey, slate.file);
    if (auto read = reader.finish(); !read)
        return read;
    m_slateIds.insert(slate.id);
    config().slates.push_back(slate);
    return {};
}

Result<void> ConfigReader::readChannel(const QJsonObject &object, const QString &pointer)
{
    const auto channel = channelConfigFromJson(object, pointer);
    if (!channel)
        return channel.error();
    if (m_channelIds.contains(channel->id)) {
        return Error{QStringLiteral("duplicate-id"),
                     QStringLiteral("Two channels are called \"%1\".").arg(channel->id),
                     pointer + QLatin1String("/id"),
                     QStringLiteral("Give each its own id."),
                     {}};
    }
    m_channelIds.insert(channel->id);
    config().channels.push_back(*channel);
    return {};
}

void ConfigReader::readTexts(JsonReader &reader, QLatin1String name, QStringList &texts)
{
    const auto list = reader.array(name);
    if (!list)
        return;
    texts.clear();
    for (qsizetype i = 0; i < list->size(); ++i) {
        if (!list->at(i).isString() || list->at(i).toString().isEmpty()) {
            reader.fail(Error{QStringLiteral("wrong-type"),
                              QStringLiteral("An entry of \"%1\" must be a text.").arg(name),
                              reader.pointerTo(name, i),
                              {},
                              {}});
            return;
        }
        texts << list->at(i).toString();
    }
}

void ConfigReader::readNetworks(JsonReader &reader, QLatin1String name, QStringList &networks)
{
    readTexts(reader, name, networks);
    for (qsizetype i = 0; i < networks.size(); ++i) {
        if (!AddressPolicy::isNetwork(networks[i]))
            reader.fail(Error{QStringLiteral("invalid-network"),
                              QStringLiteral("\"%1\" is no network.").arg(networks[i]),
                              reader.pointerTo(name, i),
                              QStringLiteral("Write it as 192.0.2.0/24, 2001:db8::/32 or a single address."),
                              {}});
    }
}

void ConfigReader::readKeys()
{
    auto reader = part(keysKey);
    if (!reader)
        return;
    DaemonConfig::Keys &keys = config().keys;
    reader->optional(masterKeyFileKey, keys.masterKeyFile, 1024);
    // Whether it is there is looked at when it is needed: the programme goes on without it.
    if (!keys.masterKeyFile.isEmpty())
        keys.masterKeyFile = absolute(keys.masterKeyFile);
    reader->optional(rotateAfterKey, keys.rotateAfterHours, 1, mostHours);
    reader->optional(keepRetiredKey, keys.keepRetiredDays, 0, mostDays);
    note(reader->finish());
}

void ConfigReader::readRules()
{
    const QJsonValue value = m_document.root().value(rulesKey);
    if (value.isUndefined())
        return;
    if (!value.isString() || value.toString().isEmpty())
        return noteType(rulesKey, QStringLiteral("the name of a file"));
    const QString file = absolute(value.toString());
    if (!QFileInfo(file).isFile())
        return note(
            QString(QLatin1Char('/') + rulesKey), QStringLiteral("file-not-found"),
            QStringLiteral("The file %1 cannot be read.").arg(file),
            QStringLiteral("Check its name and rights; names are relative to the configuration's folder."));
    auto rules = loadRules(file);
    if (rules)
        config().rules = std::move(*rules);
    else
        m_reading.errors.push_back(rules.error()); // with its place in that file
}

std::map<QString, QString> ConfigReader::readNames(JsonReader &reader, QLatin1String field, bool addresses)
{
    std::map<QString, QString> names;
    const QJsonObject object = reader.object(field).value_or(QJsonObject());
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QUrl url(it.value().toString());
        const bool good =
            addresses ? url.isValid() && !url.scheme().isEmpty() : !it.value().toString().isEmpty();
        if (!isValidId(it.key()))
            reader.fail(field, QStringLiteral("invalid-id"),
                        QStringLiteral("\"%1\" is no name for plans.").arg(it.key()),
                        QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
        else if (!good)
            reader.fail(Error{QStringLiteral("invalid-url"),
                              QStringLiteral("\"%1\" is nothing that can be used.").arg(it.key()),
                              reader.pointerTo(field) + QLatin1Char('/') + it.key(),
                              addresses ? QStringLiteral("Write an address with its scheme.")
                                        : QStringLiteral("Name a file."),
                              {}});
        names[it.key()] = it.value().toString();
    }
    return names;
}

void ConfigReader::readPlans()
{
    auto reader = part(plansKey);
    if (!reader)
        return;
    PlanOutside &plans = config().plans;
    plans.hosts = readNames(*reader, hostsKey, true);
    for (const auto &[name, address] : plans.hosts) {
        const QUrl url(address);
        const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
        if (!reader->failed() && (!web || !url.path().isEmpty() || url.hasQuery()))
            reader->fail(Error{QStringLiteral("invalid-url"),
                               QStringLiteral("\"%1\" is no host that plans can ask.").arg(name),
                               reader->pointerTo(hostsKey) + QLatin1Char('/') + name,
                               QStringLiteral("Write https://host or https://host:port, without a path."),
                               {}});
    }
    plans.addresses = readNames(*reader, addressesKey, true);
    for (const auto &[name, fileName] : readNames(*reader, planSecretsKey, false)) {
        QFile file(absolute(fileName));
        const QByteArray secret =
            file.open(QIODevice::ReadOnly) ? file.read(mostSecret).trimmed() : QByteArray();
        if (secret.isEmpty())
            reader->fail(
                Error{QStringLiteral("file-not-found"),
                      QStringLiteral("The file %1 holds no secret that can be read.").arg(file.fileName()),
                      reader->pointerTo(planSecretsKey) + QLatin1Char('/') + name,
                      QStringLiteral("Put the secret into it."),
                      {}});
        plans.secrets[name] = secret;
    }
    note(reader->finish());
}

void ConfigReader::readSecrets(JsonReader &reader, DaemonConfig::SignedAddresses &signing)
{
    QStringList files;
    readTexts(reader, secretFilesKey, files);
    if (!reader.failed() && (files.isEmpty() || files.size() > 2))
        reader.fail(
            secretFilesKey, QStringLiteral("out-of-range"), QStringLiteral("One or two secrets are needed."),
            QStringLiteral("Name the file of the one that signs, and while it is new, of the one before."));
    for (qsizetype i = 0; i < files.size() && !reader.failed(); ++i) {
        QFile file(absolute(files[i]));
        const QByteArray secret =
            file.open(QIODevice::ReadOnly) ? file.read(mostSecret).trimmed() : QByteArray();
        if (secret.size() < leastSecret)
            reader.fail(
                Error{QStringLiteral("file-not-found"),
                      QStringLiteral("The file %1 holds no secret that can be read.").arg(file.fileName()),
                      reader.pointerTo(secretFilesKey, i),
                      QStringLiteral("Put %1 characters and more into it.").arg(leastSecret),
                      {}});
        signing.secrets.push_back(secret);
    }
}

void ConfigReader::readSignedAddresses()
{
    auto reader = part(signedAddressesKey);
    if (!reader)
        return;
    DaemonConfig::SignedAddresses signing;
    const QStringList known = DaemonConfig::signingSchemes();
    signing.scheme = known.front();
    reader->optional(schemeKey, signing.scheme);
    if (!reader->failed() && !known.contains(signing.scheme))
        reader->fail(schemeKey, QStringLiteral("unknown-value"),
                     QStringLiteral("\"%1\" is no scheme.").arg(signing.scheme),
                     QStringLiteral("Use one of: %1.").arg(known.join(QLatin1String(", "))));
    readSecrets(*reader, signing);
    reader->optional(validKey, signing.validSeconds, 1, mostValid);
    reader->optional(toleranceKey, signing.toleranceSeconds, 0, 3600);
    reader->optional(bindAddressKey, signing.bindAddress);
    readNetworks(*reader, allowAddressesKey, signing.allowAddresses);
    readNetworks(*reader, denyAddressesKey, signing.denyAddresses);
    readTexts(*reader, allowReferrersKey, signing.allowReferrers);
    readTexts(*reader, denyReferrersKey, signing.denyReferrers);
    reader->optional(emptyReferrerKey, signing.emptyReferrer);
    note(reader->finish());
    config().signedAddresses = signing;
}

void ConfigReader::readAllow()
{
    auto reader = part(allowKey);
    if (!reader)
        return;
    AllowRules &allow = config().allow;
    const QStringList known = AllowRules().schemes;
    readTexts(*reader, schemesKey, allow.schemes);
    for (qsizetype i = 0; i < allow.schemes.size(); ++i) {
        if (!known.contains(allow.schemes[i]))
            reader->fail(Error{QStringLiteral("unknown-value"),
                               QStringLiteral("\"%1\" is no scheme that can be used.").arg(allow.schemes[i]),
                               reader->pointerTo(schemesKey, i),
                               QStringLiteral("Use some of: %1.").arg(known.join(QLatin1String(", "))),
                               {}});
    }
    readNetworks(*reader, networksKey, allow.networks);
    readTexts(*reader, hostsKey, allow.hosts);
    readTexts(*reader, foldersKey, allow.folders);
    for (qsizetype i = 0; i < allow.folders.size(); ++i) {
        if (!allow.folders[i].startsWith(QLatin1Char('/')))
            reader->fail(Error{QStringLiteral("invalid-path"),
                               QStringLiteral("\"%1\" is no absolute folder.").arg(allow.folders[i]),
                               reader->pointerTo(foldersKey, i),
                               QStringLiteral("Begin it with a slash."),
                               {}});
    }
    note(reader->finish());
}

} // namespace

QStringList DaemonConfig::signingSchemes()
{
    return QStringLiteral("hmac nginx alibaba-a alibaba-b alibaba-c tencent-a tencent-b tencent-c tencent-d")
        .split(QLatin1Char(' '));
}

ConfigReading readConfig(const QString &file)
{
    return readConfig(file, QFileInfo(file).absolutePath());
}

ConfigReading readConfig(const QString &file, const QString &folder)
{
    const auto document = YamlDocument::load(file);
    if (!document)
        return {{}, {document.error()}};
    return ConfigReader(*document, folder).read();
}

QString toText(const Error &error)
{
    QString text =
        error.where.isEmpty() ? QStringLiteral("error: ") : QString(error.where + QLatin1String(": error: "));
    text += error.message;
    if (!error.remedy.isEmpty())
        text += QLatin1Char(' ') + error.remedy;
    return text;
}

} // namespace twinfeed::backend
