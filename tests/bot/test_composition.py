"""The parts together: each serves without the other, and they end in good order."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.composition import Parts, open_desk_parts
from bot.demo.simulated import Simulated
from bot.errors import AddressUnusable
from desk import keys, tickets
from desk.actor import Actor, Grant, Scope, Via, identify
from desk.categories import CategoryDraft, create
from desk.clock import rfc3339, system_clock
from desk.keys import KeyDraft
from desk.models import PlaceState
from desk.tickets import TicketDraft
from storage.desk_store import open_desk

LOCAL = "127.0.0.1"


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0) as opened:
        yield opened


async def get(url: str, **headers: str) -> tuple[int, Any]:
    """What a GET is answered with."""
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.json()


async def key_for(parts: Parts, actor: Actor) -> str:
    """A key of that member's."""
    secret = keys.mint(bytes(range(32)))
    await parts.store.write(keys.create, actor, KeyDraft("test", frozenset(Scope)), secret)
    return secret


def somebody(guild_id: int, user_id: int) -> Actor:
    """A member with every right."""
    return Actor(
        guild_id=guild_id,
        user_id=user_id,
        name="ann",
        role_ids=frozenset(),
        administrator=True,
        grants=frozenset(Grant),
        via=Via.REST,
        at=rfc3339(system_clock()),
        request_id="test",
    )


async def test_the_api_serves_before_discord_is_there_and_says_what_is_missing(parts: Parts) -> None:
    key = await key_for(parts, somebody(1, 2))
    assert (await get(f"{parts.served.url}/healthz"))[0] == 200
    assert (await get(f"{parts.served.url}/readyz"))[0] == 503
    status, answer = await get(f"{parts.served.url}/api/tickets", Authorization=f"Bearer {key}")
    assert (status, answer["error"]["code"]) == (503, "roles_unknown")


async def test_with_discord_all_of_it_is_ready_and_a_ticket_is_drawn(parts: Parts) -> None:
    simulated = Simulated(parts.client)
    simulated.settle_with(parts.relay.rest)
    await simulated.start()
    guild = simulated.add_guild("House")
    ann = simulated.owner_of(guild)
    await simulated.settle()
    parts.relay.start()
    actor = somebody(guild.id, ann.id)
    category = await parts.store.write(create, actor, CategoryDraft("open"), frozenset())
    key = await key_for(parts, actor)
    draft = TicketDraft(category.id, "Fire", "It burns, please help.")
    ticket = await parts.store.write(tickets.open_ticket, actor, draft)
    await simulated.settle()
    assert (await get(f"{parts.served.url}/readyz"))[0] == 200
    _, answer = await get(f"{parts.served.url}/api/tickets?ticketId={ticket.id}", Authorization=f"Bearer {key}")
    assert str(guild.id) in answer["data"]["ticket"]["url"]
    assert (await parts.relay.waiting.wait_for_place(ticket.id)).state is PlaceState.MADE
    await simulated.stop()


async def test_work_that_waits_for_discord_does_not_hold_up_the_end(tmp_path: Path) -> None:
    async with asyncio.timeout(10):
        async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0) as parts:
            await parts.store.write(create, somebody(1, 2), CategoryDraft("open"), frozenset())
        async with open_desk(tmp_path / "desk.db") as store:
            assert store.identities.keys == {}


async def test_a_port_that_is_taken_lets_go_of_the_store(tmp_path: Path) -> None:
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnusable):
            async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=port):
                pass
    async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=port) as parts:
        assert parts.served.port == port


async def test_a_failing_part_tells_whoever_runs_the_desk(parts: Parts) -> None:
    simulated = Simulated(parts.client)
    simulated.settle_with(parts.relay.rest)
    await simulated.start()
    guild = simulated.add_guild("House")
    await simulated.settle()
    parts.relay.start()
    simulated.refuse("POST", "/guilds/*/channels", status=401)
    actor = identify(
        parts.discord.directory.member(guild.id, guild.owner.id),  # type: ignore[arg-type]  # the owner is a member
        parts.store.identities,
        via=Via.REST,
        at=rfc3339(system_clock()),
        request_id="test",
    )
    await parts.store.write(create, actor, CategoryDraft("open"), frozenset())
    await asyncio.wait([parts.failure], timeout=10)
    assert type(parts.failure.exception()).__name__ == "TokenRefused"
    await simulated.stop()
