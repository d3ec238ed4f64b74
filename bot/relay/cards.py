"""The header card: a ticket at the top of its place, drawn anew from committed state after each change."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.relay import words
from bot.relay.markers import CARD, Marker
from bot.relay.people import called, name_of
from bot.relay.place import place_of
from bot.relay.quoting import framed
from bot.relay.stage import Job, Stage
from bot.relay.threads import awake
from cogs.typed import line
from cogs.views import header_buttons
from cogs.words import sorting, tickets
from desk import places
from desk.models import Status
from desk.places import Drawing

OPENING_ROOM = 2400
"""How much of the card the opening message may take; a longer one stands below it. 2,000 plain signs fit."""

# What the rest may take, so that the longest of everything together stays within a message's 4000.
_REASON_SHOWN = 150
_CATEGORY_SHOWN = 60
# An open ticket shows no reason, and who is named to enter is so while these lines are not there.
_MORE_ROOM = 560

Text = discord.ui.TextDisplay[Any]


def opening_fits(drawing: Drawing) -> bool:
    """Whether the opening message stands in the card; else it is sent below it."""
    return drawing.opening is None or framed(drawing.opening.content, OPENING_ROOM) is not None


def card(drawing: Drawing, holder: str | None, marker: Marker, extra_mentions: str = "") -> discord.ui.LayoutView:
    """The card of a ticket; `holder` is the name of who claimed it."""
    ticket, category = drawing.ticket, drawing.category
    colour = discord.Colour.from_str(category.color) if category.color else None
    parts: list[discord.ui.Item[Any]] = [Text(words.card_title(ticket, line(ticket.title)))]
    facts = words.card_facts(ticket, line(category.name, _CATEGORY_SHOWN), holder)
    if ticket.status is Status.CLOSED and ticket.close_reason:
        facts += "\n" + words.card_reason(line(tickets.reason(ticket.close_reason), _REASON_SHOWN))
    if not extra_mentions:
        facts = _with_more(facts, drawing)
    parts += [Text(facts), discord.ui.Separator(), *_opening(drawing), discord.ui.Separator()]
    if staff := words.staff(category.responder_role_ids | category.viewer_role_ids, extra_mentions):
        parts.append(Text(staff))
    buttons: discord.ui.ActionRow[Any] = discord.ui.ActionRow(*header_buttons(ticket))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.Container(*parts, buttons, accent_colour=colour, id=marker.component_id),
    )
    return view


def _with_more(facts: str, drawing: Drawing) -> str:
    """The facts with as many more lines as the card has room for; `/ticket show` has them all."""
    room = _MORE_ROOM if drawing.ticket.status is Status.OPEN else _MORE_ROOM - 2 * _REASON_SHOWN
    for more in sorting.facts(drawing.ticket, drawing.participants, drawing.links):
        if len(more) < room:
            facts, room = f"{facts}\n{more}", room - len(more) - 1
    return facts


def _opening(drawing: Drawing) -> list[Text]:
    if drawing.opening is None:
        return [Text(words.opening_deleted())]
    shown = framed(drawing.opening.content, OPENING_ROOM)
    heading = words.opened_with(line(drawing.opening.author_name))
    return [Text(heading), Text(shown)] if shown is not None else [Text(words.opening_below())]


async def redraw(stage: Stage, job: Job, ticket_id: int, extra_mentions: Sequence[int] = ()) -> Drawing | None:
    """Draw the ticket's card as the ticket is now, unless somebody deleted it; None when ticket or place is gone.

    `extra_mentions` are members who enter the thread by being named in the card for this once: an edit pings nobody.
    """
    guild_id = job.event.guild_id
    async with stage.lock(f"card:{ticket_id}"):
        drawing = await stage.store.read(places.drawing, guild_id, ticket_id)
        if drawing is None or drawing.ticket.place.card_id is None:
            return None
        channel = await place_of(stage, guild_id, drawing.ticket.place.channel_id)
        if channel is None:
            return None
        holder = drawing.ticket.claimed_by
        extra = " ".join(f"<@{user_id}>" for user_id in extra_mentions)
        view = card(drawing, name_of(channel.guild, holder) if holder else None, Marker(job.event.seq, CARD), extra)
        message = channel.get_partial_message(drawing.ticket.place.card_id)
        allowed = await _mentioning(stage, channel.guild, drawing, extra_mentions)
        with suppress(discord.NotFound):
            await awake(channel, lambda: message.edit(view=view, allowed_mentions=allowed))
    return drawing


async def _mentioning(
    stage: Stage, guild: discord.Guild, drawing: Drawing, people: Sequence[int]
) -> discord.AllowedMentions:
    """Whom the card may call: its owner, its roles, and who is named in it to enter. By an edit nobody is pinged."""
    blocked = await stage.store.read(places.blocked, guild.id, stage.now())
    return discord.AllowedMentions(
        everyone=False,
        replied_user=False,
        users=[discord.Object(user_id) for user_id in sorted({drawing.ticket.owner_id, *people})],
        roles=called(guild, drawing.category, blocked),
    )
