"""What the owner says of a closed ticket: one to five stars and a comment."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.asking import look_to
from desk.clock import parse_rfc3339
from desk.errors import Fault, Invalid, RatingFinal, TicketOpen
from desk.events import EventType, record
from desk.models import Status, Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText, rating_comment

BEST: Final = 5

DAYS: Final = 7
"""For how long a rating may be changed after it was given."""


def rate(tx: Tx, actor: Actor, ticket_id: int, stars: int, comment: str | None = None) -> Ticket:
    """Give the ticket that many stars; a comment of None leaves the one that is there, an empty one takes it away.

    Raises NotFound, Forbidden, Invalid, TicketOpen or RatingFinal. Moves the ticket in no list: nobody is to answer.
    """
    ticket = may_rate(tx, actor, ticket_id)
    said = ticket.rating_comment if comment is None else _checked(comment)
    if not 1 <= stars <= BEST:
        raise Invalid({"rating": Fault("out_of_stars", BEST)})
    if (stars, said) == (ticket.rating, ticket.rating_comment):
        return ticket
    after = replace(ticket, rating=stars, rating_comment=said, version=ticket.version + 1)
    tx.tickets.save(after, expected_version=ticket.version)
    if tx.tickets.rated_at(ticket.id) is None:
        tx.tickets.set_rated_at(ticket.id, actor.at)
    record(tx, actor, EventType.TICKET_RATED, ticket=after, rating=stars)
    return after


def comment(tx: Tx, actor: Actor, ticket_id: int, text: str) -> Ticket:
    """Say more about the rating that was given. Raises as `rate` does, and Invalid before there is one."""
    stars = may_rate(tx, actor, ticket_id).rating
    if stars is None:
        raise Invalid({"rating": Fault("missing")})
    return rate(tx, actor, ticket_id, stars, text)


def may_rate(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """The ticket, when the actor may rate it now. Raises NotFound, Forbidden, TicketOpen or RatingFinal."""
    ticket = look_to(tx, actor, ticket_id, Action.RATE).ticket
    if ticket.status is Status.OPEN:
        raise TicketOpen(ticket.id)
    rated_at = tx.tickets.rated_at(ticket.id)
    if rated_at is not None and parse_rfc3339(actor.at) > parse_rfc3339(rated_at) + timedelta(days=DAYS):
        raise RatingFinal(ticket.id, days=DAYS)
    return ticket


def _checked(comment: str) -> str | None:
    try:
        return rating_comment(comment) or None
    except BadText as bad:
        raise Invalid({"ratingComment": bad.fault}) from bad
