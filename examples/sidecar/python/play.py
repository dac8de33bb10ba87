#!/usr/bin/env python3
"""Joins a voice channel, plays a file, prints all events, and says at the end who was heard.

    play.py [--acord COMMAND] [--listen SECONDS] TICKET.json FILE [OPTION...]

TICKET.json has endpoint, guild, channel, user, session and token, as a line of `acord sim --json` has them; `-` is standard input.
Options are of `acord session`, such as --ca FILE.pem.
"""

import argparse
import asyncio
import json
import shlex
import sys

from acord_session import Session

FIELDS = ("endpoint", "guild", "channel", "user", "session", "token")


async def hear(session, heard):
    """Counts packets, and those that are missing between them; a decoder would take packet["opus"]."""
    last = {}
    async for packet in session.packets():
        user = heard.setdefault(packet["user"], {"packets": 0, "lost": 0, "bytes": 0})
        user["packets"] += 1
        user["bytes"] += len(packet["opus"])
        source = packet["ssrc"]
        if source in last:
            ahead = (packet["seq"] - last[source]) & 0xFFFF
            if ahead < 0x8000:  # else it was overtaken
                user["lost"] += max(0, ahead - 1)
        last[source] = packet["seq"]


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--acord", default="acord")
    parser.add_argument("--listen", type=float, default=0)
    parser.add_argument("ticket")
    parser.add_argument("file")
    parser.add_argument("options", nargs=argparse.REMAINDER)  # of acord session
    arguments = parser.parse_args()
    with sys.stdin if arguments.ticket == "-" else open(arguments.ticket) as ticket:
        fields = json.load(ticket)
    session = await Session.start(
        **{name: fields[name] for name in FIELDS},
        acord=shlex.split(arguments.acord),
        options=arguments.options,
        receive=True,
    )
    heard = {}
    hearing = asyncio.create_task(hear(session, heard))
    session.play(arguments.file)
    leaving = None
    async for event in session.events():
        print(json.dumps(event), flush=True)
        if event["ev"] == "player" and event["state"] in ("idle", "failed") and leaving is None:
            leaving = asyncio.create_task(leave(session, arguments.listen))
    code = await (leaving or session.close())
    await hearing
    print(json.dumps({"heard": heard}), flush=True)
    return code


async def leave(session, after_s):
    await asyncio.sleep(after_s)
    return await session.close()


sys.exit(asyncio.run(main()))
