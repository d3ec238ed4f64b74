"""A small server with the real store behind the real door: everyone who can act, two categories, a thread a ticket."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import discord
from discord.ext import commands

from bot.demo.simulated import ChannelHandle, InteractionResult, Simulated, texts
from bot.directory import member_as_seen
from bot.transcripts import LiveTranscriber
from cogs import Door, setup_cogs
from cogs.views import header_buttons, panel_view
from desk import categories, places, reading, tickets
from desk.actor import Actor, GuildName, Member, Via, identify
from desk.clock import rfc3339
from desk.events import Origin
from desk.findings import Finding, Matter, Verdict
from desk.inspection import Standing
from desk.models import Category, CategorySettings, Place, PlaceState, Ticket, WorkingHours
from desk.reading import TicketDetail
from desk.store import Tx
from desk.tickets import TicketDraft
from desk.transcript import Document, Format, Transcript
from tests.town import Town

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class TestBot(commands.Bot):
    """A bot that is nothing but the Discord door."""

    __test__ = False

    def __init__(self, world: "World") -> None:
        quiet = discord.AllowedMentions.none()
        super().__init__("!", intents=discord.Intents.all(), help_command=None, allowed_mentions=quiet)
        self.world = world

    async def setup_hook(self) -> None:
        """Take the cogs in and publish the commands."""
        await setup_cogs(self, self.world.door)
        await self.tree.sync()


class Directory:
    """Roles as the simulated server has them."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def member(self, guild_id: int, user_id: int) -> Member | None:
        """The member as the simulated server has them."""
        guild = self.world.simulated.bot.get_guild(guild_id)
        member = guild.get_member(user_id) if guild else None
        return None if member is None else member_as_seen(member)

    def guilds_of(self, user_id: int) -> Sequence[GuildName]:
        """See desk.actor.Directory."""
        return [
            GuildName(it.id, it.name) for it in self.world.simulated.bot.guilds if it.get_member(user_id) is not None
        ]

    def open_to_all(self, _guild_id: int) -> bool:
        """Nobody is an Administrator in the simulated server but by their role."""
        return False

    def assignable_roles(self, guild_id: int) -> frozenset[int]:
        """The roles of the guild that its people made."""
        guild = self.world.simulated.bot.get_guild(guild_id)
        roles = guild.roles if guild else []
        return frozenset(role.id for role in roles if not role.is_default() and not role.managed)


class Nobody:
    """A caretaker where there is no process behind the door."""

    async def at_rest(self, lane: str) -> None:
        """Nothing is ever under way."""

    async def place_follows_at(self, _ticket_id: int) -> str | None:
        """Discord always lets it."""
        return None

    async def channel(self, guild_id: int, name: str, under_id: int | None) -> int:
        """Nobody asks in these tests."""
        raise NotImplementedError

    async def channel_category(self, guild_id: int, name: str) -> int:
        """Nobody asks in these tests."""
        raise NotImplementedError

    def inspect(self, guild_id: int, standing: Standing, discord_now: datetime) -> Sequence[Finding]:  # noqa: ARG002 -- nothing is looked at
        """The bot is there."""
        return (Finding(Verdict.GOOD, Matter.CONNECTED),)

    async def let_itself_in(self, guild_id: int, channel_id: int) -> None:
        """Nobody asks in these tests."""
        raise NotImplementedError


class Transcribing:
    """Writes transcripts with the names of the simulated server."""

    def __init__(self, world: "World") -> None:
        self.world = world

    async def write(self, found: Transcript, wanted: Format) -> Document:
        """As the process would."""
        return await LiveTranscriber(self.world.simulated.bot).write(found, wanted)


@dataclass
class World(Town):
    """The server and its desk. `now` is the desk's time; `refused` makes Discord refuse every ticket a thread."""

    now: datetime = NOON
    refused: bool = False
    door: Door = field(init=False)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    bots: list[TestBot] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.door = Door(
            store=self.store,
            directory=Directory(self),
            clock=lambda: self.now,
            place_ready=self.place_ready,
            request_id=lambda: f"request-{next(numbers)}",
            caretaker=Nobody(),
            transcriber=Transcribing(self),
            randomness=lambda size: bytes(range(size)),
        )

    def fresh_bot(self) -> TestBot:
        """A bot that knows nothing yet."""
        self.bots.append(TestBot(self))
        return self.bots[-1]

    async def build(self) -> None:
        """Fill the server."""
        self.simulated = Simulated(self.fresh_bot())
        self.settle_people()
        await self.simulated.start()
        await self.give_rights()

    def actor(self, name: str) -> Actor:
        """That member, acting behind the scenes."""
        at = rfc3339(self.now)
        return identify(self.member(name), self.store.identities, via=Via.DISCORD, at=at, request_id="setup")

    async def ticket(self, title: str = "Printer is on fire", *, category: str = "open", by: str = "owner") -> Ticket:
        """A ticket with its thread and its card, made behind the scenes."""
        draft = TicketDraft(self.category_ids[category], title, "It burns, please help.")
        ticket = await self.store.write(tickets.open_ticket, self.actor(by), draft)
        await self.place_ready(ticket.id)
        return await self.seen(ticket.number)

    async def place_ready(self, ticket_id: int) -> Place:
        """Give the ticket a thread with its card unless it has one, or be refused it."""
        async with self.one_at_a_time:
            return await self._place(ticket_id)

    async def _place(self, ticket_id: int) -> Place:
        drawing = await self.store.read(places.drawing, self.guild.id, ticket_id)
        assert drawing is not None
        if self.refused:
            origin = Origin(self.guild.id, rfc3339(self.now))
            await self.store.write(places.place_refused, origin, ticket_id, "Missing Permissions")
            return Place(PlaceState.FAILED)
        if drawing.ticket.place.state is PlaceState.MADE:
            return drawing.ticket.place
        hall = self.simulated.bot.get_channel(self.hall.id)
        assert isinstance(hall, discord.TextChannel)
        kind = discord.ChannelType.private_thread
        thread = await hall.create_thread(name=f"{drawing.ticket.number:04}", type=kind)
        view = discord.ui.View(timeout=None)
        for button in header_buttons(drawing.ticket):
            view.add_item(button)
        card = await thread.send("card", view=view)
        for member in self.members.values():
            await thread.add_user(discord.Object(member.id))
        place = Place(PlaceState.MADE, thread.id, card.id)
        await self.store.write(places.place_made, Origin(self.guild.id, rfc3339(self.now)), ticket_id, place)
        return place

    async def seen(self, number: int, by: str = "admin") -> Ticket:
        """The ticket as it is now."""
        return (await self.detail(number, by)).ticket

    async def detail(self, number: int, by: str = "admin") -> TicketDetail:
        """The ticket with its messages as that member sees it."""
        return await self.store.read(reading.show_number, self.actor(by), number)

    def card(self, ticket: Ticket) -> discord.Message:
        """The ticket's card."""
        return next(it for it in self.simulated.messages(self.thread(ticket).id) if it.content == "card")

    async def live(self) -> Sequence[Category]:
        """The categories in use."""
        return (await self.store.read(categories.list_categories, self.actor("admin"))).categories

    async def delete_category(self, name: str) -> None:
        """Delete it behind the scenes."""
        await self.store.write(categories.delete, self.actor("admin"), self.category_ids[name])

    async def settle_category(self, name: str, settings: CategorySettings) -> None:
        """Give the category those settings behind the scenes."""
        await self.store.write(_settle, self.guild.id, self.category_ids[name], settings)

    async def set_hours(self, name: str, start: str, end: str) -> None:
        """Staff of the category works from then to then each day, in UTC."""
        await self.settle_category(name, CategorySettings(hours=WorkingHours("UTC", ((start, end),) * 7)))

    async def set_cooldown(self, name: str, minutes: int) -> None:
        """So long must pass in the category between two tickets of one member."""
        await self.settle_category(name, CategorySettings(cooldown_minutes=minutes))

    async def set_openers(self, name: str, *roles: str) -> None:
        """Only these roles open tickets in the category."""
        opener_role_ids = frozenset(self.roles[role].id for role in roles)
        await self.settle_category(name, CategorySettings(opener_role_ids=opener_role_ids))

    async def post(self, text: str, view: discord.ui.View) -> discord.Message:
        """Let the bot post that in the hall."""
        hall = self.simulated.bot.get_channel(self.hall.id)
        assert isinstance(hall, discord.TextChannel)
        return await hall.send(text, view=view)

    async def panel(self) -> discord.Message:
        """A panel of all categories in the hall."""
        return await self.post("panel", panel_view(await self.live()))

    async def use(
        self, who: str, command: str, where: ChannelHandle | None = None, /, **options: Any
    ) -> InteractionResult:
        """Let that member use a command, in the hall or where it is said."""
        return await self.members[who].slash(where or self.hall, command, **options)


def _settle(tx: Tx, guild_id: int, category_id: int, settings: CategorySettings) -> None:
    category = tx.categories.get(guild_id, category_id)
    assert category is not None
    tx.categories.save(replace(category, settings=settings))


def shown(result: InteractionResult) -> discord.Message:
    """The answer, which nobody but the member saw."""
    assert result.response is not None, "there was no answer"
    assert result.ephemeral or result.response.ephemeral
    return result.response.message


def said(result: InteractionResult) -> str:
    """What the member read in answer."""
    return "\n".join(words for words in texts([shown(result)]) if words)


def buttons(result: InteractionResult) -> dict[str, str]:
    """The custom_id of each button and select under the answer, by its label or placeholder."""
    rows = [row for row in shown(result).components if isinstance(row, discord.ActionRow)]
    return {
        (item.label if isinstance(item, discord.Button) else item.placeholder) or "": item.custom_id or ""
        for row in rows
        for item in row.children
    }
