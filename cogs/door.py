"""What the Discord door is handed by the process, and how it tells who acts."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from cogs.caretaking import Caretaker
from cogs.language import speak
from desk import moving
from desk.actor import Actor, Directory, Member, Via, identify
from desk.clock import Clock, rfc3339
from desk.models import Place
from desk.store import Store
from desk.transcript import Transcriber


@dataclass(frozen=True, slots=True)
class Door:
    """All that the commands, buttons and forms work with.

    `place_ready` gives the place of a ticket once Discord has made or refused it, or as it stands after ten seconds;
    `request_id` makes the id under which one interaction is logged; `randomness` gives that many random bytes.
    """

    store: Store
    directory: Directory
    clock: Clock
    place_ready: Callable[[int], Awaitable[Place]]
    request_id: Callable[[], str]
    caretaker: Caretaker
    transcriber: Transcriber
    randomness: Callable[[int], bytes] = secrets.token_bytes

    async def enter(self, interaction: discord.Interaction) -> Actor:
        """Tell Discord that an answer for this member alone will come, and identify them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        return self.identify(interaction)

    async def turn(self, interaction: discord.Interaction) -> Actor:
        """As `enter`, for a button that changes the answer on which it stands."""
        await interaction.response.defer()
        return self.identify(interaction)

    def identify(self, interaction: discord.Interaction) -> Actor:
        """The member behind the interaction, with the roles that came with it; from here on their language is spoken.

        Raises NoPrivateMessage elsewhere.
        """
        speak(interaction.locale)
        member = interaction.user
        if not isinstance(member, discord.Member):
            raise app_commands.NoPrivateMessage
        return self.actor(member, self.request_of(interaction))

    def actor(self, member: discord.Member, request_id: str) -> Actor:
        """That member as one who acts now, or to whom something is to be given."""
        powers = member.resolved_permissions or member.guild_permissions
        known = Member(
            guild_id=member.guild.id,
            user_id=member.id,
            name=member.display_name,
            role_ids=frozenset(role.id for role in member.roles if not role.is_default()),
            # Discord gives a server's owner every permission, this one too.
            administrator=powers.administrator,
        )
        now = rfc3339(self.clock())
        return identify(known, self.store.identities, via=Via.DISCORD, at=now, request_id=request_id)

    async def holder(self, actor: Actor, ticket_id: int) -> Actor | None:
        """Who has the ticket's claim, as they would act now; None when nobody has, or they are gone."""
        user_id = await self.store.read(moving.holder_of, actor.guild_id, ticket_id)
        member = None if user_id is None else self.directory.member(actor.guild_id, user_id)
        if member is None:
            return None
        known = self.store.identities
        return identify(member, known, via=Via.DISCORD, at=actor.at, request_id=actor.request_id)

    def request_of(self, interaction: discord.Interaction) -> str:
        """The one id under which this interaction is logged, wherever it is asked for."""
        request_id: str = interaction.extras.setdefault("request_id", self.request_id())
        return request_id


class DoorCog(commands.Cog, name="door"):
    """Keeps the door where every interaction finds it."""

    def __init__(self, door: Door) -> None:
        self.door = door


def door_of(interaction: discord.Interaction) -> Door:
    """The door of the bot that received the interaction. Raises LookupError before `setup_cogs`."""
    client: object = interaction.client
    cog = client.get_cog("door") if isinstance(client, commands.Bot) else None
    if isinstance(cog, DoorCog):
        return cog.door
    raise LookupError("door")
