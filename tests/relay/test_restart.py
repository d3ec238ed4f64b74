"""The process dies between any two steps and begins anew on the same file: nothing acknowledged is lost or doubled."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest

import bot.relay
from bot.demo.simulated import texts
from desk import audit, blocks, faultpoint, messages, tickets
from desk.errors import DeskError
from desk.models import PlaceState, Ticket
from desk.tickets import TicketDraft
from storage.desk_store import DeskStore, open_desk
from tests.faultpoints import OPENING
from tests.relay.in_channels import let_be_channels
from tests.relay.test_live_queue import choose_channel
from tests.relay.world import World

PARENT = ("relay.before_parent", "relay.after_parent")
CHANNEL = ("relay.before_channel", "relay.after_channel", "relay.before_group", "relay.after_group")
QUEUE = ("relay.before_queue", "relay.after_queue")
POSTING = ("relay.before_post", "relay.after_post")
LOGGING = ("log.before_post", "log.after_post")
STRIKES_OF_THE_STORE = range(1, 5)


class Killed(BaseException):
    """The process is gone at this point."""


class Process:
    """One life of the desk on a file, and its end at a faultpoint."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = AsyncExitStack()
        self.struck = asyncio.Event()

    async def store(self) -> DeskStore:
        """Open the file."""
        self._opened = await self._stack.enter_async_context(open_desk(self._path))
        return self._opened

    def strike(self, point: str, occurrence: int = 1) -> None:
        """Die when that point is passed for that time."""
        loop = asyncio.get_running_loop()
        passed: Counter[str] = Counter()

        def hook(name: str) -> None:
            passed[name] += 1
            if (name, passed[name]) == (point, occurrence):
                self._opened.abandon()
                loop.call_soon_threadsafe(self.struck.set)
                raise Killed

        faultpoint.install(hook)

    async def end(self) -> None:
        """Let go of the file."""
        faultpoint.install(None)
        await self._stack.aclose()


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[tuple[World, Process]]:
    """A server with a desk, and the process of that desk."""
    # What a killed process leaves behind is nobody's to retrieve.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    process = Process(tmp_path / "desk.db")
    world = World(await process.store())
    await world.build()
    yield world, process
    await world.end()
    await process.end()


async def again(world: World, process: Process) -> None:
    """The process dies, and a new one begins."""
    await process.struck.wait()
    await process.end()
    await world.die(await process.store())


async def acknowledged(world: World, count: int) -> list[Ticket]:
    """Open so many tickets at the same moment; those of them that were acknowledged."""
    drafts = [TicketDraft(world.category_ids["open"], f"Ticket {n}", "It burns, please help.") for n in range(count)]
    opening = [world.store.write(tickets.open_ticket, world.actor("owner"), draft) for draft in drafts]
    done = await asyncio.gather(*opening, return_exceptions=True)
    assert all(isinstance(each, Ticket | DeskError) for each in done)
    return [each for each in done if isinstance(each, Ticket)]


async def hold(world: World, known: list[Ticket]) -> None:
    """Each acknowledged ticket exists once, has one thread with one card, and no number is used twice."""
    everything = await world.everything()
    assert {each.id for each in known} <= {each.id for each in everything}
    numbers = [each.number for each in everything]
    assert len(set(numbers)) == len(numbers)
    names = Counter(place.name[:4] for place in world.simulated.places() if place.kind == "private thread")
    assert names == Counter(f"{number:04d}" for number in numbers)
    for ticket in everything:
        assert ticket.place.state is PlaceState.MADE
        assert ticket.title in world.card_text(ticket)
        assert world.said(ticket) == []
        assert world.people_in(ticket) == {"owner", "viewer", "responder"}


@pytest.mark.parametrize(
    ("point", "occurrence"),
    [(point, n) for point in OPENING for n in (STRIKES_OF_THE_STORE if point.startswith("store") else (1, 2))],
)
async def test_a_process_that_dies_while_opening_loses_and_doubles_nothing(
    lives: tuple[World, Process], point: str, occurrence: int
) -> None:
    world, process = lives
    known = [await world.open_ticket("Before it all")]
    process.strike(point, occurrence)
    known += await acknowledged(world, 2)
    await again(world, process)
    await hold(world, known)
    known += await acknowledged(world, 1)
    await world.simulated.settle()
    await hold(world, known)


@pytest.mark.parametrize("point", PARENT)
async def test_a_process_that_dies_while_making_a_category_makes_its_channel_once(
    lives: tuple[World, Process], point: str
) -> None:
    world, process = lives
    process.strike(point)
    await world.add_category("third", ["responder"])
    await again(world, process)
    names = [place.name for place in world.simulated.places()]
    assert names.count("tickets-third") == 1


@pytest.mark.parametrize("point", QUEUE)
async def test_a_process_that_dies_while_posting_a_live_queue_posts_it_once(
    lives: tuple[World, Process], point: str
) -> None:
    world, process = lives
    process.strike(point)
    await choose_channel(world, world.hall)
    await again(world, process)
    [message] = world.simulated.messages(world.hall.id)
    [live] = await world.store.read(lambda tx: tx.queues.live())
    assert live.message_id == message.id


@pytest.mark.parametrize("point", [*CHANNEL, "relay.after_card", "relay.place_kept"])
async def test_a_process_that_dies_while_making_a_channel_makes_it_and_what_it_lies_under_once(
    lives: tuple[World, Process], point: str
) -> None:
    """S02: nor is there a moment at which others see it, also when the bot dies."""
    world, process = lives
    await let_be_channels(world)
    process.strike(point)
    [ticket] = await acknowledged(world, 1)
    await process.struck.wait()
    for place in world.simulated.places():
        if place.name.startswith("0001"):
            assert world.members["outsider"].id not in world.simulated.who_sees(place.id)
    await again(world, process)
    ticket = await world.seen(ticket.id)
    assert ticket.place.state is PlaceState.MADE
    names = Counter(place.name for place in world.simulated.places())
    assert (names["open"], names["0001-ticket-0"]) == (1, 1)
    assert world.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}


@pytest.mark.parametrize("point", [*POSTING, "relay.before_delivered", "relay.after_delivered"])
@pytest.mark.parametrize("occurrence", [1, 2, 3])
async def test_a_process_that_dies_while_showing_shows_everything_once_and_in_order(
    lives: tuple[World, Process], point: str, occurrence: int
) -> None:
    world, process = lives
    ticket = await world.open_ticket()
    process.strike(point, occurrence)
    await asyncio.gather(
        world.store.write(messages.reply, world.actor("responder"), ticket.id, "Try water."),
        world.store.write(messages.reply, world.actor("owner"), ticket.id, "That worked."),
        world.store.write(tickets.close, world.actor("owner"), ticket.id),
    )
    await again(world, process)
    first, second, third = world.said(ticket)
    assert ("Try water." in first, "That worked." in second, "closed this ticket" in third) == (True, True, True)
    shown = [it.discord_id for it in (await world.detail(ticket.id)).messages[1:]]
    assert shown == [it.id for it in world.simulated.messages(world.thread(ticket).id)[1:3]]


@pytest.mark.parametrize("point", LOGGING)
async def test_a_line_of_the_log_is_written_once_wherever_the_process_died(
    lives: tuple[World, Process], point: str
) -> None:
    world, process = lives
    channel = world.guild.create_text_channel("log")
    await world.simulated.settle()
    await world.store.write(audit.set_log_channel, world.actor("manager"), channel.id)
    await world.simulated.settle()
    process.strike(point)
    with suppress(DeskError):
        await world.store.write(blocks.block, world.actor("manager"), world.actor("outsider"))
    await again(world, process)
    await world.store.write(blocks.unblock, world.actor("manager"), world.members["outsider"].id)
    await world.simulated.settle()
    lines = "\n".join(filter(None, texts(world.simulated.messages(channel.id)))).split("\n")
    assert [line.split("> ")[2].split()[0] for line in lines] == ["had", "blocked", "lifted"]


async def test_a_ticket_deleted_after_its_thread_was_made_unnoticed_leaves_no_thread(
    lives: tuple[World, Process],
) -> None:
    world, process = lives
    await world.open_ticket("Before it all")
    process.strike("relay.after_thread")
    [ticket] = await acknowledged(world, 1)
    await process.struck.wait()
    await process.end()
    store = await process.store()
    await store.write(tickets.delete, world.actor("manager"), ticket.id)
    await world.die(store)
    assert [it.name for it in world.simulated.places() if it.kind == "private thread"] == ["0001 · Before it all"]


async def test_a_reply_deleted_after_it_was_posted_unnoticed_is_taken_out(lives: tuple[World, Process]) -> None:
    world, process = lives
    ticket = await world.open_ticket()
    process.strike("relay.after_post")
    reply = await world.store.write(messages.reply, world.actor("responder"), ticket.id, "Never mind.")
    await process.struck.wait()
    await process.end()
    store = await process.store()
    await store.write(messages.delete_message, world.actor("responder"), ticket.id, reply.id)
    await world.die(store)
    assert world.said(ticket) == []


def test_every_point_of_the_relay_is_struck() -> None:
    folder = Path(bot.relay.__path__[0])
    named = {
        name for path in folder.glob("*.py") for name in re.findall(r'faultpoint\("([^"]+)"\)', path.read_text("utf-8"))
    }
    known = (*OPENING, *PARENT, *CHANNEL, *QUEUE, *POSTING, *LOGGING)
    assert named == {point for point in known if point.startswith(("relay", "log"))}
    assert len(OPENING) >= 10
