"""One numbered line of what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.actor import Via


@dataclass(frozen=True, slots=True)
class Event:
    """One numbered line of what happened. `seq` only grows; `data` holds ids and small facts, never people's words."""

    seq: int
    guild_id: int
    type: str
    ticket_id: int | None
    category_id: int | None
    actor_id: int | None
    via: Via
    at: str
    request_id: str
    data: Mapping[str, object] = field(default_factory=dict)
