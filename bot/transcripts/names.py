"""What the ids in a transcript are called: as the people wrote when they wrote, or as Discord calls them now."""

from typing import Protocol

import discord

from api import representations
from desk.models import Attachment
from desk.transcript import Transcript


class Names(Protocol):
    """Names by id; None for what has none that the reader may know."""

    def member(self, user_id: int) -> str | None:
        """A member, who may have left."""

    def role(self, role_id: int) -> str | None:
        """A role."""

    def channel(self, channel_id: int) -> str | None:
        """A channel that everybody sees, or the ticket's own place."""

    def file(self, attachment: Attachment) -> str | None:
        """Where a file of a message can be had, by who may read that message."""


class GuildNames:
    """See Names. What only some may see keeps its id: whoever reads a transcript may not be one of them."""

    def __init__(self, guild: discord.Guild | None, found: Transcript, public_url: str | None = None) -> None:
        self._public_url = public_url
        self._guild = guild
        self._known = found.names
        self._place = found.ticket.place.channel_id

    def member(self, user_id: int) -> str | None:
        """See Names."""
        if (known := self._known.get(user_id)) is not None:
            return known
        member = self._guild.get_member(user_id) if self._guild else None
        return member.display_name if member else None

    def role(self, role_id: int) -> str | None:
        """See Names."""
        role = self._guild.get_role(role_id) if self._guild else None
        return role.name if role else None

    def channel(self, channel_id: int) -> str | None:
        """See Names."""
        channel = self._guild.get_channel_or_thread(channel_id) if self._guild else None
        if channel is None or self._guild is None:
            return None
        if channel.id == self._place:
            return channel.name
        private = isinstance(channel, discord.Thread) and channel.is_private()
        return channel.name if not private and _everybody_sees(channel, self._guild) else None

    def file(self, attachment: Attachment) -> str | None:
        """See Names."""
        path = representations.file_path(attachment)
        return None if path is None or self._public_url is None else self._public_url.rstrip("/") + path


def _everybody_sees(channel: discord.abc.GuildChannel | discord.Thread, guild: discord.Guild) -> bool:
    whole = channel.parent if isinstance(channel, discord.Thread) else channel
    return whole is not None and whole.permissions_for(guild.default_role).view_channel
