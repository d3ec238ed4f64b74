"""A small server with the whole Discord side of the desk on a real store: the unmodified client, door and relay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import discord

from bot.composition import Discord, assemble_discord
from bot.demo.simulated import ChannelHandle, GuildHandle, MemberActor, RoleHandle, Simulated, texts
from desk import categories, grants, messages, tickets
from desk.actor import Actor, Grant, Member, Via, identify
from desk.categories import CategoryDraft
from desk.clock import rfc3339, system_clock
from desk.models import Category, Message, Ticket
from desk.store import Slice, TicketFilter
from desk.tickets import TicketDetail, TicketDraft
from storage.desk_store import DeskStore

NAMES = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")


def at_once(_attempts: int) -> float:
    """No pause between two tries."""
    return 0.0


@dataclass
class World:
    """The server and its desk; `desks` are the Discord sides that were attached, the present one last."""

    store: DeskStore
    pause: Callable[[int], float] = at_once
    desks: list[Discord] = field(default_factory=list)
    simulated: Simulated = field(init=False)
    guild: GuildHandle = field(init=False)
    hall: ChannelHandle = field(init=False)
    roles: dict[str, RoleHandle] = field(default_factory=dict)
    members: dict[str, MemberActor] = field(default_factory=dict)
    category_ids: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> Discord:
        """The Discord side that is attached now."""
        return self.desks[-1]

    def fresh_desk(self) -> Discord:
        """A Discord side that knows nothing yet, woken by this store."""
        desk = assemble_discord(self.store, pause=self.pause)
        self.store.subscribe(desk.relay.wake)
        self.desks.append(desk)
        return desk

    async def build(self) -> None:
        """Fill the server and start."""
        self.simulated = Simulated(self.fresh_desk().client)
        self.simulated.settle_with(self._rest)
        await self.simulated.start()
        self.guild = self.simulated.add_guild("House")
        self.hall = self.guild.create_text_channel("hall")
        for name in ("viewer", "responder", "elsewhere", "manager", "definer"):
            self.roles[name] = self.guild.create_role(name)
        self.roles["admin"] = self.guild.create_role("admin", permissions=discord.Permissions(administrator=True))
        for name in NAMES:
            held = [self.roles[name]] if name in self.roles else []
            self.members[name] = self.simulated.add_member(self.guild, name, held)
        await self.simulated.settle()
        self.desk.relay.start()
        root = self.actor("admin")
        await self.store.write(grants.grant, root, self.roles["manager"].id, Grant.MANAGE_TICKETS)
        await self.store.write(grants.grant, root, self.roles["definer"].id, Grant.DEFINE_TICKETS)
        await self.add_category("open", ["responder"], ["viewer"])
        await self.add_category("other", ["elsewhere"], [])
        await self.simulated.settle()

    async def _rest(self) -> None:
        await self.desk.relay.rest()

    async def end(self) -> None:
        """Stop all of it."""
        for desk in self.desks:
            await desk.relay.stop()
        await self.simulated.stop()
        for desk in self.desks:
            await desk.client.close()

    async def die(self, store: DeskStore) -> None:
        """All of the process is gone at once, and a new one begins on `store` when Discord has forgotten all nonces."""
        self.store = store
        await self.simulated.advance(600)
        await self.restart(killed=True)

    async def restart(self, *, killed: bool = False) -> None:
        """A fresh client and relay on the same store."""
        if not killed:
            await self.desk.relay.stop()
        fresh = self.fresh_desk()
        await self.simulated.restart(fresh.client, killed=killed)
        fresh.relay.start()
        await self.simulated.settle()

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

    def actor(self, name: str, via: Via = Via.REST) -> Actor:
        """That member, acting through that door behind the scenes."""
        known = Member(
            guild_id=self.guild.id,
            user_id=self.members[name].id,
            name=name,
            role_ids=frozenset({self.roles[name].id} if name in self.roles else ()),
            administrator=name == "admin",
        )
        at = rfc3339(system_clock())
        return identify(known, self.store.identities, via=via, at=at, request_id="test")

    async def open_ticket(
        self,
        title: str = "Printer is on fire",
        message: str = "It burns, please help.",
        *,
        by: str = "owner",
        via: Via = Via.REST,
    ) -> Ticket:
        """A ticket, with its place drawn."""
        draft = TicketDraft(self.category_ids["open"], title, message)
        ticket = await self.store.write(tickets.open_ticket, self.actor(by, via), draft)
        await self.simulated.settle()
        return await self.seen(ticket.id)

    async def reply(self, ticket: Ticket, content: str, *, by: str = "responder") -> Message:
        """A reply by REST, drawn."""
        message = await self.store.write(messages.reply, self.actor(by), ticket.id, content)
        await self.simulated.settle()
        return message

    async def seen(self, ticket_id: int) -> Ticket:
        """The ticket as it is now."""
        return (await self.detail(ticket_id)).ticket

    async def detail(self, ticket_id: int) -> TicketDetail:
        """The ticket with its messages."""
        return await self.store.read(tickets.show, self.actor("admin"), ticket_id)

    async def everything(self) -> Sequence[Ticket]:
        """All tickets of the desk."""
        page = await self.store.read(tickets.list_tickets, self.actor("admin"), TicketFilter(), Slice(1000))
        return page.tickets

    def thread(self, ticket: Ticket) -> ChannelHandle:
        """The ticket's thread."""
        assert ticket.place.channel_id is not None
        return self.simulated.channel(ticket.place.channel_id)

    def card(self, ticket: Ticket) -> discord.Message:
        """The ticket's card."""
        return next(it for it in self.simulated.messages(self.thread(ticket).id) if it.id == ticket.place.card_id)

    def card_text(self, ticket: Ticket) -> str:
        """All the words of the card."""
        return "\n".join(texts([self.card(ticket)]))

    def said(self, ticket: Ticket) -> list[str]:
        """The words of each message below the card."""
        below = [it for it in self.simulated.messages(self.thread(ticket).id) if it.id != ticket.place.card_id]
        return ["\n".join(filter(None, texts([message]))) for message in below]

    def people_in(self, ticket: Ticket) -> set[str]:
        """The names of the members who are in the ticket's thread."""
        place = next(it for it in self.simulated.places() if it.id == ticket.place.channel_id)
        return {name for name, member in self.members.items() if member.id in place.members}

    def who_reads(self, ticket: Ticket) -> set[str]:
        """The names of the members who can read the thread."""
        reading = self.simulated.who_sees(self.thread(ticket).id)
        return {name for name, member in self.members.items() if member.id in reading}

    def who_writes(self, ticket: Ticket) -> set[str]:
        """The names of those who read the thread and can write in it."""
        thread = self.thread(ticket).id
        return {name for name in self.who_reads(ticket) if self.simulated.can_write(self.members[name].id, thread)}
