// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealedsound.h"

#include <algorithm>
#include <initializer_list>

namespace twinfeed::sealing {

namespace {

// ISO/IEC 14496-3, table 4.85
enum Element : unsigned { Single = 0, Pair = 1, LowFrequency = 3, DataStream = 4, End = 7 };

// id_syn_ele DSE, element_instance_tag 11, data_byte_align_flag 1: with the count two whole bytes.
constexpr uint8_t dataHeader = DataStream << 5 | 11 << 1 | 1;
constexpr size_t countEscape = 255;
constexpr size_t mostData = 510; // of one element: count and esc_count
constexpr size_t mostFrame = 8191 - 7; // aac_frame_length has 13 bits, and ADTS its header in it

Error error(const char *code, const char *message)
{
    return {QString::fromLatin1(code), QString::fromLatin1(message), {}, {}, {}};
}

class BitWriter final
{
public:
    void put(unsigned value, int bits)
    {
        for (int i = bits - 1; i >= 0; --i) {
            if (m_free == 0) {
                m_bytes.push_back(0);
                m_free = 8;
            }
            --m_free;
            m_bytes.back() |= uint8_t((value >> i & 1) << m_free);
        }
    }
    const Buffer &bytes() const { return m_bytes; }

private:
    Buffer m_bytes;
    int m_free = 0; // in the last byte
};

// ics_info: a long window of the sine shape with no bands at all; no prediction.
constexpr int icsInfoBits = 1 + 2 + 1 + 6 + 1;
// After it: no sections, no scale factors; pulse_data_present, tns_data_present, gain_control_data_present.
constexpr int toolBits = 3;
constexpr int gainBits = 8;

void putSingle(BitWriter &out, Element kind, unsigned instance)
{
    out.put(kind, 3);
    out.put(instance, 4);
    out.put(0, gainBits);
    out.put(0, icsInfoBits);
    out.put(0, toolBits);
}

void putPair(BitWriter &out, unsigned instance)
{
    out.put(Pair, 3);
    out.put(instance, 4);
    out.put(1, 1); // common_window
    out.put(0, icsInfoBits);
    out.put(0, 2); // ms_mask_present
    for (int channel = 0; channel < 2; ++channel) {
        out.put(0, gainBits);
        out.put(0, toolBits);
    }
}

/// The elements of a channel configuration (ISO/IEC 14496-3, table 1.19); none where there is no such.
std::initializer_list<Element> layoutOf(int channels)
{
    static constexpr std::initializer_list<Element> layouts[]{
        {},
        {Single},
        {Pair},
        {Single, Pair},
        {Single, Pair, Single},
        {Single, Pair, Pair},
        {Single, Pair, Pair, LowFrequency},
        {},
        {Single, Pair, Pair, Pair, LowFrequency},
    };
    return channels >= 1 && channels <= 8 ? layouts[channels] : layouts[0];
}

Buffer silence(std::initializer_list<Element> layout)
{
    BitWriter out;
    unsigned singles = 0;
    unsigned pairs = 0;
    for (const Element element : layout) {
        if (element == Pair)
            putPair(out, pairs++);
        else
            putSingle(out, element, element == Single ? singles++ : 0);
    }
    out.put(End, 3);
    return out.bytes();
}

/// What our data stream elements at the beginning of a frame carry; empty where there are none.
Result<Buffer> dataOf(Bytes frame)
{
    Buffer data;
    while (frame.size() >= 2 && frame[0] == dataHeader) {
        size_t count = frame[1];
        size_t header = 2;
        if (count == countEscape) {
            if (frame.size() < 3)
                break;
            count += frame[2];
            header = 3;
        }
        if (frame.size() < header + count)
            break;
        data.insert(data.end(), frame.begin() + ptrdiff_t(header), frame.begin() + ptrdiff_t(header + count));
        frame = frame.subspan(header + count);
        // Only a full element is followed by another: what comes then is of somebody else.
        if (count < mostData)
            return data;
    }
    return data;
}

/// Note, tag and ciphertext of a sealed frame; nothing for a clear one.
Result<std::optional<Buffer>> sealedData(Bytes frame)
{
    auto data = dataOf(frame);
    if (!data)
        return data.error();
    if (data->empty() || !decodedNote(*data))
        return std::optional<Buffer>();
    if (data->size() < noteBytes + tagBytes)
        return error("damaged-unit", "The note of the sound's encryption is cut short.");
    return std::optional(std::move(*data));
}

} // namespace

Result<Buffer> sealedSound(Bytes frame, int channels, const Note &note, SealCipher &cipher)
{
    const auto layout = layoutOf(channels);
    if (layout.size() == 0)
        return error("channels-refused", "Sound of this number of channels cannot be encrypted.");
    const auto before = sealedData(frame);
    if (before && *before)
        return error("already-sealed", "The sound is encrypted already.");

    const NoteText text = encoded(note);
    Buffer secret(frame.begin(), frame.end());
    const auto tag = cipher.seal(note, text, secret);
    if (!tag)
        return error("cipher-failed", "The cipher failed.");
    Buffer data(text.begin(), text.end());
    data.insert(data.end(), tag->begin(), tag->end());
    data.insert(data.end(), secret.begin(), secret.end());

    Buffer out;
    const Buffer quiet = silence(layout);
    out.reserve(data.size() + 3 * (data.size() / mostData + 1) + quiet.size());
    for (size_t at = 0;;) {
        const size_t count = std::min(mostData, data.size() - at);
        out.push_back(dataHeader);
        out.push_back(uint8_t(std::min(count, countEscape)));
        if (count >= countEscape)
            out.push_back(uint8_t(count - countEscape));
        out.insert(out.end(), data.begin() + ptrdiff_t(at), data.begin() + ptrdiff_t(at + count));
        at += count;
        if (count < mostData)
            break;
    }
    out.insert(out.end(), quiet.begin(), quiet.end());
    if (out.size() > mostFrame)
        return error("too-large", "The sound frame is too large to be encrypted.");
    return out;
}

Result<std::optional<Note>> noteOfSound(Bytes frame)
{
    const auto data = sealedData(frame);
    if (!data)
        return data.error();
    return *data ? decodedNote(**data) : std::nullopt;
}

Result<Buffer> openedSound(Bytes frame, SealCipher &cipher)
{
    const auto data = sealedData(frame);
    if (!data)
        return data.error();
    if (!*data)
        return error("not-sealed", "The sound is not encrypted.");
    const Bytes all = **data;
    Tag tag{};
    std::copy_n(all.begin() + noteBytes, tagBytes, tag.begin());
    Buffer secret(all.begin() + noteBytes + tagBytes, all.end());
    if (!cipher.open(*decodedNote(all), all.first(noteBytes), secret, tag))
        return error("seal-broken", "The sound was changed on its way, or sealed with another key.");
    return secret;
}

} // namespace twinfeed::sealing
