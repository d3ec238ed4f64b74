"""The one place that answers an interaction, and the one place that answers when something stood against it."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

import discord
from discord import app_commands

from cogs import words
from cogs.door import Door, door_of
from cogs.language import speak
from cogs.refusals import refusal
from cogs.typed import room, to_copy
from desk import places
from desk.errors import DeskError, TicketLimit
from desk.models import Place, PlaceState

log = logging.getLogger(__name__)

T = TypeVar("T", str, int)

EMBED_ROOM = 4096
"""Characters that Discord takes in the description of an embed."""

FILE_NAME = "your-text.txt"

QUIET = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one member: words, an embed, buttons. What is None is not there."""

    text: str | None = None
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None
    file: discord.File | None = None


async def answer(interaction: discord.Interaction, given: Answer | str) -> None:
    """Say it to the member alone, in the place that was kept for the answer if there is one."""
    said = given if isinstance(given, Answer) else Answer(given)
    embeds = [said.embed] if said.embed else []
    files = [said.file] if said.file else []
    view = said.view or discord.utils.MISSING
    if interaction.response.is_done():
        await interaction.edit_original_response(
            content=said.text, embeds=embeds, view=said.view, attachments=files, allowed_mentions=QUIET
        )
    else:
        await interaction.response.send_message(
            said.text, embeds=embeds, view=view, files=files, ephemeral=True, allowed_mentions=QUIET
        )


def hand_back(interaction: discord.Interaction, *typed: str) -> None:
    """Should something stand against it, give the member back what they typed, which Discord has taken away."""
    interaction.extras["typed"] = [text for text in typed if text.strip()]


def typed_embed(typed: Iterable[str]) -> discord.Embed | None:
    """What a member typed, to be copied; None when there is nothing, or more than Discord shows."""
    text = "".join(map(to_copy, typed))
    return discord.Embed(title=words.shared.your_text(), description=text) if 0 < room(text) <= EMBED_ROOM else None


def _with_typed(text: str, typed: Iterable[str]) -> Answer:
    """That text, and what a member typed: to be copied, or as a file where it is more than Discord shows."""
    said = list(typed)
    embed = typed_embed(said)
    if embed is not None or not said:
        return Answer(text, embed=embed)
    whole = "\n\n".join(said).encode()
    return Answer(f"{text}\n{words.shared.text_in_file()}", file=discord.File(BytesIO(whole), FILE_NAME))


async def answering(interaction: discord.Interaction, act: Callable[[Door], Awaitable[None]]) -> None:
    """Do what a button, select or form asks, and answer whatever goes wrong with it."""
    speak(interaction.locale)
    try:
        await act(door_of(interaction))
    except Exception as error:  # noqa: BLE001 -- discord.py would drop it, and the member would see a dead button
        await answer_error(interaction, error)


async def on_command_error(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """Answer what a command raised; the tree calls this for every one of them."""
    await answer_error(interaction, error.original if isinstance(error, app_commands.CommandInvokeError) else error)


async def answer_error(interaction: discord.Interaction, error: Exception) -> None:
    """Say to the member what stood against it and what they can do; log what should not have happened."""
    speak(interaction.locale)
    request_id = door_of(interaction).request_of(interaction)
    if isinstance(error, discord.NotFound):
        log.info("nobody is left to answer, request %s: %s", request_id, error)
        return
    text = refusal(error)
    if text is None:
        log.error("request %s failed", request_id, exc_info=error)
        text = words.shared.unexpected(request_id)
    try:
        await _refuse(interaction, text, error)
    except discord.HTTPException as failure:
        log.warning("request %s could not be answered: %s", request_id, failure)


async def _refuse(interaction: discord.Interaction, text: str, error: Exception) -> None:
    if isinstance(error, TicketLimit):
        text += " " + words.tickets.place_link(await _place(interaction, error.ticket_id))
    given = _with_typed(text, interaction.extras.get("typed", ()))
    if interaction.response.type is discord.InteractionResponseType.deferred_message_update:
        await interaction.followup.send(
            given.text or "",
            embeds=[given.embed] if given.embed else [],
            files=[given.file] if given.file else [],
            ephemeral=True,
            allowed_mentions=QUIET,
        )
        return
    await answer(interaction, given)


async def _place(interaction: discord.Interaction, ticket_id: int) -> Place:
    """Where the ticket is; one that was opened a moment ago is waited for, if the answer can wait."""
    door = door_of(interaction)
    try:
        drawing = await door.store.read(places.drawing, interaction.guild_id or 0, ticket_id)
    except DeskError:
        drawing = None
    place = drawing.ticket.place if drawing else Place(PlaceState.PENDING)
    if place.state is PlaceState.PENDING and interaction.response.is_done():
        return await door.place_ready(ticket_id)
    return place


async def offered(
    interaction: discord.Interaction, offer: Callable[[Door], Awaitable[list[app_commands.Choice[T]]]]
) -> list[app_commands.Choice[T]]:
    """What an autocomplete offers; nothing at all when the desk cannot say it in time."""
    speak(interaction.locale)
    try:
        return await offer(door_of(interaction))
    except Exception as error:
        request_id = door_of(interaction).request_of(interaction)
        expected = isinstance(error, DeskError)
        log.log(logging.INFO if expected else logging.ERROR, "request %s offers nothing", request_id, exc_info=error)
        return []
