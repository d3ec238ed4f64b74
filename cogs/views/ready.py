"""A ready reply before it is sent: as it will stand in the ticket, with buttons to send it, change it or let it be."""

import hashlib
import re
import zlib
from collections.abc import Mapping

import discord

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.door import Door
from cogs.language import button, mark_button, speaking, title
from cogs.typed import block, line, room, to_copy
from cogs.views import reply_ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values, form, long_text, text_in
from desk import canned, places
from desk.answers import Once
from desk.canned import Preview, Surroundings
from desk.text import REPLY

EMBED_ROOM = 4096
HEADING_ROOM = 100

LABELS: Mapping[str, str] = {
    "send": mark_button("Send"),
    "edit": mark_button("Edit first"),
    "cancel": mark_button("Cancel"),
}


async def surroundings(interaction: discord.Interaction, door: Door) -> Surroundings:
    """What the server is called, and in its language what its team is."""
    chosen = await door.store.read(places.language, interaction.guild_id or 0)
    with speaking(chosen or interaction.guild_locale):
        return Surroundings(interaction.guild.name if interaction.guild else "", words.replies.team())


def preview_answer(shown: Preview, said: str | None = None) -> Answer:
    """The reply as it will stand in the ticket."""
    framed = block(shown.text)
    embed = discord.Embed(
        title=line(shown.heading, HEADING_ROOM),
        description=framed if room(framed) <= EMBED_ROOM else to_copy(shown.text),
    )
    buttons = [
        ReadyButton(reply_ids.ready(act, shown.ticket.id, shown.reply.id, _sum(shown.text)), button(label))
        for act, label in LABELS.items()
    ]
    buttons[0].item.style = discord.ButtonStyle.primary
    return Answer(said or words.replies.preview(shown.ticket.number), embed=embed, view=row(*buttons))


class ReadyButton(DeskButton, template=reply_ids.READY):
    """Sends the reply that is shown, has it changed first, or lets it be."""

    label = mark_button("Send")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Do what its custom_id says."""
        act, ticket_id, reply_id = self.match[1], self.subject(2), self.subject(3)
        around = await surroundings(interaction, door)
        if act == "edit":
            actor = door.identify(interaction)
            shown = await door.store.read(canned.preview, actor, ticket_id, str(reply_id), around)
            await interaction.response.send_modal(_form(shown))
            return
        actor = await door.turn(interaction)
        if act == "cancel":
            await answer(interaction, words.replies.not_sent())
            return
        shown = await door.store.read(canned.preview, actor, ticket_id, str(reply_id), around)
        if _sum(shown.text) != self.match[4]:
            await answer(interaction, preview_answer(shown, words.replies.changed(shown.ticket.number)))
            return
        await door.store.write(canned.send, actor, _once(interaction, shown.text), ticket_id, shown.text)
        await answer(interaction, words.messages.replied())


def _form(shown: Preview) -> discord.ui.Modal:
    text = long_text("content", title("Reply"), shown.text, max_length=REPLY[1])
    return form(reply_ids.ready_form(shown.ticket.id), title("Edit it, then send"), text)


async def _send(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    typed = text_in(values, "content")
    hand_back(interaction, typed)
    actor = await door.turn(interaction)
    await door.store.write(canned.send, actor, _once(interaction, typed), int(match[1]), typed)
    await answer(interaction, words.messages.replied())


def _once(interaction: discord.Interaction, text: str) -> Once:
    """One preview sends one reply, however often it is pressed."""
    shown = interaction.message.id if interaction.message else interaction.id
    return Once(f"preview:{shown}", "ready", hashlib.sha256(text.encode()).digest())


def _sum(text: str) -> str:
    """By which it shows whether the text is still the one that was shown."""
    return f"{zlib.crc32(text.encode()):08x}"


READY_FORM = Form(reply_ids.READY_FORM, _send)
