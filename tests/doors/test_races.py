"""Both doors at the same moment: one winner, one event, one notice."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.run import Demo, open_demo
from bot.demo.simulated import texts
from desk.events import EventType
from desk.models import Event
from desk.store import Tx


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    async with open_demo() as running:
        yield running


def seeded_ticket(demo: Demo) -> int:
    """The id of the owner's newest open ticket, which nobody has claimed."""
    assert demo.seeded.ticket is not None
    return demo.seeded.ticket.id


def events(tx: Tx, guild_id: int, ticket_id: int) -> list[Event]:
    return [event for event in tx.events.after(guild_id, 0, 10_000) if event.ticket_id == ticket_id]


async def test_of_those_who_claim_at_both_doors_at_once_one_wins_and_the_rest_hear_who(demo: Demo) -> None:
    """R05: two press Claim, one sends it by REST; one winner, one event, one notice in the thread."""
    world, town, store = demo.world, demo.town, demo.parts.store
    guild_id, ticket_id = town.guild.id, seeded_ticket(demo)
    ticket = await store.read(lambda tx: tx.tickets.get(guild_id, ticket_id))
    assert ticket is not None
    assert ticket.claimed_by is None
    place, card_id = ticket.place.channel_id or 0, ticket.place.card_id or 0
    card = next(message for message in world.messages(place) if message.id == card_id)
    people = {name: town.members[name] for name in ("responder", "admin", "manager")}

    async def by_rest(session: aiohttp.ClientSession) -> int:
        sent = {"ticketId": str(ticket_id), "claimedByMe": True}
        key = {"x-api-key": demo.seeded.keys["manager"]}
        async with session.put(f"{demo.parts.served.url}/api/tickets", json=sent, headers=key) as answer:
            return answer.status

    async with aiohttp.ClientSession() as session:
        rest = asyncio.create_task(by_rest(session))
        pressed = {name: world.press(people[name], card, f"claim:{ticket_id}") for name in ("responder", "admin")}
        status = await rest
    await world.settle()

    after = await store.read(lambda tx: tx.tickets.get(guild_id, ticket_id))
    assert after is not None
    [winner] = [name for name, member in people.items() if member.id == after.claimed_by]
    said = {
        name: "\n".join(texts([result.response.message])) if result.response else "" for name, result in pressed.items()
    }
    losers = [name for name in pressed if name != winner]
    assert status == (200 if winner == "manager" else 409)
    assert all("has claimed this ticket" in said[name] for name in losers), said
    claims = [
        event for event in await store.read(events, guild_id, ticket_id) if event.type == EventType.TICKET_CLAIMED
    ]
    notices = [words for words in texts(world.messages(place)) if "claimed this ticket" in words]
    assert (len(claims), len(notices)) == (1, 1)


async def test_a_reply_that_races_with_the_tickets_end_is_either_kept_or_refused(demo: Demo) -> None:
    """Closing, deleting and replying at once come in one order: no reply is left without its ticket."""
    guild_id, ticket_id = demo.town.guild.id, seeded_ticket(demo)
    ticket = await demo.parts.store.read(lambda tx: tx.tickets.get(guild_id, ticket_id))
    assert ticket is not None
    url, keys = f"{demo.parts.served.url}/api/tickets", demo.seeded.keys
    async with aiohttp.ClientSession() as session:

        async def send(method: str, path: str, who: str, json: object = None) -> int:
            async with session.request(method, url + path, json=json, headers={"x-api-key": keys[who]}) as answer:
                return answer.status

        reply = {"ticketId": str(ticket_id), "content": "Are you there?"}
        statuses = await asyncio.gather(
            *(send("POST", "/messages", "owner", reply) for _ in range(5)),
            send("PUT", "", "responder", {"ticketId": str(ticket_id), "status": "closed"}),
            *(send("POST", "/messages", "owner", reply) for _ in range(5)),
            send("DELETE", f"?ticketId={ticket_id}", "manager"),
            *(send("POST", "/messages", "owner", reply) for _ in range(3)),
        )
    await demo.world.settle()
    assert set(statuses) <= {200, 201, 404, 409}
    assert statuses[11] == 200
    left = await demo.parts.store.read(lambda tx: tx.messages.newest(ticket_id, notes=True, limit=100))
    assert list(left) == []
    assert await demo.parts.store.read(lambda tx: tx.tickets.get(guild_id, ticket_id)) is None
    assert not [place for place in demo.world.places() if place.name.startswith(f"{ticket.number:04d}")]
