"""What the process does for the Discord door that is more than an answer: channels made, the relay waited for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.findings import Finding
from desk.inspection import Standing


class Caretaker(Protocol):
    """Handed to the door by the process. What Discord answers is raised as discord.py's own errors."""

    async def at_rest(self, lane: str) -> None:
        """Return when Discord shows all events of the lane or refuses them for good, or after ten seconds."""

    async def place_follows_at(self, ticket_id: int) -> str | None:
        """When the ticket's place gets the ticket's new name (RFC 3339); None when it has it, or does in a moment."""

    async def channel(self, guild_id: int, name: str, under_id: int | None) -> int:
        """The id of a text channel that everybody reads and the bot alone writes in; made, unless there is one."""

    async def channel_category(self, guild_id: int, name: str) -> int:
        """The id of a channel category of that name; made, unless there is one that everybody sees."""

    def inspect(self, guild_id: int, standing: Standing, discord_now: datetime) -> Sequence[Finding]:
        """What a look at the guild and the machine finds; `discord_now` is the time by Discord's clock."""

    async def let_itself_in(self, guild_id: int, channel_id: int) -> None:
        """Give the bot in that channel what it needs to post there."""
