"""What guilds wish for themselves, which of their roles hold grants, and what was chosen so far to set them up."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from desk.actor import Grant
from desk.models import GuildSettings


class Guilds(Protocol):
    """What guilds wish for themselves."""

    def get(self, guild_id: int) -> GuildSettings:
        """The guild's settings; those of a guild that has none yet are all None."""

    def save(self, settings: GuildSettings) -> None:
        """Write all of it."""

    def with_log(self) -> Sequence[int]:
        """The ids of the guilds that have a log channel, for all or for one category."""

    def logged(self, guild_id: int) -> tuple[int, int]:
        """The numbers of the last event that is in the log, and of the last that is being written into it."""

    def set_logged(self, guild_id: int, done: int, doing: int) -> None:
        """Write both numbers."""

    def numbers_unsure_since(self, guild_id: int) -> str | None:
        """Since when numbers may have been given that the store does not know; None where it knows all of them."""

    def numbers_seen(self, guild_id: int, highest: int) -> None:
        """No number up to `highest` is to be given, and from now on the store knows all of them."""


class Grants(Protocol):
    """Which role holds which grant."""

    def of(self, guild_id: int) -> Mapping[int, frozenset[Grant]]:
        """Grants by role id."""

    def give(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """Give it; giving it twice changes nothing."""

    def take(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """Take it; taking what is not held changes nothing."""


class Setups(Protocol):
    """What members have chosen so far while setting their guild up, each as one text of JSON."""

    def get(self, guild_id: int, user_id: int) -> str | None:
        """What that member has chosen."""

    def put(self, guild_id: int, user_id: int, draft: str) -> None:
        """Keep it, in place of what was chosen before."""

    def drop(self, guild_id: int, user_id: int) -> None:
        """Forget it."""
