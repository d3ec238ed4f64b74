"""The people who belong in a ticket's thread are let in, without a ping: staff, and those who are to write in it."""

from collections.abc import Collection, Sequence
from typing import Final

from bot.relay.cards import redraw
from bot.relay.held import held_by_blocks
from bot.relay.parents import ensure_parent, let_write, parent_of
from bot.relay.people import to_be_named
from bot.relay.stage import Job, Stage
from desk import places
from desk.models import Category, Status, Ticket

NAMED_AT_ONCE: Final = 12
"""How many members one edit of the card names; the card keeps that much room free."""


async def let_all_in(stage: Stage, job: Job, ticket: Ticket) -> None:
    """Let staff in and all who were added, and owner and participants write although a role of theirs only views."""
    drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
    if drawing is None:
        return
    blocked = await held_by_blocks(stage, ticket.guild_id)
    added = [each for each in drawing.participants if each not in blocked]
    await _let_write(stage, ticket, [ticket.owner_id, *added])
    await _name_staff(stage, job, drawing.category, ticket.id, added)


async def _let_write(stage: Stage, ticket: Ticket, people: Collection[int]) -> None:
    """The channel under which the thread lies is put right, too."""
    home = await stage.store.read(places.home, ticket)
    if home is None or (home.deleted_at is not None and parent_of(stage, home) is None):
        return
    parent = await ensure_parent(stage, home)
    for user_id in people:
        await let_write(stage, parent, home, user_id)


async def _name_staff(stage: Stage, job: Job, category: Category, ticket_id: int, added: Sequence[int]) -> None:
    """Draw the card: an edit that names roles and members calls nobody and brings them all in."""
    blocked = await held_by_blocks(stage, category.guild_id)
    people = [*added, *to_be_named(stage.guild(category.guild_id), category, blocked)]
    for start in range(0, len(people), NAMED_AT_ONCE):
        await redraw(stage, job, ticket_id, people[start : start + NAMED_AT_ONCE])
    await redraw(stage, job, ticket_id)


async def let_in(stage: Stage, job: Job, ticket: Ticket, user_id: int) -> None:
    """Name that member in the card for a moment; where they own the ticket or were added to it, let them write."""
    drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
    if drawing is None:
        return
    if ticket.status is Status.OPEN and user_id in {ticket.owner_id, *drawing.participants}:
        await _let_write(stage, ticket, [user_id])
    await redraw(stage, job, ticket.id, [user_id])
    await redraw(stage, job, ticket.id)
