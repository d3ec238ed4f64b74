"""A small server with the whole Discord side of the desk on a real store: the unmodified client, door and relay."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.composition import Discord, assemble_discord
from bot.demo.simulated import ChannelHandle, Simulated, texts
from desk import categories, messages, places, reading, tickets
from desk.actor import Actor, Via, identify
from desk.clock import Clock, rfc3339, system_clock
from desk.models import Message, Ticket
from desk.reading import TicketDetail
from desk.tickets import TicketDraft
from storage.desk_store import DeskStore
from tests.town import Town


def at_once(_attempts: int) -> float:
    """No pause between two tries."""
    return 0.0


@dataclass
class World(Town):
    """The server and its desk; `desks` are the Discord sides that were attached, the present one last."""

    pause: Callable[[int], float] = at_once
    clock: Clock = system_clock
    spacing: float = 0.0
    desks: list[Discord] = field(default_factory=list)

    @property
    def desk(self) -> Discord:
        """The Discord side that is attached now."""
        return self.desks[-1]

    def fresh_desk(self) -> Discord:
        """A Discord side that knows nothing yet, woken by this store."""
        desk = assemble_discord(self.store, self.time, pause=self.pause, spacing=self.spacing)
        self.store.subscribe(desk.relay.wake)
        self.desks.append(desk)
        return desk

    def time(self) -> datetime:
        """The present of the desk, which a test may move."""
        return self.clock()

    async def build(self) -> None:
        """Fill the server and start."""
        self.simulated = Simulated(self.fresh_desk().client)
        self.simulated.settle_with(self._rest)
        self.settle_people()
        await self.simulated.start()
        self.desk.relay.start()
        await self.give_rights()
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

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The desk is stopped for that time, and starts again behind it; Discord goes on."""
        await self.desk.relay.stop()
        await self.simulated.restart(discord.Client(intents=discord.Intents.none()))
        yield
        fresh = self.fresh_desk()
        await self.simulated.restart(fresh.client)
        fresh.relay.start()
        await self.simulated.settle()

    async def panel(self, channel: ChannelHandle) -> int:
        """A panel posted in that channel; the id of its message."""
        await self.store.write(categories.post_panel, self.actor("admin"), channel.id)
        await self.simulated.settle()
        return (await self.panels())[-1]

    async def panels(self) -> list[int]:
        """The messages of the panels that the desk knows of."""
        return [each.message_id or 0 for each in await self.store.read(places.panels, self.guild.id)]

    async def reply_unseen(self, ticket: Ticket, content: str, *, by: str = "responder") -> Message:
        """A reply by REST while nothing is drawn."""
        return await self.store.write(messages.reply, self.actor(by), ticket.id, content)

    def actor(self, name: str, via: Via = Via.REST) -> Actor:
        """That member, acting through that door behind the scenes."""
        at = rfc3339(self.clock())
        return identify(self.member(name), self.store.identities, via=via, at=at, request_id="test")

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
        return await self.store.read(reading.show, self.actor("admin"), ticket_id)

    async def set_aside(self) -> list[str]:
        """The types of the events that Discord refused for good."""
        return [each.event.type for each in await self.store.read(lambda tx: tx.events.parked(self.guild.id))]

    def pinged(self) -> list[int]:
        """Whom the bot's new messages pinged, in their order."""
        sent = [it.json for it in self.simulated.requests if it.method == "POST" and isinstance(it.json, dict)]
        return [int(user) for each in sent for user in each.get("allowed_mentions", {}).get("users", [])]

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
