"""The card of a member, the notes about them, and the form for one more."""

import re
from collections.abc import Sequence
from typing import Final

import discord

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.door import Door
from cogs.language import button, hint, mark_button, title
from cogs.subjects import subject
from cogs.typed import flat, shortened
from cogs.views import member_ids as ids
from cogs.views.buttons import DeskButton, rows
from cogs.views.forms import Form, Values, form, long_text, text_in
from cogs.views.selects import DeskSelect
from desk import members
from desk.actor import Actor
from desk.members import MemberCard
from desk.models import MemberNote
from desk.text import MEMBER_NOTE

NOTES_SHOWN: Final = 3
"""How many notes stand on a page: all fit, however much is to be escaped in them."""


async def card_answer(
    interaction: discord.Interaction, door: Door, actor: Actor, user_id: int, page: int = 0
) -> Answer:
    """The card of that member with that part of their tickets."""
    about = subject(interaction, door, actor, user_id)
    found = await door.store.read(members.card, actor, about, page)
    member = interaction.guild.get_member(user_id) if interaction.guild else None
    embed = discord.Embed(title=words.members.title(), description=words.members.card(found, member, page))
    if found.page.total > members.TICKETS_SHOWN:
        pages = -(-found.page.total // members.TICKETS_SHOWN)
        embed.set_footer(text=words.shared.page_of(page, pages))
    return Answer(embed=embed, view=rows(_about_notes(found), _turning(found, page)))


def _about_notes(found: MemberCard) -> list[DeskButton]:
    if found.notes is None:
        return []
    shown: list[DeskButton] = [AddNoteButton(ids.add_note(found.user_id))]
    if found.notes:
        shown.append(NotesButton(ids.notes(found.user_id, 0), words.members.all_notes(len(found.notes))))
    return shown


def _turning(found: MemberCard, page: int) -> list[DeskButton]:
    back = [CardButton(ids.card(found.user_id, page - 1), button("Back"))] if page else []
    return [*back, *([CardButton(ids.card(found.user_id, page + 1), button("Next"))] if found.page.more else [])]


def _notes_answer(user_id: int, notes: Sequence[MemberNote], page: int) -> Answer:
    """That part of the notes, each of which can be deleted."""
    part = notes[page * NOTES_SHOWN : (page + 1) * NOTES_SHOWN]
    text = "\n\n".join(map(words.members.note, part)) or words.members.no_notes()
    embed = discord.Embed(title=words.members.notes_title(), description=f"<@{user_id}>\n\n{text}")
    back = [NotesButton(ids.notes(user_id, page - 1), button("Back"))] if page else []
    more = len(notes) > (page + 1) * NOTES_SHOWN
    on = [NotesButton(ids.notes(user_id, page + 1), button("Next"))] if more else []
    view = rows([CardButton(ids.card(user_id, 0), button("Member card"))], [*back, *on])
    if part:
        select = PickNoteSelect(ids.pick_note(user_id, page), hint("Delete a note"), list(map(_option, part)))
        select.item.row = 2
        view.add_item(select)
    return Answer(embed=embed, view=view)


def _option(note: MemberNote) -> discord.SelectOption:
    return discord.SelectOption(label=shortened(flat(note.content), 100), value=str(note.id))


class CardButton(DeskButton, template=ids.CARD):
    """Shows a member's card in place of what is shown."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show it."""
        actor = await door.turn(interaction)
        await answer(interaction, await card_answer(interaction, door, actor, self.subject(), self.subject(2)))


class NotesButton(DeskButton, template=ids.NOTES):
    """Shows a part of the notes about a member."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show it."""
        actor = await door.turn(interaction)
        notes = await door.store.read(members.notes_on, actor, self.subject())
        await answer(interaction, _notes_answer(self.subject(), notes, self.subject(2)))


class AddNoteButton(DeskButton, template=ids.ADD_NOTE):
    """Asks what is to be written down."""

    label = mark_button("Add a note")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show the form, to whom it is."""
        await door.store.read(members.notes_on, door.identify(interaction), self.subject())
        about = hint("Only staff reads it, the member never does.")
        part = long_text("note", title("Note"), max_length=MEMBER_NOTE[1], placeholder=about)
        await interaction.response.send_modal(
            form(ids.note_form(self.subject()), title("A note about the member"), part)
        )


class PickNoteSelect(DeskSelect, template=ids.PICK_NOTE):
    """Asks before the note that is chosen goes."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Show the note with the button that deletes it."""
        actor = await door.turn(interaction)
        found = await door.store.read(members.note, actor, int(chosen))
        keep = NotesButton(ids.notes(found.user_id, 0), button("Keep it"))
        view = rows([DeleteNoteButton(ids.delete_note(found.id)), keep])
        embed = discord.Embed(title=words.members.ask_delete(), description=words.members.note(found))
        await answer(interaction, Answer(embed=embed, view=view))


class DeleteNoteButton(DeskButton, template=ids.DELETE_NOTE):
    """Confirms that a note goes."""

    label = mark_button("Delete it")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Delete it, and show what is left."""
        actor = await door.turn(interaction)
        gone = await door.store.write(members.delete_note, actor, self.subject())
        notes = await door.store.read(members.notes_on, actor, gone.user_id)
        await answer(interaction, _notes_answer(gone.user_id, notes, 0))


async def _keep_note(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    said = text_in(values, "note")
    hand_back(interaction, said)
    actor = await door.turn(interaction)
    await door.store.write(members.add_note, actor, int(match[1]), said)
    await answer(interaction, await card_answer(interaction, door, actor, int(match[1])))


MEMBER_NOTE_FORM = Form(ids.NOTE_FORM, _keep_note)
MEMBER_ITEMS = (CardButton, NotesButton, AddNoteButton, PickNoteSelect, DeleteNoteButton)
