"""How the bot knows its own messages again: the id of a message's first component says which event it shows.

Discord keeps the ids of components as they were sent. So after a crash, or a try whose end is unknown, the history is
searched for the marker before anything is sent again. Within minutes the nonce does the same on Discord's side.
"""

from dataclasses import dataclass
from typing import Self

import discord

from bot.relay.place import Channel

Writable = Channel | discord.DMChannel
"""Where the bot writes what it must know again: a ticket's place, or a direct message."""

_PARTS = 32
_EVENTS = 2**26
CARD = _PARTS - 1
"""The part that a header card is, so that it is never taken for an event's notice."""
LOG = _PARTS - 2
"""The part that a message of the log is."""
ARCHIVE = _PARTS - 3
"""The part that the line in the archive is: Discord may know a nonce again in whatever channel it comes."""

LOOK_BACK = 500
"""How many messages are searched; what the bot sent last is at the end of the history."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One message that an event makes; an event may make several, its parts."""

    seq: int
    part: int = 0

    @classmethod
    def of(cls, component_id: int) -> Self:
        """The marker of which that is the component's id, with as much of the event's number as that has."""
        return cls(*divmod(component_id, _PARTS))

    @property
    def stored(self) -> int:
        """As much of the event's number as the component's id has."""
        return self.seq % _EVENTS

    @property
    def component_id(self) -> int:
        """The id of the first component: 31 bits, unique among the last sixty-seven million events."""
        return self.stored * _PARTS + self.part

    @property
    def nonce(self) -> str:
        """What Discord knows a repeated request by, for some minutes; at most 25 characters."""
        return f"desk{self.component_id}"


def marked(message: discord.Message) -> int | None:
    """The marker on that message, None when it has none."""
    if not message.flags.components_v2 or not message.components:
        return None
    found: int | None = getattr(message.components[0], "id", None)
    return found


async def find(channel: Writable, me: int, marker: Marker) -> discord.Message | None:
    """The bot's message with that marker, looked for from the end of the history."""
    async for message in channel.history(limit=LOOK_BACK):
        if message.author.id == me and marked(message) == marker.component_id:
            return message
    return None
