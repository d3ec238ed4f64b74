"""Discord answers badly after it did what it was asked, or not at all: everything is seen once, and in order."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.killed.service import Service, path_of, running_service, shown, threads
from tests.people import ROLES, USERS

LIBRARY_TRIES = 5
"""How often discord.py asks by itself before it gives up."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_fault_is_left(service: Service) -> AsyncIterator[None]:
    yield
    await service.stub.clear()


async def struck(service: Service, times: int = 1) -> None:
    await service.stub.until(lambda state: sum(state["faults"]) >= times, part="faults")


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_reply_is_seen_once_when_each_answer_to_it_fails_after_its_effect(
    service: Service, status: int
) -> None:
    """First the library repeats it, then it gives up, and the relay does; Discord knows it by its nonce each time."""
    ticket = await service.open(f"Lamp {status}")
    path = path_of(await service.stub.state(), ticket)
    await service.stub.fault("status", request=f"POST .*{path}", status=status, after=True, times=LIBRARY_TRIES)
    await service.reply(ticket, "first")
    await service.reply(ticket, "second")
    await struck(service, LIBRARY_TRIES)
    await service.seen(ticket, "first", "second")


@pytest.mark.parametrize("after", [True, False])
async def test_a_reply_is_seen_once_when_the_connection_is_cut_and_the_nonce_forgotten(
    service: Service, *, after: bool
) -> None:
    """Minutes later Discord does not know the nonce any more; then the marker in the history says that it is there."""
    ticket = await service.open(f"Chair {after}")
    path = path_of(await service.stub.state(), ticket)
    await service.stub.fault("reset", request=f"POST .*{path}", after=after)
    await service.reply(ticket, "first")
    await struck(service)
    await service.stub.forget_nonces()
    await service.reply(ticket, "second")
    await service.seen(ticket, "first", "second")


async def test_a_reply_that_discord_has_no_time_for_now_comes_later_and_in_order(service: Service) -> None:
    ticket = await service.open("Desk")
    path = path_of(await service.stub.state(), ticket)
    await service.stub.fault("limit", request=f"POST .*{path}", seconds=0.1, times=LIBRARY_TRIES)
    await service.reply(ticket, "first")
    await service.reply(ticket, "second")
    await service.seen(ticket, "first", "second")


async def test_a_name_that_discord_puts_off_for_minutes_holds_up_neither_replies_nor_closing(service: Service) -> None:
    """P04: the library neither sleeps in the request nor is asked again before the time has come."""
    ticket = await service.open("Curtain")
    [thread] = threads(await service.stub.state(), ticket)
    await service.stub.fault(
        "limit", request=f"PATCH .*/channels/{thread['id']}$", body='"name"', seconds=580.0, times=9
    )
    await service.ask("PUT", "responder", "/api/tickets", {"ticketId": ticket["id"], "title": "Blind"})
    await struck(service)
    await service.reply(ticket, "in the meantime")
    await service.ask("PUT", "owner", "/api/tickets", {"ticketId": ticket["id"], "status": "closed"})
    await service.seen(ticket, "in the meantime", "closed this ticket")
    state = await service.stub.until(lambda state: threads(state, ticket)[0]["thread_metadata"]["locked"])
    assert "Blind" in shown(state, ticket)[0]
    assert threads(state, ticket)[0]["name"].endswith("Curtain")
    assert sum(state["faults"]) == 1


async def test_a_limit_for_all_requests_is_waited_for_by_all(service: Service) -> None:
    one, other = await service.open("Table"), await service.open("Stool")
    await service.stub.fault("limit", request="POST .*/messages", seconds=0.1, everywhere=True)
    await asyncio.gather(service.reply(one, "to one"), service.reply(other, "to the other"))
    await service.seen(one, "to one")
    await service.seen(other, "to the other")


async def test_a_ticket_that_discord_does_not_answer_for_holds_up_no_other(service: Service) -> None:
    stuck, well = await service.open("Stuck"), await service.open("Well")
    path = path_of(await service.stub.state(), stuck)
    await service.stub.fault("hold", request=f"POST .*{path}")
    await service.reply(stuck, "first")
    await struck(service)
    await service.reply(stuck, "second")
    await service.reply(well, "passes by")
    await service.seen(well, "passes by")
    assert "first" not in "".join(shown(await service.stub.state(), stuck))
    await service.stub.clear()
    await service.seen(stuck, "first", "second")


@pytest.mark.parametrize(
    ("kind", "times"), [("status", 1), ("status", LIBRARY_TRIES), ("reset", 1)], ids=["repeated", "given up", "cut"]
)
async def test_a_ticket_gets_one_thread_when_the_answer_to_its_making_is_lost(
    service: Service, kind: str, times: int
) -> None:
    """The library repeats the making of a thread, which has no nonce: what it made too many of has to go again."""
    await service.stub.fault(kind, request="POST .*/threads$", after=True, times=times, status=502)
    ticket = await service.begin(f"Door {kind} {times}")
    await struck(service, times)
    await service.reply(ticket, "in the one thread")
    await service.seen(ticket, "in the one thread")
    state = await service.stub.until(lambda state: len(threads(state, ticket)) == 1)
    [thread] = threads(state, ticket)
    assert USERS["owner"] in thread["members"]


@pytest.mark.parametrize("times", [1, LIBRARY_TRIES], ids=["repeated", "given up"])
async def test_a_category_gets_one_channel_when_the_answer_to_its_making_is_lost(service: Service, times: int) -> None:
    await service.stub.fault("status", request="POST .*/guilds/", after=True, times=times, status=502)
    name = f"hall-{times}"
    await service.ask(
        "POST", "admin", "/api/tickets/categories", {"name": name, "responderRoleIds": [str(ROLES["responder"])]}
    )
    await struck(service, times)
    made = (await service.ask("GET", "admin", "/api/tickets/categories", {}))["categories"]
    await service.stub.until(lambda state: [each["name"] for each in state["channels"]].count(f"tickets-{name}") == 1)
    [category] = [each["id"] for each in made if each["name"] == name]
    ticket = await service.open("Carpet", category)
    state = await service.stub.state()
    assert [each["name"] for each in state["channels"]].count(f"tickets-{name}") == 1
    assert len(threads(state, ticket)) == 1


async def test_a_ticket_gets_one_card_when_the_answer_to_its_card_is_lost(service: Service) -> None:
    await service.stub.fault("reset", request="POST .*/messages", body="Window", after=True)
    ticket = await service.begin("Window")
    await struck(service)
    await service.stub.forget_nonces()
    await service.reply(ticket, "below the card")
    await service.seen(ticket, f"### {ticket['number']:04d}", "below the card")


async def test_a_card_that_could_not_be_changed_is_true_in_the_end(service: Service) -> None:
    ticket = await service.open("Lock")
    await service.stub.fault("status", request="PATCH .*/messages/", status=503, times=2)
    await service.ask("PUT", "responder", "/api/tickets", {"ticketId": ticket["id"], "claimedByMe": True})
    await struck(service, 2)
    await service.stub.until(lambda state: "**Claimed by**" in shown(state, ticket)[0])


async def test_after_a_cut_connection_both_ways_work_again(service: Service) -> None:
    ticket = await service.open("Cable")
    before = (await service.stub.state())["identified"]
    await service.stub.disconnect()
    await service.stub.until(lambda state: state["identified"] > before)
    await service.ready()
    await service.reply(ticket, "after the cut")
    await service.seen(ticket, "after the cut")


async def test_a_token_that_discord_takes_back_ends_the_desk(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with running_service(tmp_path_factory.mktemp("taken")) as service:
        await service.stub.fault("status", request="POST .*/threads$", status=401)
        await service.begin("Key")
        assert await service.life.ended > 0
        counts = (await service.stub.state())["counts"]
        assert not any(" 401" in line for line in counts), "it asked again"
