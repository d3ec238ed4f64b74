"""Setting a server up, one screen a step: what is picked is kept at once, so that any step may be come back to."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import discord
from discord import app_commands

from cogs.answers import answer, answering
from cogs.door import Door
from cogs.faults import fault_lines
from cogs.language import mark_button, title
from cogs.views import ids
from cogs.views.buttons import DeskButton
from cogs.views.forms import Form, Values, form, short_text, text_in
from cogs.views.setup_doing import do
from cogs.views.setup_screens import Scene, screen
from cogs.words.templates import KEYS
from desk import setup
from desk.actor import Actor
from desk.errors import Fault
from desk.models import Style
from desk.setup import SetupDraft
from desk.text import CATEGORY_NAME

FIRST = "who"


async def scene_of(interaction: discord.Interaction, door: Door, actor: Actor) -> Scene:
    """The server as it is, with what the actor has chosen for it. Raises MissingGrant."""
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return Scene(await door.store.read(setup.present, actor), interaction.guild, door)


async def begin(interaction: discord.Interaction, door: Door) -> None:
    """Show the first step."""
    actor = await door.enter(interaction)
    await answer(interaction, screen(await scene_of(interaction, door, actor), FIRST))


class SetupButton(DeskButton, template=ids.SETUP):
    """Shows a step, or the form for names, or does it all."""

    label = mark_button("Next")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Do what the button is for."""
        step = self.match[1]
        if step == "names":
            scene = await scene_of(interaction, door, door.identify(interaction))
            await interaction.response.send_modal(_names_form(scene))
            return
        actor = await door.turn(interaction)
        scene = await scene_of(interaction, door, actor)
        usable = _usable(door, scene.guild, scene.draft)
        if step == "make" and usable != scene.draft:
            await door.store.write(setup.choose, actor, usable)
            await answer(interaction, screen(await scene_of(interaction, door, actor), FIRST, _not_usable()))
        elif step == "make" and not scene.missing():
            await do(interaction, scene, actor)
        else:
            await answer(interaction, screen(scene, "preview" if step == "make" else step))


class SetupPick(discord.ui.DynamicItem[discord.ui.Item[Any]], template=ids.SETUP_PICK):
    """Keeps what is picked in any of the selects, and draws its screen anew."""

    @classmethod
    async def from_custom_id(cls, _interaction: Any, item: discord.ui.Item[Any], _match: Any, /) -> Self:
        """The select again; what was picked comes with the interaction."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Keep it, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: _pick(interaction, door, self.custom_id.partition(":")[2]))


_STEP_OF = {
    "language": "who",
    "roles": "who",
    "templates": "what",
    "style": "where",
    "under": "where",
    "panel": "where",
}


async def _pick(interaction: discord.Interaction, door: Door, what: str) -> None:
    actor = await door.turn(interaction)
    data: Any = interaction.data or {}
    before = await scene_of(interaction, door, actor)
    picked = _picked(before.draft, what, data.get("values", ()))
    usable = _usable(door, before.guild, picked)
    await door.store.write(setup.choose, actor, usable)
    note = _not_usable() if what == "roles" and usable != picked else None
    await answer(interaction, screen(await scene_of(interaction, door, actor), _STEP_OF.get(what, "where"), note))


def _usable(door: Door, guild: discord.Guild, draft: SetupDraft) -> SetupDraft:
    """The draft without roles that no category may name: @everyone, those that a service keeps, and deleted ones."""
    assignable = door.directory.assignable_roles(guild.id)
    return replace(draft, responder_role_ids=tuple(each for each in draft.responder_role_ids if each in assignable))


def _not_usable() -> str:
    return fault_lines({"responderRoleIds": Fault("unknown_role")})


def _picked(draft: SetupDraft, what: str, values: Sequence[str]) -> SetupDraft:
    first = next(iter(values), None)
    match what:
        case "language":
            return replace(draft, language=first)
        case "roles":
            return replace(draft, responder_role_ids=tuple(map(int, values)))
        case "templates":
            return replace(draft, templates=tuple(key for key in KEYS if key in values))
        case "style":
            return replace(draft, style=Style(first or Style.THREAD))
        case "under":
            return replace(draft, under_channel_id=int(first) if first else None)
        case _:
            return replace(draft, panel_channel_id=int(first) if first else None)


def _names_form(scene: Scene) -> discord.ui.Modal:
    offered, draft = scene.templates(), scene.draft
    parts = [
        short_text(
            key,
            offered[key].name,
            draft.names.get(key) or offered[key].name,
            max_length=CATEGORY_NAME[1],
            required=False,
        )
        for key in KEYS
        if key in draft.templates
    ]
    return form(ids.setup_names(), title("Names"), *parts)


async def _name(interaction: discord.Interaction, door: Door, _match: re.Match[str], values: Values) -> None:
    actor = await door.turn(interaction)
    before = (await scene_of(interaction, door, actor)).draft
    names = {**before.names, **{key: text_in(values, key).strip() for key in KEYS if key in values}}
    await door.store.write(setup.choose, actor, replace(before, names=names))
    await answer(interaction, screen(await scene_of(interaction, door, actor), "what"))


NAMES_FORM = Form(ids.SETUP_NAMES, _name)
