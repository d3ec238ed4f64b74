"""The categories of guilds."""

from collections.abc import Sequence
from typing import Protocol

from desk.models import Category


class Categories(Protocol):
    """The categories with their roles."""

    def insert(self, category: Category) -> Category:
        """Insert it and return it with its id; the given id is not used."""

    def get(self, guild_id: int, category_id: int) -> Category | None:
        """The category, deleted ones too."""

    def live(self, guild_id: int) -> Sequence[Category]:
        """Those that are not deleted, in the order that staff gave them, then oldest first."""

    def guilds(self) -> Sequence[int]:
        """The ids of the guilds that have categories which are not deleted."""

    def anonymous(self, guild_id: int) -> Sequence[int]:
        """The ids of those in which staff has no names, deleted ones too."""

    def save(self, category: Category) -> None:
        """Write all of it, its roles too."""
