#!/usr/bin/python3
# SPDX-FileCopyrightText: The Twinfeed authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""gstselector.py copy|encode URL_1 URL_2 OUT: what is built with GStreamer in place of Twinfeed. Two RTMP streams into an
`input-selector` each for pictures and sound, one RTMP stream out; as they come, or decoded and encoded all the time.
Lines on standard input, "1" and "2", choose. It says "ready" when both have come."""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GLib, Gst  # noqa: E402

COPY = {
    "video": "h264parse ! video/x-h264,stream-format=avc,alignment=au",
    "sound": "aacparse ! audio/mpeg,mpegversion=4,stream-format=raw",
    "video_out": "identity",
    "sound_out": "identity",
}
ENCODE = {
    "video": "h264parse ! avdec_h264 max-threads=1 ! video/x-raw,format=I420",
    "sound": "aacparse ! avdec_aac ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=2",
    "video_out": "x264enc tune=zerolatency speed-preset=superfast bitrate=4000 key-int-max=60"
    " ! video/x-h264,profile=high ! h264parse ! video/x-h264,stream-format=avc,alignment=au",
    "sound_out": "audioconvert ! avenc_aac bitrate=128000 ! aacparse ! audio/mpeg,stream-format=raw",
}


def description(parts, urls, out):
    text = (
        f"input-selector name=video sync-streams=true ! {parts['video_out']} ! queue ! mux.video "
        f"input-selector name=sound sync-streams=true ! {parts['sound_out']} ! queue ! mux.audio "
        f"flvmux name=mux streamable=true ! rtmp2sink location={out} async-connect=false "
    )
    for i, url in enumerate(urls):
        text += (
            f"rtmp2src location={url} ! queue ! flvdemux name=in{i} "
            f"in{i}.video ! queue ! {parts['video']} ! video.sink_{i} "
            f"in{i}.audio ! queue ! {parts['sound']} ! sound.sink_{i} "
        )
    return text


def main():
    kind, *urls, out = sys.argv[1:]
    Gst.init(None)
    pipeline = Gst.parse_launch(description(COPY if kind == "copy" else ENCODE, urls, out))
    loop = GLib.MainLoop()
    failed = []

    def choose(channel, _condition):
        line = channel.readline()
        if not line:
            loop.quit()
            return False
        if line.strip() in ("1", "2"):
            for name in ("video", "sound"):
                selector = pipeline.get_by_name(name)
                selector.set_property("active-pad", selector.get_static_pad(f"sink_{int(line) - 1}"))
        return True

    def told(_bus, message):
        if message.type == Gst.MessageType.ERROR:
            failed.append(str(message.parse_error()))
            loop.quit()
        elif message.type == Gst.MessageType.EOS:
            failed.append("end of stream")
            loop.quit()
        elif message.type == Gst.MessageType.STATE_CHANGED and message.src == pipeline:
            if message.parse_state_changed()[1] == Gst.State.PLAYING:
                print("ready", flush=True)

    bus = pipeline.get_bus()
    bus.add_signal_watch()
    bus.connect("message", told)
    channel = GLib.IOChannel.unix_new(sys.stdin.fileno())
    GLib.io_add_watch(channel, GLib.IO_IN | GLib.IO_HUP, choose)
    pipeline.set_state(Gst.State.PLAYING)
    loop.run()
    pipeline.set_state(Gst.State.NULL)
    print(*failed, file=sys.stderr)
    return 1 if failed else 0


sys.exit(main())
