"""The header card: a ticket at the top of its place, drawn anew from committed state after each change."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import discord

from bot.relay import words
from bot.relay.answers import shown_in_card
from bot.relay.held import held_by_blocks
from bot.relay.markers import CARD, Marker
from bot.relay.people import called, name_of
from bot.relay.place import place_of
from bot.relay.quoting import framed
from bot.relay.stage import Job, Stage
from bot.relay.threads import awake
from cogs.typed import line, room
from cogs.views import header_buttons
from cogs.words import sorting, tickets
from cogs.words.replies import team
from desk import places
from desk.forms import repeats
from desk.hours import back
from desk.models import Field, Message, Status
from desk.places import Drawing
from desk.veil import HIDDEN, for_all

OPENING_ROOM = 2400
"""How much of the card may be what was said at the opening; longer texts stand below. 2,000 plain signs fit."""

# What the rest may take, so that the longest of everything together stays within a message's 4000.
_REASON_SHOWN = 150
_CATEGORY_SHOWN = 60
# An open ticket shows no reason, and who is named to enter is so while these lines are not there.
_MORE_ROOM = 560

Text = discord.ui.TextDisplay[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the card tells of how the ticket was opened, and what of it stands below the card: a text, answers."""

    texts: tuple[str, ...]
    message_below: bool
    answers_below: tuple[Field, ...]


def told(drawing: Drawing) -> Told:
    """The greeting of the category, then the opening message unless it only repeats the answers, then the answers."""
    ticket, opening, settings = drawing.ticket, drawing.opening, drawing.category.settings
    space, texts, below = OPENING_ROOM, [], False
    if settings.opening_message:
        texts.append(words.greeting(settings.opening_message, ticket, drawing.category))
        space -= room(texts[-1])
    if opening is None:
        texts.append(words.opening_deleted())
    elif not repeats(opening.content, ticket.fields):
        texts.append(words.opened_with(author_of(opening)))
        shown = framed(opening.content, space)
        below = shown is None
        texts[-1:] = [words.opening_below()] if shown is None else [texts[-1], shown]
        space -= room(shown or "")
    answers = shown_in_card(ticket.fields, space)
    texts += [answers.text] if answers.text else []
    if answers.below:
        texts.append(words.answers_below([each.label for each in answers.below]))
    return Told(tuple(texts), below, answers.below)


def card(drawing: Drawing, holder: str | None, marker: Marker, extra_mentions: str = "") -> discord.ui.LayoutView:
    """The card of a ticket; `holder` is the name of who claimed it."""
    ticket, category = drawing.ticket, drawing.category
    colour = discord.Colour.from_str(category.color) if category.color else None
    parts: list[discord.ui.Item[Any]] = [Text(words.card_title(ticket, line(ticket.title)))]
    opening = drawing.opening
    opener = None if opening is None or opening.author_id == ticket.owner_id else author_of(opening)
    facts = words.card_facts(ticket, line(category.name, _CATEGORY_SHOWN), holder, opener)
    away = back(category.settings.hours, ticket.created_at)
    if away is not None and ticket.status is Status.OPEN and ticket.first_reply_at is None:
        facts += "\n" + words.away(away)
    if ticket.status is Status.CLOSED and ticket.close_reason:
        facts += "\n" + words.card_reason(line(tickets.reason(ticket.close_reason), _REASON_SHOWN))
    if not extra_mentions:
        facts = _with_more(facts, drawing)
    opened = map(Text, told(drawing).texts)
    parts += [Text(facts), discord.ui.Separator(), *opened, discord.ui.Separator()]
    role_ids = category.responder_role_ids | category.viewer_role_ids
    if staff := words.staff(role_ids, extra_mentions, category.settings.called_role_ids):
        parts.append(Text(staff))
    buttons: discord.ui.ActionRow[Any] = discord.ui.ActionRow(*header_buttons(ticket))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.Container(*parts, buttons, accent_colour=colour, id=marker.component_id),
    )
    return view


def author_of(opening: Message) -> str:
    """Who is named as having said it, in the ticket's place."""
    return team() if opening.anonymous else line(opening.author_name)


def _with_more(facts: str, drawing: Drawing) -> str:
    """The facts with as many more lines as the card has room for; `/ticket show` has them all."""
    room = _MORE_ROOM if drawing.ticket.status is Status.OPEN else _MORE_ROOM - 2 * _REASON_SHOWN
    ending = drawing.ending
    closing = [words.card_closes(ending.due_at)] if ending is not None and ending.due_at is not None else []
    for more in [*closing, *sorting.facts(drawing.ticket, drawing.participants, drawing.links)]:
        if len(more) < room:
            facts, room = f"{facts}\n{more}", room - len(more) - 1
    return facts


async def redraw(
    stage: Stage, job: Job, ticket_id: int, extra_mentions: Sequence[int] = (), *, calling: bool = False
) -> Drawing | None:
    """Draw the ticket's card as the ticket is now, unless somebody deleted it; None when ticket or place is gone.

    `extra_mentions` are members who enter the thread by being named in the card for this once: an edit pings nobody.
    One that would look as it was drawn last is left alone, unless it is `calling` its roles in.
    """
    guild_id = job.event.guild_id
    async with stage.lock(f"card:{ticket_id}"):
        drawing = await stage.store.read(places.drawing, guild_id, ticket_id)
        if drawing is None or drawing.ticket.place.card_id is None:
            return None
        channel = await place_of(stage, guild_id, drawing.ticket.place.channel_id)
        if channel is None:
            return None
        holder = for_all(drawing.category, drawing.ticket).claimed_by
        extra = " ".join(f"<@{user_id}>" for user_id in extra_mentions)
        view = card(drawing, _holder(channel.guild, holder), Marker(job.event.seq, CARD), extra)
        message = channel.get_partial_message(drawing.ticket.place.card_id)
        allowed = await _mentioning(stage, channel.guild, drawing, extra_mentions)
        looks = (message.id, _looks(view))
        # What is under way may come to nothing, or to something of which nobody hears.
        if stage.drawn.pop(ticket_id, None) != looks or calling:
            with suppress(discord.NotFound):
                await awake(channel, lambda: message.edit(view=view, allowed_mentions=allowed))
        stage.drawn[ticket_id] = looks
    return drawing


def _looks(view: discord.ui.LayoutView) -> bytes:
    """What somebody sees of the card, as a digest: the mark of the event on it is not among that."""
    [container] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py has no types there
    return sha256(repr({**container, "id": None}).encode()).digest()


def _holder(guild: discord.Guild, user_id: int | None) -> str | None:
    if user_id is None:
        return None
    return team() if user_id == HIDDEN else name_of(guild, user_id)


async def _mentioning(
    stage: Stage, guild: discord.Guild, drawing: Drawing, people: Sequence[int]
) -> discord.AllowedMentions:
    """Whom the card may call: its owner, its roles, and who is named in it to enter. By an edit nobody is pinged."""
    blocked = await held_by_blocks(stage, guild.id)
    return discord.AllowedMentions(
        everyone=False,
        replied_user=False,
        users=[discord.Object(user_id) for user_id in sorted({drawing.ticket.owner_id, *people})],
        roles=called(guild, drawing.category, blocked),
    )
