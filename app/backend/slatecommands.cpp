// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/slatecommands.h"

#include "app/backend/slaterules.h"
#include "app/media/slatepicture.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace twinfeed::backend {

namespace {

/// Answers once, also where nobody comes to it any more.
class AnswerOnce final
{
public:
    static std::shared_ptr<AnswerOnce> make(server::AnswerDone done)
    {
        return std::make_shared<AnswerOnce>(std::move(done));
    }
    explicit AnswerOnce(server::AnswerDone done)
        : m_done(std::move(done))
    {
    }
    ~AnswerOnce()
    {
        give(Error{QStringLiteral("shutting-down"), QStringLiteral("Twinfeed is going down."), {}, {}, {}});
    }
    AnswerOnce(const AnswerOnce &) = delete;
    AnswerOnce &operator=(const AnswerOnce &) = delete;

    void give(const Result<server::Answer> &answer)
    {
        if (const auto done = std::exchange(m_done, {}))
            done(answer);
    }

private:
    server::AnswerDone m_done;
};

} // namespace

void SlateCommands::arm(const server::Command &command, const QString &channel, const QString &slate,
                        const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("make slate ready: ") + slate, channel,
        [&] { return acceptArm(command, channel, slate); }, done);
}

void SlateCommands::add(const server::Command &command, const NewSlate &slate, const server::AnswerDone &done)
{
    const QString what = slate.source.isEmpty()
        ? QString(QLatin1String("add slate ") + slate.id)
        : QStringLiteral("keep the picture of %1 as slate %2").arg(slate.source, slate.id);
    // What is refused or was answered before needs no file.
    const auto replayed = m_world.gate.replay(command);
    if (!replayed || *replayed || !checkNew(slate))
        return carryOut(
            command, what, slate.channel, [&] { return acceptAdd(command, slate, {}); }, done);
    m_world.shelf.write(
        slate.content,
        [this, command, slate, what, answer = AnswerOnce::make(done)](const Result<QString> &draft) {
            carryOut(
                command, what, slate.channel,
                [&] {
                    return draft ? acceptAdd(command, slate, *draft) : Result<server::Answer>(draft.error());
                },
                [&](const Result<server::Answer> &result) { answer->give(result); });
            if (draft)
                m_world.shelf.drop(*draft);
        });
}

void SlateCommands::keepPicture(const server::Command &command, const QString &channel, const QString &source,
                                NewSlate slate, const server::AnswerDone &done)
{
    const QString what = QStringLiteral("keep the picture of %1 as slate %2").arg(source, slate.id);
    const auto refuse = [&](const Error &why) {
        carryOut(
            command, what, channel, [&] { return Result<server::Answer>(why); }, done);
    };
    const auto unit = unitOf(channel);
    if (!unit)
        return refuse(unit.error());
    auto content = media::pictureFile(*(*unit)->taps().at(source));
    if (!content)
        return refuse(content.error());
    slate.channel = channel;
    slate.source = source;
    slate.fileName = QStringLiteral("picture.ts");
    slate.content = std::move(*content);
    add(command, slate, done);
}

void SlateCommands::addText(const server::Command &command, const QString &picture, NewSlate slate,
                            const server::AnswerDone &done)
{
    const auto refuse = [&](const Error &why) {
        carryOut(
            command, QStringLiteral("make slate %1 of %2").arg(slate.id, picture), {},
            [&] { return Result<server::Answer>(why); }, done);
    };
    if (const auto known = m_world.shelf.find(picture); !known)
        return refuse(unknownSlate(picture));
    QFile file(m_world.shelf.fileOf(picture));
    if (file.size() > mostBytes || !file.open(QIODevice::ReadOnly))
        return refuse({QStringLiteral("slate-not-ready"),
                       QStringLiteral("The picture of the slate %1 cannot be read.").arg(picture),
                       {},
                       QStringLiteral("Choose another slate, or bring this one again."),
                       {}});
    slate.fileName = QFileInfo(file).fileName();
    slate.content = file.readAll();
    add(command, slate, done);
}

void SlateCommands::remove(const server::Command &command, const QString &slate,
                           const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("delete slate ") + slate, {}, [&] { return acceptRemove(command, slate); },
        done);
}

Result<server::Answer> SlateCommands::acceptArm(const server::Command &command, const QString &channel,
                                                const QString &slate)
{
    const auto found = unitOf(channel);
    if (!found)
        return found.error();
    ChannelUnit &unit = **found;
    const Slate *chosen = m_world.shelf.find(slate);
    if (!chosen) {
        return unknownSlate(slate, QStringLiteral("/slate"));
    }
    if (auto admitted = m_world.gate.admit(command, &unit.document()); !admitted)
        return admitted.error();
    if (auto can = canStand(unit, m_world.shelf, *chosen); !can)
        return can.error();
    const Operation operation = m_world.operations.make(QStringLiteral("arm-slate"), channel, command,
                                                        {{QStringLiteral("slate"), slate}});
    const QString before = unit.document().slate;
    ChannelDocument document = unit.document();
    document.slate = slate;
    ++document.revision;
    auto answer = keep(command,
                       {operation, unit.storedWith(document),
                        QStringLiteral("The slate %1 is to stand ready.").arg(chosen->name)});
    if (!answer)
        return answer;
    unit.adopt(document);
    m_world.units.standSlate(unit, [this, channel, id = operation.id, before](const SlateShelf::Clip &clip) {
        armEnded(channel, id, before, clip);
    });
    return answer;
}

void SlateCommands::armEnded(const QString &channel, const QString &operation, const QString &before,
                             const SlateShelf::Clip &clip)
{
    if (clip)
        return conclude(operation, {}, {}, QStringLiteral("The slate stands ready."));
    ChannelUnit *unit = m_world.units.find(channel);
    std::optional<ChannelDocument> back;
    if (unit && clip.error().code != QLatin1String("superseded")) {
        back = unit->document();
        // It may have been deleted meanwhile: nobody asked for it any more.
        back->slate = m_world.shelf.find(before) ? before : m_world.shelf.defaultId();
        ++back->revision;
    }
    conclude(operation, {}, clip.error(),
             QStringLiteral("The slate does not stand ready: %1").arg(clip.error().message), back);
    // Where one arm overtook another, `before` may never have reached the engine: what the document says is what
    // must be seen when it is taken.
    if (back)
        m_world.units.standSlate(*unit);
}

Result<void> SlateCommands::checkNew(const NewSlate &added) const
{
    if (!isValidId(added.id)) {
        return Error{QStringLiteral("invalid-id"),
                     QStringLiteral("\"%1\" is no id.").arg(added.id),
                     QStringLiteral("id"),
                     QStringLiteral("Use 1 to 32 small letters, digits and hyphens."),
                     {}};
    }
    if (added.content.isEmpty()) {
        return Error{QStringLiteral("out-of-range"),
                     QStringLiteral("The file is empty."),
                     {},
                     QStringLiteral("Send a picture, or a clip of a minute at most."),
                     {}};
    }
    if (added.content.size() > mostBytes) {
        return Error{QStringLiteral("too-large"),
                     QStringLiteral("The file is larger than 32 MiB."),
                     {},
                     QStringLiteral("Send a picture, or a clip of a minute at most."),
                     {}};
    }
    const auto own = std::count_if(m_world.shelf.slates().begin(), m_world.shelf.slates().end(),
                                   [this](const Slate &slate) { return m_world.shelf.isKept(slate.id); });
    if (own >= mostSlates && !m_world.shelf.isKept(added.id)) {
        return Error{QStringLiteral("too-many-slates"),
                     QStringLiteral("%1 slates have been added already.").arg(own),
                     {},
                     QStringLiteral("Delete one that is not needed any more."),
                     {}};
    }
    // One that could not be used may be sent again; one that is used is not exchanged under the programme.
    const Slate *there = m_world.shelf.find(added.id);
    if (there && (there->builtIn || there->state != QLatin1String("failed"))) {
        return Error{QStringLiteral("slate-exists"),
                     QStringLiteral("There is a slate \"%1\" already.").arg(added.id),
                     QStringLiteral("id"),
                     QStringLiteral("Choose another id."),
                     {}};
    }
    return {};
}

Result<server::Answer> SlateCommands::acceptAdd(const server::Command &command, const NewSlate &added,
                                                const QString &draft)
{
    if (auto possible = checkNew(added); !possible)
        return possible.error();
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    // What it takes the place of, if anything, could not be used, and may have another ending.
    const Slate *useless = m_world.shelf.isKept(added.id) ? m_world.shelf.find(added.id) : nullptr;
    const QString before = useless ? m_world.shelf.pathOf(useless->file) : QString();
    const auto file = m_world.shelf.adopt(draft, added.id, added.fileName);
    if (!file)
        return file.error();
    const Slate slate{added.id, added.name, QStringLiteral("encoding"), {}, *file, false, {}, {}, added.text};
    QJsonObject asked{{QStringLiteral("id"), added.id},
                      {QStringLiteral("name"), added.name},
                      {QStringLiteral("bytes"), double(added.content.size())}};
    QString text = QStringLiteral("The slate %1 was brought.").arg(added.name);
    if (!added.source.isEmpty()) {
        asked.insert(QStringLiteral("source"), added.source);
        text = QStringLiteral("The slate %1 was made of the newest picture of the %2.")
                   .arg(added.name, added.source);
    }
    if (added.text)
        asked.insert(QStringLiteral("text"), toJson(*added.text));
    const Operation operation =
        m_world.operations.make(QStringLiteral("add-slate"), added.channel, command, asked);
    Changes changes;
    changes.slates.push_back(slate);
    Board::News news;
    news.slate(slate);
    auto answer = keep(command, {operation, {}, text}, std::move(changes), std::move(news));
    if (!answer) {
        QFile::remove(m_world.shelf.pathOf(*file));
        return answer;
    }
    m_world.shelf.put(slate, m_world.shelf.pathOf(*file));
    if (!before.isEmpty() && before != m_world.shelf.pathOf(*file))
        QFile::remove(before);
    // Whether it is a slate at all, only its encoding tells.
    m_world.shelf.want(added.id, {},
                       [this, id = added.id, operation = operation.id](const SlateShelf::Clip &clip) {
                           addEnded(id, operation, clip);
                       });
    return answer;
}

Result<server::Answer> SlateCommands::acceptRemove(const server::Command &command, const QString &id)
{
    const Slate *slate = m_world.shelf.find(id);
    if (!slate) {
        return unknownSlate(id);
    }
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    if (auto can = canGo(m_world.shelf, *slate, m_world.units.channelsWith(id)); !can)
        return can.error();
    Operation operation =
        m_world.operations.make(QStringLiteral("delete-slate"), {}, command, {{QStringLiteral("id"), id}});
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    Changes changes;
    changes.removedSlates << id;
    Board::News news;
    news.slateRemoved(id);
    auto answer = keep(command, {operation, {}, QStringLiteral("The slate %1 is deleted.").arg(slate->name)},
                       std::move(changes), std::move(news));
    if (answer)
        m_world.shelf.remove(id);
    return answer;
}

void SlateCommands::addEnded(const QString &id, const QString &operation, const SlateShelf::Clip &clip)
{
    if (clip)
        return conclude(operation, {}, {}, QStringLiteral("The slate %1 is ready.").arg(id));
    conclude(operation, {}, clip.error(),
             QStringLiteral("The slate %1 cannot be used: %2").arg(id, clip.error().message));
}

} // namespace twinfeed::backend
