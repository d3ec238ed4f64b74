"""Claims whose holders may work their tickets no more: each is free again, so that somebody else takes the ticket on.

A role that was lost, a block, a category that answers to other roles: the claim goes with the right to it. Who is not
known to be without the right keeps it.
"""

from collections.abc import Iterable
from dataclasses import replace

from desk.actor import Actor
from desk.events import EventType, Origin, record_shown
from desk.models import Ticket
from desk.store import Tx
from desk.surroundings import could_claim


def holders(tx: Tx, guild_id: int, category_id: int | None = None) -> frozenset[int]:
    """The ids of the members who have claims on open tickets of the guild, or of one category."""
    return tx.people.holders(guild_id, category_id)


def free_those_lost(tx: Tx, origin: Origin, members: Iterable[Actor]) -> list[Ticket]:
    """Free the claims that these members, as Discord knows them now, could not make any more; the tickets after it."""
    return [
        free(tx, origin, ticket, why="lost")
        for member in members
        for ticket in tx.people.open_tickets(origin.guild_id, member.user_id)
        if ticket.claimed_by == member.user_id and not _may_hold(tx, member, ticket)
    ]


def free_of(tx: Tx, origin: Origin, user_id: int) -> None:
    """Free what a member claimed who is in the guild no more."""
    for ticket in tx.people.open_tickets(origin.guild_id, user_id):
        if ticket.claimed_by == user_id:
            free(tx, origin, ticket, why="left")


def free(tx: Tx, origin: Origin, ticket: Ticket, *, why: str, name: str | None = None) -> Ticket:
    """Free the claim of that ticket; the event says `why`: its holder `left` the guild, or has `lost` the right.

    `name` is what the holder was called, where Discord told.
    """
    present = tx.tickets.get(origin.guild_id, ticket.id) or ticket
    after = replace(
        present,
        claimed_by=None,
        updated_at=max(origin.at, present.updated_at),
        version=present.version + 1,
    )
    tx.tickets.save(after, expected_version=present.version)
    known = name or tx.messages.name_of(ticket.id, ticket.claimed_by or 0)
    record_shown(tx, origin, EventType.TICKET_RELEASED, after, was=str(ticket.claimed_by), name=known, **{why: True})
    return after


def _may_hold(tx: Tx, member: Actor, ticket: Ticket) -> bool:
    category = tx.categories.get(ticket.guild_id, ticket.category_id)
    return category is not None and could_claim(tx, member, ticket, category)
