"""A thousand claims at once."""

import asyncio
import collections
from dataclasses import replace
from http import HTTPStatus

import aiohttp

from desk import keys
from desk.actor import Scope
from desk.clock import rfc3339
from desk.keys import KeyDraft
from tests.api.world import Desk
from tests.people import GUILD, actor, member

CLAIMERS = 1000


async def responders(desk: Desk) -> dict[str, int]:
    """A thousand responders: their ids by their keys."""
    ids = {keys.mint(place.to_bytes(32)): 930_000_000_000_000_000 + place for place in range(CLAIMERS)}
    for user_id in ids.values():
        desk.people.members[GUILD, user_id] = replace(member("responder"), user_id=user_id)
    draft, at = KeyDraft("key", frozenset(Scope)), rfc3339(desk.time())
    await asyncio.gather(
        *(
            desk.store.write(keys.create, replace(actor("responder", at=at), user_id=user_id), draft, key)
            for key, user_id in ids.items()
        )
    )
    return ids


async def test_of_a_thousand_claimers_exactly_one_wins_and_the_rest_learn_who(desk: Desk, ticket: str) -> None:
    """U4, fault 15."""
    claimers = await responders(desk)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50)) as session:

        async def claim(key: str) -> tuple[int, str]:
            body, headers = {"ticketId": ticket, "claimedByMe": True}, {"x-api-key": key}
            while True:
                async with session.put(desk.url + "/api/tickets", json=body, headers=headers) as response:
                    status, text = response.status, await response.text()
                # A machine that does other things beside it may be asked to come again.
                if status != HTTPStatus.SERVICE_UNAVAILABLE:
                    return status, text

        answers = dict(zip(claimers, await asyncio.gather(*map(claim, claimers)), strict=True))
    assert collections.Counter(status for status, _ in answers.values()) == {200: 1, 409: CLAIMERS - 1}
    winner = next(claimers[key] for key, (status, _) in answers.items() if status == 200)
    assert all(str(winner) in text for _, text in answers.values())
