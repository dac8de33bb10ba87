"""A Discord voice connection, held by `acord session` as a child process. Python 3.8 or later, nothing else; Linux and macOS.

The credentials are what the main gateway sent: `session` (the session_id of the voice state update), `token` and `endpoint` (of the voice
server update, exactly as received). `acord session --help` has all commands and events.
"""

import asyncio
import base64
import json
import os

_LINE_LIMIT = 1 << 20
_END_WAIT_S = 15


class Session:
    """One connection. Made by `start`; used from one event loop."""

    def __init__(self, process, packets):
        self._process = process
        self._packets = packets

    @classmethod
    async def start(cls, *, endpoint, guild, channel, user, session, token, acord=("acord",), options=(), receive=False):
        """Starts the process. `acord` is the command and its first arguments, `options` are more of `acord session`."""
        arguments = ["session"]
        for name, value in dict(
            endpoint=endpoint, guild=guild, channel=channel, user=user, session=session, token=token
        ).items():
            arguments += ["--" + name, str(value)]
        arguments += options
        packets_in = packets_out = None
        if receive:
            packets_in, packets_out = os.pipe()
            arguments += ["--record", f"/dev/fd/{packets_out}"]
        # through a pipe, because everybody on this machine can read command lines, and the token is in them
        secret_in, secret_out = os.pipe()
        try:
            os.write(secret_out, "\n".join(json.dumps(each) for each in arguments).encode())
            os.close(secret_out)
            process = await asyncio.create_subprocess_exec(
                *acord,
                f"@/dev/fd/{secret_in}",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                pass_fds=[fd for fd in (secret_in, packets_out) if fd is not None],
                limit=_LINE_LIMIT,
            )
        except BaseException:
            if packets_in is not None:
                os.close(packets_in)
            raise
        finally:
            os.close(secret_in)
            if packets_out is not None:
                os.close(packets_out)
        return cls(process, await _reader(packets_in) if receive else None)

    async def events(self):
        """All events, as dictionaries, until the process ends. Has to be read, by one task."""
        while True:
            line = await self._process.stdout.readline()
            if not line:
                return
            yield json.loads(line)

    async def packets(self):
        """What others say, with `receive=True`: dictionaries with user, seq, ts, ssrc, t (ms since the start) and opus (bytes)."""
        while True:
            line = await self._packets.readline()
            if not line:
                return
            packet = json.loads(line)
            packet["opus"] = base64.b64decode(packet["opus"])
            yield packet

    def play(self, file):
        """Plays a file in place of what is playing; it waits for the session to be ready."""
        self._send(cmd="play", file=str(file))

    def pause(self):
        self._send(cmd="pause")

    def resume(self):
        self._send(cmd="resume")

    def stop(self):
        self._send(cmd="stop")

    def seek(self, seconds):
        self._send(cmd="seek", ms=round(seconds * 1000))

    def volume(self, percent):
        self._send(cmd="volume", percent=percent)

    def update(self, **changed):
        """What the main gateway said since: any of endpoint, session, token, channel."""
        self._send(cmd="update", **{name: str(value) for name, value in changed.items()})

    async def close(self):
        """Leaves, and waits for the process; the events that are left can still be read. Returns its exit code."""
        if self._process.returncode is None:
            self._send(cmd="leave")
            self._process.stdin.close()
        try:
            return await asyncio.wait_for(self._process.wait(), _END_WAIT_S)
        except asyncio.TimeoutError:
            self._process.kill()
            return await self._process.wait()

    def _send(self, **command):
        if self._process.returncode is None:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")


async def _reader(fd):
    reader = asyncio.StreamReader(limit=_LINE_LIMIT)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb")
    )
    return reader
