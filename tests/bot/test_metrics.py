"""The numbers for who runs the desk: what they count, and that nothing of what people say is in them."""

import re
import socket
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.operations import OPEN_PATHS, OPERATIONS
from api.sign_in.ways import CALLBACK
from bot.composition import open_desk_parts
from bot.environment import load
from bot.errors import AddressUnusable
from bot.service import metrics_of
from desk import deliveries, tickets
from desk import webhooks as desk_webhooks
from desk.categories import CategoryDraft, create
from desk.models import Off
from desk.tickets import TicketDraft
from desk.webhooks import WebhookDraft
from tests.bot.test_composition import LOCAL, get, somebody

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def read(url: str) -> tuple[str, Samples]:
    """The text, and each sample by its name and labels."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain; version=")
        text = await response.text()
    families = text_string_to_metric_families(text)
    return text, {(it.name, frozenset(it.labels.items())): it.value for family in families for it in family.samples}


async def look_at(page: str) -> None:
    """Ask for a page for people."""
    async with aiohttp.ClientSession() as session, session.get(page) as response:
        assert response.content_type == "text/html"


def one(samples: Samples, name: str, **labels: str) -> float:
    """The value of that sample."""
    return samples[name, frozenset(labels.items())]


async def test_the_numbers_tell_what_happened_and_what_waits(tmp_path: Path) -> None:
    async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0, metrics=(LOCAL, 0)) as parts:
        url = str(parts.metrics_url)
        actor = somebody(1, 2)
        category = await parts.store.write(create, actor, CategoryDraft("Secret plans"), frozenset())
        draft = TicketDraft(category.id, "Secret title", "A message")
        claimed, _, closed = [await parts.store.write(tickets.open_ticket, actor, draft) for _ in range(3)]
        await parts.store.write(tickets.claim, actor, claimed.id)
        await parts.store.write(tickets.close, actor, closed.id)
        for path in ("/healthz", "/healthz", "/api/tickets", "/secret-path", "/api/tickets?x-api-key=prapi_secret"):
            await get(parts.served.url + path)
        await look_at(parts.served.url + CALLBACK + "?code=secret")
        text, samples = await read(url)
        assert one(samples, "desk_http_requests_total", operation="GET /healthz", status="200") == 2
        assert one(samples, "desk_http_requests_total", operation="GET /api/tickets", status="401") == 1
        assert one(samples, "desk_http_requests_total", operation="unknown", status="404") == 1
        assert one(samples, "desk_http_requests_total", operation=f"GET {CALLBACK}", status="404") == 1
        assert one(samples, "desk_http_requests_total", operation="unknown", status="400") == 1
        assert one(samples, "desk_http_request_seconds_count", operation="GET /healthz") == 2
        assert one(samples, "desk_store_wait_seconds_count") >= 6
        assert 0 < one(samples, "desk_store_commit_seconds_count") <= one(samples, "desk_store_wait_seconds_count")
        assert (one(samples, "desk_tickets_open", claimed="yes"), one(samples, "desk_tickets_open", claimed="no")) == (
            1,
            1,
        )
        assert one(samples, "desk_outbox_pending") > 0
        assert one(samples, "desk_outbox_parked") == 0
        assert one(samples, "desk_outbox_oldest_seconds") >= 0
        assert (one(samples, "desk_part_works", part="discord"), one(samples, "desk_part_works", part="relay")) == (
            0,
            0,
        )
        assert one(samples, "desk_store_bytes", file="database") > 0
        assert one(samples, "desk_store_bytes", file="log") > 0
        assert re.findall("(?i)secret|prapi_", text) == []
        known = (
            {it.name for it in OPERATIONS} | {f"GET {it.path}" for it in OPEN_PATHS} | {f"GET {CALLBACK}", "unknown"}
        )
        assert {value for _, labels in samples for name, value in labels if name == "operation"} <= known
        webhooks = [
            await parts.store.write(desk_webhooks.create, actor, WebhookDraft(f"https://{it}.example.com"), bytes(32))
            for it in ("on", "off")
        ]
        for each in webhooks:
            await parts.store.write(desk_webhooks.test, actor, each.id)
        await parts.store.write(deliveries.switch_off, webhooks[1].id, Off.GONE, actor.at)
        samples = (await read(url))[1]
        assert one(samples, "desk_webhook_messages_pending") == 1
        assert one(samples, "desk_webhook_oldest_seconds") >= 0
        assert one(samples, "desk_webhooks_off") == 1
        [first] = await parts.store.read(lambda tx: tx.events.due("9999-12-31T23:59:59.999Z", 1))
        await parts.store.write(lambda tx: tx.events.park(first.event.seq, "refused"))
        assert one((await read(url))[1], "desk_outbox_parked") == 1


async def test_the_numbers_are_on_their_own_address_and_nowhere_else(tmp_path: Path) -> None:
    async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0, metrics=(LOCAL, 0)) as parts:
        assert (await get(f"{parts.served.url}/metrics"))[0] == 404
        assert parts.metrics_url is not None
        async with aiohttp.ClientSession() as session:
            for method, path in (("GET", "/"), ("GET", "/api/tickets"), ("POST", "/metrics")):
                target = parts.metrics_url.replace("/metrics", path)
                async with session.request(method, target) as response:
                    assert response.status == 404
    with socket.create_server((LOCAL, 0)) as taken, pytest.raises(AddressUnusable):
        async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0, metrics=(LOCAL, taken.getsockname()[1])):
            pass
    async with open_desk_parts(tmp_path / "desk.db", host=LOCAL, port=0) as parts:
        assert parts.metrics_url is None


def test_there_are_no_numbers_until_their_port_is_set() -> None:
    assert metrics_of(load(environ={})) is None
    assert metrics_of(load(environ={"DESK_METRICS_PORT": "9464"})) == ("127.0.0.1", 9464)
