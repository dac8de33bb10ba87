"""A bot of which the main gateway is standard input: {"state": ...} and {"server": ...}, the payloads of both events, one a line.

It goes to a channel, plays a file there, and plays it again after every move. Arguments: acord, certificate, guild, channel, user, file.
"""

import asyncio
import json
import sys
from types import SimpleNamespace

from discordpy_voice import AcordVoice

acord, certificate, guild_id, channel_id, user_id, file = sys.argv[1:]


class Guild:
    id = int(guild_id)

    async def change_voice_state(self, *, channel, self_mute=False, self_deaf=False):
        print(json.dumps({"ev": "asked", "channel": str(channel and channel.id)}), flush=True)

    def get_channel(self, channel):
        return SimpleNamespace(id=channel, guild=self)


class Voice(AcordVoice):
    acord = (acord,)
    options = ("--ca", certificate)

    def on_event(self, event):
        print(json.dumps(event), flush=True)


async def gateway(voice):
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while True:
        line = await lines.readline()
        if not line:
            return
        event = json.loads(line)
        if "state" in event:
            await voice.on_voice_state_update(event["state"])
        elif "server" in event:
            await voice.on_voice_server_update(event["server"])
        else:
            voice.session.play(file)


async def main():
    client = SimpleNamespace(user=SimpleNamespace(id=int(user_id)))
    voice = Voice(client, Guild().get_channel(int(channel_id)))
    told = asyncio.create_task(gateway(voice))
    await voice.connect(timeout=60, reconnect=True)
    voice.session.play(file)
    await told


asyncio.run(main())
