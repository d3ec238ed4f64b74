"""A webhook, and one message to it on its way."""

from dataclasses import dataclass
from enum import StrEnum


class Off(StrEnum):
    """Why a webhook is off."""

    ASKED = "asked"
    """Somebody switched it off."""
    GONE = "gone"
    """The receiver answered 410."""
    FAILING = "failing"
    """The receiver took nothing for three days."""
    MEMBER_GONE = "member_gone"
    """The member in whose name it sends left the guild."""
    MEMBER_MAY_NOT = "member_may_not"
    """That member may not keep webhooks any more."""


class DeliveryState(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """It was tried for as long as it is tried."""
    WITHHELD = "withheld"
    """When its turn came, there was nothing left that the member may be told."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a program is told of events, in the name and with the live rights of the member `user_id`.

    `types` are those it wants, none for all. `off` is why nothing is sent, None while it is on. `looked_to` is the last
    event that was looked at. `failing_since` and `failures` tell since when and how often in a row nothing was taken,
    `not_before` until when nothing is sent to it. Times are RFC 3339.
    """

    id: int
    guild_id: int
    user_id: int
    url: str
    types: tuple[str, ...]
    description: str
    created_at: str
    updated_at: str
    salt: bytes
    looked_to: int
    old_salt: bytes | None = None
    old_until: str | None = None
    off: Off | None = None
    off_at: str | None = None
    failing_since: str | None = None
    failures: int = 0
    not_before: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to a webhook: the event `seq`, or a test without one.

    `message_id` is the same at every try. `status` is what the receiver answered last, `error` why it was not taken.
    """

    id: int
    webhook_id: int
    message_id: str
    seq: int | None
    type: str
    state: DeliveryState
    created_at: str
    due_at: str
    give_up_at: str
    attempts: int = 0
    tried_at: str | None = None
    status: int | None = None
    error: str | None = None
