"""Whose turn it is in a ticket, since when, and by when staff wants to have answered."""

from dataclasses import replace
from datetime import timedelta

from desk.clock import parse_rfc3339, rfc3339
from desk.hours import after, day_length
from desk.models import CategorySettings, Status, Ticket, Waiting

ANSWER_MINUTES = 24 * 60
"""How soon staff wants to answer where a category does not say."""


def due(settings: CategorySettings, since: str) -> str:
    """When an answer is due to who waits `since`: after so much working time, by default after one day of work."""
    begin, hours = parse_rfc3339(since), settings.hours
    if hours is None:
        return rfc3339(begin + timedelta(minutes=settings.answer_minutes or ANSWER_MINUTES))
    return rfc3339(after(hours, begin, settings.answer_minutes or day_length(hours)))


def after_reply(ticket: Ticket, settings: CategorySettings, at: str, *, by_staff: bool) -> Ticket:
    """The ticket after somebody replied at `at`. Who waits for staff goes on waiting, whatever they add.

    What was said before the turn last changed, and is only found now, changes no turn.
    """
    answered = min(ticket.first_reply_at or at, at) if by_staff else ticket.first_reply_at
    if ticket.waiting_since is not None and at < ticket.waiting_since:
        return replace(ticket, first_reply_at=answered)
    if by_staff:
        return replace(ticket, waiting=Waiting.MEMBER, waiting_since=at, due_at=None, first_reply_at=answered)
    if ticket.waiting is Waiting.STAFF or ticket.status is Status.CLOSED:
        return ticket
    return replace(ticket, waiting=Waiting.STAFF, waiting_since=at, due_at=due(settings, at))


def after_change(before: Ticket, after: Ticket, settings: CategorySettings, at: str) -> Ticket:
    """`after` with its turn set right: a closed ticket waits for nobody, a reopened one for staff, and from now on."""
    if before.status is after.status:
        return after
    if after.status is Status.CLOSED:
        return replace(after, due_at=None)
    return replace(after, waiting=Waiting.STAFF, waiting_since=at, due_at=due(settings, at))
