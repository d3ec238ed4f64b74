"""The name of a place follows its ticket as Discord lets it, and nothing waits for that."""

import asyncio
from typing import Any

import discord
import pytest

from desk import tickets
from desk.changes import TicketChange
from desk.models import Status, Style, Ticket
from desk.store import Tx
from tests.relay.in_channels import channel, set_up
from tests.relay.test_after_effects import Request, wrap
from tests.relay.world import World

ZALGO = "H" + "\u0335\u0321\u0322" * 20 + "elp"


@pytest.fixture(params=list(Style))
async def town(world: World, request: pytest.FixtureRequest) -> World:
    """A world with threads, and one with channels."""
    await set_up(world, style=request.param)
    return world


async def rename(world: World, ticket: Ticket, title: str) -> None:
    """Give the ticket that title."""
    await world.store.write(tickets.update, world.actor("responder"), ticket.id, TicketChange(title=title))


class Limit:
    """Discord takes so many names, and refuses more for 580 seconds; `asked` are those that it was asked for.

    `of_all`: every change of a channel is refused from then on, as when Discord counts them together.
    """

    def __init__(self, world: World, names: int, *, of_all: bool = False) -> None:
        self.asked: list[str] = []
        self.over = False

        async def through(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
            body = options.get("json") or {}
            if (route.method, route.path) == ("PATCH", "/channels/{channel_id}") and not self.over:
                self.asked += [body["name"]] if "name" in body else []
                if len(self.asked) > names and ("name" in body or of_all):
                    raise discord.RateLimited(580.0)
            return await request(route, **options)

        wrap(world, through)


async def test_a_new_title_is_the_places_name_at_once_while_discord_lets_it(town: World) -> None:
    ticket = await town.open_ticket()
    await rename(town, ticket, "All is well")
    await town.simulated.settle()
    assert channel(town, ticket).name in {"0001 · All is well", "0001-all-is-well"}
    assert await town.desk.relay.place_follows_at(ticket.id) is None


@pytest.mark.parametrize("of_all", [False, True])
async def test_the_third_name_waits_with_its_time_known_and_closing_does_not(town: World, *, of_all: bool) -> None:
    """P04: the rename is told as waiting with the time, only the last wish is sent, closing is not held up."""
    ticket = await town.open_ticket()
    limit = Limit(town, 2, of_all=of_all)
    for title in ("First", "Second", "Third"):
        await rename(town, ticket, title)
        await town.simulated.settle()
    follows_at = await town.desk.relay.place_follows_at(ticket.id)
    assert follows_at is not None
    assert "Third" in town.card_text(ticket)
    await rename(town, ticket, "Fourth")
    await town.store.write(tickets.close, town.actor("owner"), ticket.id)
    async with asyncio.timeout(5):
        await town.simulated.settle()
    assert "closed this ticket" in town.said(ticket)[-1]
    assert (await town.seen(ticket.id)).status is Status.CLOSED
    if (await town.seen(ticket.id)).place.style is Style.CHANNEL:
        assert town.who_writes(ticket) == {"admin"}
    assert await town.desk.relay.place_follows_at(ticket.id) == follows_at
    assert len(limit.asked) == 3
    await town.store.write(lambda tx: tx.events.postpone(_waiting(tx, ticket), "2020", "later"))
    limit.over = True
    town.desk.relay.wake()
    await town.simulated.settle()
    assert "ourth" in channel(town, ticket).name
    assert town.who_writes(ticket) == {"admin"}


def _waiting(tx: Tx, ticket: Ticket) -> int:
    return next(work.event.seq for work in tx.events.due("9999", 50) if work.lane == f"place:{ticket.id}")


async def test_who_renames_hears_when_the_name_follows_as_soon_as_discord_has_said_so(town: World) -> None:
    ticket = await town.open_ticket()
    Limit(town, 0)
    await rename(town, ticket, "Not yet")
    assert await town.desk.relay.place_follows_at(ticket.id) is not None


async def test_a_moderator_is_told_in_discord_when_the_name_follows(town: World) -> None:
    """P04: answered at once, with the time."""
    ticket = await town.open_ticket()
    Limit(town, 2)
    answers = []
    for title in ("First", "Second", "Third"):
        told = await town.members["responder"].slash(town.thread(ticket), "ticket rename", title=title)
        assert told.response is not None
        answers.append(told.response.content or "")
    assert ["<t:" in text for text in answers] == [False, False, True]
    assert "Third" in answers[-1]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Printer is ON fire!", "0001-printer-is-on-fire"),
        ("🔥🔥🔥", "0001-🔥🔥🔥"),
        ("שלום \u202eעולם", "0001-שלום-עולם"),  # noqa: RUF001 -- Hebrew, as people write it
        ("印刷機が燃えている", "0001-印刷機が燃えている"),
        ("?!/@#", "0001"),
        ("a__b -- c", "0001-a__b-c"),
    ],
)
async def test_a_channels_name_is_the_title_as_discord_writes_names(world: World, title: str, name: str) -> None:
    await set_up(world, style=Style.CHANNEL)
    assert channel(world, await world.open_ticket(title)).name == name


@pytest.mark.parametrize("title", ["x" * 120, "🔥" * 60, ZALGO])
async def test_no_title_makes_a_name_that_discord_refuses(world: World, title: str) -> None:
    await set_up(world, style=Style.CHANNEL)
    name = channel(world, await world.open_ticket(title)).name
    assert name.startswith("0001-")
    assert 6 <= len(name) <= 100
