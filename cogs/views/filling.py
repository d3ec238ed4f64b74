"""Filling in a category's own form, step by step, and what is answered when it is sent in."""

import re
from collections.abc import Iterable

import discord

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.door import Door
from cogs.faults import fault_lines
from cogs.language import mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values
from cogs.views.notify import to_be_asked, with_question
from cogs.views.questions import answers_in, fill_form, texts_in, uploads_in
from desk import drafts, queue
from desk.actor import Actor
from desk.drafts import Opened, Sheet, Unfinished
from desk.errors import Fault, Invalid
from desk.forms import pages_of
from desk.hours import back
from desk.models import PlaceState, Upload

FILE_BYTES_AT_MOST = 25 * 2**20
"""The bot holds one file at a time in memory to post it again; Discord may allow less."""


class ContinueButton(DeskButton, template=ids.CONTINUE):
    """Shows the next step of a form, or the one that is to be corrected."""

    label = mark_button("Continue")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show it with what was answered so far."""
        actor, form_id = door.identify(interaction), self.match[2]
        category, draft = await door.store.read(drafts.resume, actor, self.subject(), form_id)
        page = min(self.subject(3), max(0, pages_of(category.settings.form) - 1))
        await interaction.response.send_modal(fill_form(category, form_id, page, draft))


async def _send(interaction: discord.Interaction, door: Door, match: re.Match[str], _values: Values) -> None:
    answers, uploads = answers_in(interaction), uploads_in(interaction)
    hand_back(interaction, *texts_in(interaction))
    _demand_small(interaction, uploads)
    actor = await _enter(interaction, door)
    sheet = Sheet(int(match[1]), match[2], int(match[3]), answers, uploads)
    await answer_handed_in(interaction, door, await door.store.write(drafts.hand_in, actor, sheet))


FILL_FORM = Form(ids.FILL, _send)


async def _enter(interaction: discord.Interaction, door: Door) -> Actor:
    """Enter; where the form came from a step before it, the next answer takes the place of that one's."""
    rows = interaction.message.components if interaction.message else ()
    buttons = [each for part in rows if isinstance(part, discord.ActionRow) for each in part.children]
    if any(ids.CONTINUE.fullmatch(each.custom_id or "") for each in buttons if isinstance(each, discord.Button)):
        return await door.turn(interaction)
    return await door.enter(interaction)


async def answer_handed_in(interaction: discord.Interaction, door: Door, done: Opened | Unfinished) -> None:
    """Say what became of a form: the ticket with its link, or what is to be done next."""
    if isinstance(done, Opened):
        await answer_opened(interaction, door, done)
        return
    category, page = done.category, done.page
    custom_id = ids.continue_form(category.id, done.draft.form_id, page)
    if done.faults:
        text = f"{words.forms.to_correct()}\n{fault_lines(done.faults)}"
        button = ContinueButton(custom_id, words.forms.correct())
    else:
        text = words.forms.to_continue(page, pages_of(category.settings.form))
        button = ContinueButton(custom_id)
    await answer(interaction, Answer(text, view=row(button)))


async def answer_opened(interaction: discord.Interaction, door: Door, done: Opened) -> None:
    """Wait until the ticket has its place, and answer with the link, when staff is back, and how long the line is."""
    place = await door.place_ready(done.ticket.id)
    if done.again:
        await answer(interaction, Answer(words.tickets.opened_before(done.ticket, place)))
        return
    if done.ticket.owner_id != interaction.user.id and place.state is not PlaceState.FAILED:
        await answer(interaction, words.tickets.opened_for(done.ticket, place))
        return
    lines = [words.tickets.opened(done.ticket, place)]
    if (when := back(done.category.settings.hours, done.ticket.created_at)) is not None:
        lines.append(words.tickets.away(when))
    # Without a deadline: who opened a ticket is never to read that the desk was busy and did nothing.
    line = await door.store.read_long(queue.line_of, door.identify(interaction), done.ticket.id)
    if line is not None and (standing := words.queue.standing(line)):
        lines.append(f"-# {standing}")
    text = "\n".join(lines)
    # Who found no place is not asked for more.
    ask = place.state is not PlaceState.FAILED and await to_be_asked(door, door.identify(interaction))
    await answer(interaction, with_question(text) if ask else Answer(text))


def _demand_small(interaction: discord.Interaction, uploads: Iterable[Upload]) -> None:
    """Raise Invalid when a file is bigger than the bot may post again."""
    guild = interaction.guild
    allowed = min(guild.filesize_limit, FILE_BYTES_AT_MOST) if guild else FILE_BYTES_AT_MOST
    big = [each for each in uploads if each.size > allowed]
    if big:
        fault = Fault("file_too_big", allowed // 2**20)
        raise Invalid({f"fields[{each.name}]": fault for each in big})
