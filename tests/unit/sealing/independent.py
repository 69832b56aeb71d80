#!/usr/bin/python3
# SPDX-FileCopyrightText: The Twinfeed authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens what Twinfeed sealed, written from resources/sealing.md, FIPS 197, SP 800-38D, RFC 3394 and RFC 5869 alone: no library
but Python's own, no code shared with the program. All arguments and answers are hexadecimal.

    independent.py picture KEY UNIT      one H.264 access unit behind four-byte lengths, opened
    independent.py hevc KEY UNIT
    independent.py sound KEY FRAME
    independent.py key TOKEN ID WRAPPED  the delivered key (TOKEN and ID as they are)
    independent.py hls KEY               the key of HLS outputs

Exit 1 where it does not open.
"""

import hashlib
import hmac
import sys


def xtime(a):
    return (a << 1 ^ (0x1B if a & 0x80 else 0)) & 0xFF


def multiplied(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = xtime(a), b >> 1
    return product


def make_sbox():
    box = []
    for value in range(256):
        inverse = next((i for i in range(256) if multiplied(value, i) == 1), 0)
        out = 0x63
        for shift in range(5):
            out ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
        box.append(out)
    return box


SBOX = make_sbox()


class Aes256:
    def __init__(self, key):
        words = [list(key[i:i + 4]) for i in range(0, 32, 4)]
        constant = 1
        for i in range(8, 60):
            word = list(words[-1])
            if i % 8 == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = xtime(constant)
            elif i % 8 == 4:
                word = [SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(words[i - 8], word)])
        self.rounds = [sum(words[i:i + 4], []) for i in range(0, 60, 4)]

    def encrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.rounds[0])]
        for number in range(1, 15):
            state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
            if number < 14:
                mixed = []
                for at in range(0, 16, 4):
                    a, b, c, d = state[at:at + 4]
                    mixed += [xtime(a) ^ xtime(b) ^ b ^ c ^ d, a ^ xtime(b) ^ xtime(c) ^ c ^ d,
                              a ^ b ^ xtime(c) ^ xtime(d) ^ d, xtime(a) ^ a ^ b ^ c ^ xtime(d)]
                state = mixed
            state = [a ^ b for a, b in zip(state, self.rounds[number])]
        return bytes(state)

    def decrypt(self, block):
        state = list(block)
        for number in range(14, 0, -1):
            state = [a ^ b for a, b in zip(state, self.rounds[number])]
            if number < 14:
                mixed = []
                for at in range(0, 16, 4):
                    column = state[at:at + 4]
                    for row in range(4):
                        factors = [(14, 11, 13, 9)[(i - row) % 4] for i in range(4)]
                        value = 0
                        for factor, byte in zip(factors, column):
                            value ^= multiplied(factor, byte)
                        mixed.append(value)
                state = mixed
            state = [SBOX.index(state[(i - 4 * (i % 4)) % 16]) for i in range(16)]
        return bytes(a ^ b for a, b in zip(state, self.rounds[0]))


def ghash(key, data):
    key = int.from_bytes(key, 'big')
    result = 0
    for at in range(0, len(data), 16):
        value = result ^ int.from_bytes(data[at:at + 16], 'big')
        factor, result = key, 0
        for bit in range(127, -1, -1):
            if value >> bit & 1:
                result ^= factor
            factor = factor >> 1 ^ (0xE1 << 120 if factor & 1 else 0)
    return result.to_bytes(16, 'big')


def padded(data):
    return data + bytes(-len(data) % 16)


def gcm_open(key, nonce, beside, data, tag):
    cipher = Aes256(key)
    lengths = (8 * len(beside)).to_bytes(8, 'big') + (8 * len(data)).to_bytes(8, 'big')
    digest = ghash(cipher.encrypt(bytes(16)), padded(beside) + padded(data) + lengths)
    stream = b''.join(cipher.encrypt(nonce + number.to_bytes(4, 'big'))
                      for number in range(1, 2 + (len(data) + 15) // 16))
    if not hmac.compare_digest(bytes(a ^ b for a, b in zip(digest, stream)), tag):
        sys.exit(1)
    return bytes(a ^ b for a, b in zip(data, stream[16:]))


def nonce_of(note):
    clear = bytes(byte ^ 0xA5 for byte in note)
    if clear[0] != 1:
        sys.exit(1)
    return clear[4:8] + bytes(3) + clear[8:13]


def unescaped(nal, begin):
    if len(nal) > 48 and nal.rstrip(b'\x03')[-1:] == b'\x00' and nal[-1] == 3:
        nal = nal[:-1]
    out = bytearray(nal[:begin])
    zeros = len(out) - len(out.rstrip(b'\x00'))
    for byte in nal[begin:]:
        if zeros >= 2 and byte == 3:
            zeros = 0
            continue
        zeros = zeros + 1 if byte == 0 else 0
        out.append(byte)
    return bytes(out)


UUID = bytes.fromhex('5477696e666565649c4be17a35d2885f')


def open_picture(key, unit, hevc):
    nals = []
    while unit:
        size = int.from_bytes(unit[:4], 'big')
        nals.append(unit[4:4 + size].rstrip(b'\x00'))
        unit = unit[4 + size:]
    header = 2 if hevc else 1
    kind = (lambda nal: nal[0] >> 1 & 63) if hevc else (lambda nal: nal[0] & 31)
    is_slice = (lambda t: t <= 9 or 16 <= t <= 21) if hevc else (lambda t: t in (1, 5))
    note = None
    slices, rest = [], []
    for nal in nals:
        if kind(nal) == (39 if hevc else 6) and nal[header:header + 18] == bytes([5, 45]) + UUID:
            message = unescaped(nal, header)[header + 18:]
            note, tag = message[:13], message[13:29]
            continue
        if is_slice(kind(nal)):
            nal = unescaped(nal, 32) if len(nal) > 48 else nal
            slices.append(nal)
        rest.append(nal)
    clear = [nal if len(nal) <= 48 else nal[:32] for nal in slices]
    beside = note + b''.join(len(nal).to_bytes(4, 'big') + bare for nal, bare in zip(slices, clear))
    secret = b''.join(nal[len(bare):] for nal, bare in zip(slices, clear))
    opened = gcm_open(key, nonce_of(note), beside, secret, tag)
    out = b''
    for nal in rest:
        if is_slice(kind(nal)) and len(nal) > 48:
            nal, opened = nal[:32] + opened[:len(nal) - 32], opened[len(nal) - 32:]
        out += len(nal).to_bytes(4, 'big') + nal
    return out


def open_sound(key, frame):
    data = b''
    while frame and frame[0] == 0x97:
        size, at = frame[1], 2
        if size == 255:
            size, at = 255 + frame[2], 3
        data += frame[at:at + size]
        frame = frame[at + size:]
        if size < 510:
            break
    return gcm_open(key, nonce_of(data[:13]), data[:13], data[29:], data[13:29])


def hkdf(secret, salt, info):
    return hmac.new(hmac.new(salt, secret, hashlib.sha256).digest(), info + b'\x01', hashlib.sha256).digest()


def unwrapped(kek, text):
    cipher = Aes256(kek)
    check, blocks = text[:8], [text[i:i + 8] for i in range(8, len(text), 8)]
    count = len(blocks)
    for j in range(5, -1, -1):
        for i in range(count, 0, -1):
            check = (int.from_bytes(check, 'big') ^ (count * j + i)).to_bytes(8, 'big')
            both = cipher.decrypt(check + blocks[i - 1])
            check, blocks[i - 1] = both[:8], both[8:]
    if check != bytes([0xA6] * 8):
        sys.exit(1)
    return b''.join(blocks)


def main(what, *words):
    if what == 'key':
        token, number, text = words
        kek = hkdf(token.encode(), int(number).to_bytes(4, 'big'), b'twinfeed key 1')
        return unwrapped(kek, bytes.fromhex(text))
    key = bytes.fromhex(words[0])
    if what == 'hls':
        return hkdf(key, bytes(32), b'twinfeed hls aes-128')[:16]
    unit = bytes.fromhex(words[1])
    return open_sound(key, unit) if what == 'sound' else open_picture(key, unit, what == 'hevc')


print(main(*sys.argv[1:]).hex())
