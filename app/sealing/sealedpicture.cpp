// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealedpicture.h"

#include <algorithm>

namespace twinfeed::sealing {

namespace {

constexpr size_t lengthBytes = 4;
constexpr size_t clearBytes = 32;
constexpr size_t mostClearNal = 48;

// user_data_unregistered (H.264 D.1.7, H.265 D.2.7): this UUID, the note, the tag. No zeros in it: nothing to escape.
constexpr uint8_t userDataUnregistered = 5;
constexpr std::array<uint8_t, 16> uuid{0x54, 0x77, 0x69, 0x6e, 0x66, 0x65, 0x65, 0x64,
                                       0x9c, 0x4b, 0xe1, 0x7a, 0x35, 0xd2, 0x88, 0x5f};
constexpr size_t messageBytes = uuid.size() + noteBytes + tagBytes;

Error error(const char *code, const char *message)
{
    return {QString::fromLatin1(code), QString::fromLatin1(message), {}, {}, {}};
}

Error damaged()
{
    return error("damaged-unit", "The picture is damaged: a length in it goes beyond its end.");
}

/// Zeros behind a NAL unit belong to the start code that follows it in Annex B (trailing_zero_8bits, H.264 B.1.1): no unit ends
/// in one. FFmpeg leaves one at the end of each HEVC picture on its way from a transport stream into MP4.
Bytes withoutTrailingZeros(Bytes nal)
{
    while (!nal.empty() && nal.back() == 0)
        nal = nal.first(nal.size() - 1);
    return nal;
}

Result<std::vector<Bytes>> split(Bytes unit)
{
    std::vector<Bytes> nals;
    while (!unit.empty()) {
        if (unit.size() < lengthBytes)
            return damaged();
        size_t length = 0;
        for (size_t i = 0; i < lengthBytes; ++i)
            length = length << 8 | unit[i];
        unit = unit.subspan(lengthBytes);
        if (length > unit.size())
            return damaged();
        nals.push_back(withoutTrailingZeros(unit.first(length)));
        unit = unit.subspan(length);
    }
    return nals;
}

void putLength(Buffer &out, size_t length)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(uint8_t(length >> shift));
}

void putNal(Buffer &out, Bytes nal)
{
    putLength(out, nal.size());
    out.insert(out.end(), nal.begin(), nal.end());
}

size_t headerBytes(PictureCodec codec)
{
    return codec == PictureCodec::H264 ? 1 : 2;
}

int typeOf(PictureCodec codec, Bytes nal)
{
    if (nal.size() < headerBytes(codec))
        return -1;
    return codec == PictureCodec::H264 ? nal[0] & 0x1F : nal[0] >> 1 & 0x3F;
}

bool isSlice(PictureCodec codec, Bytes nal)
{
    const int type = typeOf(codec, nal);
    if (codec == PictureCodec::H264)
        return type == 1 || type == 5;
    return (type >= 0 && type <= 9) || (type >= 16 && type <= 21);
}

bool isSei(PictureCodec codec, Bytes nal)
{
    return typeOf(codec, nal) == (codec == PictureCodec::H264 ? 6 : 39);
}

struct Message
{
    NoteText note{};
    Tag tag{};
};

Buffer seiOf(PictureCodec codec, const NoteText &note, const Tag &tag)
{
    Buffer sei = codec == PictureCodec::H264 ? Buffer{0x06} : Buffer{39 << 1, 0x01};
    const size_t payload = sei.size();
    sei.push_back(userDataUnregistered);
    sei.push_back(uint8_t(messageBytes));
    sei.insert(sei.end(), uuid.begin(), uuid.end());
    sei.insert(sei.end(), note.begin(), note.end());
    sei.insert(sei.end(), tag.begin(), tag.end());
    sei.push_back(0x80); // rbsp_trailing_bits
    escapeFrom(sei, payload);
    return sei;
}

/// Ours begins with our message and holds no other: relays pass SEI on whole.
bool isOurSei(PictureCodec codec, Bytes nal)
{
    const size_t at = headerBytes(codec);
    return isSei(codec, nal) && nal.size() >= at + 2 + uuid.size() && nal[at] == userDataUnregistered
        && nal[at + 1] == messageBytes && std::ranges::equal(nal.subspan(at + 2, uuid.size()), uuid);
}

std::optional<Message> messageOf(PictureCodec codec, Bytes nal)
{
    Buffer sei(nal.begin(), nal.end());
    const size_t at = headerBytes(codec);
    unescapeFrom(sei, at);
    if (sei.size() < at + 2 + messageBytes)
        return std::nullopt;
    Message message;
    const auto begin = sei.begin() + ptrdiff_t(at + 2 + uuid.size());
    std::copy_n(begin, noteBytes, message.note.begin());
    std::copy_n(begin + ptrdiff_t(noteBytes), tagBytes, message.tag.begin());
    return message;
}

/// What the tag covers beside the ciphertext: the note, and of each slice its length and its clear bytes.
class Authenticated final
{
public:
    explicit Authenticated(const NoteText &note)
        : m_bytes(note.begin(), note.end())
    {
    }
    void add(size_t length, Bytes clear)
    {
        putLength(m_bytes, length);
        m_bytes.insert(m_bytes.end(), clear.begin(), clear.end());
    }
    const Buffer &bytes() const { return m_bytes; }

private:
    Buffer m_bytes;
};

size_t clearOf(size_t nalSize)
{
    return nalSize <= mostClearNal ? nalSize : clearBytes;
}

/// Where the note stands among the NAL units of a picture; nothing for a clear one.
Result<std::optional<size_t>> findNote(PictureCodec codec, const std::vector<Bytes> &nals)
{
    std::optional<size_t> found;
    for (size_t i = 0; i < nals.size(); ++i) {
        if (!isOurSei(codec, nals[i]))
            continue;
        if (found)
            return error("damaged-unit", "The picture carries two notes of its encryption.");
        found = i;
    }
    return found;
}

size_t zerosBefore(const Buffer &nal, size_t at)
{
    size_t zeros = 0;
    while (zeros < 2 && zeros < at && nal[at - 1 - zeros] == 0)
        ++zeros;
    return zeros;
}

/// A zero and perhaps 0x03 bytes behind it: what an end may not look like without one more 0x03.
bool endsLikeAnEscape(const Buffer &nal)
{
    const auto last = std::find_if(nal.rbegin(), nal.rend(), [](uint8_t byte) { return byte != 0x03; });
    return last != nal.rend() && *last == 0x00;
}

} // namespace

void escapeFrom(Buffer &nal, size_t from)
{
    Buffer escaped;
    escaped.reserve(nal.size() + 8);
    escaped.assign(nal.begin(), nal.begin() + ptrdiff_t(from));
    size_t zeros = zerosBefore(nal, from);
    for (size_t i = from; i < nal.size(); ++i) {
        if (zeros == 2 && nal[i] <= 3) {
            escaped.push_back(0x03);
            zeros = 0;
        }
        escaped.push_back(nal[i]);
        zeros = nal[i] == 0 ? zeros + 1 : 0;
    }
    if (endsLikeAnEscape(escaped))
        escaped.push_back(0x03);
    nal = std::move(escaped);
}

void unescapeFrom(Buffer &nal, size_t from)
{
    if (nal.size() > from && nal.back() == 0x03 && endsLikeAnEscape(nal))
        nal.pop_back();
    size_t zeros = zerosBefore(nal, from);
    size_t to = from;
    for (size_t i = from; i < nal.size(); ++i) {
        if (zeros == 2 && nal[i] == 0x03) {
            zeros = 0;
            continue;
        }
        zeros = nal[i] == 0 ? std::min<size_t>(zeros + 1, 2) : 0;
        nal[to++] = nal[i];
    }
    nal.resize(to);
}

Result<Buffer> sealedPicture(PictureCodec codec, Bytes unit, const Note &note, SealCipher &cipher)
{
    const auto nals = split(unit);
    if (!nals)
        return nals.error();
    const NoteText text = encoded(note);
    Authenticated authenticated(text);
    Buffer secret;
    for (const Bytes nal : *nals) {
        if (isOurSei(codec, nal))
            return error("already-sealed", "The picture is encrypted already.");
        if (!isSlice(codec, nal))
            continue;
        const size_t clear = clearOf(nal.size());
        authenticated.add(nal.size(), nal.first(clear));
        secret.insert(secret.end(), nal.begin() + ptrdiff_t(clear), nal.end());
    }
    if (authenticated.bytes().size() == text.size())
        return error("no-slice", "There is no picture in the unit.");
    const auto tag = cipher.seal(note, authenticated.bytes(), secret);
    if (!tag)
        return error("cipher-failed", "The cipher failed.");

    Buffer out;
    out.reserve(unit.size() + 64);
    bool noted = false;
    size_t taken = 0;
    for (const Bytes nal : *nals) {
        if (!isSlice(codec, nal)) {
            putNal(out, nal);
            continue;
        }
        if (!std::exchange(noted, true))
            putNal(out, seiOf(codec, text, *tag));
        const size_t clear = clearOf(nal.size());
        Buffer sealed(nal.begin(), nal.begin() + ptrdiff_t(clear));
        const size_t hidden = nal.size() - clear;
        sealed.insert(sealed.end(), secret.begin() + ptrdiff_t(taken),
                      secret.begin() + ptrdiff_t(taken + hidden));
        taken += hidden;
        if (hidden > 0)
            escapeFrom(sealed, clear);
        putNal(out, sealed);
    }
    return out;
}

Result<Cover> coverOf(PictureCodec codec, Bytes unit)
{
    const auto nals = split(unit);
    if (!nals)
        return nals.error();
    Cover cover;
    for (const Bytes nal : *nals) {
        if (!isSlice(codec, nal))
            continue;
        cover.all += nal.size();
        cover.hidden += nal.size() - clearOf(nal.size());
    }
    return cover;
}

Result<std::optional<Note>> noteOfPicture(PictureCodec codec, Bytes unit)
{
    const auto nals = split(unit);
    if (!nals)
        return nals.error();
    const auto at = findNote(codec, *nals);
    if (!at)
        return at.error();
    if (!*at)
        return std::optional<Note>();
    const auto message = messageOf(codec, (*nals)[**at]);
    const auto note = message ? decodedNote(message->note) : std::nullopt;
    if (!note)
        return error("damaged-unit",
                     "The note of the picture's encryption is damaged or of a newer version.");
    return note;
}

Result<Buffer> openedPicture(PictureCodec codec, Bytes unit, SealCipher &cipher)
{
    const auto nals = split(unit);
    if (!nals)
        return nals.error();
    const auto noteAt = findNote(codec, *nals);
    if (!noteAt)
        return noteAt.error();
    if (!*noteAt)
        return error("not-sealed", "The picture is not encrypted.");
    const auto message = messageOf(codec, (*nals)[**noteAt]);
    const auto note = message ? decodedNote(message->note) : std::nullopt;
    if (!note)
        return error("damaged-unit",
                     "The note of the picture's encryption is damaged or of a newer version.");

    Authenticated authenticated(message->note);
    Buffer secret;
    std::vector<Buffer> slices;
    for (const Bytes nal : *nals) {
        if (!isSlice(codec, nal))
            continue;
        Buffer slice(nal.begin(), nal.end());
        // A slice this short was never sealed; one that was keeps more than that, escaped or not.
        if (slice.size() > mostClearNal)
            unescapeFrom(slice, clearBytes);
        const size_t clear = clearOf(slice.size());
        authenticated.add(slice.size(), Bytes(slice).first(clear));
        secret.insert(secret.end(), slice.begin() + ptrdiff_t(clear), slice.end());
        slices.push_back(std::move(slice));
    }
    if (!cipher.open(*note, authenticated.bytes(), secret, message->tag))
        return error("seal-broken", "The picture was changed on its way, or sealed with another key.");

    Buffer out;
    out.reserve(unit.size());
    size_t taken = 0;
    size_t next = 0;
    for (size_t i = 0; i < nals->size(); ++i) {
        if (i == **noteAt)
            continue;
        if (!isSlice(codec, (*nals)[i])) {
            putNal(out, (*nals)[i]);
            continue;
        }
        Buffer &slice = slices[next++];
        const size_t clear = clearOf(slice.size());
        std::copy_n(secret.begin() + ptrdiff_t(taken), slice.size() - clear,
                    slice.begin() + ptrdiff_t(clear));
        taken += slice.size() - clear;
        putNal(out, slice);
    }
    return out;
}

} // namespace twinfeed::sealing
