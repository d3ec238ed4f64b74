"""How often one may come: each key has its own quota, and an address is counted for nothing but what is no good."""

import asyncio
from contextlib import AsyncExitStack
from ipaddress import ip_network
from pathlib import Path

import aiohttp
import pytest

from api.addresses import neighbourhood, origin_of
from api.errors import TooMany
from api.limits import Limits
from api.rates import Left, Quota
from bot.demo.run import LIMITS
from tests.api.client import Client, Reply
from tests.api.raw import read_answer
from tests.api.site import open_site
from tests.api.world import running_desk

LOOPBACK = (ip_network("127.0.0.0/8"),)
COUNT = "/api/tickets/open-count"


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def refused(reply: Reply) -> tuple[int, str]:
    """The status and code of a refusal that says when to come back."""
    assert 0 < int(reply.headers["Retry-After"]) <= 60
    return reply.status, reply.error["code"]


def left(reply: Reply) -> int:
    """How many calls an answer says that its session has left."""
    name, _, rest = reply.headers["RateLimit"].partition(";r=")
    assert name == '"session"'
    return int(rest.partition(";")[0])


async def test_a_key_is_told_what_is_left_and_costs_no_other_key(tmp_path: Path) -> None:
    """G11, fault 64."""
    limits = Limits(calls_per_minute=3)
    async with running_desk(tmp_path, limits) as desk, aiohttp.ClientSession() as session:
        call = Client(desk, session)
        replies = [await call("GET", path, "owner") for path in (COUNT, "/api/tickets?ticketId=9", COUNT)]
        assert [reply.headers["RateLimit"].split(";t=")[0] for reply in replies] == [f'"key";r={n}' for n in (2, 1, 0)]
        assert {reply.headers["RateLimit-Policy"] for reply in replies} == {'"key";q=3;w=60'}
        over = await call("POST", "/api/tickets", "owner", json={})
        assert refused(over) == (429, "rate_limited")
        assert over.headers["RateLimit"] == f'"key";r=0;t={over.headers["Retry-After"]}'
        assert (await call("POST", "/api/tickets", "readonly", json={})).headers["RateLimit"].startswith('"key";r=2')
        assert (await call("GET", COUNT, "manager")).status == 200
        problem = (await call("GET", COUNT, "owner", headers={"Accept": "application/problem+json"})).json
        assert problem["type"].endswith("#quota-exceeded")
        assert problem["violated-policies"] == ["key"]
        assert "RateLimit" not in (await call("GET", "/healthz")).headers


async def test_what_costs_more_is_counted_for_the_member_whatever_keys_they_use(tmp_path: Path) -> None:
    """Fault 64: before anything is written or read, in rehearsals too; what is refused for its form costs nothing."""
    limits = Limits(opened_per_minute=2, long_per_minute=2)
    async with running_desk(tmp_path, limits) as desk, aiohttp.ClientSession() as session:
        call = Client(desk, session)
        body = {"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}
        assert (await call("POST", "/api/tickets", "owner", json={})).status == 400
        first = await call("POST", "/api/tickets", "owner", json=body)
        assert first.headers["RateLimit-Policy"] == '"key";q=600;w=60, "opening";q=2;w=60'
        assert first.headers["RateLimit"].endswith(', "opening";r=1;t=60')
        assert (await call("POST", "/api/tickets", "writeonly", json=body, headers={"X-Dry-Run": "1"})).status == 201
        over = await call("POST", "/api/tickets", "writeonly", json=body)
        assert refused(over) == (429, "rate_limited")
        assert over.headers["RateLimit-Policy"] == '"opening";q=2;w=60'
        unread = {"Content-Type": "multipart/form-data; boundary=x"}
        assert (await call("POST", "/api/tickets", "owner", data=b"no form", headers=unread)).status == 429
        assert (await call("POST", "/api/tickets", "outsider", json=body)).status == 201
        ticket = first.data["ticket"]["id"]
        statuses = [
            (await call("GET", path, who)).status
            for who in ("owner", "readonly")
            for path in ("/api/search?q=title", f"/api/tickets/transcript?ticketId={ticket}", "/api/tickets?q=title")
        ]
        assert statuses == [200, 200, 429, 429, 429, 429]
        assert (await call("GET", "/api/tickets?q=", "owner")).data["total"] == 1


async def test_each_session_has_a_quota_of_its_own(tmp_path: Path) -> None:
    """G11: whatever other cookies a browser sends with it, and also for what is refused."""
    async with open_site(tmp_path) as site:
        one, other = site.browser(), site.browser()
        await one.sign_in("owner")
        await other.sign_in("owner")
        first = left(await one("GET", COUNT))
        one.cookies["theme"] = "dark"
        assert left(await one("GET", COUNT)) == first - 1
        assert left(await one("PUT", "/api/tickets", json={}, x_csrf_token="wrong")) == first - 2
        assert left(await other("GET", COUNT)) == first


async def test_bad_keys_lock_out_bad_keys_alone(tmp_path: Path) -> None:
    """G11, faults 28, 64: whatever a stranger says of where they are."""
    async with running_desk(tmp_path, Limits(failures_per_minute=2)) as desk, aiohttp.ClientSession() as session:
        call = Client(desk, session)
        bad = [{"x-api-key": desk.keys["owner"][:-1] + sign} for sign in "\u00e9-!"]
        tries = [await call("GET", COUNT, headers={**it, "X-Forwarded-For": it["x-api-key"][-1]}) for it in bad]
        assert [reply.status for reply in tries] == [401, 401, 429]
        assert refused(tries[2]) == (429, "rate_limited")
        assert tries[2].headers["RateLimit-Policy"] == '"failures";q=2;w=60'
        assert (await call("GET", COUNT, "owner")).status == 200
        assert (await call("GET", COUNT)).status == 401


async def test_behind_a_trusted_proxy_each_caller_is_counted_by_their_own_address(tmp_path: Path) -> None:
    limits = Limits(failures_per_minute=1, proxies=LOOPBACK, connections_per_address=1)
    async with running_desk(tmp_path, limits) as desk, aiohttp.ClientSession() as session:
        call = Client(desk, session)
        for address, status in (("203.0.113.1", 401), ("203.0.113.2", 401), ("198.51.100.7, 203.0.113.1", 429)):
            headers = {"x-api-key": "prapi_bad", "X-Forwarded-For": address}
            assert (await call("GET", COUNT, headers=headers)).status == status
        async with AsyncExitStack() as stack:
            for _ in range(3):
                reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
                stack.callback(writer.close)
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert (await read_answer(reader))[0] == 200


def test_a_quota_is_never_passed_in_any_stretch_of_a_minute() -> None:
    watch = Watch()
    quota = Quota("key", 2, watch)
    assert quota.take("a") == Left(1, 60)
    watch.now += 40
    assert quota.take("a") == Left(0, 20)
    with pytest.raises(TooMany) as over:
        quota.take("a")
    assert (over.value.wait, quota.take("b").calls) == (20, 1)
    watch.now += 20
    assert quota.take("a") == Left(0, 40)
    watch.now += 61
    quota.demand("a")
    quota.take("b")
    assert set(quota._taken) == {"b"}


def test_two_thousand_calls_a_minute_do_not_reach_the_quotas_of_the_demo() -> None:
    for calls in (
        LIMITS.calls_per_minute,
        LIMITS.failures_per_minute,
        LIMITS.opened_per_minute,
        LIMITS.long_per_minute,
    ):
        quota = Quota("key", calls, Watch())
        assert [quota.take("a") for _ in range(2000)][-1].calls >= 1000


@pytest.mark.parametrize(
    ("peer", "said", "origin"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["6.6.6.6, 198.51.100.1", "127.0.0.2"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, unknown, 127.0.0.3"], "127.0.0.3"),
        ("127.0.0.1", [""], "127.0.0.1"),
    ],
)
def test_what_stands_before_the_last_trusted_proxy_is_not_believed(peer: str, said: list[str], origin: str) -> None:
    """Fault 28."""
    assert origin_of(peer, said, LOOPBACK) == origin


def test_what_one_household_has_of_ipv6_is_one_address() -> None:
    assert neighbourhood("2001:db8:1:2:3:4:5:6") == neighbourhood("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert neighbourhood("::ffff:203.0.113.9") == "203.0.113.9"
    assert neighbourhood("") == ""
