"""A list's cursor: where a page ended, signed for one member and one list, so that no other can be made."""

import base64
import hashlib
import hmac
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import lru_cache

from desk.actor import Actor
from desk.errors import Fault, Invalid
from desk.exchange import Order, TicketFilter
from desk.models import Ticket

_SIGNATURE = 16
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """What makes a list this one: its filters, the words that are sought, and its order."""

    wanted: TicketFilter
    words: str | None
    order: Order

    def place(self, ticket: Ticket) -> str:
        """Where the ticket stands in it."""
        by_activity = self.order in {Order.NEWEST_ACTIVITY, Order.OLDEST_ACTIVITY}
        return f"{ticket.updated_at if by_activity else ticket.created_at} {ticket.id}"


def cursor_after(ticket: Ticket, secret: bytes, actor: Actor, listed: Listed) -> str:
    """The cursor by which the list goes on after `ticket`."""
    place = listed.place(ticket).encode()
    return base64.urlsafe_b64encode(_signature(place, secret, actor, listed) + place).decode().rstrip("=")


def place_of(cursor: str, secret: bytes, actor: Actor, listed: Listed) -> tuple[str, int]:
    """The time and id after which to go on. Raises Invalid for a cursor that was not made for this list."""
    if len(cursor) <= _LONGEST and cursor.isascii():
        token = _decoded(cursor)
        signature, place = token[:_SIGNATURE], token[_SIGNATURE:]
        if place and hmac.compare_digest(signature, _signature(place, secret, actor, listed)):
            at, ticket_id = place.decode().split(" ")
            return at, int(ticket_id)
    raise Invalid({"cursor": Fault("bad_cursor")})


def _decoded(cursor: str) -> bytes:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except NotBase64:
        return b""


def _signature(place: bytes, secret: bytes, actor: Actor, listed: Listed) -> bytes:
    scope = f"tickets.list {actor.guild_id} {actor.user_id} {_written(listed)} "
    return hmac.digest(secret, scope.encode() + place, hashlib.sha256)[:_SIGNATURE]


@lru_cache(256)
def _written(listed: Listed) -> str:
    return repr(listed)
