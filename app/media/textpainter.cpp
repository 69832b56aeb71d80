// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/textpainter.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"

#include <fontconfig/fontconfig.h>
#include <freetype/freetype.h>

#include <algorithm>
#include <cmath>
#include <numeric>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace twinfeed::media {

namespace {

// Shares of the picture's height; the left edge is that of the built-in slates' words.
constexpr double leftShare = 0.1; // of the width
constexpr double bottomShare = 0.905;
constexpr double widestShare = 0.8; // of the width
constexpr double timeShare = 0.13;
constexpr double labelShare = 0.042;
constexpr double padShare = 0.03;
constexpr double radiusShare = 0.014;
// Luma of 8 bits in limited range; the panel lets a third of the picture through.
constexpr int panelInk = 18;
constexpr int panelAlpha = 170;
constexpr int labelInk = 200;
constexpr int timeInk = 235;
constexpr int neutral = 128;

const QString figures = QStringLiteral("0123456789:");

struct FreeLibrary
{
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct FreeFace
{
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
struct FreePattern
{
    void operator()(FcPattern *pattern) const { FcPatternDestroy(pattern); }
};
struct FreeCharSet
{
    void operator()(FcCharSet *set) const { FcCharSetDestroy(set); }
};
using Library = std::unique_ptr<std::remove_pointer_t<FT_Library>, FreeLibrary>;
using Face = std::unique_ptr<std::remove_pointer_t<FT_Face>, FreeFace>;

/// How much of each pixel is ink.
struct Mask
{
    Mask(int width, int height)
        : width(width)
        , height(height)
        , alpha(size_t(width) * size_t(height))
    {
    }
    void add(int x, int y, int ink)
    {
        if (x >= 0 && y >= 0 && x < width && y < height) {
            uint8_t &pixel = alpha[size_t(y) * size_t(width) + size_t(x)];
            pixel = std::max(pixel, uint8_t(ink));
        }
    }
    int at(int x, int y) const
    {
        return x < width && y < height ? alpha[size_t(y) * size_t(width) + size_t(x)] : 0;
    }

    int width;
    int height;
    std::vector<uint8_t> alpha;
};

Face findFace(FT_Library library, const QString &characters)
{
    const std::unique_ptr<FcPattern, FreePattern> pattern(FcPatternCreate());
    const std::unique_ptr<FcCharSet, FreeCharSet> set(FcCharSetCreate());
    for (const uint character : characters.toUcs4())
        FcCharSetAddChar(set.get(), character);
    for (const char *family : {"Inter", "Noto Sans CJK SC", "DejaVu Sans"})
        FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8 *>(family));
    FcPatternAddInteger(pattern.get(), FC_WEIGHT, FC_WEIGHT_DEMIBOLD);
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, set.get());
    FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
    FcDefaultSubstitute(pattern.get());
    FcResult result = FcResultNoMatch;
    const std::unique_ptr<FcFontSet, decltype(&FcFontSetDestroy)> fonts(
        FcFontSort(nullptr, pattern.get(), FcFalse, nullptr, &result), FcFontSetDestroy);
    for (int i = 0; fonts && i < fonts->nfont; ++i) {
        FcChar8 *file = nullptr;
        int index = 0;
        FcPatternGetInteger(fonts->fonts[i], FC_INDEX, 0, &index);
        FT_Face opened = nullptr;
        if (FcPatternGetString(fonts->fonts[i], FC_FILE, 0, &file) != FcResultMatch
            || FT_New_Face(library, reinterpret_cast<const char *>(file), index & 0xFFFF, &opened) != 0)
            continue;
        Face face(opened);
        const auto ucs4 = characters.toUcs4();
        if (std::ranges::all_of(ucs4, [&](uint c) { return FT_Get_Char_Index(face.get(), c) != 0; }))
            return face;
    }
    return nullptr;
}

/// Advance of a character in pixels.
int advanceOf(FT_Face face, uint character)
{
    return FT_Load_Char(face, character, FT_LOAD_NO_HINTING) == 0 ? int((face->glyph->advance.x + 32) >> 6)
                                                                  : 0;
}

bool isFigure(uint character)
{
    return character >= '0' && character <= '9';
}

/// A line of text in a face at a size. `evenFigures`: each as wide as the widest, so that a running time stands still.
class Line
{
public:
    Line(FT_Face face, int size, bool evenFigures)
        : m_face(face)
    {
        FT_Set_Pixel_Sizes(face, 0, FT_UInt(size));
        for (uint figure = '0'; evenFigures && figure <= '9'; ++figure)
            m_figure = std::max(m_figure, advanceOf(face, figure));
    }

    int width(const QString &text) const
    {
        const auto characters = text.toUcs4();
        return std::accumulate(characters.cbegin(), characters.cend(), 0,
                               [this](int sum, uint character) { return sum + cell(character); });
    }

    void draw(Mask &mask, int x, int baseline, const QString &text) const
    {
        for (const uint character : text.toUcs4()) {
            const int wide = cell(character);
            if (FT_Load_Char(m_face, character, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) == 0) {
                const int own = int((m_face->glyph->advance.x + 32) >> 6);
                copy(mask, x + (wide - own) / 2, baseline);
            }
            x += wide;
        }
    }

private:
    int cell(uint character) const
    {
        return m_figure > 0 && isFigure(character) ? m_figure : advanceOf(m_face, character);
    }

    void copy(Mask &mask, int x, int baseline) const
    {
        const FT_GlyphSlot glyph = m_face->glyph;
        const FT_Bitmap &bitmap = glyph->bitmap;
        for (int row = 0; row < int(bitmap.rows); ++row) {
            for (int column = 0; column < int(bitmap.width); ++column)
                mask.add(x + glyph->bitmap_left + column, baseline - glyph->bitmap_top + row,
                         bitmap.buffer[row * bitmap.pitch + column]);
        }
    }

    FT_Face m_face;
    int m_figure = 0;
};

Mask roundedPanel(int width, int height, double radius)
{
    Mask mask(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double dx = std::max({radius - x - 0.5, x + 0.5 - (width - radius), 0.0});
            const double dy = std::max({radius - y - 0.5, y + 0.5 - (height - radius), 0.0});
            const double inside = std::clamp(radius - std::hypot(dx, dy) + 0.5, 0.0, 1.0);
            mask.add(x, y, int(std::lround(inside * panelAlpha)));
        }
    }
    return mask;
}

template <typename Pixel>
void blend(uint8_t *row, int x, int ink, int alpha)
{
    auto *pixel = reinterpret_cast<Pixel *>(row) + x;
    *pixel = Pixel(*pixel + (ink - int(*pixel)) * alpha / 255);
}

/// Inks the picture through the mask; grey, so colours fade as it covers them.
void ink(AVFrame &picture, const Mask &mask, int x, int y, int luma)
{
    const AVPixFmtDescriptor *layout = av_pix_fmt_desc_get(AVPixelFormat(picture.format));
    const bool deep = layout->comp[0].depth > 8;
    const int shift = layout->comp[0].depth - 8;
    for (int plane = 0; plane < 3; ++plane) {
        const int across = plane == 0 ? 0 : layout->log2_chroma_w;
        const int down = plane == 0 ? 0 : layout->log2_chroma_h;
        const int value = (plane == 0 ? luma : neutral) << shift;
        for (int row = 0; row < (mask.height + (1 << down) - 1) >> down; ++row) {
            uint8_t *line = picture.data[plane] + ptrdiff_t((y >> down) + row) * picture.linesize[plane];
            for (int column = 0; column < (mask.width + (1 << across) - 1) >> across; ++column) {
                int sum = 0;
                for (int i = 0; i < 1 << down; ++i) {
                    for (int j = 0; j < 1 << across; ++j)
                        sum += mask.at((column << across) + j, (row << down) + i);
                }
                const int alpha = sum >> (across + down);
                if (alpha == 0)
                    continue;
                if (deep)
                    blend<uint16_t>(line, (x >> across) + column, value, alpha);
                else
                    blend<uint8_t>(line, (x >> across) + column, value, alpha);
            }
        }
    }
}

} // namespace

class TextPainter::Private
{
public:
    Private(int width, int height, QString label, Library library, Face labelFace, Face timeFace)
        : m_width(width)
        , m_height(height)
        , m_label(std::move(label))
        , m_library(std::move(library))
        , m_labelFace(std::move(labelFace))
        , m_timeFace(std::move(timeFace))
    {
    }

    void paint(AVFrame &picture, const QString &time)
    {
        // A long label, or hundreds of hours, are written smaller.
        double scale = 1;
        while (widthAt(scale, time) > int(m_width * widestShare) && scale > 0.2)
            scale *= 0.94;
        const int pad = sized(padShare, scale);
        const int timeSize = sized(timeShare, scale);
        const int labelSize = m_label.isEmpty() ? 0 : sized(labelShare, scale);
        // Figures are 0.73 of the size high; the label stands over them with as much air as it is high.
        const int figureHeight = timeSize * 73 / 100;
        const int high = (2 * pad + figureHeight + labelSize * 17 / 10 + 1) & ~1;
        const int wide = (widthAt(scale, time) + 1) & ~1;
        const int x = int(m_width * leftShare) & ~1;
        const int y = std::max(0, int(m_height * bottomShare) - high) & ~1;
        const Mask panel = roundedPanel(wide, high, std::max(1.0, m_height * radiusShare));
        ink(picture, panel, x, y, panelInk);
        if (labelSize > 0) {
            Mask words(wide, high);
            Line(m_labelFace.get(), labelSize, false).draw(words, pad, pad + labelSize * 8 / 10, m_label);
            ink(picture, words, x, y, labelInk);
        }
        Mask numbers(wide, high);
        Line(m_timeFace.get(), timeSize, true).draw(numbers, pad, high - pad, time);
        ink(picture, numbers, x, y, timeInk);
    }

private:
    int sized(double share, double scale) const { return std::max(4, int(m_height * share * scale)); }

    int widthAt(double scale, const QString &time) const
    {
        const int label =
            m_label.isEmpty() ? 0 : Line(m_labelFace.get(), sized(labelShare, scale), false).width(m_label);
        return 2 * sized(padShare, scale)
            + std::max(label, Line(m_timeFace.get(), sized(timeShare, scale), true).width(time));
    }

    const int m_width;
    const int m_height;
    const QString m_label;
    const Library m_library;
    const Face m_labelFace; // null without a label
    const Face m_timeFace;
};

TextPainter::TextPainter(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

TextPainter::~TextPainter() = default;

Result<std::unique_ptr<TextPainter>> TextPainter::create(int width, int height, const QString &label)
{
    FT_Library opened = nullptr;
    if (FT_Init_FreeType(&opened) != 0)
        return outOfMemory();
    Library library(opened);
    Face timeFace = findFace(library.get(), figures);
    Face labelFace = label.isEmpty() ? nullptr : findFace(library.get(), label);
    if (!timeFace || (!labelFace && !label.isEmpty()))
        return errorOf(QStringLiteral("slate-refused"),
                       QStringLiteral("No font of this machine has the characters that are to be written."),
                       QStringLiteral("Install the packages fonts-inter and fonts-noto-cjk."));
    return std::unique_ptr<TextPainter>(new TextPainter(std::make_unique<Private>(
        width, height, label, std::move(library), std::move(labelFace), std::move(timeFace))));
}

void TextPainter::paint(AVFrame &picture, const QString &time)
{
    d->paint(picture, time);
}

} // namespace twinfeed::media
