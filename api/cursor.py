"""A list's cursor: where a page ended, signed for one member and one set of filters, so that no other can be made."""

import base64
import hashlib
import hmac
from binascii import Error as NotBase64

from desk.actor import Actor
from desk.errors import Fault, Invalid
from desk.exchange import TicketFilter
from desk.models import Ticket

_SIGNATURE = 16
_LONGEST = 200


def cursor_after(ticket: Ticket, secret: bytes, actor: Actor, wanted: TicketFilter) -> str:
    """The cursor by which the list goes on after `ticket`."""
    place = f"{ticket.updated_at} {ticket.id}".encode()
    return base64.urlsafe_b64encode(_signature(place, secret, actor, wanted) + place).decode().rstrip("=")


def place_of(cursor: str, secret: bytes, actor: Actor, wanted: TicketFilter) -> tuple[str, int]:
    """The time and id after which to go on. Raises Invalid for a cursor that was not made for this list."""
    if len(cursor) <= _LONGEST and cursor.isascii():
        token = _decoded(cursor)
        signature, place = token[:_SIGNATURE], token[_SIGNATURE:]
        if place and hmac.compare_digest(signature, _signature(place, secret, actor, wanted)):
            updated_at, ticket_id = place.decode().split(" ")
            return updated_at, int(ticket_id)
    raise Invalid({"cursor": Fault("bad_cursor")})


def _decoded(cursor: str) -> bytes:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except NotBase64:
        return b""


def _signature(place: bytes, secret: bytes, actor: Actor, wanted: TicketFilter) -> bytes:
    scope = f"{actor.guild_id} {actor.user_id} {wanted.status} {wanted.claimed} {wanted.category_id} {wanted.owner_id} "
    return hmac.digest(secret, b"tickets.list " + scope.encode() + place, hashlib.sha256)[:_SIGNATURE]
