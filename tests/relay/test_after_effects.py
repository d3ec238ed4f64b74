"""Discord does what it is asked and answers with an error all the same: it is seen once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest

from desk import outbox, tickets
from desk.models import PlaceState
from tests.relay.world import World

Request = Callable[..., Awaitable[Any]]


class BadGateway:
    """What an aiohttp response is to the error that is made of it."""

    status = 502
    reason = "Bad Gateway"


def wrap(world: World, wrapped: Callable[[Request, discord.http.Route, dict[str, Any]], Awaitable[Any]]) -> None:
    """Have every request of the bot go through `wrapped`."""
    request: Request = world.desk.client.http.request

    async def through(route: discord.http.Route, **options: Any) -> Any:
        return await wrapped(request, route, options)

    world.desk.client.http.request = through  # type: ignore[method-assign]  # between the client and its Discord


def failing_after(method: str, path: str, times: int = 1) -> Callable[..., Awaitable[Any]]:
    """Do the request, and then fail, so many times."""
    failed = Counter[str]()

    async def wrapped(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
        answer = await request(route, **options)
        if (route.method, route.path) == (method, path) and failed[path] < times:
            failed[path] += 1
            raise discord.DiscordServerError(BadGateway(), "")  # type: ignore[arg-type]  # all that it reads
        return answer

    return wrapped


@pytest.mark.parametrize("path", ["/channels/{channel_id}/threads", "/channels/{channel_id}/messages"])
async def test_an_opened_ticket_is_drawn_once_although_the_answer_was_an_error(world: World, path: str) -> None:
    wrap(world, failing_after("POST", path, times=2))
    ticket = await world.open_ticket()
    assert ticket.place.state is PlaceState.MADE
    assert len([place for place in world.simulated.places() if place.kind == "private thread"]) == 1
    assert world.said(ticket) == []
    assert "Printer is on fire" in world.card_text(ticket)


async def test_a_reply_is_shown_once_although_the_answer_was_an_error(world: World) -> None:
    ticket = await world.open_ticket()
    wrap(world, failing_after("POST", "/channels/{channel_id}/messages", times=2))
    await world.reply(ticket, "Try water.")
    assert len(world.said(ticket)) == 1


async def test_a_request_that_was_repeated_after_its_effect_leaves_one_thread_and_one_channel(world: World) -> None:
    made = {"/channels/{channel_id}/threads", "/guilds/{guild_id}/channels"}

    async def twice(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
        if route.method == "POST" and route.path in made:
            await request(route, **options)
        return await request(route, **options)

    wrap(world, twice)
    await world.add_category("third", ["responder"])
    ticket = await world.open_ticket()
    names = [place.name for place in world.simulated.places()]
    assert names.count("tickets-third") == 1
    assert names.count("0001 · Printer is on fire") == 1
    assert "Printer is on fire" in world.card_text(ticket)


async def test_a_long_wait_that_discord_imposes_is_planned_and_not_slept_through(world: World) -> None:
    ticket = await world.open_ticket()
    limited = iter([0.05, 0.05])

    async def slow(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
        if route.method == "POST" and (seconds := next(limited, None)) is not None:
            raise discord.RateLimited(seconds)
        return await request(route, **options)

    wrap(world, slow)
    shown = asyncio.Event()
    world.simulated.listen(lambda _event, channel: shown.set() if channel == ticket.place.channel_id else None)
    await world.reply(ticket, "Try water.")
    assert world.said(ticket) == []
    async with asyncio.timeout(10):
        await shown.wait()
    await world.simulated.settle()
    assert len(world.said(ticket)) == 1


async def test_a_step_that_fails_in_an_unknown_way_is_set_aside_in_the_end(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ticket = await world.open_ticket()

    async def broken(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
        if route.method == "POST":
            raise KeyError(route.path)
        return await request(route, **options)

    wrap(world, broken)
    await world.reply(ticket, "Try water.")
    parked = await world.store.read(lambda tx: tx.events.parked(world.guild.id))
    assert [(it.event.type, it.error) for it in parked] == [("message.created", "KeyError")]
    assert len([record for record in caplog.records if record.exc_info]) == 10


async def test_what_is_done_while_it_is_asked_what_is_due_is_not_done_again(world: World) -> None:
    """The answer may be older than what was written down meanwhile."""
    ticket = await world.open_ticket()
    relay, read, asked, sent = world.desk.relay, world.store.read, asyncio.Event(), list[str]()
    served = relay.next_in(f"ticket:{ticket.id}")

    async def late(use_case: Callable[..., Any], *args: Any, **options: Any) -> Any:
        found = await read(use_case, *args, **options)
        if use_case is outbox.due_work and sent and not asked.is_set():
            asked.set()
            await served.wait()
        return found

    async def slow(request: Request, route: discord.http.Route, options: dict[str, Any]) -> Any:
        if (route.method, route.path) == ("POST", "/channels/{channel_id}/messages"):
            sent.append(route.path)
            relay.wake()
            await asked.wait()
        return await request(route, **options)

    world.store.read = late  # type: ignore[assignment, method-assign]  # a store that answers late
    wrap(world, slow)
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert len(sent) == 1
