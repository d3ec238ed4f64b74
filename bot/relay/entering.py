"""The people who belong in a ticket's thread are let in, without a ping: staff, and an owner who is to write."""

from collections.abc import Sequence
from typing import Final

from bot.relay.cards import redraw
from bot.relay.parents import ensure_parent, let_owner_write
from bot.relay.people import to_be_named
from bot.relay.stage import Job, Stage
from desk import places
from desk.models import Category, Status, Ticket

NAMED_AT_ONCE: Final = 12
"""How many members one edit of the card names; the card keeps that much room free."""


async def let_all_in(stage: Stage, job: Job, ticket: Ticket) -> None:
    """Let staff in, and the owner write although a role of theirs only views."""
    category = await stage.store.read(places.category, ticket.guild_id, ticket.category_id)
    if category is None:
        return
    if category.deleted_at is None:
        await let_owner_write(await ensure_parent(stage, category), category, ticket.owner_id)
    await _let_staff_in(stage, job, category, ticket.id)


async def _let_staff_in(stage: Stage, job: Job, category: Category, ticket_id: int) -> None:
    """Draw the card: an edit that names roles and members calls nobody and brings them all in."""
    blocked = await stage.store.read(places.blocked, category.guild_id, stage.now())
    people: Sequence[int] = to_be_named(stage.guild(category.guild_id), category, blocked)
    for start in range(0, len(people), NAMED_AT_ONCE):
        await redraw(stage, job, ticket_id, people[start : start + NAMED_AT_ONCE])
    await redraw(stage, job, ticket_id)


async def let_in(stage: Stage, job: Job, ticket: Ticket, user_id: int) -> None:
    """Name that member in the card for a moment; where they own the ticket, let them write."""
    if user_id == ticket.owner_id and ticket.status is Status.OPEN:
        category = await stage.store.read(places.category, ticket.guild_id, ticket.category_id)
        if category is not None and category.deleted_at is None:
            await let_owner_write(await ensure_parent(stage, category), category, user_id)
    await redraw(stage, job, ticket.id, [user_id])
    await redraw(stage, job, ticket.id)
