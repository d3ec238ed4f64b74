"""Forms that sort a ticket: its title, its tags, its people, and a note to it."""

import re
from collections.abc import Iterable

import discord

from cogs import words
from cogs.answers import answer, hand_back
from cogs.choosing import persons
from cogs.door import Door
from cogs.language import hint, title
from cogs.views import ids
from cogs.views.forms import Form, FormItem, Values, form, ids_in, long_text, short_text, text_in
from desk import messages, people, tags, tickets
from desk.changes import TicketChange
from desk.doable import doable
from desk.surroundings import PEOPLE_AT_MOST
from desk.text import REPLY, TAG, TAGS_AT_MOST, TITLE

TAGS_ROOM = (TAG[1] + 2) * TAGS_AT_MOST


async def ask_title(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Show the form with the title that is there."""
    found = await door.store.read(doable, door.identify(interaction), ticket_id)
    part = short_text("title", title("Title"), found.ticket.title, min_length=TITLE[0], max_length=TITLE[1])
    await interaction.response.send_modal(form(ids.title_form(ticket_id), title("Rename the ticket"), part))


async def _keep_title(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    wanted = text_in(values, "title")
    hand_back(interaction, wanted)
    actor = await door.enter(interaction)
    done = await door.store.write(tickets.update, actor, int(match[1]), TicketChange(title=wanted))
    follows_at = await door.caretaker.place_follows_at(done.id)
    await answer(interaction, words.sorting.renamed(done, follows_at))


async def ask_tags(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Show the form with the tags that are there."""
    found = await door.store.read(doable, door.identify(interaction), ticket_id)
    part = short_text(
        "tags",
        title("Tags, with commas between them"),
        ", ".join(found.ticket.tags),
        required=False,
        max_length=TAGS_ROOM,
        placeholder=hint("refund, vip"),
    )
    await interaction.response.send_modal(form(ids.tags_form(ticket_id), title("Tags"), part))


async def _keep_tags(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    typed = text_in(values, "tags")
    hand_back(interaction, typed)
    actor = await door.enter(interaction)
    done = await door.store.write(tags.set_tags, actor, int(match[1]), typed.split(","))
    await answer(interaction, words.sorting.tagged(done))


async def ask_people(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Show the form with the people who are there."""
    inside = await door.store.read(people.people_to_change, door.identify(interaction), ticket_id)
    part = _members("people", title("Who is in it"), hint("Beside its owner and staff. They read and reply."), inside)
    await interaction.response.send_modal(form(ids.people_form(ticket_id), title("People in the ticket"), part))


def _members(custom_id: str, label: str, about: str, chosen: Iterable[int]) -> FormItem:
    select: discord.ui.UserSelect[discord.ui.View] = discord.ui.UserSelect(
        custom_id=custom_id,
        required=False,
        min_values=0,
        max_values=PEOPLE_AT_MOST,
        default_values=[discord.Object(user_id, type=discord.User) for user_id in chosen],
    )
    return discord.ui.Label(text=label, description=about, component=select)


async def _keep_people(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    actor = await door.enter(interaction)
    wanted = persons(interaction, ids_in(values, "people") or ())
    done = await door.store.write(people.set_people, actor, int(match[1]), wanted)
    await answer(interaction, words.sorting.people_set(done, [each for each in wanted if each != done.owner_id]))


async def ask_note(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Show the form for a note, to whoever sees the ticket."""
    await door.store.read(doable, door.identify(interaction), ticket_id)
    part = long_text("note", title("Note"), max_length=REPLY[1], placeholder=hint("Only staff reads it."))
    await interaction.response.send_modal(form(ids.note_form(ticket_id), title("Write a note"), part))


async def _keep_note(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    said = text_in(values, "note")
    hand_back(interaction, said)
    actor = await door.enter(interaction)
    await door.store.write(messages.note, actor, int(match[1]), said)
    await answer(interaction, words.messages.noted())


TITLE_FORM = Form(ids.TITLE_FORM, _keep_title)
TAGS_FORM = Form(ids.TAGS_FORM, _keep_tags)
PEOPLE_FORM = Form(ids.PEOPLE_FORM, _keep_people)
NOTE_FORM = Form(ids.NOTE_FORM, _keep_note)
