"""Voice for a bot on discord.py 2: `voice = await channel.connect(cls=AcordVoice)`, then `voice.session.play("tune.opus")`."""

import asyncio

import discord

from acord_session import Session


class AcordVoice(discord.VoiceProtocol):
    """Passes on what the main gateway says, through moves, other regions and lost sessions."""

    #: the command, and more options of `acord session`
    acord = ("acord",)
    options = ()

    def __init__(self, client, channel):
        super().__init__(client, channel)
        self.session = None
        self._state = None
        self._ready = asyncio.get_running_loop().create_future()
        self._reading = None

    async def connect(self, *, timeout, reconnect, self_deaf=False, self_mute=False):
        await self._ask(self_mute=self_mute, self_deaf=self_deaf)
        await asyncio.wait_for(self._ready, timeout)

    async def disconnect(self, *, force=False):
        await self.channel.guild.change_voice_state(channel=None)
        await self._end()

    async def on_voice_state_update(self, data):
        if data["channel_id"] is None:  # kicked, or left
            await self._end()
        else:
            self._state = data
            self.channel = self.channel.guild.get_channel(int(data["channel_id"]))

    async def on_voice_server_update(self, data):
        """Comes after the state of a join or a move, and alone when the region changes."""
        if data["endpoint"] is None or self._state is None:
            return  # the service looks for another server, and says so
        now = dict(
            endpoint=data["endpoint"],
            token=data["token"],
            session=self._state["session_id"],
            channel=self._state["channel_id"],
        )
        if self.session is None:
            self.session = await Session.start(
                **now, guild=data["guild_id"], user=self.client.user.id, acord=self.acord, options=self.options
            )
            self._reading = asyncio.create_task(self._read(self.session))
        else:
            self.session.update(**now)

    async def _read(self, session):
        async for event in session.events():
            if event["ev"] == "state" and event["state"] == "ready" and not self._ready.done():
                self._ready.set_result(None)
            elif event["ev"] == "gateway" and event["closeCode"] not in (4014, 4022):
                await self._ask()  # after those the main gateway says by itself what is next
            self.on_event(event)
        if not self._ready.done():
            self._ready.set_exception(ConnectionError("acord session ended; its log says why"))

    def on_event(self, event):
        """All events; to be overridden."""

    async def _ask(self, **state):
        await self.channel.guild.change_voice_state(channel=self.channel, **state)

    async def _end(self):
        session, self.session = self.session, None
        if session is not None:
            await session.close()
        self.cleanup()
