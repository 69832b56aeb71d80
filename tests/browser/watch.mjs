// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// node watch.mjs --player mpegts --modules FOLDER --url URL [--header "NAME: TEXT"]
// node watch.mjs --player hls    --modules FOLDER --folder FOLDER
//
// Watches a stream in a headless Chromium with mpegts.js (HTTP-FLV) or hls.js (a folder with index.m3u8). Everything that the
// page needs comes from a server of its own on the loopback interface, the stream through it.
//
// Lines on standard input: "begin" counts anew from here; "end" ends it, and so does the end of the input.
// Standard output: one JSON object a line: {"event": "playing"} when pictures move, {"event": "shows", "source"} for each source
// that appears, {"event": "began"}, and at the end {"event": "summary", ...}, the page's last report with
//   waiting, stalled     each {"position", "ms", "ahead": seconds of the programme that the player had in hand}
//   ranges               [from, to] of what it has: a hole in between is one in the programme
//   leastAhead           the least it ever had in hand, seconds
//   longestStandstill    of the position, ms;  seeks, errors, complaints (of the player, not fatal)
//   seconds, played      of the clock; of the programme
//   frames, dropped, unreadable, shown (sources as they followed each other)
//   loads, connections   of the page, and of the stream (FLV), since the start: more than one is a reload
//   silence              longest time between two reports, ms
//   chain                of the stream's way here (FLV): bytes, longestGap and age (ms without one), held (ms in which the browser
//                        took none). A standstill with no gap in it is the browser's
//   log                  the player's own newest lines
// Standard error: at the end, what the browser said last.
// Exit: 0, 1 wrong arguments, 2 the browser ended by itself or never played.

import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.ts': 'video/mp2t' };

const { values: options } = parseArgs({
    options: {
        player: { type: 'string' },
        modules: { type: 'string' },
        url: { type: 'string' },
        header: { type: 'string' },
        folder: { type: 'string' },
        browser: { type: 'string', default: 'chromium' },
    },
});

const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

let loads = 0;
let connections = 0;
let round = 0;
let began = 0;
let silence = 0;
let reported = 0;
let playing = false;
let newest = null;
const chain = { bytes: 0, longestGap: 0, age: 0, held: 0, newest: 0 };

function sendFile(folder, name, response) {
    const file = path.join(folder, path.normalize(`/${name}`));
    const stream = createReadStream(file);
    stream.on('error', () => response.writeHead(404).end());
    stream.on('open', () => {
        response.writeHead(200, {
            'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
            'Cache-Control': 'no-store',
        });
        stream.pipe(response);
    });
}

/** Who holds a stream up: whoever sends it, or the browser that does not take it. */
function watchChain(upstream, response) {
    let heldSince = 0;
    upstream.on('data', (data) => {
        const at = performance.now();
        if (chain.newest)
            chain.longestGap = Math.max(chain.longestGap, at - Math.max(chain.newest, heldSince));
        chain.bytes += data.length;
        chain.newest = at;
    });
    upstream.on('pause', () => (heldSince = performance.now()));
    response.on('drain', () => {
        if (heldSince)
            chain.held += performance.now() - heldSince;
        heldSince = 0;
        chain.newest = performance.now(); // what waited meanwhile was not late
    });
}

function sendProgramme(response) {
    ++connections;
    const [name, text] = (options.header ?? '').split(/:\s*/, 2);
    const request = http.get(options.url, { headers: name ? { [name]: text } : {} }, (upstream) => {
        if (upstream.statusCode !== 200)
            process.stderr.write(`${options.url}: ${upstream.statusCode}\n`);
        response.writeHead(upstream.statusCode, { 'Content-Type': 'video/x-flv' });
        watchChain(upstream, response);
        upstream.pipe(response);
        upstream.on('error', () => response.destroy());
    });
    request.on('error', () => response.destroy());
    response.on('close', () => request.destroy());
}

function noteReport(report) {
    const at = performance.now();
    if (reported && round === report.round)
        silence = Math.max(silence, at - reported);
    reported = at;
    if (began !== report.round) {
        began = report.round;
        silence = 0;
        Object.assign(chain, { bytes: 0, longestGap: 0, held: 0 });
        say({ event: 'began' });
    }
    const known = newest?.round === report.round ? newest.shown.length : 0;
    report.shown.slice(known).forEach((source) => say({ event: 'shows', source }));
    newest = report;
    if (!playing && report.frames > 0 && report.played > 0) {
        playing = true;
        say({ event: 'playing' });
    }
}

function takeReport(request, response) {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
        noteReport(JSON.parse(Buffer.concat(parts)));
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ round }));
    });
}

const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (name === '/') {
        ++loads;
        sendFile(here, 'page.html', response);
    } else if (name === '/report') {
        takeReport(request, response);
    } else if (name === '/programme.flv' && options.url) {
        sendProgramme(response);
    } else if (name.startsWith('/modules/')) {
        sendFile(options.modules, name.slice(9), response);
    } else if (name.startsWith('/hls/') && options.folder) {
        sendFile(options.folder, name.slice(5), response);
    } else {
        sendFile(here, name, response);
    }
});

function startBrowser(profile, page) {
    const asRoot = process.getuid() === 0 ? ['--no-sandbox'] : [];
    const browser = spawn(
        options.browser,
        [
            '--headless=new',
            ...asRoot,
            `--user-data-dir=${profile}`,
            '--autoplay-policy=no-user-gesture-required',
            '--mute-audio',
            '--disable-gpu',
            '--disable-dev-shm-usage',
            '--disable-extensions',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--no-first-run',
            '--no-proxy-server',
            '--window-size=800,600',
            page,
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    // It complains of much that a headless machine has not: that is told only when it ends by itself.
    const said = [];
    browser.stderr.on('data', (data) => {
        said.push(data.toString());
        said.splice(0, said.length - 20);
    });
    browser.said = () => said.join('');
    browser.on('exit', () => process.stderr.write(`${options.browser} has ended by itself:\n${browser.said()}\n`));
    browser.on('error', (error) => {
        process.stderr.write(`${options.browser}: ${error.message}\n`);
        process.exit(2);
    });
    return browser;
}

/** Kills what was started, by its id, and takes its profile away; the browser writes there until it is gone. */
async function endBrowser(browser, profile) {
    browser.removeAllListeners('exit');
    const gone = new Promise((resolve) => browser.once('exit', resolve));
    if (browser.exitCode === null && browser.signalCode === null) {
        browser.kill('SIGTERM');
        const patience = setTimeout(() => browser.kill('SIGKILL'), 3000);
        await gone;
        clearTimeout(patience);
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function main() {
    if (!['mpegts', 'hls'].includes(options.player) || !options.modules || !(options.url || options.folder)) {
        process.stderr.write('what is to be watched? See the top of watch.mjs.\n');
        return 1;
    }
    const profile = await mkdtemp(path.join(os.tmpdir(), 'twinfeed-browser-'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = `http://127.0.0.1:${server.address().port}/?player=${options.player}`;
    const browser = startBrowser(profile, page);
    const lines = readline.createInterface({ input: process.stdin });
    const asked = await new Promise((resolve) => {
        browser.once('exit', () => resolve(false));
        lines.on('line', (line) => {
            if (line.trim() === 'begin')
                ++round;
            else if (line.trim() === 'end')
                resolve(true);
        });
        lines.on('close', () => resolve(true));
        process.once('SIGTERM', () => resolve(true));
    });
    const last = Math.max(silence, performance.now() - reported);
    const { newest: newestByte, ...stream } = chain;
    stream.age = newestByte ? performance.now() - newestByte : 0;
    // First of all: a browser of a busy machine takes seconds to end, and its profile may not go at all.
    say({ event: 'summary', player: options.player, loads, connections, ...newest, silence: last, chain: stream });
    process.stderr.write(`${options.browser} said last:\n${browser.said()}\n`);
    try {
        await endBrowser(browser, profile);
    } catch (error) {
        process.stderr.write(`${profile}: ${error.message}\n`);
    }
    return asked && playing ? 0 : 2;
}

process.exit(await main());
