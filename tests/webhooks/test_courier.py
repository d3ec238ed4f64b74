"""What happens in the desk arrives at receivers: all of it, signed, in order, at least once, and never too much."""

import asyncio
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

from api.webhook_messages import webhook_messages
from desk import deliveries
from desk.clock import parse_rfc3339
from tests.api.described import DOCUMENT
from tests.webhooks.receiver import Receiver, receiving
from tests.webhooks.world import URL, Town


async def test_what_happens_is_told_signed_in_order_and_as_the_events_have_it(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver)
    ticket = await town.desk.ticket()
    await town.call.put("responder", ticket, claimedByMe=True)
    await town.call.write("owner", ticket, "It burns: é, 日本, 🔥")
    await town.call.write("responder", ticket, "For staff", kind="note")
    await town.settle()
    told = [each.verified(town.secrets[webhook]) for each in receiver.got]
    events = (await town.call.get("/api/events?after=0&limit=100", "manager"))["events"]
    wanted = [each for each in events if each["ticketId"] == ticket]
    # A ticket is told as it is at the moment of sending.
    now = {"ticket": wanted[-1]["ticket"], "truncated": False}
    assert [{**each["data"], **now} for each in told] == [{**each, **now} for each in wanted]
    assert told[-1]["data"] == {**wanted[-1], "truncated": False}
    assert [(each["type"], each["timestamp"]) for each in told] == [(each["type"], each["at"]) for each in wanted]
    for each in told:
        schema = webhook_messages()[each["type"]]
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(each)
    assert {"ticket.opened", "ticket.claimed", "message.created", "note.created"} <= {each["type"] for each in told}
    assert all(len(each.body) < 20_000 for each in receiver.got)
    assert len({each.id for each in receiver.got}) == len(told)
    found = await town.deliveries(webhook)
    assert [each["id"] for each in found] == [each.id for each in receiver.got]
    assert {(each["state"], each["status"], each["error"], each["attempts"]) for each in found} == {
        ("delivered", 204, None, 1)
    }


async def test_only_the_types_that_are_wanted_are_told(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.closed"])
    ticket = await town.desk.ticket()
    await town.call.put("owner", ticket, status="closed")
    await town.settle()
    assert [each.verified(town.secrets[webhook])["type"] for each in receiver.got] == ["ticket.closed"]


async def test_what_fails_is_tried_again_under_its_id_with_a_new_time(town: Town, receiver: Receiver) -> None:
    """Faults 2.16."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.answers = [web.Response(status=500), web.Response(status=302)]
    await town.desk.ticket()
    await town.settle()
    [delivery] = await town.deliveries(webhook)
    assert (delivery["state"], delivery["status"], delivery["error"]) == ("pending", 500, "status")
    assert (await town.shown(webhook))["failingSince"] == delivery["triedAt"]
    await town.desk.ticket()
    await town.settle()
    # One that fails does not hold up those after it.
    assert len(receiver.got) == 2
    await town.later(seconds=10)
    first, second, *again = receiver.got
    assert {each.id for each in again} == {first.id, second.id}
    assert {each.headers["webhook-timestamp"] for each in again} != {first.headers["webhook-timestamp"]}
    assert all(each.verified(town.secrets[webhook]) for each in receiver.got)
    assert [each["attempts"] for each in await town.deliveries(webhook)] == [2, 2]
    assert (await town.shown(webhook))["failingSince"] is None


async def test_a_receiver_that_never_answers_holds_up_no_other(town: Town, receiver: Receiver) -> None:
    """Fault 50."""
    async with receiving() as silent:
        silent.silent = asyncio.Event()
        slow, quick = await town.webhook(silent), await town.webhook(receiver)
        for _ in range(3):
            await town.desk.ticket()
        await asyncio.gather(silent.until(1), receiver.until(3))
        assert len(silent.got) == 1
        assert len(await town.deliveries(quick)) == 3
        silent.silent.set()
        await town.settle()
        assert len(silent.got) == 3
        assert {each["state"] for each in await town.deliveries(slow)} == {"delivered"}


async def test_one_that_is_gone_is_switched_off_and_goes_on_where_it_was(town: Town, receiver: Receiver) -> None:
    """Faults 2.16."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.answers = [web.Response(status=410)]
    await town.desk.ticket()
    await town.settle()
    shown = await town.shown(webhook)
    assert (shown["enabled"], shown["off"]) == (False, "gone")
    [delivery] = await town.deliveries(webhook)
    assert (delivery["state"], delivery["status"]) == ("failed", 410)
    missed = [await town.desk.ticket() for _ in range(2)]
    await town.later(days=1)
    assert len(receiver.got) == 1
    await town.change(webhook, enabled=True)
    await town.settle()
    assert [json.loads(each.body)["data"]["ticketId"] for each in receiver.got[1:]] == missed


async def test_who_asks_for_time_is_left_alone_that_long(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "3600"})]
    await town.desk.ticket()
    await town.settle()
    await town.desk.ticket()
    await town.later(minutes=59)
    assert len(receiver.got) == 1
    assert (await town.shown(webhook))["pausedUntil"] is not None
    await town.later(minutes=2)
    assert len(receiver.got) == 3
    assert (await town.shown(webhook))["pausedUntil"] is None


async def test_after_three_days_without_success_it_is_given_up_and_switched_off(town: Town, receiver: Receiver) -> None:
    """Faults 2.16."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.always = web.Response(status=500)
    await town.desk.ticket()
    await town.settle()
    while await town.at_next_try(webhook):
        assert len(receiver.got) < 20
    times = [int(each.headers["webhook-timestamp"]) for each in receiver.got]
    waits = [after - before for before, after in pairwise(times)]
    planned = [each.total_seconds() for each in deliveries.WAITS]
    assert all(abs(found - wanted) <= 2 for found, wanted in zip(waits[:-1], planned, strict=False))
    assert abs(times[-1] - times[0] - 72 * 3600) <= 2
    assert {each.id for each in receiver.got} == {receiver.got[0].id}
    [delivery] = await town.deliveries(webhook)
    assert (delivery["state"], delivery["attempts"]) == ("failed", len(receiver.got))
    shown = await town.shown(webhook)
    assert (shown["off"], shown["enabled"]) == ("failing", False)
    receiver.always = None
    await town.change(webhook, enabled=True)
    sent = {"webhookId": webhook, "failedSince": delivery["createdAt"]}
    assert (await town.call("POST", f"{URL}/replay", "manager", json=sent)).data == {"count": 1}
    await town.settle()
    assert receiver.got[-1].id == receiver.got[0].id
    assert [each["state"] for each in await town.deliveries(webhook)] == ["delivered"]
    one = {"webhookId": webhook, "deliveryId": delivery["id"]}
    assert (await town.call("POST", f"{URL}/replay", "manager", json=one)).data == {"count": 1}
    await town.settle()
    assert receiver.got[-1].id == receiver.got[-2].id


async def test_for_a_day_after_a_new_secret_the_old_one_signs_too(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    old = town.secrets[webhook]
    new = (await town.call("POST", f"{URL}/rotate", "manager", json={"webhookId": webhook})).data["secret"]
    await town.desk.ticket()
    await town.settle()
    assert receiver.got[0].verified(old) == receiver.got[0].verified(new)
    assert len(receiver.got[0].headers["webhook-signature"].split(" ")) == 2
    await town.later(hours=24)
    await town.desk.ticket()
    await town.settle()
    assert len(receiver.got[1].headers["webhook-signature"].split(" ")) == 1


async def test_it_shows_nothing_once_its_member_may_not_see_it(town: Town, receiver: Receiver) -> None:
    """Faults 5, 13."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    town.desk.people.give("manager")
    await town.desk.ticket()
    await town.settle()
    assert receiver.got == []
    [shown] = (await town.call.get(URL, "admin"))["webhooks"]
    assert shown["off"] == "member_may_not"
    # Whoever switches it on has it sent in their own name.
    await town.call("PUT", URL, "admin", json={"webhookId": webhook, "enabled": True})
    await town.settle()
    assert len(receiver.got) == 1
    town.desk.people.leave("admin")
    await town.desk.ticket()
    await town.settle()
    assert len(receiver.got) == 1
    town.desk.people.give("manager", "manager")
    assert (await town.shown(webhook))["off"] == "member_gone"
    told = (await town.call.get("/api/events?after=0&limit=100", "manager"))["events"]
    assert [each for each in told if each["type"].startswith("webhook.")] == []


async def test_while_nobody_knows_the_roles_it_waits(town: Town, receiver: Receiver) -> None:
    """Fault 14."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    town.desk.people.unknown = True
    await town.desk.ticket()
    await town.settle()
    assert receiver.got == []
    town.desk.people.unknown = False
    await town.later(seconds=6)
    assert len(receiver.got) == 1
    assert (await town.shown(webhook))["off"] is None


async def test_what_is_deleted_before_its_turn_is_withheld(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened", "ticket.deleted"])
    receiver.answers = [web.Response(status=500)]
    ticket = await town.desk.ticket()
    await town.settle()
    await town.call("DELETE", f"/api/tickets?ticketId={ticket}", "manager")
    await town.later(minutes=10)
    told = [each.verified(town.secrets[webhook])["type"] for each in receiver.got[:1]]
    assert told == ["ticket.opened"]
    assert len(receiver.got) == 2
    assert [each["state"] for each in await town.deliveries(webhook)] == ["withheld", "delivered"]


async def test_other_types_are_told_from_the_change_on_and_those_before_it_as_they_were_wanted_then(
    town: Town, receiver: Receiver
) -> None:
    """Whether the courier has looked at what happened before the change or not."""
    webhook = await town.webhook(receiver, types=["ticket.closed"])
    ticket = await town.desk.ticket()
    await town.settle()
    await town.courier.stop(4)
    await town.call.put("owner", ticket, status="closed")
    await town.change(webhook, types=["ticket.opened", "ticket.reopened"])
    await town.call.put("owner", ticket, status="open")
    town.courier = town.new_courier()
    town.courier.start()
    await town.settle()
    assert [json.loads(each.body)["type"] for each in receiver.got] == ["ticket.closed", "ticket.reopened"]


async def test_another_receiver_does_not_wait_for_what_the_last_one_asked_for(town: Town, receiver: Receiver) -> None:
    async with receiving() as busy:
        busy.always = web.Response(status=503, headers={"Retry-After": "86400"})
        webhook = await town.webhook(busy, types=["ticket.opened"])
        await town.desk.ticket()
        await town.settle()
        await town.change(webhook, url=receiver.url)
        shown = await town.shown(webhook)
        assert (shown["pausedUntil"], shown["failingSince"]) == (None, None)
        await town.desk.ticket()
        await town.settle()
        assert (len(busy.got), len(receiver.got)) == (1, 1)


async def test_what_the_last_receiver_answers_to_a_message_under_way_does_not_switch_the_next_one_off(
    town: Town, receiver: Receiver
) -> None:
    async with receiving() as gone:
        gone.silent, gone.always = asyncio.Event(), web.Response(status=410)
        webhook = await town.webhook(gone, types=["ticket.opened"])
        await town.desk.ticket()
        await gone.until(1)
        await town.change(webhook, url=receiver.url)
        gone.silent.set()
        await town.settle()
        assert [each.id for each in receiver.got] == [gone.got[0].id]
        assert (await town.shown(webhook))["enabled"] is True


async def test_what_was_sent_is_forgotten_after_thirty_days_though_nothing_but_tests_is_sent(
    town: Town, receiver: Receiver
) -> None:
    webhook = await town.webhook(receiver, types=["ticket.closed"])
    for _ in range(2):
        made = (await town.call("POST", f"{URL}/test", "manager", json={"webhookId": webhook})).data["delivery"]
        await town.later(days=31)
        assert [each["id"] for each in await town.deliveries(webhook)] == [made["id"]]


async def test_a_failure_that_nobody_thought_of_does_not_silence_all_webhooks(town: Town, receiver: Receiver) -> None:
    await town.webhook(receiver, types=["ticket.opened"])
    await town.courier.stop(4)
    town.courier = town.new_courier()
    good, failed = town.courier._store, False

    class BadAtFirst:
        def __getattr__(self, name: str) -> Any:
            nonlocal failed
            if name == "read" and not failed:
                failed = True
                raise RuntimeError
            return getattr(good, name)

    town.courier._store = BadAtFirst()
    town.courier.start()
    await town.desk.ticket()
    await receiver.until(1)


async def test_a_message_at_which_the_desk_fails_holds_up_none_behind_it(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    await town.courier.stop(4)
    town.courier = town.new_courier()
    good, failed = town.courier._post, False

    async def bad_at_first(url: str, headers: Mapping[str, str], body: bytes) -> deliveries.Outcome:
        nonlocal failed
        if not failed:
            failed = True
            raise RuntimeError(url)
        return await good(url, headers, body)

    town.courier._post = bad_at_first  # type: ignore[assignment]  # in place of the Post that it calls
    first, second = [await town.desk.ticket() for _ in range(2)]
    town.courier.start()
    await town.settle()
    assert [(it["state"], it["error"]) for it in await town.deliveries(webhook)] == [
        ("pending", "desk"),
        ("delivered", None),
    ]
    await town.later(seconds=6)
    assert [json.loads(each.body)["data"]["ticketId"] for each in receiver.got] == [second, first]


async def test_a_test_arrives_under_its_own_type(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.closed"])
    made = (await town.call("POST", f"{URL}/test", "manager", json={"webhookId": webhook})).data["delivery"]
    await town.settle()
    told = receiver.got[0].verified(town.secrets[webhook])
    assert (told["type"], told["data"]) == ("webhook.test", {"webhookId": webhook, "deliveryId": made["id"]})
    assert receiver.got[0].id == made["id"]


async def test_what_the_end_of_the_process_cuts_off_is_sent_after_the_next_start(
    town: Town, receiver: Receiver
) -> None:
    """Fault 2.17."""
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.silent = asyncio.Event()
    await town.desk.ticket()
    await receiver.until(1)
    await town.courier.stop(0)
    await town.desk.ticket()
    receiver.silent.set()
    assert len(receiver.got) == 1
    town.courier = town.new_courier()
    town.courier.start()
    await town.settle()
    first, again, other = receiver.got
    assert first.id == again.id != other.id
    assert [each["attempts"] for each in await town.deliveries(webhook)] == [1, 1]


async def test_a_try_under_way_is_finished_and_written_down_at_the_end(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    receiver.silent = asyncio.Event()
    await town.desk.ticket()
    await receiver.until(1)
    stopping = asyncio.create_task(town.courier.stop(4))
    receiver.silent.set()
    await stopping
    assert [each["state"] for each in await town.deliveries(webhook)] == ["delivered"]


async def test_what_is_older_than_three_days_is_not_told_any_more(town: Town, receiver: Receiver) -> None:
    webhook = await town.webhook(receiver, types=["ticket.opened"])
    await town.change(webhook, enabled=False)
    await town.desk.ticket()
    await town.later(hours=73)
    young = await town.desk.ticket()
    await town.change(webhook, enabled=True)
    await town.settle()
    [only] = await town.deliveries(webhook)
    assert parse_rfc3339(only["createdAt"]) > town.desk.time.now.replace(microsecond=0) - deliveries.LONGEST_WISH
    assert len(receiver.got) == 1
    assert young.encode() in receiver.got[0].body
