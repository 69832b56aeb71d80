// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads what a picture of `twinfeed-feed push` says about itself, from what the browser shows: the strip of black and white
// blocks described in app/feed/picturecode.h.

const columns = 36;
const rows = 2;
const finderColumns = 2;
const stripHeight = 80 / 1080;
// The strip is drawn at this size: a block is then 20 by 20 pixels.
const width = 720;
const height = 40;

function crc16(bytes) {
    let crc = 0xffff;
    for (const byte of bytes) {
        crc ^= byte << 8;
        for (let bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
    return crc;
}

/** Mean brightness of the middle of each block. */
function means(image) {
    const found = [];
    for (let row = 0; row < rows; ++row) {
        for (let column = 0; column < columns; ++column) {
            let sum = 0;
            for (let y = row * 20 + 6; y < row * 20 + 14; ++y) {
                for (let x = column * 20 + 6; x < column * 20 + 14; ++x)
                    sum += image.data[4 * (y * width + x) + 1];
            }
            found.push(sum / 64);
        }
    }
    return found;
}

const fromEdge = (column) => Math.min(column, columns - 1 - column);
const isFinder = (column) => fromEdge(column) < finderColumns;

/** Level between black and white as the outer blocks show them; null where there is no strip. */
function threshold(blocks) {
    let darkestWhite = 255;
    let brightestBlack = 0;
    blocks.forEach((level, index) => {
        const column = index % columns;
        if (!isFinder(column))
            return;
        if ((Math.floor(index / columns) + fromEdge(column)) % 2 === 0)
            darkestWhite = Math.min(darkestWhite, level);
        else
            brightestBlack = Math.max(brightestBlack, level);
    });
    return darkestWhite - brightestBlack < 10 ? null : (darkestWhite + brightestBlack) / 2;
}

export class PictureCode {
    constructor() {
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        this.context = canvas.getContext('2d', { willReadFrequently: true });
    }

    /** Number of the source that the video shows, as a text; "none" for pictures of nobody, "unreadable" for a damaged code. */
    source(video) {
        const top = video.videoHeight * (1 - stripHeight);
        this.context.drawImage(video, 0, top, video.videoWidth, video.videoHeight - top, 0, 0, width, height);
        const blocks = means(this.context.getImageData(0, 0, width, height));
        const limit = threshold(blocks);
        if (limit === null)
            return 'none';
        const bits = blocks.filter((_, index) => !isFinder(index % columns)).map((level) => (level > limit ? 1 : 0));
        const bytes = [];
        for (let at = 0; at < bits.length; at += 8)
            bytes.push(bits.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0));
        if (crc16(bytes.slice(0, 6)) !== bytes[6] * 256 + bytes[7])
            return 'unreadable';
        return String(bytes[0] >> 2);
    }
}
