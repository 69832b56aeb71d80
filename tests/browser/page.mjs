// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A viewer's page: plays the programme with an ordinary player in its ordinary settings, and tells watch.mjs every quarter of
// a second what a viewer would have noticed.

/* global mpegts, Hls */
import { PictureCode } from './picturecode.mjs';

const video = document.querySelector('video');
const picture = new PictureCode();
const now = () => performance.now();

/** Seconds of the programme that the player has in hand. */
const inHand = () => (video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0);

/** What was noticed since `begin`; times in milliseconds. */
let seen;
/** Since when the position has stood still, and where. */
let still = { at: now(), position: 0 };
/** Interruptions that have not ended. */
let open = [];

function begin() {
    const quality = video.getVideoPlaybackQuality();
    still = { at: now(), position: video.currentTime };
    open = [];
    seen = {
        began: now(),
        beganAt: video.currentTime,
        framesBefore: quality.totalVideoFrames,
        droppedBefore: quality.droppedVideoFrames,
        waiting: [],
        stalled: [],
        longestStandstill: 0,
        leastAhead: inHand(),
        seeks: 0,
        errors: [],
        complaints: [],
        unreadable: 0,
        shown: [],
    };
}
begin();

function interrupted(kind) {
    const interruption = { position: video.currentTime, ms: 0, ahead: inHand() };
    seen[kind].push(interruption);
    open.push({ interruption, at: now() });
}

/** The first errors: a player that is at its end says the same for every piece that comes. */
const failed = (text) => seen.errors.length < 10 && seen.errors.push(text);

video.addEventListener('waiting', () => interrupted('waiting'));
video.addEventListener('stalled', () => interrupted('stalled'));
video.addEventListener('seeking', () => ++seen.seeks);
video.addEventListener('ended', () => failed('ended'));
video.addEventListener('error', () => failed(`video: ${video.error?.message || video.error?.code}`));
window.addEventListener('error', (event) => failed(`page: ${event.message}`));
window.addEventListener('unhandledrejection', (event) => failed(`page: ${event.reason}`));

/** An interruption lasts until the position has moved on by more than the little that it still does after the event. */
function watchPosition() {
    const at = now();
    for (const { interruption, at: since } of open)
        interruption.ms = at - since;
    open = open.filter(({ interruption }) => video.currentTime < interruption.position + 0.05);
    seen.longestStandstill = Math.max(seen.longestStandstill, at - still.at);
    seen.leastAhead = Math.min(seen.leastAhead, inHand());
    if (video.currentTime !== still.position)
        still = { at, position: video.currentTime };
}

function watchPicture() {
    const source = picture.source(video);
    if (source === 'unreadable')
        ++seen.unreadable;
    else if (seen.shown.at(-1) !== source)
        seen.shown.push(source);
    video.requestVideoFrameCallback(watchPicture);
}

const players = {
    mpegts() {
        const player = mpegts.createPlayer({ type: 'flv', isLive: true, url: new URL('programme.flv', location.href).href });
        player.on(mpegts.Events.ERROR, (type, detail, info) => failed(`mpegts.js: ${type}, ${detail}: ${info?.msg}`));
        player.on(mpegts.Events.LOADING_COMPLETE, () => failed('mpegts.js: the stream ended'));
        player.attachMediaElement(video);
        player.load();
    },
    hls() {
        const player = new Hls();
        player.on(Hls.Events.ERROR, (_, data) => {
            const text = `hls.js: ${data.details}${data.reason ? `: ${data.reason}` : ''}`;
            if (data.fatal)
                failed(text);
            else
                seen.complaints.push(text);
        });
        player.loadSource('hls/index.m3u8');
        player.attachMedia(video);
    },
};

/** The player's own newest lines, for whoever wants to know why it stood still. */
const log = [];
const keepLine = (text) => {
    log.push(`${(now() / 1000).toFixed(1)} ${text}`);
    log.splice(0, log.length - 40);
};
globalThis.mpegts?.LoggingControl.addLogListener((type, text) => keepLine(`${type}: ${text}`));

let round = 0;

async function report() {
    const quality = video.getVideoPlaybackQuality();
    const answer = await fetch('report', {
        method: 'POST',
        body: JSON.stringify({
            ...seen,
            round,
            seconds: (now() - seen.began) / 1000,
            played: video.currentTime - seen.beganAt,
            position: video.currentTime,
            ahead: inHand(),
            ranges: Array.from({ length: video.buffered.length }, (_, i) => [video.buffered.start(i), video.buffered.end(i)]),
            frames: quality.totalVideoFrames - seen.framesBefore,
            dropped: quality.droppedVideoFrames - seen.droppedBefore,
            width: video.videoWidth,
            ready: video.readyState,
            paused: video.paused,
            log,
            rate: video.playbackRate,
        }),
    });
    const wanted = (await answer.json()).round;
    if (wanted !== round) {
        round = wanted;
        begin();
    }
}

players[new URL(location.href).searchParams.get('player')]();
video.requestVideoFrameCallback(watchPicture);
setInterval(watchPosition, 25);
setInterval(report, 250);
