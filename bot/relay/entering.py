"""The people who belong in a ticket's thread are let in, without a ping: staff, and those who are to write in it."""

from collections.abc import Sequence
from typing import Final

from bot.relay.cards import redraw
from bot.relay.held import held_by_blocks
from bot.relay.parents import keep_parent
from bot.relay.people import to_be_named
from bot.relay.stage import Job, Stage
from desk import lodging, places
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
    await let_write(stage, ticket)
    await _name_staff(stage, job, drawing.category, ticket.id, added)


async def let_write(stage: Stage, ticket: Ticket) -> None:
    """Put right who may write under the channel in which the thread lies."""
    home = await stage.store.read(lodging.home, ticket)
    if home is not None:
        await keep_parent(stage, home)


async def _name_staff(stage: Stage, job: Job, category: Category, ticket_id: int, added: Sequence[int]) -> None:
    """Draw the card: an edit that names roles and members calls nobody and brings them all in."""
    blocked = await held_by_blocks(stage, category.guild_id)
    people = [*added, *to_be_named(stage.guild(category.guild_id), category, blocked)]
    for start in range(0, len(people), NAMED_AT_ONCE):
        await redraw(stage, job, ticket_id, people[start : start + NAMED_AT_ONCE])
    await redraw(stage, job, ticket_id, calling=True)


async def let_in(stage: Stage, job: Job, ticket: Ticket, user_id: int) -> None:
    """Name that member in the card for a moment; where they own the ticket or were added to it, let them write.

    Not one who may not see the ticket: who is blocked is not let in by being added.
    """
    drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
    member = stage.guild(ticket.guild_id).get_member(user_id)
    if drawing is None or member is None:
        return
    if await stage.store.read(places.without_sight, ticket.guild_id, ticket.id, [stage.actor(member)]):
        return
    if ticket.status is Status.OPEN and user_id in {ticket.owner_id, *drawing.participants}:
        await let_write(stage, ticket)
    await redraw(stage, job, ticket.id, [user_id])
    await redraw(stage, job, ticket.id)
