"""What a look at the desk finds: data alone, which each door says in its own words, with what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """How a finding is to be taken."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "bad"


class Matter(StrEnum):
    """What a finding is about."""

    CONNECTED = "connected"
    PERMISSIONS = "permissions"
    OPEN_TO_ALL = "open_to_all"
    CHANNEL_GONE = "channel_gone"
    CHANNEL_LACKS = "channel_lacks"
    PARENT_GONE = "parent_gone"
    PARENT_LACKS = "parent_lacks"
    ROLES_GONE = "roles_gone"
    GRANTS_GONE = "grants_gone"
    STRANGERS = "strangers"
    NOBODY_ANSWERS = "nobody_answers"
    PARKED = "parked"
    GUILD_NEARLY_FULL = "guild_nearly_full"
    GROUP_NEARLY_FULL = "group_nearly_full"
    CLOCK = "clock"
    DISK = "disk"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `names` are what is missing or too much; `mendable`: the bot can mend it itself.

    `about` holds facts for the words: ids of categories and channels, counts, names.
    """

    verdict: Verdict
    matter: Matter
    about: Mapping[str, object] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    mendable: bool = False

    def id_of(self, what: str) -> int:
        """The id that `about` has under that name, 0 for none."""
        found = self.about.get(what)
        return found if isinstance(found, int) else 0
