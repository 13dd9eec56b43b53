"""Messages over an encrypted stream, each behind its length in two bytes."""

import asyncio

from lullaby.clock import Clock
from lullaby.together.leading.wire import LARGEST, Message, VoiceFrame, WireError, read, write
from lullaby.together.rate_limits import TokenBucket

MOST_UNSENT = 65_536
"""Bytes that wait for a slow network before frames of the voice are left out: four seconds."""

HOPELESS = 262_144
"""Bytes that wait before the connection is given up."""

FROM_LEADER = 65_536
"""Bytes that may come in a second, and four times as many at once: the voice takes 10,000 a
second, a song 3,000 once."""

FROM_FOLLOWER = 4_096
"""The same of a follower, who sends a report and a question now and then."""

SILENT_AFTER_S = 8.0
"""Both sides say something every two seconds; after so long without anything they are apart."""


class ChannelLostError(Exception):
    """The other side is gone, silent or makes no sense."""


class Channel:
    """One end. For use on the thread of its loop."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        clock: Clock,
        bytes_a_second: int,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._bytes = TokenBucket(clock, 4 * bytes_a_second, 1_000 / bytes_a_second)
        self.left_out = 0
        """Frames of the voice that were not sent because the network is too slow."""

    async def receive(self, within_s: float = SILENT_AFTER_S) -> Message:
        """The next message. Raises ChannelLostError, and WireError for a message that makes no
        sense."""
        try:
            async with asyncio.timeout(within_s):
                length = int.from_bytes(await self._reader.readexactly(2), "big")
                if length > LARGEST or not self._bytes.take(length + 2):
                    raise WireError("too much")
                data = await self._reader.readexactly(length)
        except (OSError, EOFError, TimeoutError) as problem:
            raise ChannelLostError from problem
        return read(data)

    def send(self, message: Message) -> None:
        """Send soon. A frame of the voice is left out where older ones still wait."""
        waits = self._writer.transport.get_write_buffer_size()
        if waits > HOPELESS:
            self._writer.transport.abort()
        if self._writer.is_closing():
            return
        if isinstance(message, VoiceFrame) and waits > MOST_UNSENT:
            self.left_out += 1
            return
        data = write(message)
        self._writer.write(len(data).to_bytes(2, "big") + data)

    async def close(self, within_s: float = 1.0) -> None:
        """Send what waits, if that is quick, and close."""
        try:
            async with asyncio.timeout(within_s):
                self._writer.close()
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            self._writer.transport.abort()
