"""The simulated server that the tests of cogs and relay share: everyone who can act, and two categories."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import discord

from bot.demo.simulated import ChannelHandle, GuildHandle, MemberActor, RoleHandle, Simulated
from desk import categories, grants, reading
from desk.actor import Actor, Grant, Member
from desk.categories import CategoryDraft
from desk.exchange import Slice, TicketFilter
from desk.models import Category, Ticket
from storage.desk_store import DeskStore

NAMES = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")


@dataclass
class Town:
    """The server over a real store. Who tells the time and which bot is in it, is each test room's own."""

    store: DeskStore
    simulated: Simulated = field(init=False)
    guild: GuildHandle = field(init=False)
    hall: ChannelHandle = field(init=False)
    roles: dict[str, RoleHandle] = field(default_factory=dict, init=False)
    members: dict[str, MemberActor] = field(default_factory=dict, init=False)
    category_ids: dict[str, int] = field(default_factory=dict, init=False)

    def actor(self, name: str) -> Actor:
        """That member, acting behind the scenes."""
        raise NotImplementedError

    def settle_people(self) -> None:
        """Fill the server with its members, before the bot is there: so it hears of all of them at once."""
        self.guild = self.simulated.add_guild("House")
        self.hall = self.guild.create_text_channel("hall")
        for name in ("viewer", "responder", "elsewhere", "manager", "definer"):
            self.roles[name] = self.guild.create_role(name)
        self.roles["admin"] = self.guild.create_role("admin", permissions=discord.Permissions(administrator=True))
        for name in NAMES:
            held = [self.roles[name]] if name in self.roles else []
            self.members[name] = self.simulated.add_member(self.guild, name, held)

    async def give_rights(self) -> None:
        """Give the grants, and make the categories `open` and `other`."""
        root = self.actor("admin")
        await self.store.write(grants.grant, root, self.roles["manager"].id, Grant.MANAGE_TICKETS)
        await self.store.write(grants.grant, root, self.roles["definer"].id, Grant.DEFINE_TICKETS)
        await self.add_category("open", ["responder"], ["viewer"])
        await self.add_category("other", ["elsewhere"], [])

    async def add_category(
        self, name: str, responders: Sequence[str] = (), viewers: Sequence[str] = (), limit: int | None = None
    ) -> Category:
        """Make a category with those roles."""
        draft = CategoryDraft(
            name,
            responder_role_ids=tuple(self.roles[role].id for role in responders),
            viewer_role_ids=tuple(self.roles[role].id for role in viewers),
            ticket_limit=limit,
        )
        made = await self.store.write(categories.create, self.actor("admin"), draft, self.assignable)
        self.category_ids[name] = made.id
        return made

    @property
    def assignable(self) -> frozenset[int]:
        """Every role that a category may name."""
        return frozenset(role.id for role in self.roles.values())

    def member(self, name: str) -> Member:
        """That member as Discord tells of them."""
        return Member(
            guild_id=self.guild.id,
            user_id=self.members[name].id,
            name=name,
            role_ids=frozenset({self.roles[name].id} if name in self.roles else ()),
            administrator=name == "admin",
        )

    async def everything(self) -> Sequence[Ticket]:
        """All tickets of the desk."""
        page = await self.store.read(reading.list_tickets, self.actor("admin"), TicketFilter(), Slice(1000))
        return page.tickets

    def thread(self, ticket: Ticket) -> ChannelHandle:
        """The ticket's thread."""
        assert ticket.place.channel_id is not None
        return self.simulated.channel(ticket.place.channel_id)
