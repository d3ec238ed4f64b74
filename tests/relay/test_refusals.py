"""Discord refuses, fails, or takes its time: who waits is told, what can be repaired is, and no lane holds another."""

import asyncio
from typing import Any

import discord
import pytest

from desk import categories, messages, outbox, places, tickets
from desk.actor import Via
from desk.models import PlaceState, Status
from tests.relay.world import World

BOT_RIGHTS = discord.Permissions(361046076496)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", "/channels/*/threads", 403, 50013),
        ("POST", "/channels/*/threads", 400, 160006),
        ("POST", "/channels/*/messages", 403, 50001),
        ("PATCH", "/channels/*", 403, 50013),
    ],
    ids=["no right to make threads", "as many threads as can be", "no right to write", "no right to manage"],
)
async def test_a_member_is_told_when_discord_refuses_the_place_and_the_next_press_works(
    world: World, method: str, path: str, status: int, code: int
) -> None:
    """L04: told in plain words that nothing was opened; no open ticket remains; the second press works."""
    await world.simulated.delete_role(world.roles["viewer"])
    world.simulated.refuse(method, path, status=status, code=code, times=None)
    owner = world.members["owner"]
    options = {"category": str(world.category_ids["open"]), "title": "Fire", "message": "It burns, please help."}
    told = await owner.slash(world.hall, "ticket open", **options)
    assert told.response is not None
    assert "not" in (told.response.content or "")
    [refused] = await world.everything()
    assert (refused.status, refused.close_reason, refused.place.state) == (
        Status.CLOSED,
        "no_place",
        PlaceState.FAILED,
    )
    world.simulated.stop_refusing()
    again = await owner.slash(world.hall, "ticket open", **options)
    assert again.response is not None
    ticket = next(it for it in await world.everything() if it.status is Status.OPEN)
    assert str(ticket.place.channel_id) in (again.response.content or "")
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "responder"}


async def test_a_thread_without_a_card_is_not_left_behind(world: World) -> None:
    world.simulated.refuse("POST", "/channels/*/messages", status=403, code=50001, times=None)
    ticket = await world.open_ticket(via=Via.DISCORD)
    assert (ticket.status, ticket.place.state) == (Status.CLOSED, PlaceState.FAILED)
    assert [it.name for it in world.simulated.places() if it.kind == "private thread"] == []


async def test_a_ticket_opened_through_the_api_stays_open_without_a_place_and_is_set_aside(world: World) -> None:
    world.simulated.refuse("POST", "/channels/*/threads", status=403, code=50013, times=None)
    ticket = await world.open_ticket()
    assert (ticket.status, ticket.place.state) == (Status.OPEN, PlaceState.FAILED)
    parked = await world.store.read(lambda tx: tx.events.parked(world.guild.id))
    assert [(it.event.ticket_id, it.error) for it in parked] == [(ticket.id, "discord 403 50013")]


async def test_a_failing_discord_is_tried_again_until_it_works(world: World) -> None:
    for path in ("/channels/*/threads", "/channels/*/messages"):
        world.simulated.refuse("POST", path, status=500, times=3)
    world.simulated.refuse("PATCH", "/channels/*/messages/*", status=503, times=2)
    ticket = await world.open_ticket()
    assert ticket.place.state is PlaceState.MADE
    assert len([it for it in world.simulated.places() if it.kind == "private thread"]) == 1
    assert world.people_in(ticket) == {"owner", "viewer", "responder"}


async def test_a_lane_that_cannot_go_on_holds_no_other(world: World) -> None:
    first = await world.open_ticket("First one")
    second = await world.open_ticket("Second one")
    shown = asyncio.Event()
    gate = Gate(world, "POST", f"/channels/{first.place.channel_id}/messages")
    world.simulated.listen(lambda _event, channel: shown.set() if channel == second.place.channel_id else None)
    await world.store.write(messages.reply, world.actor("responder"), first.id, "Hold on.")
    async with asyncio.timeout(10):
        await gate.reached.wait()
        await world.store.write(messages.reply, world.actor("responder"), second.id, "Hold on.")
        await shown.wait()
    assert (world.said(first), len(world.said(second))) == ([], 1)
    gate.open()
    await world.simulated.settle()
    assert len(world.said(first)) == 1


class Gate:
    """Holds the bot's first request of one method whose address ends so, until it is opened."""

    def __init__(self, world: World, method: str, ending: str) -> None:
        self.reached, self._open = asyncio.Event(), asyncio.Event()
        request = world.desk.client.http.request

        async def through(route: discord.http.Route, **options: Any) -> Any:
            if route.method == method and route.url.endswith(ending) and not self.reached.is_set():
                self.reached.set()
                await self._open.wait()
            return await request(route, **options)

        world.desk.client.http.request = through  # type: ignore[method-assign]  # a slow Discord

    def open(self) -> None:
        """Let it through."""
        self._open.set()


async def test_a_reply_deleted_while_it_is_being_posted_does_not_stay(world: World) -> None:
    ticket = await world.open_ticket()
    gate = Gate(world, "POST", f"/channels/{ticket.place.channel_id}/messages")
    reply = await world.store.write(messages.reply, world.actor("responder"), ticket.id, "Never mind.")
    async with asyncio.timeout(10):
        await gate.reached.wait()
    await world.store.write(messages.delete_message, world.actor("responder"), ticket.id, reply.id)
    gate.open()
    await world.simulated.settle()
    assert world.said(ticket) == []


async def test_an_older_state_is_never_drawn_over_a_newer_one(world: World) -> None:
    ticket = await world.open_ticket()
    gate = Gate(world, "PATCH", f"/messages/{ticket.place.card_id}")
    draft = categories.CategoryDraft("open for all")
    definer, category = world.actor("definer"), world.category_ids["open"]
    await world.store.write(categories.edit, definer, category, draft, world.assignable)
    async with asyncio.timeout(10):
        await gate.reached.wait()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    for _ in range(20):
        # Time enough for the lane of the ticket to come as far as it can.
        await world.store.read(places.drawing, world.guild.id, ticket.id)
    gate.open()
    await world.simulated.settle()
    assert "**Claimed by** \u2068responder" in world.card_text(ticket)


async def test_a_token_that_is_refused_stops_the_relay_for_good(world: World) -> None:
    ticket = await world.open_ticket()
    world.simulated.refuse("POST", "/channels/*/messages", status=401, times=1)
    await world.reply(ticket, "Hello?")
    assert not world.desk.relay.running
    waiting = await world.store.read(outbox.due_work, "9999", 10)
    assert [work.event.type for work in waiting] == ["message.created"]
    await world.restart()
    assert len(world.said(ticket)) == 1


async def test_one_who_waits_for_a_place_that_does_not_come_is_told_that_it_is_pending(world: World) -> None:
    await world.desk.relay.stop()
    assert (await world.desk.relay.waiting.wait_for_place(77, seconds=0)).state is PlaceState.PENDING
