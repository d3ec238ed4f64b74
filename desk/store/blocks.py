"""Who is blocked, members and roles."""

from collections.abc import Collection, Sequence
from typing import Protocol

from desk.models import Block, RoleBlock


class Blocks(Protocol):
    """Blocked members."""

    def active(self, guild_id: int, user_id: int, at: str) -> Block | None:
        """The block that holds the member at that time."""

    def put(self, block: Block) -> None:
        """Block, or replace the block."""

    def lift(self, guild_id: int, user_id: int) -> None:
        """Take the block away; where there is none, nothing changes."""

    def over(self, at: str) -> Sequence[Block]:
        """The blocks, of every guild, that have ended by that time and are still here."""

    def next_end(self) -> str | None:
        """When the next block ends, None when none does."""

    def all(self, guild_id: int) -> Sequence[Block]:
        """All blocks of the guild."""


class RoleBlocks(Protocol):
    """Blocked roles."""

    def holding(self, guild_id: int, role_ids: Collection[int], at: str) -> Sequence[RoleBlock]:
        """The blocks that hold at that time whoever has those roles."""

    def put(self, block: RoleBlock) -> None:
        """Block, or replace the block."""

    def lift(self, guild_id: int, role_id: int) -> bool:
        """Take the block away; False where there was none."""

    def over(self, at: str) -> Sequence[RoleBlock]:
        """The blocks, of every guild, that have ended by that time and are still here."""

    def next_end(self) -> str | None:
        """When the next block ends, None when none does."""

    def all(self, guild_id: int) -> Sequence[RoleBlock]:
        """All blocks of the guild."""
